"""The history of an action in words a person reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pacte.core import audit, history
from pacte.core.prepared import prepared
from pacte.roadmap.enums import LONG_TEXTS
from pacte.roadmap.models import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from pacte.core.models import AuditEntry

# Machinery that no reader needs beside what it goes with.
UNTOLD = frozenset(
    {
        "part",
        "position",
        "node",
        "version",
        "schedule_kind",
        "schedule_start",
        "schedule_end",
        "is_continuous",
        "budget_amount",
        "team_only_fields",
    }
)


SITTING = dt.timedelta(minutes=15)  # between two saves of a text that is being typed
SITTING_ENTRIES = 4  # read for one line, at most, on average
# What happened to a column that the team keeps is not told to others either.
EVENTS_OF = {
    "schedule": "roadmap.action.scheduled",
    "status": "roadmap.action.status_moved",
    "waiting": "roadmap.action.waiting",
    "steps": "roadmap.step.",
    "ongoing": "roadmap.ongoing.",
    **dict.fromkeys(("leads", "partners", "funders", "referents"), "roadmap.responsibility."),
}
# Achievements, entries and files may be the team's own, and their history with them.
OPEN_EVENTS = r"^roadmap\.(action|step|ongoing|responsibility)\."


def history_of(action: Action, *, sees_team_only: bool, limit: int = 50) -> list[history.Line]:
    """Newest first. Outside the team: what happened, without the values, some being reserved."""
    told = [action.pk, *absorbed_in(action=action.pk)]
    untold = () if sees_team_only else events_kept(action)
    keys = {f"key_{place}": str(key) for place, key in enumerate(told)}
    found: list[AuditEntry] = []
    for entry in entries_of(sees_team_only, untold, limit * SITTING_ENTRIES, **keys):
        if not history.sentence_of(entry.event):
            continue
        if found and is_same_sitting(found[-1], entry):
            folded_into(found[-1], entry)
        else:
            found.append(entry)
    return [line_of(entry, with_values=sees_team_only) for entry in found[:limit]]


def events_kept(action: Action) -> tuple[str, ...]:
    """How the events begin of what the action keeps to the team."""
    return tuple(filter(None, (EVENTS_OF.get(column) for column in action.team_only_fields)))


@prepared
def entries_of(
    sees_team_only: bool, untold: Sequence[str], limit: int, **keys: str
) -> QuerySet[AuditEntry]:
    entries = audit.history_of_keys("roadmap.action", list(keys.values()))
    if not sees_team_only:
        entries = entries.filter(event__regex=OPEN_EVENTS)
    for event in untold:
        entries = entries.exclude(event__startswith=event)
    return entries[:limit]


@prepared
def absorbed_in(*, action: int) -> QuerySet[Action, int]:
    return Action.objects.filter(merged_into=action).order_by("pk").values_list("pk", flat=True)


def is_same_sitting(later: AuditEntry, earlier: AuditEntry) -> bool:
    """One text saved again and again as it is typed, by one person, is one line."""
    return (
        later.event == earlier.event == "roadmap.action.edited"
        and later.actor_key == earlier.actor_key
        and set(later.changes) == set(earlier.changes) <= LONG_TEXTS
        and later.at - earlier.at < SITTING
    )


def folded_into(later: AuditEntry, earlier: AuditEntry) -> None:
    """Make the later entry tell both; only this copy, read for a page, is changed."""
    later.changes = {
        field: [earlier.changes[field][0], after] for field, (_, after) in later.changes.items()
    }
    later.at = earlier.at


def line_of(entry: AuditEntry, *, with_values: bool) -> history.Line:
    """Only this copy of the entry, read for a page, is changed."""
    _key, part = entry.changes.get("part") or (None, "")
    shown = entry.changes.items() if with_values else ()
    entry.changes = {field: sides for field, sides in shown if field not in UNTOLD}
    # A column that only the document knows goes by its heading.
    is_of_document = entry.event == "roadmap.action.edited"
    return history.line_of(
        entry, about=str(part or "") if with_values else "", as_is=is_of_document
    )
