"""Numbers and bullets at the head of titles, and several items in one text."""

from pacte.roadmap.importing.numbering.heads import (
    Numbered,
    depth_of,
    number_alone,
    parts_of,
    take_number,
)
from pacte.roadmap.importing.numbering.items import Item, split_items
from pacte.roadmap.importing.numbering.kinds import NumberKinds

__all__ = [
    "Item",
    "NumberKinds",
    "Numbered",
    "depth_of",
    "number_alone",
    "parts_of",
    "split_items",
    "take_number",
]
