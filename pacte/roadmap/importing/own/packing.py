"""What a workbook of ours says of itself, on its hidden sheet."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pacte.documents.content import Table
from pacte.roadmap.importing.pieces import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pacte.documents.content import Content

SHEET = "_pacte"
CODE, VERSION = "code", "version"  # keys of the hidden columns
CODE_HEADING, VERSION_HEADING = "Code Pacte", "Version Pacte"
_FORMAT = 1
_PIECE = 30_000  # characters: a cell of Excel holds 32,767


@dataclass(frozen=True, slots=True)
class OwnColumn:
    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class OwnAction:
    code: str
    version: int
    action: dict[str, Any]  # as `pacte read` prints it
    cells: dict[str, str]  # fingerprint of the text of each column, by key; blank cells left out


@dataclass(slots=True)
class OwnWorkbook:
    plan: dict[str, Any]  # the object `plan` that `pacte read` prints
    levels: list[dict[str, Any]]
    nodes: list[dict[str, Any]]
    columns: list[OwnColumn]
    actions: dict[str, OwnAction] = field(default_factory=dict)  # by code
    is_partial: bool = False  # filters have left actions out
    furniture: list[str] = field(default_factory=list)  # lines around the table, ours
    marks: list[str] = field(default_factory=list)  # words added to names: « (pressenti) »
    overflow: str = ""  # the sheet of texts too long for a cell, and what a cut cell ends with


def fingerprint(text: str) -> str:
    """The same for two texts that only spaces and line ends tell apart."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def packed(workbook: OwnWorkbook) -> list[tuple[str, str, str]]:
    """Rows of the hidden sheet: what it is about, its key, a piece of JSON."""
    head = {
        "format": _FORMAT,
        "plan": workbook.plan,
        "levels": workbook.levels,
        "nodes": workbook.nodes,
        "columns": [[column.key, column.heading] for column in workbook.columns],
        "is_partial": workbook.is_partial,
        "furniture": workbook.furniture,
        "marks": workbook.marks,
        "overflow": workbook.overflow,
    }
    rows = list(_pieces("plan", "", head))
    for own in workbook.actions.values():
        held = {"version": own.version, "action": own.action, "cells": own.cells}
        rows.extend(_pieces("action", own.code, held))
    return rows


def _pieces(kind: str, key: str, held: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    text = json.dumps(held, ensure_ascii=True, separators=(",", ":"))
    for start in range(0, len(text), _PIECE):
        # Bars keep the spaces at its ends, which a reader of cells takes off.
        yield kind, key, f"|{text[start : start + _PIECE]}|"


def unpacked(content: Content) -> OwnWorkbook | None:
    """What the hidden sheet says; None for a file that is not ours, or no longer makes sense."""
    sheet = next((b for b in content.blocks if isinstance(b, Table) and b.name == SHEET), None)
    if sheet is None:
        return None
    texts: dict[tuple[str, str], str] = {}
    for row in sheet.rows:
        kind, key, piece = ([text_of(cell) for cell in row.cells] + ["", "", ""])[:3]
        texts[kind, key] = texts.get((kind, key), "") + piece[1:-1]
    try:
        return _unpacked(texts.items())
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _unpacked(texts: Iterable[tuple[tuple[str, str], str]]) -> OwnWorkbook | None:
    held = {place: json.loads(text) for place, text in texts if place[0] in {"plan", "action"}}
    head = held.pop(("plan", ""))
    if head["format"] != _FORMAT:
        return None
    return OwnWorkbook(
        plan=head["plan"],
        levels=head["levels"],
        nodes=head["nodes"],
        columns=[OwnColumn(key, heading) for key, heading in head["columns"]],
        actions={
            code: OwnAction(code, int(told["version"]), told["action"], dict(told["cells"]))
            for (_, code), told in held.items()
        },
        is_partial=bool(head["is_partial"]),
        furniture=[str(line) for line in head["furniture"]],
        marks=[str(mark) for mark in head["marks"]],
        overflow=str(head["overflow"]),
    )
