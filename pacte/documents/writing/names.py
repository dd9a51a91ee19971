"""Names that formats and systems allow: of sheets, and of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.documents.writing.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHEET_LIMIT = 31  # characters, for Excel
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\n\t]+")
_FILE_LIMIT = 150
_NOT_IN_FILES = re.compile(r"[\\/:*?\"<>|\n\t]+")


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel accepts, each once whatever its case, as near as can be to those wanted."""
    taken: set[str] = set()
    names = []
    for text in wanted:
        base = _NOT_IN_SHEETS.sub(" ", clean(text)).strip(" '") or "-"
        name, count = _shortened(base, ""), 1
        while name.casefold() in taken:
            count += 1
            name = _shortened(base, f" ({count})")
        taken.add(name.casefold())
        names.append(name)
    return names


def file_names(wanted: Sequence[str]) -> list[str]:
    """Names that any system accepts for a file, each once whatever its case."""
    taken: set[str] = set()
    names = []
    for text in wanted:
        base = _NOT_IN_FILES.sub("-", clean(text)).strip(" .")[:_FILE_LIMIT] or "-"
        stem, dot, ending = base.rpartition(".")
        name, count = base, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem} ({count}).{ending}" if dot and stem else f"{base} ({count})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(text: str, suffix: str) -> str:
    units = text.encode("utf-16-le")[: 2 * (_SHEET_LIMIT - len(suffix))]
    return units.decode("utf-16-le", "ignore").strip(" '") + suffix
