"""A CSV of ours brought back: its codes, and its texts without what writing them has added."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pacte.documents.content import Table
from pacte.documents.writing.text import unshield
from pacte.roadmap.importing.own.packing import CODE_HEADING

if TYPE_CHECKING:
    from pacte.documents.content import Content, Row

FORMATS = frozenset({"csv", "tsv"})
_MARK = re.compile(r"[ \u00a0]\((?:pressenti|approached)\)$", re.MULTILINE)  # of a name
_CODE = re.compile(r"[A-Z]{2,5}-\d{4,}\Z")


def unshielded(content: Content) -> Content:
    """The texts as the plan has them: no apostrophe before what looks like a formula."""
    if content.format not in FORMATS or not any(map(_is_ours, content.blocks)):
        return content
    blocks = tuple(
        replace(block, rows=tuple(map(_row, block.rows))) if isinstance(block, Table) else block
        for block in content.blocks
    )
    return replace(content, blocks=blocks)


def _is_ours(block: object) -> bool:
    return (
        isinstance(block, Table)
        and bool(block.rows)
        and any(cell.text == CODE_HEADING for cell in block.rows[0].cells)
    )


def _row(row: Row) -> Row:
    cells = []
    for cell in row.cells:
        paragraphs = tuple(
            replace(paragraph, text=_plan_text(paragraph.text, is_first=not rank))
            for rank, paragraph in enumerate(cell.paragraphs)
        )
        cells.append(replace(cell, paragraphs=paragraphs))
    return replace(row, cells=tuple(cells))


def _plan_text(text: str, *, is_first: bool) -> str:
    return _MARK.sub("", unshield(text) if is_first else text)


def take_code(told: dict[str, Any]) -> None:
    """The permanent code of an action, out of the column that a CSV of ours gives it."""
    codes = [e["text"] for e in told["extra"] if e["header"] == CODE_HEADING]
    if not told["code"] and codes and _CODE.match(codes[0]):
        told["code"] = codes[0]
        told["extra"] = [e for e in told["extra"] if e["header"] != CODE_HEADING]
