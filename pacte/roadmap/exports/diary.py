"""Due dates as a calendar that any diary reads (RFC 5545)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.roadmap.models import CalendarFeed
    from pacte.roadmap.queries.calendar import Due


def write_diary(feed: CalendarFeed, dues: Iterable[Due], *, site: str) -> bytes:
    """Days without hours: they fall on the same day wherever the diary is read."""
    place = feed.initiative
    calendar = Calendar()
    calendar.add("prodid", "-//Pacte//Pacte//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(f"{place} · {feed.get_scope_display()}"))
    calendar.add("x-wr-timezone", place.time_zone)
    for due in dues:
        calendar.add_component(event_of(due, place.slug, site))
    content: bytes = calendar.to_ical()
    return content


def event_of(due: Due, place: str, site: str) -> Event:
    action, step = due.action, due.step
    what, key = ("etape", step.pk) if step else (due.kind, action.pk)
    event = Event()
    event.add("uid", f"{what}-{key}@{urlsplit(site).hostname or 'pacte'}")
    event.add("dtstamp", action.updated_at)
    event.add("dtstart", due.day)
    event.add("summary", summary_of(due))
    event.add("url", site + reverse("roadmap:action", args=[place, action.code]))
    event.add("transp", "TRANSPARENT")
    said = [str(action)] if step else [action.schedule_text]
    if due.is_about:
        said.append(_("au plus tard, sans jour précis"))
    if text := "\n".join(one for one in said if one):
        event.add("description", text)
    return event


def summary_of(due: Due) -> str:
    if due.step is not None:
        return _("Étape : %(title)s") % {"title": due.step}
    if due.kind == "review":
        return _("À revoir : %(title)s") % {"title": due.action}
    return _("Échéance : %(title)s") % {"title": due.action}
