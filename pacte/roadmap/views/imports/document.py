"""The document beside the plan: one page of it, each passage with its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pacte.roadmap.importing.keeping import row_of
from pacte.roadmap.views.imports.places import Json, anchor

if TYPE_CHECKING:
    from pacte.roadmap.models import PlanImport


def document_blocks(plan_import: PlanImport, reading: Json, number: int) -> list[dict[str, Any]]:
    """One page of the document, each passage with its id and what was decided of it."""
    page = plan_import.pages.filter(number=number).first()
    rows: Json = plan_import.choices.get("rows", {})
    left_out = set(plan_import.choices.get("left_out", ()))
    first = reading["actions"][0]["where"] if reading["actions"] else ""
    reached = number > reading.get("page_of", {}).get(first, 1)
    opens = {action["where"] for action in reading["actions"]}
    unplaced = {row_of(passage["where"]) for passage in reading["unplaced"]}
    asked = _asked_cells(reading)
    blocks: list[dict[str, Any]] = list(page.blocks) if page else []
    for block in blocks:
        block["id"] = anchor(block["where"])
        block["is_unplaced"] = block["where"] in unplaced
        for row in block.get("rows", ()):
            where = row["where"]
            row["id"] = anchor(where)
            row["is_out"] = where in left_out
            row["joining"] = rows.get(where, "")
            row["opens"] = where in opens
            row["is_first"] = not reached  # no action stands above it
            reached = reached or where == first
            row["is_unplaced"] = where in unplaced and where not in left_out
            row["anchors"] = _mark_cells(row["cells"], asked.get(where, {}))
    return blocks


def _asked_cells(reading: Json) -> dict[str, dict[str, int | None]]:
    """By row, the places of its cells that something is asked about, and their column."""
    columns = {column["heading"]: column["column"] for column in reading.get("columns", ())}
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for doubt in reading["doubts"]:
        row, _comma, heading = doubt["where"].partition(", colonne ")
        if heading:
            found[row][doubt["where"]] = columns.get(heading)
    return found


def _mark_cells(cells: Sequence[dict[str, Any]], asked: Mapping[str, int | None]) -> list[str]:
    """Give their id to the cells asked about; return the ids of those that are not drawn here."""
    by_column = {cell["column"]: cell for cell in cells}
    waiting = []
    for where, column in asked.items():
        cell = by_column.get(column) if column is not None else None
        if cell is None:
            waiting.append(anchor(where))
        else:
            cell["id"] = anchor(where)
    return waiting
