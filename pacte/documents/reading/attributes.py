"""Numbers and dates as the attributes of XML write them, or write them wrongly."""

from __future__ import annotations

import datetime as dt


def number(text: str | None, *, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def date_of(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
