"""The strip of logos of an OpenDocument spreadsheet: the pictures, and the row that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.writing.ods_styles import LOGOS_ROW
from pacte.documents.writing.ods_xml import child, element
from pacte.documents.writing.pictures import Placed, strip

if TYPE_CHECKING:
    from lxml import etree

    from pacte.documents.writing.layout import Workbook

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}


class Strip:
    """The logos of a workbook, each under the path that its picture has in the file."""

    def __init__(self, workbook: Workbook) -> None:
        self.logos: dict[str, Placed] = {
            f"Pictures/logo-{rank}.{_ENDINGS.get(logo.image.mime, 'png')}": logo
            for rank, logo in enumerate(strip(workbook.logos), 1)
        }

    def row(self) -> etree._Element:
        row = element("table:table-row", {"table:style-name": LOGOS_ROW})
        cell = child(row, "table:table-cell")
        for rank, (path, logo) in enumerate(self.logos.items()):
            frame = child(cell, "draw:frame", {
                "draw:z-index": str(rank),
                "draw:name": f"logo {rank + 1}",
                "svg:x": f"{logo.left:.1f}pt",
                "svg:y": "3pt",
                "svg:width": f"{logo.width:.1f}pt",
                "svg:height": f"{logo.height:.1f}pt",
            })  # fmt: skip
            child(frame, "draw:image", {
                "xlink:href": path, "xlink:type": "simple", "xlink:show": "embed",
                "xlink:actuate": "onLoad",
            })  # fmt: skip
            child(frame, "svg:desc", text=logo.alt)
        return row
