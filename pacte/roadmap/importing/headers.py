"""Where the header of a table stands, and what each of its columns means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.importing.lexicon import Lexicon, chosen, mark_heading, mark_of
from pacte.roadmap.importing.pieces import Column, distinct_cells, fold, squeeze, text_of
from pacte.roadmap.importing.vocabulary import Meaning, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pacte.documents.content import Cell, Row, Table

LONGEST_CELL = 120
MOST_ROWS = 4  # of one header
CERTAIN = 0.9  # as close as a heading that stands among values must be
SURE = 0.75  # a heading less close to the lexicon proves no header
_HELP = re.compile(
    r"^\s*(?:champs?\b|ex(?:emples?)?\b\s*[.:]?|par ex|p\. ?ex|texte libre|menu d|liste d"
    r"|à (?:compléter|remplir|préciser|renseigner)|indique[rz]|précise[rz]|saisi(?:r|ssez)"
    r"|renseigne[rz]|choisi(?:r|ssez)|sélectionne[rz]|format\b|facultatif|obligatoire|optionnel"
    r"|un(?:e)? (?:par|seule?)\b|sépare[rz]\b|oui ?/ ?non\b|verbe\b|voir (?:onglet|légende|liste)"
    r"|max(?:imum)?\b|jj/mm|aaaa|numérique|(?:qui|quoi|quand|comment|combien) \?"
    r"|\((?:ex|p\. ?ex|choix|à |si |qui|quoi|quand|comment|texte|max|liste|facultatif|optionnel))",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]+\)")
MOST_CHANCE = 2  # cells of a row of values that may look like headings
_MONEY = frozenset({Meaning.BUDGET, Meaning.FUNDERS, Meaning.FUNDER_AMOUNT})
_GENERIC = frozenset(
    {"nom", "montant", "type", "date", "valeur", "detail", "details", "precisions", "oui", "non"}
)


@dataclass(slots=True)
class Header:
    first: int  # rows of the table
    last: int
    columns: list[Column]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)


def row_texts(row: Row) -> list[str]:
    """The text of each cell; one that covers several columns speaks in the first."""
    texts: list[str] = []
    wide: list[Cell] = []
    for cell in row.cells:
        if not cell.paragraphs or (wide and any(cell is known for known in wide)):
            texts.append("")
            continue
        texts.append(text_of(cell))
        if cell.column_span > 1:
            wide.append(cell)
    return texts


def heading_score(row: Row, texts: Sequence[str], lexicon: Lexicon) -> int:
    """How many headings a row holds; 0 when it cannot be a header."""
    cells: dict[int, str] = {id(c): t for c, t in zip(row.cells, texts, strict=True) if t}
    if len(cells) < 2 or any(len(text) > LONGEST_CELL for text in cells.values()):  # noqa: PLR2004 — a header has two headings
        return 0
    found = marks = 0
    for text in cells.values():
        if _names_column(text, lexicon):
            found += 1
        elif mark_heading(text):
            marks += 1
    if not found or (found == 1 and not (row.is_header or marks > 1)):
        return 0
    enough = found + marks >= len(cells) * (0.3 if found > 3 or row.is_header else 0.5)  # noqa: PLR2004 — four known words are no chance
    return found + marks if enough else 0


def heads_again(row: Row, texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a row below others is the header of what follows: short values are no headings."""
    filled = [text for text in texts if text]
    sure = sum(_names_column(text, lexicon, least=CERTAIN) for text in filled)
    return (
        sure > MOST_CHANCE and sure * 2 > len(filled) and bool(heading_score(row, texts, lexicon))
    )


def _names_column(text: str, lexicon: Lexicon, *, least: float = SURE) -> bool:
    """« Axe » heads a column; « Axe 2 – Se loger » is what a column holds."""
    found = lexicon.meaning(text)
    if found is None or found.role is Role.PART or found.score < least:
        return False
    label = lexicon.label(text)
    return label is None or not (label.number and label.title)


