"""The team's side of asking: what to read, whom to call, what was asked, in whose name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.core import automations
from pacte.initiatives.http import seen_initiative
from pacte.network.models import Contact
from pacte.network.queries import directory_of
from pacte.roadmap import operations, rules
from pacte.roadmap.enums import CallOutcome
from pacte.roadmap.errors import AnswerReviewed, HandoverSettled
from pacte.roadmap.forms.answers import ProgressSettingsForm, RecordForm
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.forms.filters import keys_told
from pacte.roadmap.models import Handover, ProgressAnswer, ProgressLink
from pacte.roadmap.queries.answers import answers_to_review, handovers_to_settle, links_asked
from pacte.roadmap.queries.asked import people_asked, to_ask, without_voice
from pacte.roadmap.queries.calls import to_call
from pacte.roadmap.queries.links import asker_of
from pacte.roadmap.views.actions import seen_action, to_action
from pacte.roadmap.views.table import trail_to

if TYPE_CHECKING:
    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative


MOST_AT_ONCE = 200


def asking_place(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_ask_progress(request.user, place):
        raise PermissionDenied
    return place


def tabs(place: Initiative, current: str) -> list[dict[str, object]]:
    now = timezone.now()
    counts = {
        "progress_answers": answers_to_review(place).count() + handovers_to_settle(place).count(),
        "calls": len(to_call(place, now=now)),
        "progress_links": None,
        "edit_progress_settings": None,
    }
    labels = {
        "progress_answers": _("À relire"),
        "calls": _("À appeler"),
        "progress_links": _("Demandes"),
        "edit_progress_settings": _("Réglages"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"roadmap:{name}", args=[place.slug]),
            "count": counts[name],
            "current": name == current,
        }
        for name, label in labels.items()
    ]


@require_GET
def progress_answers(request: Request, initiative: str) -> HttpResponse:
    """What was said by the links, oldest first, to take into the plan or to leave."""
    place = asking_place(request, initiative)
    context = {
        "initiative": place,
        "tabs": tabs(place, "progress_answers"),
        "answers": list(answers_to_review(place)),
        "handovers": list(handovers_to_settle(place)),
        "today": timezone.localdate(),
    }
    return render(request, "roadmap/progress_answers.html", context)


@require_POST
def review_answer(request: Request, initiative: str, answer: int) -> HttpResponse:
    place = asking_place(request, initiative)
    found = get_object_or_404(
        ProgressAnswer.objects.visible_to(request.user), pk=answer, action__initiative=place
    )
    take = request.POST.get("do") != "dismiss"
    text = found.schedule_text
    try:
        if take:
            operations.accept_answer(
                answer=found,
                schedule=schedule_meant(text) if text else None,
                by=request.actor,
                at=timezone.now(),
            )
        else:
            operations.dismiss_answer(answer=found, by=request.actor, at=timezone.now())
    except AnswerReviewed:
        messages.info(request, _("Cette réponse a été relue ou corrigée entre-temps."))
    else:
        said = _("La réponse est reprise.") if take else _("La réponse est laissée de côté.")
        messages.success(request, said)
    return redirect("roadmap:progress_answers", place.slug)


@require_POST
def accept_answers(request: Request, initiative: str) -> HttpResponse:
    """Take into the plan all those that the page showed; one reviewed meanwhile is left alone."""
    place = asking_place(request, initiative)
    keys = keys_told(request.POST.getlist("answer")[:MOST_AT_ONCE])
    found = ProgressAnswer.objects.visible_to(request.user).filter(action__initiative=place)
    taken = operations.accept_answers(
        answers=[
            (one, schedule_meant(one.schedule_text) if one.schedule_text else None)
            for one in found.filter(pk__in=keys).order_by("answered_at", "pk")
        ],
        by=request.actor,
        at=timezone.now(),
    )
    if taken:
        said = ngettext("Une réponse est reprise.", "%(count)d réponses sont reprises.", taken)
        messages.success(request, said % {"count": taken})
    else:
        messages.info(request, _("Aucune de ces réponses n’était encore à relire."))
    return redirect("roadmap:progress_answers", place.slug)


@require_POST
def settle_handover(request: Request, initiative: str, handover: int) -> HttpResponse:
    place = asking_place(request, initiative)
    found = get_object_or_404(
        Handover.objects.filter(request__link__in=ProgressLink.objects.visible_to(request.user)),
        pk=handover,
        request__link__initiative=place,
    )
    try:
        person = operations.settle_handover(
            handover=found,
            follow=request.POST.get("do") == "follow",
            by=request.actor,
            at=timezone.now(),
        )
    except HandoverSettled:
        messages.info(request, _("Quelqu’un de l’équipe s’en est occupé entre-temps."))
    else:
        said = _("%(name)s répond maintenant de cette action.") % {"name": person} if person else ""
        messages.success(request, said or _("C’est noté."))
    return redirect("roadmap:progress_answers", place.slug)


@require_GET
def calls(request: Request, initiative: str) -> HttpResponse:
    """The list to print: who, whom else, the telephone, what we need."""
    place = asking_place(request, initiative)
    context = {
        "initiative": place,
        "tabs": tabs(place, "calls"),
        "people": to_call(place, now=timezone.now()),
        "outcomes": CallOutcome.choices,
        "today": timezone.localdate(),
    }
    return render(request, "roadmap/calls.html", context)


@require_POST
def note_call(request: Request, initiative: str, contact: int) -> HttpResponse:
    """One tap; who answered is asked at once what she said."""
    place = asking_place(request, initiative)
    found = get_object_or_404(
        Contact.objects.visible_to(request.user), pk=contact, initiative=place
    )
    outcome = request.POST.get("outcome", "")
    if outcome not in CallOutcome.values:
        return redirect("roadmap:calls", place.slug)
    operations.note_call(
        initiative=place,
        contact=found,
        outcome=outcome,
        note="",
        by=request.actor,
        at=timezone.now(),
    )
    if outcome == CallOutcome.SOMEONE_ELSE:
        return redirect("network:edit_contact", place.slug, found.pk)
    messages.success(request, _("C’est noté."))
    return redirect("roadmap:calls", place.slug)


@require_GET
def progress_links(request: Request, initiative: str) -> HttpResponse:
    """What was asked of whom, and whom one could ask now."""
    place = asking_place(request, initiative)
    now = timezone.now()
    numbers = automations.chosen("roadmap.ask_progress", place.audit_space)
    context = {
        "initiative": place,
        "tabs": tabs(place, "progress_links"),
        "links": [(row, row.link.is_open(now)) for row in links_asked(place)],
        "ready": to_ask(place, now=now, **numbers.numbers),
        "automation": numbers,
        "without_voice": without_voice(place, on=now.date()),
        "asker": asker_of(place),
    }
    return render(request, "roadmap/progress_links.html", context)


@require_POST
def ask_progress(request: Request, initiative: str) -> HttpResponse:
    """Ask now those whom the next round would ask."""
    place = asking_place(request, initiative)
    now = timezone.now()
    numbers = automations.chosen("roadmap.ask_progress", place.audit_space).numbers
    links = operations.ask_progress(
        initiative=place, wanted=to_ask(place, now=now, **numbers), by=request.actor, at=now
    )
    count = len(links)
    said = ngettext(
        "Une personne est interrogée.", "%(count)d personnes sont interrogées.", count
    ) % {"count": count}
    messages.success(request, said if count else _("Personne n’est à interroger aujourd’hui."))
    return redirect("roadmap:progress_links", place.slug)


@require_POST
def revoke_link(request: Request, initiative: str, link: int) -> HttpResponse:
    place = asking_place(request, initiative)
    found = get_object_or_404(
        ProgressLink.objects.visible_to(request.user), pk=link, initiative=place
    )
    operations.revoke_link(link=found, by=request.actor, at=timezone.now())
    messages.info(request, _("Le lien est fermé : il n’ouvre plus rien."))
    return redirect("roadmap:progress_links", place.slug)


@require_http_methods(["GET", "POST"])
def edit_progress_settings(request: Request, initiative: str) -> HttpResponse:
    place = asking_place(request, initiative)
    now = asker_of(place)
    initial = {"asker": now.user, "phone": now.phone, "takes_at_once": now.takes_at_once}
    form = ProgressSettingsForm(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.edit_progress_settings(
            initiative=place, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect("roadmap:edit_progress_settings", place.slug)
    context = {
        "initiative": place,
        "tabs": tabs(place, "edit_progress_settings"),
        "form": form,
    }
    return render(request, "roadmap/progress_settings.html", context)


@require_http_methods(["GET", "POST"])
def record_for(request: Request, initiative: str, code: str) -> HttpResponse:
    """« Saisir pour… » : what someone said by telephone, in a meeting, on paper."""
    found = seen_action(request, initiative, code)
    if not rules.can_ask_progress(request.user, found.initiative):
        raise PermissionDenied
    today = timezone.localdate()
    asked = people_asked(found.initiative, [found.pk], on=today).get(found.pk)
    initial = {"said_by": asked.name if asked else "", "said_on": today}
    form = RecordForm(request.POST or None, request.FILES or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        if upload := form.cleaned_data["file"]:
            form.kept_file = operations.keep_attachment(
                content=upload, name=upload.name, at=timezone.now()
            )
        operations.record_for(
            action=found,
            told=form.told(),
            said_on=form.cleaned_data["said_on"],
            said_by=form.cleaned_data["said_by"],
            source=form.cleaned_data["source"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("C’est noté."))
        return to_action(found, "suivi")
    context = {
        "action": found,
        "initiative": found.initiative,
        "form": form,
        "names": directory_of(found.initiative).labels(),
        "trail": trail_to(found),
    }
    return render(request, "roadmap/record_for.html", context)
