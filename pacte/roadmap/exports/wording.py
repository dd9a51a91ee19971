"""The lines of a cell as a document says them: « (pressenti) », « À venir : … »."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pacte.roadmap.queries.cells import Line, TableRow

_PLANNED_ALREADY = ("à venir", "prévu", "upcoming", "planned")


def sought() -> str:
    return _("(pressenti)")


def said(line: Line) -> str:
    """One line of a cell, with what its mark means to a reader."""
    if line.mark == "SOUGHT" and not line.text.endswith(sought()):  # a document may say it itself
        return f"{line.text} {sought()}"
    if line.mark == "PLANNED" and not line.text.casefold().startswith(_PLANNED_ALREADY):
        return _("À venir : %(text)s") % {"text": line.text}
    return line.text


def lines_of(row: TableRow, key: str) -> list[str]:
    """Without those who declined: a document that leaves does not name them."""
    return [said(line) for line in row.cells.get(key, ()) if line.mark != "DECLINED"]


def text_of(row: TableRow, key: str) -> str:
    return "\n".join(lines_of(row, key))


def titled(row: TableRow) -> str:
    """The title with its number, as the plan says it."""
    return str(row.action)
