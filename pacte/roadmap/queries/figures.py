"""The counts of a plan in words, each with the filter of the table that shows what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pacte.roadmap.enums import DONE_STATUSES, ActionStatus


class Countable(Protocol):
    @property
    def actions(self) -> int: ...
    @property
    def under_way(self) -> int: ...
    @property
    def done(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def waiting(self) -> int: ...


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


def told(counts: Countable) -> list[Told]:
    done, late = counts.done, counts.late
    late_words = ngettext("échéance ou revue passée", "échéances ou revues passées", late)
    return [
        Told(counts.actions, ngettext("action", "actions", counts.actions), _("Actions"), {}),
        Told(counts.under_way, _("en cours"), _("En cours"), {"etat": ActionStatus.IN_PROGRESS}),
        Told(
            done,
            ngettext("réalisée", "réalisées", done),
            _("Réalisées"),
            {"etat": DONE_STATUSES},
        ),
        Told(late, late_words, _("Échéance ou revue passée"), {"echeance": "passee"}),
        Told(counts.waiting, _("en attente"), _("En attente"), {"attente": "1"}),
    ]
