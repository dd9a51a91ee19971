"""A cell that someone changed in a workbook of ours: read again, and only that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.enums import LINKED
from pacte.roadmap.importing.expected import HEADER, means_expected
from pacte.roadmap.importing.fields import FILLERS, Filling
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.plan import ReadAction, ReadExtra
from pacte.roadmap.importing.values import Value
from pacte.roadmap.importing.vocabulary import Meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Place
    from pacte.roadmap.importing.building import Builder

EXTRA = "extra:"
EXPECTED = "expected_result"

# What a column of ours means, and the field of the action that it fills.
MEANINGS: dict[str, tuple[Meaning, str]] = {
    "description": (Meaning.DESCRIPTION, "description"),
    "steps": (Meaning.STEP, "steps"),
    "leads": (Meaning.LEAD, "leads"),
    "partners": (Meaning.PARTNERS, "partners"),
    "schedule": (Meaning.SCHEDULE, "schedule"),
    "status": (Meaning.STATUS, "status"),
    "achievements": (Meaning.ACHIEVEMENTS, "achievements"),
    "ongoing": (Meaning.ONGOING, "ongoing"),
    "priority": (Meaning.PRIORITY, "priority"),
    "budget": (Meaning.BUDGET, "budget"),
    "funders": (Meaning.FUNDERS, "funders"),
    "indicators": (Meaning.INDICATORS, "indicators"),
    "publics": (Meaning.PUBLICS, "publics"),
}


@dataclass(slots=True)
class Rereader:
    builder: Builder
    marks: Sequence[str]

    def reread(self, action: ReadAction, key: str, heading: str, text: str, place: Place) -> None:
        """Put into the action what the cell says now; a blank cell empties the field."""
        text = self._without_marks(text)
        if key == "number":
            action.number = squeeze(text) or None
        elif key == "title":
            self._title(action, text)
        elif key in MEANINGS:
            self._field(action, key, Value(text, heading, place))
        elif key in LINKED:
            action.links[key] = [line.strip() for line in text.splitlines() if line.strip()]
        elif key == EXPECTED:
            lexicon = self.builder.lexicon
            said = (e.header for e in action.extra if means_expected(e.header, lexicon))
            _other(action, next(said, None) or HEADER, text)
        else:
            _other(action, key.removeprefix(EXTRA) if key.startswith(EXTRA) else heading, text)

    def _without_marks(self, text: str) -> str:
        for mark in self.marks:
            text = re.sub(rf"\s*{re.escape(mark)}", "", text)
        return text.strip()

    def _title(self, action: ReadAction, text: str) -> None:
        taken = take_number(text)
        if taken.title and taken.number is not None:
            action.number, action.title = taken.number, squeeze(taken.title)
        elif text:
            action.title = squeeze(text)

    def _field(self, action: ReadAction, key: str, value: Value) -> None:
        meaning, name = MEANINGS[key]
        blank = ReadAction(action.id, action.node, action.number, action.title)
        if value.text:
            filling = Filling(self.builder, blank)
            FILLERS[meaning](filling, value)
            filling.join()
        setattr(action, name, getattr(blank, name))
        for people in ("leads", "partners"):
            if people != name:
                known: list[str] = getattr(action, people)
                known += [found for found in getattr(blank, people) if found not in known]


def _other(action: ReadAction, header: str, text: str) -> None:
    kept = [extra for extra in action.extra if extra.header != header]
    action.extra = [*kept, ReadExtra(header, text)] if text else kept
