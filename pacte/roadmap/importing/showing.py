"""The document as the review screen shows it: its blocks in reading order, cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.documents.content import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacte.documents.content import Cell, Content, Note, Row, Table

PER_PAGE = 120  # paragraphs and rows
Json = dict[str, Any]


def pages_of(content: Content) -> list[list[Json]]:
    """Blocks as JSON; a table that goes over a page goes on in another one on the next."""
    pages: list[list[Json]] = [[]]
    room = PER_PAGE
    for block in content.blocks:
        if isinstance(block, Paragraph):
            if not (block.text.strip() or block.notes):
                continue
            if room <= 0:
                pages.append([])
                room = PER_PAGE
            pages[-1].append(_paragraph(block))
            room -= 1
            continue
        rows = list(block.rows)
        while rows:
            if room <= 0:
                pages.append([])
                room = PER_PAGE
            part, rows = rows[:room], rows[room:]
            pages[-1].append(_table(block, part))
            room -= len(part)
    if content.notes:
        pages[-1] += [
            {"kind": "note", "where": str(n.place), "text": n.text} for n in content.notes
        ]
    return pages


def _paragraph(block: Paragraph) -> Json:
    text = f"{block.marker} {block.text}" if block.marker else block.text
    return {
        "kind": "heading" if block.heading else "paragraph",
        "where": str(block.place),
        "text": text,
        "depth": min(block.depth, 4),
        "bold": block.bold,
        "notes": _notes(block.notes),
    }


def _table(table: Table, rows: Sequence[Row]) -> Json:
    drawn: set[int] = set()
    return {
        "kind": "table",
        "where": str(table.place),
        "name": table.name or "",
        "rows": [
            {
                "where": str(row.place),
                "header": row.is_header,
                "cells": list(_cells(rows, position, drawn)),
            }
            for position, row in enumerate(rows)
            if any(cell.text or cell.all_notes for cell in row.cells)
        ],
    }


def _cells(rows: Sequence[Row], position: int, drawn: set[int]) -> Iterator[Json]:
    """Each cell once, with what it covers of the rows shown."""
    cells = rows[position].cells
    column = 0
    while column < len(cells):
        cell = cells[column]
        width = 1
        while column + width < len(cells) and _same(cells[column + width], cell):
            width += 1
        if not (_is_merged(cell) and id(cell) in drawn):
            height = _height(rows, position, column, cell)
            if height > 1:
                drawn.add(id(cell))
            yield {
                "text": _text(cell),
                "column": column,
                "across": width,
                "down": height,
                "notes": _notes(cell.all_notes),
            }
        column += width


def _is_merged(cell: Cell) -> bool:
    return cell.row_span > 1 or cell.column_span > 1


def _same(cell: Cell, other: Cell) -> bool:
    return cell is other and _is_merged(cell)


def _height(rows: Sequence[Row], position: int, column: int, cell: Cell) -> int:
    height = 1
    while (
        position + height < len(rows)
        and column < len(rows[position + height].cells)
        and _same(rows[position + height].cells[column], cell)
    ):
        height += 1
    return height


def _text(cell: Cell) -> str:
    return "\n".join(
        f"{p.marker} {p.text}" if p.marker else p.text for p in cell.paragraphs if p.text.strip()
    )


def _notes(notes: Sequence[Note]) -> list[Json]:
    return [{"kind": str(note.kind), "text": note.text, "author": note.author} for note in notes]
