"""The due dates of the plan in one's own diary, by a secret address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pacte.initiatives import registry
from pacte.initiatives.http import language_for, seen_initiative
from pacte.initiatives.models import Initiative
from pacte.roadmap import operations
from pacte.roadmap.enums import FeedScope
from pacte.roadmap.exports.diary import write_diary
from pacte.roadmap.models import CalendarFeed
from pacte.roadmap.queries.calendar import dues_of

if TYPE_CHECKING:
    from pacte.accounts.http import Request

PAST = dt.timedelta(days=365)
FUTURE = dt.timedelta(days=3660)
AN_HOUR = 3600


@login_not_required
@require_GET
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 — a diary asks
    """What any member reads of it, while its owner takes part; else there is nothing here."""
    feed = get_object_or_404(
        CalendarFeed.objects.of_secret(secret).select_related("initiative", "user")
    )
    now = timezone.now()
    if not registry.is_on("roadmap.feeds", feed.initiative):
        raise Http404
    if not Initiative.objects.visible_to(feed.user, at=now).filter(pk=feed.initiative_id).exists():
        raise Http404
    today = feed.initiative.today(now)
    dues = dues_of(feed, first=today - PAST, last=today + FUTURE)
    with translation.override(language_for(feed.user.language, feed.initiative)):
        content = write_diary(feed, dues, site=settings.SITE_URL, at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="pacte.ics"'
    response["Cache-Control"] = f"private, max-age={AN_HOUR}"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def calendar_feeds(request: Request, initiative: str) -> HttpResponse:
    """Her own addresses, to copy into her diary, to change or to close."""
    place = seen_initiative(request, initiative)
    mine = CalendarFeed.objects.visible_to(request.user).filter(initiative=place)
    held = {feed.scope: feed for feed in mine}
    context = {
        "initiative": place,
        "feeds": [(scope, held.get(scope), address_of(held.get(scope))) for scope in FeedScope],
        "trail": [],
    }
    return render(request, "roadmap/calendar_feeds.html", context)


def address_of(feed: CalendarFeed | None) -> str:
    if feed is None:
        return ""
    return settings.SITE_URL + reverse("roadmap:calendar_feed", args=[feed.secret])


@require_POST
def make_feed(request: Request, initiative: str, scope: str) -> HttpResponse:
    place = seen_initiative(request, initiative)
    if scope not in FeedScope:
        raise Http404
    operations.make_feed(
        initiative=place, user=request.user, scope=scope, by=request.actor, at=timezone.now()
    )
    messages.success(request, _("L’adresse est prête : copiez-la dans votre agenda."))
    return redirect("roadmap:calendar_feeds", place.slug)


@require_POST
def revoke_feed(request: Request, initiative: str, feed: int) -> HttpResponse:
    place = seen_initiative(request, initiative)
    found = get_object_or_404(
        CalendarFeed.objects.visible_to(request.user), pk=feed, initiative=place
    )
    operations.revoke_feed(feed=found, by=request.actor, at=timezone.now())
    messages.info(request, _("L’adresse est fermée : elle n’ouvre plus rien."))
    return redirect("roadmap:calendar_feeds", place.slug)
