"""The last look: a cell whose words stand nowhere in what was read is left aside, never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from pacte.documents.content import Table
from pacte.roadmap.importing.words import words_of

if TYPE_CHECKING:
    from pacte.documents.content import Cell, Content
    from pacte.roadmap.importing.coverage import Ledger
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.plan import ReadPlan

NOT_TOLD = frozenset({"doubts", "source", "unplaced", "columns", "where"})


def leave_lost(
    content: Content, plan: ReadPlan, ledger: Ledger, lexicon: Lexicon, told: str
) -> None:
    """Leave aside each cell with words that neither the plan nor `unplaced` holds.

    `told` is all that the document says. What heads a column or a field is placed by what it heads.
    """
    said: list[str] = []
    gather(plan, said)
    said += (passage.text for passage in ledger.unplaced)
    said += (f"{column.group} {column.heading}" for column in plan.columns)
    whole = "\n".join(said).casefold()
    held = set(whole.split())
    odd = " ".join(set(told.casefold().split()) - held)  # most texts stand as they were written
    lost = {word for word in words_of(odd) if word not in held and not lexicon.meaning(word)}
    if lost:
        lost -= set(words_of(whole))
    if not lost:
        return
    for table in content.blocks:
        if isinstance(table, Table):
            for place, cell in cells_of(table):
                text = "\n".join(paragraph.text for paragraph in cell.paragraphs)
                rest = [word for word in words_of(text) if word.casefold() in lost]
                if rest and lexicon.meaning(text) is None:
                    ledger.leave(place, " ".join(rest))


def cells_of(table: Table) -> Iterator[tuple[str, Cell]]:
    """Each cell once, with where its row stands."""
    seen: set[int] = set()
    for row in table.rows:
        for cell in row.cells:
            if cell.paragraphs and id(cell) not in seen:
                seen.add(id(cell))
                yield str(row.place), cell


def gather(value: object, texts: list[str]) -> None:
    """Add every text that a value holds, itself or in what it is made of."""
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, list):
        for one in value:
            gather(one, texts)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in parts_of(type(value))(value):
            if part:
                gather(part, texts)


@cache
def parts_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Read at once the fields of a kind that hold what the document says."""
    names = [one.name for one in fields(kind) if one.name not in NOT_TOLD]
    first = attrgetter(*names)
    return first if len(names) > 1 else lambda value: (first(value),)
