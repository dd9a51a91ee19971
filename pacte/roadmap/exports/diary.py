"""Due dates as a calendar that any diary reads (RFC 5545)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from pacte.roadmap.queries.calendar import DueMilestone

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from pacte.roadmap.models import CalendarFeed
    from pacte.roadmap.queries.calendar import Due, Falling


class Entry(NamedTuple):
    key: str
    stamp: dt.datetime
    summary: str
    address: str
    said: list[str]


def write_diary(
    feed: CalendarFeed, dues: Iterable[Falling], *, site: str, at: dt.datetime
) -> bytes:
    """Days without hours: they fall on the same day wherever the diary is read."""
    place = feed.initiative
    calendar = Calendar()
    calendar.add("prodid", "-//Pacte//Pacte//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(f"{place} · {feed.get_scope_display()}"))
    calendar.add("x-wr-timezone", place.time_zone)
    for due in dues:
        if isinstance(due, DueMilestone):
            entry = entry_of_milestone(due, place.slug, at)
        else:
            entry = entry_of_action(due, place.slug)
        calendar.add_component(event_of(due, entry, site))
    content: bytes = calendar.to_ical()
    return content


def event_of(due: Falling, entry: Entry, site: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(site).hostname or 'pacte'}")
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", due.day)
    event.add("summary", entry.summary)
    event.add("url", site + entry.address)
    event.add("transp", "TRANSPARENT")
    said = [*entry.said, _("au plus tard, sans jour précis") if due.is_about else ""]
    if text := "\n".join(one for one in said if one):
        event.add("description", text)
    return event


def entry_of_action(due: Due, place: str) -> Entry:
    action, step = due.action, due.step
    what, key = ("etape", step.pk) if step else (due.kind, action.pk)
    return Entry(
        f"{what}-{key}",
        action.updated_at,
        summary_of(due),
        reverse("roadmap:action", args=[place, action.code]),
        [str(action)] if step else [action.schedule_text],
    )


def entry_of_milestone(due: DueMilestone, place: str, at: dt.datetime) -> Entry:
    """It keeps no moment of its last change: the diary is stamped as it is read."""
    milestone, project = due.milestone, due.milestone.project
    return Entry(
        f"jalon-{milestone.pk}",
        at,
        _("Jalon : %(title)s") % {"title": milestone},
        reverse("roadmap:key_project", args=[place, project.plan.slug, project.pk]),
        [project.title, milestone.schedule_text],
    )


def summary_of(due: Due) -> str:
    if due.step is not None:
        return _("Étape : %(title)s") % {"title": due.step}
    if due.kind == "review":
        return _("À revoir : %(title)s") % {"title": due.action}
    return _("Échéance : %(title)s") % {"title": due.action}
