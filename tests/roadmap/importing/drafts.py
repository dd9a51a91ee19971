"""Contents made by hand: a few words say what a document looks like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from pacte.documents.content import (
    EMPTY_CELL,
    Block,
    Cell,
    CellValue,
    Content,
    Paragraph,
    Place,
    Row,
    Table,
)

Given: TypeAlias = "str | Cell | CellValue"
ABOVE = "\0above"  # covered by the cell above, merged with it
LEFT = "\0left"  # covered by the cell on the left


def content(*blocks: Block, title: str | None = None, form: str = "docx") -> Content:
    return Content(f"plan.{form}", "0" * 64, form, blocks, title=title)


def line(text: str, number: int = 1, **looks: object) -> Paragraph:
    return Paragraph(text, Place(page=1, paragraph=number), **looks)  # type: ignore[arg-type]


def heading(text: str, rank: int = 1, number: int = 1) -> Paragraph:
    return line(text, number, heading=rank)


def bullet(text: str, depth: int = 0, number: int = 1) -> Paragraph:
    return line(text, number, marker="•", depth=depth)


def cell(text: str, row: int, column: int, **facts: object) -> Cell:
    place = Place(row=row + 1)
    paragraphs = tuple(Paragraph(words, place) for words in text.split("\n") if words)
    return Cell(paragraphs, row=row, column=column, **facts)  # type: ignore[arg-type]


def table(
    *rows: Sequence[Given],
    number: int = 1,
    sheet: str | None = None,
    bold: Sequence[int] = (),
    headers: int = 0,
) -> Table:
    """`headers` counts the rows that the format itself repeats as headers."""
    width = max(len(row) for row in rows)
    place = Place(sheet=sheet) if sheet else Place(table=number)
    grid = [[_made(given, i, j) for j, given in enumerate(row)] for i, row in enumerate(rows)]
    for row in grid:
        row.extend([EMPTY_CELL] * (width - len(row)))
    spans = _merged(rows, grid)
    made = tuple(
        Row(tuple(spans), place.at(row=i + 1), is_header=i < headers)
        for i, spans in enumerate(spans)
    )
    return Table(made, place, name=sheet, bold_rows=frozenset(bold))


def _made(given: Given, i: int, j: int) -> Cell:
    if isinstance(given, Cell):
        return given
    if given is None or given == "":
        return EMPTY_CELL
    if isinstance(given, str):
        return cell(given, i, j)
    return cell(str(given), i, j, value=given)


def _merged(rows: Sequence[Sequence[Given]], grid: list[list[Cell]]) -> list[list[Cell]]:
    roots: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(rows):
        for j, given in enumerate(row):
            if given == ABOVE:
                roots[i, j] = roots.get((i - 1, j), (i - 1, j))
            elif given == LEFT:
                roots[i, j] = roots.get((i, j - 1), (i, j - 1))
    for root in set(roots.values()):
        covered = [root, *(place for place, found in roots.items() if found == root)]
        first = grid[root[0]][root[1]]
        whole = Cell(
            first.paragraphs,
            row=root[0],
            column=root[1],
            row_span=len({i for i, _ in covered}),
            column_span=len({j for _, j in covered}),
            value=first.value,
        )
        for i, j in covered:
            grid[i][j] = whole
    return grid
