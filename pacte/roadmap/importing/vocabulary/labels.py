"""Lines that name what they hold: « AXE 1 : … », « Objectif 2 », « Pilote : … »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.importing.numbering.heads import take_number
from pacte.roadmap.importing.numbering.patterns import BULLET, LABELLED
from pacte.roadmap.importing.vocabulary.forms import singular_label
from pacte.roadmap.importing.vocabulary.lexicon import meaning_of
from pacte.roadmap.importing.vocabulary.meanings import LEVEL_ROLES, Meaning, Recognition, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

_SURE = 0.94
_LONGEST_LABEL = 60
_COLON = re.compile(r"\s*(?::|(?<=\s)[-–—](?=\s)|→|\t|\n)\s*")
_FIRST = ("premi", "deuxi", "troisi", "quatri", "cinqui", "sixi", "septi", "huiti")
_ORDINAL = re.compile(
    r"(?:(?P<number>\d{1,2})\s?(?:ers?|i?[eè]res?|res?|i?[eè]?mes?|es?|nde?s?|ds?)"
    rf"|(?P<word>(?:{'|'.join(_FIRST)})[eè](?:r|re|me)|seconde?))"
    r"\s+(?P<label>[^\W\d_]+)(?:\s*\([^()]*\))?(?:\s*[:–—-]\s*|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LevelLabel:
    """A line that names a level: « AXE 1 : … », « Objectif 2 », « Fiche action n° 3 »."""

    recognition: Recognition
    number: str | None
    title: str  # empty when it stands on the next line
    taken: str  # label, number and separator, as written


def level_label(line: str, *, extra: Mapping[str, Meaning] | None = None) -> LevelLabel | None:
    """The level that a line of an outline names, if it does."""
    text = line.strip()
    bullet = BULLET.match(text)
    begin = bullet.end() if bullet else 0
    return _numbered(text, begin, extra) or _ordinal(text, begin, extra) or _named(text, extra)


def field_label(line: str, *, extra: Mapping[str, Meaning] | None = None) -> LevelLabel | None:
    """The field that a line names before a colon, or alone: « Pilote : Mission locale »."""
    return _named(line.strip(), extra, levels=False)


def _numbered(text: str, begin: int, extra: Mapping[str, Meaning] | None) -> LevelLabel | None:
    match = LABELLED.match(text, begin)
    if match is None or (taken := take_number(text)).number is None:
        return None
    recognition = _sure(match["label"], extra) or _priority(match["label"])
    if recognition is None:
        return None
    return LevelLabel(recognition, taken.number, taken.title, taken.taken)


def _priority(label: str) -> Recognition | None:
    """« Priorité 1 : … » is a level; a column of priorities is a field."""
    found = meaning_of(label)
    if found is None or found.meaning is not Meaning.PRIORITY:
        return None
    return Recognition(Meaning.PRIORITY_AREA, 1.0, singular_label(label), Role.FRAME)


def _ordinal(text: str, begin: int, extra: Mapping[str, Meaning] | None) -> LevelLabel | None:
    match = _ORDINAL.match(text, begin)
    if match is None or (recognition := _sure(match["label"], extra)) is None:
        return None
    number, end = match["number"] or _rank_of(match["word"].lower()), match.end()
    return LevelLabel(recognition, number, text[end:].strip(), text[:end].strip())


def _rank_of(word: str) -> str:
    rank = next((i for i, start in enumerate(_FIRST, 1) if word.startswith(start)), 2)
    return str(rank)


def _named(
    text: str, extra: Mapping[str, Meaning] | None, *, levels: bool = True
) -> LevelLabel | None:
    """A label without number: alone on its line, or before a colon or a dash."""
    colon = _COLON.search(text, 0, _LONGEST_LABEL)
    end, rest = (colon.start(), colon.end()) if colon else (len(text), len(text))
    if end > _LONGEST_LABEL or (levels and re.search(r"\d", text[:end])):
        return None
    if (found := _sure(text[:end], extra, levels=levels)) is None:
        return None
    return LevelLabel(found, None, text[rest:].strip(), text[:rest].strip())


def _sure(
    label: str, extra: Mapping[str, Meaning] | None, *, levels: bool = True
) -> Recognition | None:
    found = meaning_of(label, extra=extra)
    if found is None or found.score < _SURE or (found.role in LEVEL_ROLES) is not levels:
        return None
    return found
