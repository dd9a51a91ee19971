"""One action, whole; and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import files
from pacte.core.deletion import KEPT_FOR
from pacte.initiatives.http import place_of
from pacte.network.queries import directory_of
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.forms.fieldsets import FIELDSETS
from pacte.roadmap.forms.filters import kept_query
from pacte.roadmap.forms.parts import (
    LockForm,
    ReportForm,
    UploadForm,
    WaitingEndForm,
    WaitingForm,
)
from pacte.roadmap.models import (
    Achievement,
    AchievementFile,
    Action,
    ActionFile,
    Plan,
)
from pacte.roadmap.models.plans import initiative_keys_of
from pacte.roadmap.queries.action import action_sheet, neighbours_of, taken_in_by
from pacte.roadmap.queries.carried import carries, stands_in
from pacte.roadmap.queries.columns import chosen_columns, closed_columns, every_column
from pacte.roadmap.queries.gates import action_of_code
from pacte.roadmap.queries.kept import KEEPABLE, kept
from pacte.roadmap.queries.reach import reach_of
from pacte.roadmap.views.shown import filters_asked
from pacte.roadmap.views.table import edited_action, label_of, trail_of, trail_to

if TYPE_CHECKING:
    from pacte.core.actor import Actor


def seen_actions(request: Request, initiative: str, code: str) -> QuerySet[Action]:
    seen = Action.objects.visible_to(request.user).filter(initiative__slug=initiative, code=code)
    return seen.select_related("plan__initiative", "initiative", "node__level")


def seen_action(request: Request, initiative: str, code: str) -> Action:
    return get_object_or_404(seen_actions(request, initiative, code))


@require_GET
def action(request: Request, initiative: str, code: str) -> HttpResponse:
    """One that was merged leads to what took it in; one taken out, to where it may come back."""
    place = place_of(request, initiative)
    found = action_of_code.first(initiative=place.pk, code=code, **initiative_keys_of(request.user))
    if found is not None:
        found.initiative = found.plan.initiative = place
        return action_page(request, found)
    if into := taken_in_by(request.user, initiative, code):
        address = reverse("roadmap:action", args=[initiative, into.code])
        return redirect(f"{address}?{urlencode({'ancien': code})}")
    gone = Action.objects.filter(
        plan__in=Plan.objects.visible_to(request.user),
        initiative__slug=initiative,
        code=code,
        deleted_at__gte=timezone.now() - KEPT_FOR,
    ).select_related("plan__initiative")
    if (removed := gone.first()) and rules.can_edit_action(request.user, removed):
        return redirect("roadmap:deleted", initiative, removed.plan.slug)
    raise Http404


def action_page(request: Request, found: Action) -> HttpResponse:
    """The page of an action that came through its gate; also what stands after a save in place."""
    can_edit = rules.can_edit_action(request.user, found)
    today = timezone.localdate()
    sheet = action_sheet(found, request.user, today=today, now=timezone.now())
    context = {
        "action": found,
        "initiative": found.initiative,
        "sheet": sheet,
        "people": reach_of(sheet.people, found, request.user, today=today),
        "around": neighbours_of(
            found,
            request.user,
            filters_asked(request, found.initiative),
            today=today,
        ),
        "kept_query": kept_query(request.GET),
        "can_edit": can_edit,
        "can_report": rules.can_report_progress(request.user, found),
        "edit": {fieldset: edit_url(found, fieldset) if can_edit else "" for fieldset in FIELDSETS},
        "kept": kept_labels(found) if can_edit and found.team_only_fields else "",
        "ongoing_label": label_of(found.plan, "ongoing"),
        "former": former_of(request, found),
        "today": today,
        "trail": [trail_of(found.plan, kept_query(request.GET))],
    }
    return render(request, "roadmap/action.html", context)


def former_of(request: Request, found: Action) -> Action | None:
    """The action by whose code one came here, once merged into this one."""
    code = request.GET.get("ancien", "")
    return found.absorbed.filter(code=code).first() if code else None


def kept_labels(found: Action) -> str:
    """What the team keeps to itself, by name."""
    return ", ".join(
        label for key, label in keepable_columns(found) if key in found.team_only_fields
    )


def edit_url(found: Action, fieldset: str) -> str:
    return reverse("roadmap:edit_fieldset", args=[found.initiative.slug, found.code, fieldset])


def form_page(
    request: Request,
    found: Action,
    form: forms.Form,
    title: object,
    save: object,
    *,
    is_conflict: bool = False,
) -> HttpResponse:
    """One question about an action: its title, the form, the verb on the button."""
    context = {
        "action": found,
        "initiative": found.initiative,
        "form": form,
        "form_title": title,
        "save": save,
        "names": [_("Tous"), *directory_of(found.initiative).labels()]
        if "who" in form.fields
        else [],
        "trail": trail_to(found),
    }
    status = 422 if form.is_bound and request.htmx else 200
    status = 409 if is_conflict else status
    return render(request, "roadmap/action_form.html", context, status=status)


def to_action(found: Action, anchor: str = "") -> HttpResponse:
    response = redirect("roadmap:action", found.initiative.slug, found.code)
    if anchor:
        response["Location"] += f"#{anchor}"
    return response


def signing(request: Request, found: Action) -> Actor:
    """« X pour Y », where she speaks of what she carries only for somebody who is away."""
    delegation = None
    if not carries(request.user, found):
        delegation = stands_in(request.user, found, timezone.now())
    return replace(request.actor, label=str(delegation)) if delegation else request.actor


@require_http_methods(["GET", "POST"])
def report_progress(request: Request, initiative: str, code: str) -> HttpResponse:
    """The team, or who carries the action: she signs herself, and says nothing the team keeps."""
    found = seen_action(request, initiative, code)
    if not rules.can_report_progress(request.user, found):
        raise PermissionDenied
    actor = signing(request, found)
    initial = {
        "said_by": actor.label,
        "said_on": timezone.localdate(),
        "weather": found.weather,
    }
    form = ReportForm(request.POST or None, initial=initial)
    said = {"said_by": actor.label}
    if not rules.can_edit_action(request.user, found):
        kept_weather = ["weather"] if "weather" in found.team_only_fields else []
        form.leave_out("said_by", "is_team_only", *kept_weather)
    if request.method == "POST" and form.is_valid():
        operations.report_progress(
            action=found, by=actor, at=timezone.now(), **{**said, **form.cleaned_data}
        )
        messages.success(request, _("C’est noté."))
        return to_action(found, "suivi")
    return form_page(request, found, form, _("Où en est-on ?"), _("Noter le suivi"))


@require_http_methods(["GET", "POST"])
def set_waiting(request: Request, initiative: str, code: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    initial = {"waiting_for": found.waiting_for, "condition": found.unblocking_condition}
    form = WaitingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_waiting(
                action=found,
                read=form.read(),
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except FieldChangedMeanwhile:
            return waiting_conflict(request, found)
        return to_action(found)
    return form_page(request, found, form, _("Qu’attend cette action ?"), _("Noter l’attente"))


def waiting_conflict(request: Request, found: Action) -> HttpResponse:
    """Her words stay in the form, opened anew on what stands now: saving again replaces it."""
    found.refresh_from_db()
    now = {"waiting_for": found.waiting_for, "condition": found.unblocking_condition}
    sent = request.POST.copy()
    for name, text in now.items():
        sent[f"initial-{name}"] = text
    form = WaitingForm(sent)
    for name, text in now.items():
        if text.split() != sent.get(name, "").split():
            form.add_error(
                name,
                _(
                    "Quelqu’un a enregistré autre chose : « %(theirs)s ». "
                    "Enregistrer mettra le vôtre à la place."
                )
                % {"theirs": text or _("(vide)")},
            )
    title, save = _("Qu’attend cette action ?"), _("Noter l’attente")
    return form_page(request, found, form, title, save, is_conflict=True)


@require_POST
def end_waiting(request: Request, initiative: str, code: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    form = WaitingEndForm(request.POST)
    form.full_clean()  # what cannot be read is no wait that there is
    read = (form.cleaned_data.get("waiting_for", ""), form.cleaned_data.get("condition", ""))
    try:
        operations.end_waiting(action=found, read=read, by=request.actor, at=timezone.now())
    except FieldChangedMeanwhile:
        return ending_conflict(request, found, read[0])
    messages.success(request, _("L’attente est finie."))
    return to_action(found)


def ending_conflict(request: Request, found: Action, read: str) -> HttpResponse:
    """What it waits for by now is shown: ending it again is knowing of it."""
    found.refresh_from_db()
    now = {"waiting_for": found.waiting_for, "condition": found.unblocking_condition}
    form = WaitingEndForm(now)
    text = _(
        "Quelqu’un a changé l’attente. Vous lisiez : « %(yours)s ». "
        "Elle dit maintenant : « %(theirs)s »."
    )
    theirs = " — ".join(filter(None, now.values()))
    form.add_error(None, text % {"yours": read or _("(vide)"), "theirs": theirs})
    title, save = _("Cette attente est-elle finie ?"), _("L’attente est finie")
    return form_page(request, found, form, title, save, is_conflict=True)


@require_http_methods(["GET", "POST"])
def keep_to_team(request: Request, initiative: str, code: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    columns = keepable_columns(found)
    kept_now = [key for key, _label in columns if key in found.team_only_fields]
    read = [*(["is_team_only"] if found.is_team_only else []), *kept_now]
    initial = {"is_team_only": found.is_team_only, "fields_kept": kept_now, "read": read}
    form = LockForm(columns, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.keep_to_team(action=found, by=request.actor, at=timezone.now(), **form.asked())
        return to_action(found)
    return form_page(request, found, form, _("Qu’est-ce qui reste à l’équipe ?"), _("Enregistrer"))


def keepable_columns(found: Action) -> list[tuple[str, str]]:
    """Every column that may be kept to the team, by its name here; the document's own come last."""
    levels = list(found.plan.levels.order_by("position"))
    headers = dict.fromkeys(str(extra["header"]) for extra in found.extra)
    known = every_column(levels, headers, closed_columns(found.initiative))
    columns = chosen_columns(known, found.plan.columns)
    named = [(c.key, c.label) for c in columns if c.key in KEEPABLE or c.is_extra]
    return [*named, ("waiting", _("Ce qu’elle attend"))]


