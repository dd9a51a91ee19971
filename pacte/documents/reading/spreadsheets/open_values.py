"""What a cell of an OpenDocument sheet is worth, and how a person reads it."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from pacte.documents.reading.spreadsheets.numbers import (
    FALSE,
    TRUE,
    held,
    in_french,
    plain,
    show_moment,
    show_time,
)
from pacte.documents.reading.spreadsheets.remarks import moment

if TYPE_CHECKING:
    from pacte.documents.content import CellValue
    from pacte.documents.reading.xmltree import Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$")
_BOOLEANS = {"TRUE", "FALSE", TRUE, FALSE}
_HOURS_IN_DAY = 24


def shown(element: Element, seen: str) -> tuple[str, CellValue]:
    """The text that a person reads and the value, as for the other workbooks."""
    kind = element.get(f"{_OFFICE}value-type")
    if kind == "boolean":
        is_true = element.get(f"{_OFFICE}boolean-value") == "true"
        return (TRUE if is_true else FALSE), is_true
    if kind == "date":
        return _shown_date(moment(element.get(f"{_OFFICE}date-value")), seen)
    if kind == "time":
        return _shown_time(element.get(f"{_OFFICE}time-value") or "", seen)
    if kind in {"float", "percentage", "currency"}:
        return _shown_number(element.get(f"{_OFFICE}value") or "", seen)
    return seen, None


def _shown_number(written: str, seen: str) -> tuple[str, CellValue]:
    try:
        value = float(written)
    except ValueError:
        return seen, None
    if not math.isfinite(value):
        return seen, None
    if seen.upper() in _BOOLEANS:
        return (TRUE if value else FALSE), bool(value)
    return in_french(seen, value) if seen else plain(value), held(value)


def _shown_date(date: dt.datetime | None, seen: str) -> tuple[str, CellValue]:
    if date is None:
        return seen, None
    if seen == str(date.year):
        return seen, date.year
    numbers = {int(number) for number in re.findall(r"\d{1,4}", seen)}
    if seen and date.day not in numbers:
        return seen, None
    return show_moment(date)


def _shown_time(written: str, seen: str) -> tuple[str, CellValue]:
    found = _DURATION.match(written)
    if found is None or found[1] or int(found[2]) >= _HOURS_IN_DAY:
        return seen, None
    time = dt.time(int(found[2]), int(found[3]) % 60, int(found[4]) % 60)
    return show_time(time), time