def header_at(
    table: Table, position: int, lexicon: Lexicon, columns: Mapping[int, Meaning]
) -> Header | None:
    """The header that begins at a row, with the rows of it that group or detail headings."""
    rows = table.rows
    texts = row_texts(rows[position])
    score = heading_score(rows[position], texts, lexicon)
    if not score:
        return None
    last = position
    while last + 1 < len(rows) and last - position < MOST_ROWS - 1:
        if not _goes_on(table, position, last, lexicon):
            break
        last += 1
    return Header(position, last, _columns(table, position, last, lexicon, columns))


def _goes_on(table: Table, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether the row after `last` still belongs to the header."""
    current, below = table.rows[last], table.rows[last + 1]
    if any(cell.row_span > last - cell.row + 1 for cell in current.cells if cell.paragraphs):
        return True
    texts = row_texts(below)
    score = heading_score(below, texts, lexicon)
    above = heading_score(current, row_texts(current), lexicon)
    if score > above and not _is_whole(current, above, below):
        return True
    if below.is_header and first == last and current.is_header:
        return True
    return _details(current, below, texts)


def _is_whole(current: Row, score: int, below: Row) -> bool:
    """Whether a row heads every column by itself: what follows tells how to fill them."""
    cells = distinct_cells(current)
    plain = all(cell.column_span == 1 for cell in cells)
    return plain and score * 2 > len(cells) and len(cells) >= len(distinct_cells(below))


def _details(current: Row, below: Row, texts: Sequence[str]) -> bool:
    """The row below names the parts of headings that cover several columns, and nothing else."""
    wide = {
        place
        for place, cell in enumerate(current.cells)
        if cell.column_span > 1 and cell.column_span < len(current.cells) and cell.paragraphs
    }
    filled = {place for place, text in enumerate(texts) if text}
    return bool(
        wide
        and filled
        and filled <= wide
        and len(filled) > 1
        and all(len(texts[place]) <= LONGEST_CELL // 3 for place in filled)
        and len({id(below.cells[place]) for place in filled}) > 1
    )


def _columns(
    table: Table, first: int, last: int, lexicon: Lexicon, choices: Mapping[int, Meaning]
) -> list[Column]:
    grid = [[text_of(cell) for cell in row.cells] for row in table.rows[first : last + 1]]
    columns = []
    for index in range(table.width):
        path = list(dict.fromkeys(squeeze(texts[index]) for texts in grid if texts[index]))
        heading = path[-1] if path else ""
        group = " – ".join(path[:-1])
        column = Column(index, heading, lexicon.meaning(heading) if heading else None, group)
        _refine(column, lexicon)
        if index in choices:
            column.recognition, column.chosen = chosen(choices[index], heading), True
        columns.append(column)
    return columns


def _refine(column: Column, lexicon: Lexicon) -> None:
    """Let the heading above speak where the column's own is a year, too vague or unknown."""
    group = lexicon.meaning(column.group) if column.group else None
    if column.heading and mark_heading(column.heading):
        schedule = group is None or group.meaning in (Meaning.SCHEDULE, Meaning.START)
        column.recognition = None if schedule else group
        column.mark = mark_of(column.heading, column.group) if schedule else None
        return
    if not column.group or (column.recognition and fold(column.heading) not in _GENERIC):
        return
    joined = lexicon.meaning(f"{column.group} {column.heading}")
    column.recognition = joined or column.recognition or group


def is_help(texts: Sequence[str], columns: Sequence[Column], lexicon: Lexicon) -> bool:
    """A row that tells how to fill the columns, or says again in other words what they hold."""
    filled = [(text, column) for text, column in zip(texts, columns, strict=True) if text]
    helping = again = 0
    for text, column in filled:
        if _HELP.match(text) or _ASIDE.fullmatch(text.strip()):
            helping += 1
        elif len(text) <= LONGEST_CELL and _says_again(text, column, lexicon):
            again += 1
    if helping > 1 and helping * 2 >= len(filled):
        return True
    return helping + again > MOST_CHANCE and (helping + again) * 2 >= len(filled)


def _says_again(text: str, column: Column, lexicon: Lexicon) -> bool:
    """« Date ou période » under « Échéance »."""
    found, own = lexicon.meaning(text), column.recognition
    if found is None or own is None or found.score < SURE or fold(text) == fold(column.heading):
        return False
    levels = found.role is own.role is not Role.FIELD
    return levels or found.meaning is own.meaning or {found.meaning, own.meaning} <= _MONEY
