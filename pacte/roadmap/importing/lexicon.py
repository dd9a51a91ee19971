"""The vocabulary as one reading uses it: with the user's own words, each heading looked up once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.vocabulary import (
    LevelLabel,
    Meaning,
    Recognition,
    level_label,
    meaning_of,
    role_of,
    singular_label,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_HEADING = 120
_YEAR = re.compile(
    r"^(?:en |année |an )?(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?$", re.IGNORECASE
)
_PART_OF_YEAR = re.compile(
    r"^(?:[TSQ][1-4]|[1-4](?:er|e|è|ème)? ?(?:trimestre|semestre|trim\.?|sem\.?))"
    r"(?:\s*[-/]?\s*(?:19|20)\d\d)?$",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"^(?:janv?|f[ée]vr?|mars|avr|avril|mai|juin|juil|juillet|ao[ûu]t|sept?|oct|nov|d[ée]c"
    r"|jan|feb|mar|apr|may|jun|june|jul|july|aug|december|november|october|september"
    r"|january|february|march|april|august|janvier|f[ée]vrier|septembre|octobre|novembre"
    r"|d[ée]cembre)\.?(?:[\s.\-/']*(?:(?:19|20)?\d\d))?$",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:à )?(?:très )?(?:court|moyen|long)[- ]terme$", re.IGNORECASE)
_YEAR_INSIDE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ONLY_NUMBER = re.compile(r"^(?=\D*\d)[\d\s.,/%€$-]+$")


@dataclass(slots=True)
class Lexicon:
    extra: Mapping[str, Meaning] = field(default_factory=dict)
    _meanings: dict[str, Recognition | None] = field(default_factory=dict)
    _labels: dict[str, LevelLabel | None] = field(default_factory=dict)

    def meaning(self, heading: str) -> Recognition | None:
        """What a heading means; a number, a year or a whole sentence is no heading."""
        known = self._meanings.get(heading, _UNSEEN)
        if known is not _UNSEEN:
            return known  # type: ignore[return-value]  # the marker is gone
        found = None
        if heading and len(heading) <= LONGEST_HEADING and not _ONLY_NUMBER.match(heading):
            found = meaning_of(squeeze(heading), extra=self.extra)
        self._meanings[heading] = found
        return found

    def label(self, line: str) -> LevelLabel | None:
        """The level that a line names: « Axe 2 : … »."""
        known = self._labels.get(line, _UNSEEN)
        if known is not _UNSEEN:
            return known  # type: ignore[return-value]  # the marker is gone
        found = level_label(squeeze(line), extra=self.extra) if line else None
        if len(self._labels) < MOST_LABELS:
            self._labels[line] = found
        return found


MOST_LABELS = 50_000
_UNSEEN = object()


def mark_heading(heading: str) -> bool:
    """A heading whose cells are ticked: a year, a quarter, a half-year, a month, a term."""
    line = squeeze(heading)
    return any(form.match(line) for form in (_YEAR, _PART_OF_YEAR, _MONTH, _TERM))


def mark_of(heading: str, group: str) -> str:
    """What a cross under a heading says: « S1 » under « 2026 » is « S1 2026 »."""
    line = squeeze(heading)
    if _YEAR_INSIDE.search(line) or re.search(r"\d\d$", line):
        return line
    years = _YEAR_INSIDE.findall(group)
    return f"{line} {years[-1]}" if len(years) == 1 else line


def chosen(meaning: Meaning, heading: str) -> Recognition:
    """The recognition of a column whose meaning the user has said herself."""
    return Recognition(meaning, 1.0, level_name(heading), role_of(meaning))


def level_name(heading: str) -> str:
    """The name of a level out of the heading of its column."""
    return singular_label(squeeze(re.sub(r"\([^)]*\)", " ", heading)).strip(" :–-")) or heading
