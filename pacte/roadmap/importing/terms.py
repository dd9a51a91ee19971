"""Tables with a column of actions for each term: « Actions à court terme | à long terme »."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pacte.documents.content import EMPTY_CELL, Cell, Paragraph, Row
from pacte.roadmap.importing.headers import row_texts
from pacte.roadmap.importing.numbering import split_items
from pacte.roadmap.importing.pieces import squeeze, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacte.documents.content import Place, Table

ACTION, SCHEDULE = "Action", "Échéance"
FIRST_ROWS = 4  # where the header is looked for
_TERM = re.compile(
    r"(?P<noun>(?:actions?|mesures?|projets?|interventions?|moyens?)\b[^\d]*?)?\s*"
    r"(?:\b(?:à|de|en|pour)\s+)?(?P<term>"
    r"(?:très )?(?:court|moyen|long)(?:[ -]et[ -](?:court|moyen|long))?[ -]termes?\b.{0,30}"
    r"|\(?(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?\)?)",
    re.IGNORECASE,
)
_DONE = re.compile(r"r[ée]alis|effectu|en cours|d[ée]j[àa]|men[ée]es", re.IGNORECASE)


def unfolded(table: Table) -> Table:
    """A row for each action, with its term beside it; the same table where none is so laid out."""
    for position, row in enumerate(table.rows[:FIRST_ROWS]):
        terms = _terms(row_texts(row))
        if len(terms) > 1 and _holds_texts(table, position, terms):
            return _unfold(table, position, terms)
    return table


def _terms(texts: Sequence[str]) -> dict[int, str]:
    """By column, the term that its heading gives to actions."""
    found = {
        index: match
        for index, text in enumerate(texts)
        if text and (match := _TERM.fullmatch(squeeze(text))) is not None
    }
    others = {squeeze(text).casefold() for index, text in enumerate(texts) if index not in found}
    if any(other.startswith(("action", "mesure")) for other in others):
        return {}
    if not all(_names_actions(match) for match in found.values()):
        return {}
    return {index: match["term"].strip() for index, match in found.items()}


def _names_actions(match: re.Match[str]) -> bool:
    """« Actions 2026 », « Court terme »; years alone are ticked, and what was done is no action."""
    if match["noun"]:
        return _DONE.search(match["noun"]) is None
    return match["term"].strip("(")[0].isalpha()


def _holds_texts(table: Table, header: int, terms: dict[int, str]) -> bool:
    """Whether the columns hold more than crosses."""
    texts = [text_of(row.cells[index]) for row in table.rows[header + 1 :] for index in terms]
    filled = [text for text in texts if text]
    return sum(" " in text for text in filled) * 2 > len(filled)


def _unfold(table: Table, header: int, terms: dict[int, str]) -> Table:
    kept = [index for index in range(table.width) if index not in terms]
    width = len(kept) + 2
    rows: list[Row] = []
    for position, row in enumerate(table.rows):
        others = tuple(row.cells[index] for index in kept)
        if position < header:
            first = row.cells[:width]
            rows.append(replace(row, cells=first + (EMPTY_CELL,) * (width - len(first))))
        elif position == header:
            named = (_cell(ACTION, row.place), _cell(SCHEDULE, row.place))
            rows.append(replace(row, cells=(*others, *named), is_header=True))
        else:
            made = [
                replace(row, cells=(*others, title, _cell(term, row.place)))
                for index, term in terms.items()
                for title in _items(row.cells[index])
            ]
            rows += made or [replace(row, cells=(*others, EMPTY_CELL, EMPTY_CELL))]
    return replace(table, rows=tuple(rows), bold_rows=frozenset())


def _items(cell: Cell) -> Iterator[Cell]:
    """Each action that a cell lists; the notes of the cell are those of the first."""
    items = split_items(text_of(cell), lines_lost=cell.lines_lost) if cell.paragraphs else ()
    notes = cell.all_notes
    for item in items:
        text = f"{item.number} {item.text}" if item.number else item.text
        place = cell.paragraphs[0].place
        yield replace(_cell(text, place), notes=notes, lines_lost=cell.lines_lost)
        notes = ()


def _cell(text: str, place: Place) -> Cell:
    return Cell((Paragraph(text, place),))
