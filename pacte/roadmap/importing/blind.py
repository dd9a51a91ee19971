"""Tables whose headings are unknown, or that have none: recognised by what their cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap.importing.cell_contents import meaning_by_content
from pacte.roadmap.importing.headers import row_texts
from pacte.roadmap.importing.pieces import BodyRow, Column, Part, squeeze
from pacte.roadmap.importing.vocabulary import Meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Row, Table
    from pacte.roadmap.importing.lexicon import Lexicon

FEWEST_ROWS = 2
FEWEST_COLUMNS = 3
LONGEST_HEADING = 80
# What a list of actions says and a list of people or of figures does not.
TELLING = frozenset({Meaning.SCHEDULE, Meaning.BUDGET, Meaning.STATUS, Meaning.PROGRESS})


def blind_part(table: Table, index: int, lexicon: Lexicon) -> Part | None:
    """The rows of a table read without its headings; None when its cells tell nothing."""
    rows = [(row, row_texts(row)) for row in table.rows]
    filled = [(row, texts) for row, texts in rows if sum(map(bool, texts)) > 1]
    if table.width < FEWEST_COLUMNS or len(filled) < FEWEST_ROWS:
        return None
    head = _head(filled)
    body = filled[1:] if head else filled
    columns = [Column(place, squeeze(head[place]) if head else "") for place in range(table.width)]
    for column in columns:
        column.recognition = lexicon.meaning(column.heading) if column.heading else None
        if column.recognition is None:
            column.recognition = meaning_by_content([texts[column.index] for _, texts in body])
    if not any(column.meaning in TELLING for column in columns):
        return None
    for column in columns:
        if column.meaning is Meaning.LEAD_AND_PARTNERS and _comes_first(column, columns):
            column.recognition = None  # names before anything else are what is to be done
    part = Part(table, index, columns, headings=tuple(column.heading for column in columns))
    named = filled[0][0] if head else None
    part.rows = [BodyRow(row, texts) for row, texts in rows if any(texts) and row is not named]
    return part


def _comes_first(column: Column, columns: Sequence[Column]) -> bool:
    return column.index == 0 and any(
        other.meaning is Meaning.LEAD_AND_PARTNERS for other in columns[1:]
    )


def _head(filled: Sequence[tuple[Row, list[str]]]) -> list[str] | None:
    """The first row, where it is a header or holds nothing like the cells below it."""
    row, texts = filled[0]
    if any(len(text) > LONGEST_HEADING for text in texts):
        return None
    if row.is_header or all(p.bold for cell in row.cells for p in cell.paragraphs):
        return texts
    body = [below for _, below in filled[1:]]
    for place, text in enumerate(texts):
        found = meaning_by_content([below[place] for below in body])
        if not text or found is None or found.meaning not in TELLING:
            continue
        own = meaning_by_content([text])
        if own is None or own.meaning != found.meaning:
            return texts
    return None
