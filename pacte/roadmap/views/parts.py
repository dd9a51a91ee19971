"""What belongs to an action: added, changed, taken off, brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.roadmap import operations
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted, StepCannotHold
from pacte.roadmap.forms.parts import (
    AchievementForm,
    FileForm,
    OngoingForm,
    PartForm,
    ReportEditForm,
    StepForm,
)
from pacte.roadmap.models import (
    Achievement,
    Action,
    ActionFile,
    OngoingItem,
    ProgressReport,
    Step,
)
from pacte.roadmap.operations.parts import Part
from pacte.roadmap.views.actions import form_page, to_action
from pacte.roadmap.views.table import edited_action

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part, as an address names it."""

    model: type[Part]
    form: type[PartForm]
    add: _StrPromise
    edit: _StrPromise
    has_own_door: bool = False  # to be added


KINDS = {
    "etapes": Kind(
        Step, StepForm, gettext_lazy("Ajouter une étape"), gettext_lazy("Modifier l’étape")
    ),
    "en-cours": Kind(
        OngoingItem,
        OngoingForm,
        gettext_lazy("Ajouter ce qui est en cours"),
        gettext_lazy("Modifier ce qui est en cours"),
    ),
    "realisations": Kind(
        Achievement,
        AchievementForm,
        gettext_lazy("Ajouter une réalisation"),
        gettext_lazy("Modifier la réalisation"),
    ),
    "suivi": Kind(
        ProgressReport,
        ReportEditForm,
        gettext_lazy("Dire où l’on en est"),
        gettext_lazy("Modifier ce qui a été dit"),
        has_own_door=True,
    ),
    "fichiers": Kind(
        ActionFile,
        FileForm,
        gettext_lazy("Ajouter un fichier"),
        gettext_lazy("Modifier ce qu’on dit du fichier"),
        has_own_door=True,
    ),
}


def kind_named(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def row_of(kind: Kind, action: Action, key: int, *, is_present: bool = True) -> Part:
    rows = kind.model.objects.filter(action=action)
    if is_present:
        rows = rows.present()
    # The managers of the kinds share a query set that forgets which of them it reads.
    return cast("Part", get_object_or_404(rows, pk=key))


@require_http_methods(["GET", "POST"])
def add_part(request: Request, initiative: str, code: str, kind: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    named = kind_named(kind)
    if named.has_own_door:
        raise Http404
    form = named.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.add_part(
            named.model, action=found, fields=form.cleaned_data, by=request.actor, at=timezone.now()
        )
        messages.success(request, _("Ajouté."))
        return to_action(found, kind)
    return form_page(request, found, form, named.add, _("Ajouter"))


@require_http_methods(["GET", "POST"])
def edit_part(request: Request, initiative: str, code: str, kind: str, part: int) -> HttpResponse:
    """Each field that changed is saved against the value the form was opened with."""
    found = edited_action(request, initiative, code)
    named = kind_named(kind)
    row = row_of(named, found, part)
    initial = {name: getattr(row, name) for name in named.form.base_fields}
    form = named.form(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_part(part=row, asked=form.asked(), by=request.actor, at=timezone.now())
        except FieldChangedMeanwhile as changed:
            return part_conflict(request, found, named, row, changed)
        return to_action(found, kind)
    return form_page(request, found, form, named.edit, _("Enregistrer"))


def part_conflict(
    request: Request, found: Action, named: Kind, row: Part, changed: FieldChangedMeanwhile
) -> HttpResponse:
    """Her words stay in the form, opened anew on what stands now: saving again replaces it."""
    hers = set(named.form(request.POST).changed_data)
    row.refresh_from_db()
    sent = request.POST.copy()
    fresh = named.form(initial={name: getattr(row, name) for name in named.form.base_fields})
    for name in named.form.base_fields:
        bound, now = fresh[name], fresh[name].value()
        text = "" if now is None or now is False else str(now)
        sent[bound.html_initial_name] = text
        if name not in hers:
            sent[name] = text  # she left it alone: what the other saved stays
    form = named.form(sent)
    form.add_error(
        changed.field,
        _(
            "Quelqu’un a enregistré autre chose : « %(theirs)s ». "
            "Enregistrer mettra le vôtre à la place."
        )
        % {"theirs": changed.current},
    )
    return form_page(request, found, form, named.edit, _("Enregistrer"))


def short(row: Part) -> str:
    return Truncator(str(row)).chars(80)


@require_POST
def delete_part(request: Request, initiative: str, code: str, kind: str, part: int) -> HttpResponse:
    found = edited_action(request, initiative, code)
    row = row_of(kind_named(kind), found, part)
    operations.delete_part(part=row, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_part", args=[initiative, code, kind, part])
    messages.info(request, _("Retiré : « %(part)s ».") % {"part": short(row)}, extra_tags=undo)
    return to_action(found, kind)


@require_POST
def restore_part(
    request: Request, initiative: str, code: str, kind: str, part: int
) -> HttpResponse:
    found = edited_action(request, initiative, code)
    row = row_of(kind_named(kind), found, part, is_present=False)
    try:
        operations.restore_part(part=row, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    except StepCannotHold:
        messages.warning(
            request,
            _("L’action que cette étape est devenue contient plus qu’une étape : elle reste."),
        )
    return to_action(found, kind)


@require_POST
def finish_step(request: Request, initiative: str, code: str, step: int) -> HttpResponse:
    """Mark a step as done today, or take the mark off."""
    found = edited_action(request, initiative, code)
    row = get_object_or_404(Step.objects.present().filter(action=found), pk=step)
    wanted = None if row.done_on else timezone.localdate()
    operations.edit_part(
        part=row, asked={"done_on": (row.done_on, wanted)}, by=request.actor, at=timezone.now()
    )
    return to_action(found, "etapes")
