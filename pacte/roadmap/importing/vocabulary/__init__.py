"""What headings mean: columns, sections and levels, in French and English."""

from pacte.roadmap.importing.vocabulary.forms import key_of, plain, singular_label
from pacte.roadmap.importing.vocabulary.labels import LevelLabel, field_label, level_label
from pacte.roadmap.importing.vocabulary.lexicon import meaning_of
from pacte.roadmap.importing.vocabulary.meanings import (
    LEVEL_ROLES,
    Meaning,
    Recognition,
    Role,
    frame_order,
    role_of,
)

__all__ = [
    "LEVEL_ROLES",
    "LevelLabel",
    "Meaning",
    "Recognition",
    "Role",
    "field_label",
    "frame_order",
    "key_of",
    "level_label",
    "meaning_of",
    "plain",
    "role_of",
    "singular_label",
]
