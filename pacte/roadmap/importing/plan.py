"""The plan that a document holds, in the shape that `pacte read` prints."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


class LevelKind(StrEnum):
    FRAME = "frame"  # only groups: no lead, no status
    ACTION = "action"  # one row of the table
    STEP = "step"  # below an action


@dataclass(frozen=True, slots=True)
class ReadSource:
    name: str
    sha256: str
    format: str


@dataclass(slots=True)
class ReadExtra:
    """A passage that no field of ours names, under the heading that the document gives it."""

    header: str | None  # None for text that stands under no heading of its own
    text: str
    where: str | None = None


@dataclass(slots=True)
class ReadLevel:
    label: str  # singular, sentence case
    kind: LevelKind


@dataclass(slots=True)
class ReadNode:
    id: str
    level: int
    number: str | None
    title: str
    parent: str | None = None
    extra: list[ReadExtra] = field(default_factory=list)
    where: str = ""  # not printed: the review screen shows the passage


@dataclass(slots=True)
class ReadFunder:
    name: str
    text: str
    amount: Decimal | None = None


@dataclass(slots=True)
class ReadSchedule:
    text: str
    kind: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(slots=True)
class ReadStatus:
    text: str
    value: str | None = None


@dataclass(slots=True)
class ReadBudget:
    text: str
    amount: Decimal | None = None
    currency: str | None = None


def add_years(
    before: ReadBudget | None, added: ReadBudget | None, heading: str
) -> ReadBudget | None:
    """The budget of several years, once that of one more is known, under the heading of its own."""
    if added is None:
        return before
    text = f"{heading} : {added.text}"
    if before is None:
        return ReadBudget(text, added.amount, added.currency)
    known = [one.amount for one in (before, added) if one.amount is not None]
    amount = sum(known[1:], start=known[0]) if known else None
    return ReadBudget(f"{before.text}\n{text}", amount, before.currency or added.currency)


@dataclass(slots=True)
class ReadAchievement:
    text: str
    planned: bool = False


@dataclass(slots=True)
class ReadOngoing:
    organisation: str | None
    text: str


@dataclass(slots=True)
class ReadStep:
    number: str | None
    title: str
    lead: str | None = None
    due: str | None = None


@dataclass(slots=True)
class ReadNote:
    kind: str
    text: str
    author: str | None = None
    date: dt.datetime | None = None


@dataclass(slots=True)
class ReadAction:
    id: str
    node: str | None
    number: str | None
    title: str
    description: str | None = None
    where: str = ""
    leads: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    funders: list[ReadFunder] = field(default_factory=list)
    schedule: ReadSchedule | None = None
    status: ReadStatus | None = None
    priority: str | None = None
    budget: ReadBudget | None = None
    indicators: list[str] = field(default_factory=list)
    publics: list[str] = field(default_factory=list)
    achievements: list[ReadAchievement] = field(default_factory=list)
    ongoing: list[ReadOngoing] = field(default_factory=list)
    steps: list[ReadStep] = field(default_factory=list)
    notes: list[ReadNote] = field(default_factory=list)
    extra: list[ReadExtra] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)  # by column of LINKED; ours
    sought: list[str] = field(default_factory=list)  # who has not said yes; ours, not printed
    code: str = ""  # of our action, in a file that we wrote; not printed
    version: int = 0  # of that action when the file was written; not printed


@dataclass(frozen=True, slots=True)
class Repeated:
    """A passage that says again what the plan says: `of` is the id of the node or action."""

    where: str
    text: str
    of: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    where: str
    text: str


@dataclass(slots=True)
class ReadDoubt:
    """Something to check. `key` names it from one reading to the next of the same file.

    `value` and `values` are what `Choices.answers` takes under that key: the understood value once
    confirmed, or one of the alternatives, in the order of `alternatives`.
    """

    key: str
    where: str
    text: str
    code: str
    reason: str
    target: str | None
    understood: str
    alternatives: list[str] = field(default_factory=list)
    value: str = ""
    values: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ReadPlan:
    source: ReadSource
    title: str | None = None
    orientation: str | None = None
    territory: str | None = None
    organisations: list[str] = field(default_factory=list)
    extra: list[ReadExtra] = field(default_factory=list)
    levels: list[ReadLevel] = field(default_factory=list)
    nodes: list[ReadNode] = field(default_factory=list)
    actions: list[ReadAction] = field(default_factory=list)
    repeated: list[Repeated] = field(default_factory=list)
    doubts: list[ReadDoubt] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    coverage: float = 1.0
    columns: list[ReadColumn] = field(default_factory=list)  # not printed
    is_partial: bool = False  # a file of ours that filters have made; not printed


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """How a column was understood, for the review screen and « comme le fichier d'origine »."""

    table: int  # index among the tables of the content
    column: int
    heading: str
    group: str  # the headings above it
    meaning: str
    where: str
