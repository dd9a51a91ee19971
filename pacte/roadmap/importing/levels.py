"""Which columns are levels, and which of them is the action: one row of the table.

Frame levels only group; exactly one level is the action, the one that has leads and a schedule;
what stands below it are its steps.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.lexicon import level_name
from pacte.roadmap.importing.numbering import split_items, take_number
from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.vocabulary import (
    Meaning,
    Recognition,
    Role,
    level_label,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from pacte.roadmap.importing.pieces import BodyRow, Column, Part

SAMPLE = 400  # rows looked at to decide
SEVERAL_EACH = 1.5  # and at least, for its values to group rows
UNNAMED = "Thème"
FEWEST_WORDS = 2  # of a title, on average
ITEMS = 0.34  # from this share of cells with several items, a column holds lists
MOST_RIVALS = 3
ONE_EACH = 1.25  # rows for each value of a column, at most, for a row to be its own

_CODE = re.compile(r"[^\W\d_]+|\d+")
FOLLOW_UP = frozenset(
    {
        Meaning.LEAD,
        Meaning.LEAD_UNIT,
        Meaning.LEAD_PERSON,
        Meaning.LEAD_AND_PARTNERS,
        Meaning.SCHEDULE,
        Meaning.START,
        Meaning.END,
        Meaning.STATUS,
        Meaning.PROGRESS,
        Meaning.BUDGET,
        Meaning.PARTNERS,
    }
)


# Levels that say nothing of an action itself, wherever their column stands.
_OUTER = frozenset({Meaning.ORIENTATION, Meaning.PILLAR, Meaning.AXIS, Meaning.SUB_AXIS})
OUTCOMES = frozenset(
    {
        *(Meaning.INDICATORS, Meaning.TARGET, Meaning.ACHIEVEMENTS, Meaning.ONGOING),
        *(Meaning.EXPECTED_RESULT, Meaning.REMARKS, Meaning.PUBLICS),
    }
)


@dataclass(slots=True)
class Layout:
    """How the rows under one header are read."""

    title: Column
    frames: list[Column] = field(default_factory=list)
    steps: list[Column] = field(default_factory=list)
    fields: list[Column] = field(default_factory=list)
    several: bool = False  # a cell of the title column holds several actions
    sure: bool = True
    rivals: list[str] = field(default_factory=list)  # headings of columns that may hold the titles
    code: Column | None = None  # of the numbers, where they have a column of their own
    depth: int | None = None  # of the numbers of actions, where the column holds other levels too


@dataclass(slots=True)
class Habit:
    """How one column is filled."""

    filled: int = 0
    values: int = 0  # cells that open a value of their own
    lists: int = 0  # cells of several items
    marked: int = 0  # of those, with numbers or bullets
    rows: int = 0
    first: str = ""  # its first value

    @property
    def holds_lists(self) -> bool:
        return self.values > 0 and self.lists / self.values >= ITEMS

    @property
    def holds_marked_lists(self) -> bool:
        return self.values > 0 and self.marked / self.values >= ITEMS

    @property
    def rows_each(self) -> float:
        return self.rows / self.values if self.values else 0.0


def layout_of(
    parts: Sequence[Part], levels: Mapping[str, LevelKind], *, loosely: bool = False
) -> Layout | None:
    """The layout that parts of one header share; None when they hold no plan.

    `loosely`, a level that only has indicators or results is an action too.
    """
    columns = parts[0].columns
    rows = sample(parts)
    if not rows:
        return None
    habits = {column.index: _habit(rows, column) for column in columns}
    candidates = [c for c in columns if _is_level(c) and habits[c.index].filled]
    title = _chosen_title(candidates, levels) or _title(
        candidates, columns, habits, FOLLOW_UP | (OUTCOMES if loosely else frozenset())
    )
    if title is None:
        return None
    layout = _around(title, columns, candidates, habits, levels)
    layout.code = next((c for c in layout.fields if c.meaning is Meaning.NUMBER), None)
    layout.depth = _depth(rows, title, layout.code)
    return layout


def row_number(row: BodyRow, title: Column, code: Column | None) -> str | None:
    """The number of a row, in its own column or at the head of its title."""
    if code is not None and row.texts[code.index]:
        return row.texts[code.index]
    return take_number(row.texts[title.index]).number


def is_alone(row: BodyRow, code: Column | None) -> bool:
    """A row of a title and its number, without any field."""
    numbered = code is not None and bool(row.texts[code.index])
    return sum(map(bool, row.texts)) - numbered == 1


def depth_of_code(number: str) -> int:
    """« A » is less deep than « A1 », « 1 » than « 1.1 »."""
    return len(_CODE.findall(number))


def _depth(rows: Sequence[BodyRow], title: Column, code: Column | None) -> int | None:
    """How deep the numbers of rows with fields are, where other rows hold a title alone."""
    filled: Counter[int] = Counter()
    alone: set[int] = set()
    for row in rows:
        number = row_number(row, title, code)
        if number is None:
            continue
        if is_alone(row, code):
            alone.add(depth_of_code(number))
        else:
            filled[depth_of_code(number)] += 1
    if not filled or not alone:
        return None
    depth = filled.most_common(1)[0][0]
    return depth if alone - {depth} else None


def guessed_layout(parts: Sequence[Part], chosen: Container[str] = ()) -> Layout | None:
    """For a table of which no column is a known level: the column whose texts look like titles.

    `chosen` holds the headings that the user has said to be those of actions.
    """
    columns = parts[0].columns
    rows = sample(parts)
    free = [c for c in columns if c.recognition is None and c.mark is None]
    described = [c for c in columns if c.meaning in (Meaning.DESCRIPTION, Meaning.EXPECTED_RESULT)]
    likely = sorted(
        (column for column in [*free, *described] if _title_likeness(rows, column)),
        key=lambda column: (column.heading in chosen, _title_likeness(rows, column)),
        reverse=True,
    )
    best = likely[0] if likely else None
    if best is None or not any(c.meaning in FOLLOW_UP for c in columns):
        return None
    others = [c for c in columns if c is not best]
    rivals = [c.heading for c in likely[1:] if c.heading]
    return Layout(best, fields=others, sure=False, rivals=rivals[:MOST_RIVALS])


def _title_likeness(rows: Sequence[BodyRow], column: Column) -> float:
    texts = {row.texts[column.index] for row in rows} - {""}
    if not rows or len(texts) < len(rows) / 2:
        return 0.0
    words = sum(len(text.split()) for text in texts) / len(texts)
    return words - column.index / 10 if words >= FEWEST_WORDS else 0.0


def sample(parts: Iterable[Part]) -> list[BodyRow]:
    rows: list[BodyRow] = []
    for part in parts:
        rows.extend(part.rows[: SAMPLE - len(rows)])
        if len(rows) >= SAMPLE:
            break
    return rows


def _is_level(column: Column) -> bool:
    return column.recognition is not None and column.recognition.role in (
        Role.FRAME,
        Role.ACTION,
        Role.STEP,
    )


def _habit(rows: Sequence[BodyRow], column: Column) -> Habit:
    habit = Habit(rows=len(rows))
    index, above = column.index, None
    for row in rows:
        text, cell = row.texts[index], row.row.cells[index]
        if not text:
            continue
        habit.filled += 1
        if above is not None and (cell is above[0] or text == above[1]):
            continue
        above = (cell, text)
        habit.values += 1
        habit.first = habit.first or text
        items = split_items(text, lines_lost=cell.lines_lost)
        if len(items) > 1:
            habit.lists += 1
            opens = bool(items[0].taken) or items[0].text.endswith(":")
            habit.marked += opens and sum(bool(item.taken) for item in items) > 1
    return habit


def _chosen_title(candidates: Iterable[Column], levels: Mapping[str, LevelKind]) -> Column | None:
    for column in candidates:
        if column.recognition and levels.get(column.recognition.label) is LevelKind.ACTION:
            return column
    return None


def _title(
    candidates: Sequence[Column],
    columns: Sequence[Column],
    habits: Mapping[int, Habit],
    telling: frozenset[Meaning],
) -> Column | None:
    explicit = [c for c in candidates if c.recognition and c.recognition.role is Role.ACTION]
    if explicit:
        return max(explicit, key=lambda c: (habits[c.index].filled, -c.index))
    frames = [c for c in candidates if c.recognition and c.recognition.role is Role.FRAME]
    steps = [c for c in candidates if c.recognition and c.recognition.role is Role.STEP]
    if not any(c.meaning in telling for c in columns):
        return None
    if steps and (not frames or _has_rows_of_its_own(frames[-1], steps[0], columns, habits)):
        return steps[0]
    first_step = steps[0].index if steps else len(columns)
    left = [c for c in frames if c.index < first_step] or frames
    return _deepest(left, habits)


def _has_rows_of_its_own(
    frame: Column, step: Column, columns: Sequence[Column], habits: Mapping[int, Habit]
) -> bool:
    """Each row is a « moyen » with its own lead or schedule, under a frame that covers several."""
    if habits[frame.index].rows_each <= ONE_EACH or habits[step.index].holds_lists:
        return False
    followed = [habits[c.index] for c in columns if c.meaning in FOLLOW_UP]
    own = max((habit.values for habit in followed), default=0)
    return own > habits[frame.index].values


def _deepest(frames: Sequence[Column], habits: Mapping[int, Habit]) -> Column | None:
    """Of frame columns alone, the one whose values change with each row."""
    return max(frames, key=lambda c: (habits[c.index].values, c.index), default=None)


def _around(
    title: Column,
    columns: Sequence[Column],
    candidates: Sequence[Column],
    habits: Mapping[int, Habit],
    levels: Mapping[str, LevelKind],
) -> Layout:
    layout = Layout(title, several=habits[title.index].holds_marked_lists)
    for column in columns:
        if column is title:
            continue
        if _groups_rows(column, title, habits[column.index]):
            column.recognition = _named_inside(column, habits[column.index])
            layout.frames.append(column)
            continue
        kind = _kind(column, title, candidates, levels)
        if kind is LevelKind.FRAME:
            layout.frames.append(column)
        elif kind is LevelKind.STEP:
            layout.steps.append(column)
        else:
            layout.fields.append(column)
    return layout


def _named_inside(column: Column, habit: Habit) -> Recognition:
    """The level that a column's heading names, or else what its cells say they are."""
    found = level_label(squeeze(habit.first)) if habit.first else None
    if found is not None and found.recognition.role is Role.FRAME and found.number:
        return found.recognition
    label = level_name(column.heading) if column.heading else UNNAMED
    return Recognition(Meaning.THEME, 0.5, label, Role.FRAME)


def _groups_rows(column: Column, title: Column, habit: Habit) -> bool:
    """A column of no known meaning, left of actions, each value of which covers several rows."""
    unknown = column.recognition is None and column.mark is None and not column.gives
    return unknown and column.index < title.index and habit.rows_each >= SEVERAL_EACH


def _is_attached(column: Column) -> bool:
    """« Axe de rattachement », right of the actions, says where each belongs."""
    return column.meaning in _OUTER or "rattachement" in column.heading.casefold()


def _kind(
    column: Column,
    title: Column,
    candidates: Sequence[Column],
    levels: Mapping[str, LevelKind],
) -> LevelKind | None:
    if column not in candidates or column.recognition is None:
        return None
    if column.recognition.label in levels:
        return levels[column.recognition.label]
    role = column.recognition.role
    if role is Role.FRAME and (column.index < title.index or _is_attached(column)):
        return LevelKind.FRAME
    if role is Role.STEP and column.index > title.index:
        return LevelKind.STEP
    if role is Role.ACTION and title.recognition and title.recognition.role is Role.FRAME:
        return LevelKind.STEP if column.index > title.index else LevelKind.FRAME
    return None
