"""Who leads, helps or funds an action, and what they answered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.network.models import Contact
from pacte.network.queries import directory_of
from pacte.roadmap import operations
from pacte.roadmap.enums import ResponsibilityRole, ResponsibilityState
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted
from pacte.roadmap.forms.answers import PersonForm
from pacte.roadmap.forms.parts import AnswerForm, ResponsibleForm
from pacte.roadmap.importing.amounts import understand_amount
from pacte.roadmap.models import Responsibility
from pacte.roadmap.views.actions import form_page, to_action
from pacte.roadmap.views.table import edited_action


@require_http_methods(["GET", "POST"])
def name_responsible(request: Request, initiative: str, code: str) -> HttpResponse:
    found = edited_action(request, initiative, code)
    asked = request.GET.get("role", "")
    role = asked if asked in ResponsibilityRole else ResponsibilityRole.LEAD
    form = ResponsibleForm(request.POST or None, initial={"role": role})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["amount_text"]
        operations.name_responsible(
            action=found,
            role=form.cleaned_data["role"],
            named=form.named(directory_of(found.initiative)),
            amount_text=text,
            amount=understand_amount(text).amount if text else None,
            by=request.actor,
            at=timezone.now(),
        )
        return to_action(found, "qui")
    return form_page(request, found, form, _("Qui s’en occupe ?"), _("Ajouter"))


def named_in(request: Request, initiative: str, code: str, key: int) -> Responsibility:
    found = edited_action(request, initiative, code)
    rows = Responsibility.objects.present().filter(action=found)
    return get_object_or_404(
        rows.select_related("organisation", "unit", "group", "contact", "action__initiative"),
        pk=key,
    )


@require_http_methods(["GET", "POST"])
def note_answer(request: Request, initiative: str, code: str, responsibility: int) -> HttpResponse:
    row = named_in(request, initiative, code, responsibility)
    initial = {
        "state": row.state if row.state_on else ResponsibilityState.CONFIRMED,
        "said_on": row.state_on or timezone.localdate(),
        "said_by": row.state_by or row.label,
        "reason": row.state_reason,
        "read": row.state,
    }
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_answer(
                responsibility=row,
                state=form.cleaned_data["state"],
                read=form.cleaned_data["read"] or None,
                said_by=form.cleaned_data["said_by"],
                said_on=form.cleaned_data["said_on"] or timezone.localdate(),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except FieldChangedMeanwhile:
            form = answered_meanwhile(request, row)
        else:
            return to_action(row.action, "qui")
    title = _("Quelle est la réponse de « %(who)s » ?") % {"who": row.label}
    return form_page(request, row.action, form, title, _("Noter la réponse"))


def answered_meanwhile(request: Request, row: Responsibility) -> AnswerForm:
    """Her answer stays in the form; saving again puts it in the place of the other."""
    row.refresh_from_db()
    form = AnswerForm({**request.POST.dict(), "read": row.state})
    form.add_error(
        "state",
        _(
            "Quelqu’un a noté une autre réponse : « %(theirs)s ». "
            "Enregistrer mettra la vôtre à la place."
        )
        % {"theirs": row.get_state_display()},
    )
    return form


@require_http_methods(["GET", "POST"])
def rename_responsible(
    request: Request, initiative: str, code: str, responsibility: int
) -> HttpResponse:
    """Say whom the words of the document name, name someone else, or give another role."""
    row = named_in(request, initiative, code, responsibility)
    initial = {"role": row.role, "who": row.label, "amount_text": row.amount_text}
    form = ResponsibleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["amount_text"]
        operations.rename_responsible(
            responsibility=row,
            named=form.named(directory_of(row.action.initiative)),
            role=form.cleaned_data["role"],
            amount_text=text,
            amount=understand_amount(text).amount if text else None,
            by=request.actor,
            at=timezone.now(),
        )
        return to_action(row.action, "qui")
    title = _("Quel rôle pour « %(words)s » ?") % {"words": row.label}
    return form_page(request, row.action, form, title, _("Enregistrer"))


@require_http_methods(["GET", "POST"])
def name_person(request: Request, initiative: str, code: str, responsibility: int) -> HttpResponse:
    """Whom to ask about this action, where the lead is an organisation, a unit or a group."""
    row = named_in(request, initiative, code, responsibility)
    contacts = Contact.objects.visible_to(request.user).filter(
        initiative=row.action.initiative, deleted_at=None
    )
    form = PersonForm(
        contacts.order_by("name", "pk"), request.POST or None, initial={"person": row.person_id}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        person = given.pop("person")
        operations.name_person(
            responsibility=row,
            person=person,
            someone_new=given if given["name"] else None,
            by=request.actor,
            at=timezone.now(),
        )
        return to_action(row.action, "qui")
    title = _("Qui répond pour %(who)s ?") % {"who": row.label}
    return form_page(request, row.action, form, title, _("Enregistrer"))


@require_POST
def drop_responsible(
    request: Request, initiative: str, code: str, responsibility: int
) -> HttpResponse:
    row = named_in(request, initiative, code, responsibility)
    operations.drop_responsible(responsibility=row, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_responsible", args=[initiative, code, responsibility])
    messages.info(request, _("%(who)s n’est plus nommé ici.") % {"who": row.label}, extra_tags=undo)
    return to_action(row.action, "qui")


@require_POST
def restore_responsible(
    request: Request, initiative: str, code: str, responsibility: int
) -> HttpResponse:
    found = edited_action(request, initiative, code)
    row = get_object_or_404(Responsibility.objects.filter(action=found), pk=responsibility)
    try:
        operations.restore_responsible(responsibility=row, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return to_action(found, "qui")
