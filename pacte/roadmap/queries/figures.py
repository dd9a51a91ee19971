"""The counts of a plan in words, each with the filter of the table that shows what it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pacte.roadmap.enums import DONE_STATUSES, OPEN_STATUSES, ActionStatus
from pacte.roadmap.queries import filters
from pacte.roadmap.queries.whole import LACKS

if TYPE_CHECKING:
    from pacte.roadmap.queries.cells import TableRow

AT_A_GLANCE = ("actions", "under_way", "done", "late", "waiting")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many actions, and of how many of them each thing is true."""

    actions: int = 0
    open: int = 0
    under_way: int = 0
    done: int = 0
    late: int = 0
    silent: int = 0
    waiting: int = 0
    leaderless: int = 0

    def __add__(self, other: Counts) -> Counts:
        keys = (field.name for field in fields(self))
        return Counts(*(getattr(self, key) + getattr(other, key) for key in keys))


def conditions_of(seen: filters.Seen, today: dt.date) -> dict[str, Q]:
    """What each count after the first asks of the base, in their order."""
    return {
        "open": seen("status", Q(status__in=OPEN_STATUSES)),
        "under_way": seen("status", Q(status=ActionStatus.IN_PROGRESS)),
        "done": seen("status", Q(status__in=DONE_STATUSES)),
        "late": filters.late(today, seen),
        "silent": filters.silent(today, seen),
        "waiting": seen("waiting", Q(is_waiting=True)),
        "leaderless": filters.missing("lead", sees_team_only=seen.sees_team_only),
    }


# The same, of a row that has been read as someone sees it.
HOLDS: Mapping[str, Callable[[TableRow], bool]] = {
    "open": lambda row: row.action.status in OPEN_STATUSES,
    "under_way": lambda row: row.action.status == ActionStatus.IN_PROGRESS,
    "done": lambda row: row.action.status in DONE_STATUSES,
    "late": lambda row: row.is_late,
    "silent": lambda row: row.is_silent,
    "waiting": lambda row: row.action.is_waiting,
    "leaderless": lambda row: "leads" not in row.hidden and LACKS["lead"](row),
}


def counted(rows: Sequence[TableRow]) -> Counts:
    return Counts(len(rows), **{key: sum(map(holds, rows)) for key, holds in HOLDS.items()})


@dataclass(frozen=True, slots=True)
class Told:
    """A number with its noun, and the heading of a column of such numbers."""

    value: int
    label: str
    heading: str
    asked: Mapping[str, object]

    def url(self, table: str, given: Mapping[str, object] | None = None) -> str:
        """`given` is what every link of the page asks for, beside what it counts."""
        query = urlencode({**(given or {}), **self.asked}, doseq=True)
        return f"{table}?{query}" if query else table


def told(counts: Counts, keys: Iterable[str] = AT_A_GLANCE) -> list[Told]:
    """The counts that these keys name, in their order."""
    words = words_of(counts)
    return [Told(getattr(counts, key), *words[key]) for key in keys]


def words_of(counts: Counts) -> dict[str, tuple[str, str, Mapping[str, object]]]:
    """Of each count its noun, its heading and its filter."""
    late = ngettext("échéance ou revue passée", "échéances ou revues passées", counts.late)
    return {
        "actions": (ngettext("action", "actions", counts.actions), _("Actions"), {}),
        "open": (
            ngettext("ouverte", "ouvertes", counts.open),
            _("Ouvertes"),
            {"etat": OPEN_STATUSES},
        ),
        "under_way": (_("en cours"), _("En cours"), {"etat": ActionStatus.IN_PROGRESS}),
        "done": (
            ngettext("réalisée", "réalisées", counts.done),
            _("Réalisées"),
            {"etat": DONE_STATUSES},
        ),
        "late": (late, _("Échéance ou revue passée"), {"echeance": "passee"}),
        "silent": (_("sans nouvelles"), _("Sans nouvelles"), {"silence": "1"}),
        "waiting": (_("en attente"), _("En attente"), {"attente": "1"}),
        "leaderless": (_("sans responsable"), _("Sans responsable"), {"manque": "lead"}),
    }


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a page, and the address of the table that shows exactly what it counts."""

    value: int
    label: str
    url: str
    heading: str = ""
