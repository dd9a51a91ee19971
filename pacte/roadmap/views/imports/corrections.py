"""What may be changed of a reading, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pacte.roadmap.forms.imports import (
    ASIDE_MEANINGS,
    FIELD_MEANINGS,
    FRAME_MEANINGS,
    KIND_LABELS,
    PART_MEANINGS,
    ROW_MEANINGS,
)
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.operations.imports.alike import CREATED, LINKED_TO
from pacte.roadmap.views.imports.places import Json
from pacte.roadmap.views.imports.questions import shown_value


@dataclass(frozen=True, slots=True)
class Heading:
    index: int
    text: str
    meaning: str
    label: str


def headings_of(reading: Json) -> list[Heading]:
    """Each heading of the document's tables once, and what it means."""
    found: dict[str, str] = {}
    for column in reading.get("columns", ()):
        if column["heading"]:
            found.setdefault(column["heading"], column["meaning"])
    return [
        Heading(index, text, meaning, meaning_label(meaning))
        for index, (text, meaning) in enumerate(found.items())
    ]


def meaning_label(meaning: str) -> str:
    if not meaning:
        return _("colonne propre à ce document")
    every = (FRAME_MEANINGS, ROW_MEANINGS, FIELD_MEANINGS, ASIDE_MEANINGS, PART_MEANINGS)
    for labels in every:
        for known, label in labels.items():
            if known == meaning:
                return str(label)
    return meaning


@dataclass(frozen=True, slots=True)
class Correction:
    """A choice made on this document, and how to take it back."""

    text: str
    undo: str


def corrections(choices: Json) -> list[Correction]:
    made: list[Correction] = []
    for key, value in choices.get("answers", {}).items():
        where = key.split("|")[1] if "|" in key else ""
        made.append(Correction(f"{where} : {shown_value(value)}", f"undo:answers:{key}"))
    for where, joining in choices.get("rows", {}).items():
        said = _("rattachée à l’action du dessus") if joining == "merged" else _("action à part")
        made.append(Correction(f"{where} : {said}", f"undo:rows:{where}"))
    made += [
        Correction(f"{key.split('|', 2)[2]} : {' ; '.join(lines)}", f"undo:items:{key}")
        for key, lines in choices.get("items", {}).items()
    ]
    made += [
        Correction(_("%(where)s : laissé de côté") % {"where": where}, f"undo:left_out:{where}")
        for where in choices.get("left_out", ())
    ]
    linked = {key: value for key, value in choices.get("alike", {}).items() if value != CREATED}
    made += [
        Correction(
            _("%(where)s : existe déjà, %(code)s")
            % {"where": key.partition("|")[2], "code": value.removeprefix(LINKED_TO)},
            f"undo:alike:{key}",
        )
        for key, value in linked.items()
    ]
    for heading, meaning in choices.get("lexicon", {}).items():
        said = meaning_label(meaning)
        made.append(Correction(f"« {heading} » : {said}", f"undo:lexicon:{heading}"))
    for label, kind in choices.get("levels", {}).items():
        said = str(KIND_LABELS[LevelKind(kind)])
        made.append(Correction(f"« {label} » : {said}", f"undo:levels:{label}"))
    return made


def last_of(before: Json, asked: Json) -> dict[str, Any]:
    """What a press of a button has corrected, so that it is said there with the way back."""
    for name in ("answers", "rows", "items", "lexicon", "levels"):
        given = {key: value for key, value in asked.get(name, {}).items() if value}
        if given:
            return {"name": name, "keys": list(given)}
    known = before.get("left_out", ())
    fresh = [where for where in asked.get("left_out", ()) if where not in known]
    return {"name": "left_out", "keys": fresh} if fresh else {"name": "", "keys": []}


def last_correction(choices: Json) -> Correction | None:
    last = choices.get("last") or {}
    if not last.get("keys"):
        return None
    name, key = last["name"], last["keys"][0]
    for correction in corrections(choices):
        if correction.undo == f"undo:{name}:{key}":
            several = name == "answers" and len(last["keys"]) > 1
            return Correction(correction.text, "undo:last:") if several else correction
    return None
