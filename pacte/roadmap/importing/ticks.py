"""Boxes to tick: « ☐ 2026 ☒ 2027 » says 2027."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pacte.roadmap.importing.vocabulary import Meaning

if TYPE_CHECKING:
    from pacte.roadmap.importing.fields import Filling
    from pacte.roadmap.importing.values import Value

_EMPTY = "☐□▢❏❑◻"
_FULL = "☒☑✅⊠✓✔■"
_BRACKETS = re.compile(r"(?:\[\s?\]|\(\s\))")  # « [ ] », « ( ) »
_BOX = re.compile(
    rf"(?P<full>[{_FULL}]|[\[(][xX✓✔][\])])|[{_EMPTY}]|\[\s?\]|\(\s\)",
)
# What a form asks to choose among; elsewhere boxes are only bullets.
_CHOSEN = frozenset(
    {
        *(Meaning.SCHEDULE, Meaning.START, Meaning.END, Meaning.STATUS, Meaning.PROGRESS),
        *(Meaning.PRIORITY, Meaning.PUBLICS, Meaning.PARTNERS, Meaning.FUNDERS, Meaning.LEAD),
        *(Meaning.LEAD_UNIT, Meaning.LEAD_AND_PARTNERS),
    }
)


def has_boxes(text: str) -> bool:
    """Whether a text holds an empty box: a full one alone may be a bullet."""
    return any(box in text for box in _EMPTY) or _BRACKETS.search(text) is not None


def ticked(text: str) -> list[str] | None:
    """What stands beside each full box; None where a text offers no choice between boxes."""
    boxes = list(_BOX.finditer(text))
    full = [bool(box["full"]) for box in boxes]
    if all(full):  # also without any box
        return None
    ends = [*(box.start() for box in boxes[1:]), len(text)]
    if text[boxes[-1].end() :].strip():
        said = [text[box.end() : end] for box, end in zip(boxes, ends, strict=True)]
    else:  # « Oui ☒ Non ☐ »
        starts = [0, *(box.end() for box in boxes[:-1])]
        said = [text[start : box.start()] for start, box in zip(starts, boxes, strict=True)]
    chosen = [words for words, on in zip(said, full, strict=True) if on]
    return [found for words in chosen if (found := " ".join(words.split()).strip(" ,;/"))]


def settle(filling: Filling, meaning: Meaning | None, value: Value) -> Value | None:
    """The value that the boxes of a form say; its whole text is kept beside it."""
    if meaning not in _CHOSEN or (said := ticked(value.text)) is None:
        return value
    filling.other(value)
    return replace(value, text="\n".join(said)) if said else None
