"""Lines that name a field of the action they stand under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap.importing.cards import is_label
from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.vocabulary import LevelLabel, Recognition, Role, field_label

if TYPE_CHECKING:
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Line

SURE = 0.9


def named_field(line: Line, lexicon: Lexicon) -> tuple[str, Recognition | None, str] | None:
    """A label and its value, on one line or alone."""
    named = field_label(line.text) or _frame_label(line)
    if named is not None and named.recognition.score >= SURE and named.title:
        return named.taken.rstrip(" :–-"), named.recognition, named.title
    found = is_label(line.text, lexicon)
    if found is not None and found.role in (Role.FIELD, Role.STEP, Role.FRAME):
        alone = line.heading is not None or line.bold or line.text.rstrip().endswith(":")
        return (squeeze(line.text).rstrip(" :"), found, "") if alone else None
    return None


def _frame_label(line: Line) -> LevelLabel | None:
    """« Axe : Prévention » among the sections of an action says where it belongs."""
    label = line.label
    own = label is not None and label.number is None and line.heading is None
    roles = (Role.FRAME, Role.STEP)
    return label if own and label is not None and label.recognition.role in roles else None
