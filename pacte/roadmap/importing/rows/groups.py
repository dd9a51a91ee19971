"""The rows that tell one action."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.roadmap.importing.pieces import BodyRow


@dataclass(slots=True)
class Group:
    """The rows of one action; `cut` are those that a page break tore off the row above."""

    rows: list[BodyRow]
    node: str | None
    cut: set[int] = field(default_factory=set)  # positions in `rows`
    below: list[str] = field(default_factory=list)  # titles of rows that are its steps


def turns_page(above: BodyRow, below: BodyRow) -> bool:
    """Whether a row stands on another page than the row above it."""
    page = below.row.place.page
    return page is not None and page != above.row.place.page
