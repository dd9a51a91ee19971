"""The outbox of a démarche: what is about to leave, to print, what did not arrive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import letters
from pacte.core.models import Message, MessageStatus
from pacte.initiatives import rules
from pacte.initiatives.http import seen_initiative, speak_for
from pacte.initiatives.models import Initiative
from pacte.portal import queries

MOST_PRINTED = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter to print, as it is now."""

    message: Message
    letter: letters.Letter


def posted_place(request: Request, slug: str) -> Initiative:
    place = seen_initiative(request, slug)
    if not rules.can_send_letters(request.user, place):
        raise PermissionDenied
    return place


def ours(place: Initiative, letter: int) -> Message:
    return get_object_or_404(Message.objects.of_space(place.audit_space), pk=letter)


@never_cache
@require_GET
def outbox(request: Request, initiative: str) -> HttpResponse:
    place = posted_place(request, initiative)
    context = {
        "initiative": place,
        "outbox": queries.outbox(place),
    }
    return render(request, "portal/outbox.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def preview_letters(request: Request, initiative: str, kind: str) -> HttpResponse:
    """One letter of the kind, as its reader will have it; then they may leave."""
    place = posted_place(request, initiative)
    found = Message.objects.of_space(place.audit_space)
    held = found.filter(kind=kind, status=MessageStatus.HELD).order_by("pk")
    papers = papers_of(held[:1])
    if request.method == "POST":
        count = letters.approve_kind(
            kind, space=place.audit_space, by=request.actor, at=timezone.now()
        )
        said = ngettext("Un courriel part.", "%(count)d courriels partent.", count)
        messages.success(request, said % {"count": count})
        return redirect("portal:outbox", place.slug)
    if not papers:
        raise Http404
    context = {
        "initiative": place,
        "kind": letters.kind_of(papers[0].message),
        "paper": papers[0],
        "count": held.count(),
        "trail": queries.trail_to_outbox(place),
    }
    return render(request, "portal/preview_letters.html", context)


def papers_of(rows: Iterable[Message]) -> list[Paper]:
    """Those that still have something to say."""
    return [
        Paper(message, letter)
        for message in rows
        if (letter := letters.letter_of(message)) is not None
    ]


@never_cache
@require_GET
def print_letters(request: Request, initiative: str) -> HttpResponse:
    """Every letter to hand over, a page each, its address as a picture for a telephone."""
    place = posted_place(request, initiative)
    found = Message.objects.of_space(place.audit_space)
    papers = papers_of(
        found.filter(status=MessageStatus.TO_PRINT).order_by("name", "pk")[:MOST_PRINTED]
    )
    context = {
        "initiative": place,
        "papers": papers,
        "trail": queries.trail_to_outbox(place),
        "today": timezone.localdate(),
    }
    return render(request, "portal/print_letters.html", context)


@require_POST
def settle_letter(request: Request, initiative: str, letter: int) -> HttpResponse:
    """Handed over, given up, or sent again."""
    place = posted_place(request, initiative)
    message = ours(place, letter)
    done = {
        "hand_over": (letters.hand_over, _("C’est noté : la lettre est remise.")),
        "cancel": (letters.cancel, _("Le courriel ne partira pas.")),
        "again": (letters.send_again, _("Le courriel repart.")),
    }
    act = done.get(request.POST.get("do", ""))
    if act is not None:
        settle, said = act
        changed = settle(message, at=timezone.now())
        messages.info(request, said if changed else _("Ce courriel a changé d’état entre-temps."))
    return redirect("portal:outbox", place.slug)


@csrf_exempt
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def leave_letters(request: HttpRequest, token: str) -> HttpResponse:
    """A person presses the button; a mail program posts here for her (RFC 8058)."""
    found = letters.space_of(token)
    if found is None:
        raise Http404
    space, address = found
    place = Initiative.objects.filter(pk=space).first()
    if place is None:
        raise Http404
    speak_for(request, place)
    if request.method == "POST":
        letters.leave(space, address, at=timezone.now())
    context = {"place": place, "has_left": letters.has_left(space, address)}
    return render(request, "portal/leave_letters.html", context)