@require_http_methods(["GET", "POST"])
def attach_file(request: Request, initiative: str, code: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        operations.attach_file(
            action=found,
            content=upload.read(),
            name=upload.name,
            label=form.cleaned_data["label"],
            is_team_only=form.cleaned_data["is_team_only"],
            by=request.actor,
            at=timezone.now(),
        )
        return to_action(found, "fichiers")
    return form_page(
        request, found, form, _("Quel fichier ajoutez-vous ?"), _("Ajouter le fichier")
    )


@require_http_methods(["GET", "POST"])
def attach_proof(request: Request, initiative: str, code: str, achievement: int) -> HttpResponse:
    found = edited_action(request, initiative, code)
    row = get_object_or_404(Achievement.objects.present().filter(action=found), pk=achievement)
    form = UploadForm(request.POST or None, request.FILES or None)
    del form.fields["label"], form.fields["is_team_only"]
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        operations.attach_proof(
            achievement=row,
            content=upload.read(),
            name=upload.name,
            by=request.actor,
            at=timezone.now(),
        )
        return to_action(found, "realisations")
    return form_page(
        request, found, form, _("Quelle preuve ajoutez-vous ?"), _("Ajouter la preuve")
    )


@require_GET
def show_file(request: Request, initiative: str, code: str, file: int) -> HttpResponseBase:
    found = seen_action(request, initiative, code)
    rows = ActionFile.objects.present().filter(action=found).select_related("file")
    if not rules.can_see_team_only(request.user, found.initiative):
        rows = rows.filter(is_team_only=False)
    return files.response(get_object_or_404(rows, pk=file).file)


@require_GET
def show_proof(request: Request, initiative: str, code: str, proof: int) -> HttpResponseBase:
    found = seen_action(request, initiative, code)
    rows = (
        AchievementFile.objects.present()
        .filter(achievement__action=found, achievement__deleted_at=None)
        .select_related("file")
    )
    if not rules.can_see_team_only(request.user, found.initiative):
        rows = rows.filter(achievement__is_team_only=False).exclude(
            kept("achievements", "achievement__action__")
        )
    return files.response(get_object_or_404(rows, pk=proof).file)
