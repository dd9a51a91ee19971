"""The last look: a cell whose words stand nowhere in what was read is left aside, never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from pacte.documents.content import Table
from pacte.roadmap.importing.coverage import texts_of
from pacte.roadmap.importing.words import words_of

if TYPE_CHECKING:
    from pacte.documents.content import Cell, Content
    from pacte.roadmap.importing.coverage import Remainder
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.plan import ReadPlan

LINES_AT_ONCE = 4096  # the words of a long plan are many times its size in memory
NOT_TOLD = frozenset({"doubts", "source", "unplaced", "columns", "where"})


def leave_lost(content: Content, plan: ReadPlan, remainder: Remainder, lexicon: Lexicon) -> None:
    """Leave aside each cell with words that neither the plan nor `unplaced` holds.

    What heads a column or a field is placed by what it heads.
    """
    said = gathered(plan)
    said += (passage.text for passage in remainder.unplaced)
    said += (f"{column.group} {column.heading}" for column in plan.columns)
    lines = dict.fromkeys(said)
    for text in [text for text in lines if "\n" in text]:
        lines.update(dict.fromkeys(text.split("\n")))
    odd = {text for text in texts_of(content) if text not in lines}  # most stand as written
    lost = {word for text in odd for word in words_of(text.casefold())}
    waiting = iter(lines)
    while lost and (some := list(islice(waiting, LINES_AT_ONCE))):
        lost.difference_update(words_of("\n".join(some).casefold()))
    lost = {word for word in lost if not lexicon.meaning(word)}
    if not lost:
        return
    for table in content.blocks:
        if isinstance(table, Table):
            for place, cell in cells_of(table):
                text = "\n".join(paragraph.text for paragraph in cell.paragraphs)
                rest = [word for word in words_of(text) if word.casefold() in lost]
                if rest and lexicon.meaning(text) is None:
                    remainder.leave(place, " ".join(rest))


def cells_of(table: Table) -> Iterator[tuple[str, Cell]]:
    """Each cell once, with where its row stands."""
    seen: set[int] = set()
    for row in table.rows:
        for cell in row.cells:
            if cell.paragraphs and id(cell) not in seen:
                seen.add(id(cell))
                yield str(row.place), cell


def gathered(plan: ReadPlan) -> list[str]:
    """Every text that a plan holds, itself or in what it is made of.

    Written as one loop: the plan of a long workbook has texts by the hundred thousand.
    """
    texts: list[str] = []
    waiting: list[object] = [plan]
    for value in waiting:  # it grows meanwhile
        kind: type = type(value)
        for part in filter(None, parts_of(kind)(value)):
            if isinstance(part, str):
                texts.append(part)
            elif not isinstance(part, list):
                waiting.append(part)
            elif isinstance(part[0], str):
                texts += part
            else:
                waiting += part
    return texts


@cache
def parts_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Read at once the fields of a kind that hold what the document says."""
    if not is_dataclass(kind):  # a date or an amount, whose words stand beside it
        return lambda _value: ()
    names = [one.name for one in fields(kind) if one.name not in NOT_TOLD]
    first = attrgetter(*names)
    return first if len(names) > 1 else lambda value: (first(value),)
