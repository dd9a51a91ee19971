"""What people do with territories: the only place that writes them."""

from pacte.territories.operations.communes import (
    CommuneRow,
    Imported,
    RefusedLine,
    import_communes,
)
from pacte.territories.operations.perimeters import (
    change_perimeter,
    make_perimeter,
    rename_perimeter,
)
from pacte.territories.operations.reference import Loaded, load_reference
from pacte.territories.operations.zones import ZoneRow, import_zones

__all__ = [
    "CommuneRow",
    "Imported",
    "Loaded",
    "RefusedLine",
    "ZoneRow",
    "change_perimeter",
    "import_communes",
    "import_zones",
    "load_reference",
    "make_perimeter",
    "rename_perimeter",
]
