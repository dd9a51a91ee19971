"""The two things that xlsxwriter decides alone and that its users would decide otherwise.

It sets every row height in stone, so that a row would not grow as one writes in it; and it signs
« Microsoft Excel », so that LibreOffice trusts the heights instead of working them out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

_SIGNATURE = ("<Application>Microsoft Excel<", "<Application>Pacte<")


class Page(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose row heights are a proposal, but for the strip of logos, which has no text."""

    has_strip = False

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row" and not (self.has_strip and ("r", 1) in attributes):
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class _SignedPackager(Packager):  # type: ignore[misc]  # xlsxwriter has no types
    def _write_app_file(self) -> None:
        super()._write_app_file()
        made = self.filenames[-1][0]
        if self.in_memory:
            text = made.getvalue()
            made.seek(0)
            made.truncate()
            made.write(text.replace(*_SIGNATURE))
        else:
            path = Path(made)
            path.write_text(path.read_text("utf-8").replace(*_SIGNATURE), "utf-8")


class Book(xlsxwriter.Workbook):  # type: ignore[misc]  # xlsxwriter has no types
    def _get_packager(self) -> _SignedPackager:
        return _SignedPackager()
