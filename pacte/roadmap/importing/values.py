"""One value to be understood, as a cell or a section holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.importing.pieces import squeeze

if TYPE_CHECKING:
    from pacte.documents.content import CellValue, Place


@dataclass(slots=True)
class Value:
    """One value to be understood: its words, what the cell holds besides, and where it stands."""

    text: str
    heading: str
    place: Place
    cell_value: CellValue = None
    lines_lost: bool = False

    @property
    def where(self) -> Place:
        return self.place.at(column=squeeze(self.heading) or None)

    @property
    def number(self) -> float | None:
        """The number that the cell holds, if it does."""
        held = self.cell_value
        return None if isinstance(held, bool) or not isinstance(held, int | float) else float(held)
