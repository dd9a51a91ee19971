"""What the user answers on the review screen; a reading done again with them gives her plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pacte.roadmap.importing.plan import LevelKind
    from pacte.roadmap.importing.schedules import Convention
    from pacte.roadmap.importing.vocabulary import Meaning

ColumnKey: TypeAlias = tuple[int, int]  # table and column of the content, from 0


SAID = "="  # before an answer in the user's own words


class Joining(StrEnum):
    MERGED = "merged"  # the row belongs to the action above it
    SPLIT = "split"  # the row opens an action of its own


@dataclass(frozen=True, slots=True)
class Choices:
    """Every part is keyed by what stands in the document, so that it outlives another reading.

    `lexicon` and `years` may be remembered for the initiative or the file: the rest is about one
    document. `answers` holds, by a doubt's key, the alternative chosen, or the understood value
    itself once confirmed.
    """

    columns: Mapping[ColumnKey, Meaning] = field(default_factory=dict)
    lexicon: Mapping[str, Meaning] = field(default_factory=dict)  # by heading, as written
    levels: Mapping[str, LevelKind] = field(default_factory=dict)  # by label
    rows: Mapping[str, Joining] = field(default_factory=dict)  # by place, as `where` prints it
    left_out: frozenset[str] = frozenset()  # places
    answers: Mapping[str, str] = field(default_factory=dict)  # by the key of a doubt
    years: Convention | None = None
    items: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by « field|rank|where »
