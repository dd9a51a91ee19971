"""One reader for each kind of table of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.levels import Layout
    from pacte.roadmap.importing.pieces import Part


from pacte.roadmap.importing.rows.reader import RowReader


@dataclass(slots=True)
class RowReaders:
    """One reader for each kind of table of a document."""

    builder: Builder
    layouts: Mapping[tuple[str, ...], Layout | None]
    _readers: dict[tuple[str, ...], RowReader] = field(default_factory=dict)

    def read(self, part: Part, node: str | None) -> bool:
        """Read a part under a node, if it holds a plan; true for the first of its kind."""
        layout = self.layouts[part.signature]
        if layout is None:
            return False
        reader = self._readers.get(part.signature)
        first = reader is None
        if reader is None:
            reader = RowReader(self.builder, layout, "|".join(part.signature))
            self._readers[part.signature] = reader
        for other in self._readers.values():
            if other is not reader:
                other.close()
        if not part.continued or node != reader.outer:
            reader.under(node)
        reader.read(part)
        return first

    def close(self) -> None:
        for reader in self._readers.values():
            reader.close()
