"""What people do with territories: the only place that writes them."""

from pacte.territories.operations.communes import (
    CommuneRow,
    Imported,
    RefusedLine,
    import_communes,
    move_commune,
)
from pacte.territories.operations.perimeters import (
    change_perimeter,
    make_group,
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
    "make_group",
    "make_perimeter",
    "move_commune",
    "rename_perimeter",
]
