"""Workbooks that Pacte wrote itself: what nobody touched reads back exactly as it was."""

from pacte.roadmap.importing.own.packing import (
    CODE,
    CODE_HEADING,
    SHEET,
    VERSION,
    VERSION_HEADING,
    OwnAction,
    OwnColumn,
    OwnWorkbook,
    fingerprint,
    packed,
    unpacked,
)
from pacte.roadmap.importing.own.reading import read_own

__all__ = [
    "CODE",
    "CODE_HEADING",
    "SHEET",
    "VERSION",
    "VERSION_HEADING",
    "OwnAction",
    "OwnColumn",
    "OwnWorkbook",
    "fingerprint",
    "packed",
    "read_own",
    "unpacked",
]
