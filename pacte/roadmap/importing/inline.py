"""Fields told inside the line of an action: « Atelier (pilote : A, échéance : juin 2026) »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.roadmap.importing.cards import is_label
from pacte.roadmap.importing.pieces import Field
from pacte.roadmap.importing.schedules import ScheduleKind, understand_schedule
from pacte.roadmap.importing.vocabulary import Meaning, Recognition, Role

if TYPE_CHECKING:
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Line

LONGEST = 600
_LAST_BRACKETS = re.compile(
    r"^(?P<title>.+?)\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)[ .;]*$", re.DOTALL
)
_LABEL = re.compile(
    r"(?:^|(?P<sign>[;,.|•]|(?<=\s)[-–—/])\s*|\n\s*)(?P<label>[^\W\d_](?:(?!\s[-–—/]\s)[^:;,()|\n–—]){1,40}?)\s*:\s*"
)
_PEOPLE = frozenset({Meaning.LEAD, Meaning.LEAD_UNIT, Meaning.LEAD_PERSON, Meaning.PARTNERS})
_TOLD = frozenset(
    {
        *_PEOPLE,
        *(Meaning.LEAD_AND_PARTNERS, Meaning.FUNDERS, Meaning.SCHEDULE, Meaning.START, Meaning.END),
        *(Meaning.STATUS, Meaning.BUDGET, Meaning.INDICATORS, Meaning.PUBLICS, Meaning.PRIORITY),
    }
)
_SCHEDULE = Recognition(Meaning.SCHEDULE, 1.0, "", Role.FIELD)


def fields_in_title(line: Line, lexicon: Lexicon) -> tuple[str, list[Field]]:
    """The title of an action, and the fields that its own line names after it."""
    if ":" not in line.text or len(line.text) > LONGEST:
        return line.text, []
    brackets = _LAST_BRACKETS.match(line.text)
    if brackets is not None:
        fields = _fields(line, brackets["inside"], lexicon)
        if fields is not None and not fields[0]:
            return brackets["title"].rstrip(" –—-:;,"), fields[1]
    found = _fields(line, line.text, lexicon)
    if found is None or not found[0]:
        return line.text, []
    return found


def fields_in_line(line: Line, lexicon: Lexicon) -> list[Field]:
    """« Pilote : CAF – Partenaires : PMI. Calendrier : 2026 »; none where one label is enough."""
    if line.text.count(":") < 2 or len(line.text) > LONGEST:  # noqa: PLR2004 — one each
        return []
    found = _fields(line, line.text, lexicon)
    return found[1] if found is not None and not found[0] and len(found[1]) > 1 else []


def _fields(line: Line, text: str, lexicon: Lexicon) -> tuple[str, list[Field]] | None:
    """What stands before the first label, and a field for each label."""
    labels = [
        (match, known) for match in _LABEL.finditer(text) if (known := _known(match, lexicon))
    ]
    if not labels:
        return None
    ends = [match.start() for match, _ in labels[1:]] + [len(text)]
    fields: list[Field] = []
    for (match, known), end in zip(labels, ends, strict=True):
        value = text[match.end() : end].strip(" ;,–—-|")
        fields.extend(_parted(line, match["label"].strip(), known, value))
    return text[: labels[0][0].start()].strip(), [field for field in fields if field.text]


def _known(match: re.Match[str], lexicon: Lexicon) -> Recognition | None:
    found = is_label(match["label"], lexicon)
    return found if found is not None and found.meaning in _TOLD else None


def _parted(line: Line, label: str, known: Recognition, value: str) -> list[Field]:
    """« porteur : CAF, en continu »: a date after names is no name."""
    place = line.place.at(column=label)
    names, comma, last = value.rpartition(",")
    if comma and known.meaning in _PEOPLE and _is_schedule(last.strip()):
        schedule = Field("", _SCHEDULE, line.place, last.strip())
        return [Field(label, known, place, names.strip()), schedule]
    return [Field(label, known, place, value)]


def _is_schedule(text: str) -> bool:
    return understand_schedule(text).kind is not ScheduleKind.UNKNOWN
