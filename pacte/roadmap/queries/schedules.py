"""The words of a schedule as a plan shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import translation

from pacte.core.days import said_day


def schedule_words(told: Mapping[str, Any]) -> str:
    """The document's own words; a day that a workbook holds as a bare number is said in words."""
    text = str(told["text"])
    if told["kind"] == "date" and told["start"] and text.isdecimal() and len(text) > YEAR_DIGITS:
        with translation.override("fr"):  # words of the document, in its language
            return said_day(dt.date.fromisoformat(told["start"]), "j F Y")
    return text


YEAR_DIGITS = 4
