"""Dates and amounts as people say them: « mardi 3 mars, dans 12 jours », « 12 500 € », « 98 % »."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from pacte.ui.typography import NARROW, NO_BREAK

NEAR = 60
SYMBOLS = {"EUR": "€", "CAD": "$"}


def human_date(day: dt.date, today: dt.date | None = None) -> str:
    """Say a day, with its distance from today when it is near, and its year when it is another."""
    if isinstance(day, dt.datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return _said(day, today, language())


@lru_cache(maxsize=4096)
def _said(day: dt.date, today: dt.date | None, spoken: str) -> str:
    """A table says the same few days on hundreds of rows, so they are kept."""
    is_near = today is not None and day.year == today.year
    if spoken.startswith("en"):  # as « Nov. 3, 2026 » elsewhere
        said = format_date(day, "l, F j" if is_near else "l, F j, Y")
        said = said.replace(f" {day.day}", f"{NO_BREAK}{day.day}", 1)
    else:
        said = format_date(day, "l j F" if is_near else "l j F Y")
    if day.day == 1 and spoken.startswith("fr"):
        said = said.replace(" 1 ", f" 1er{NO_BREAK}", 1)
    said = said.replace(f" {day.day} ", f" {day.day}{NO_BREAK}", 1)
    distance = distance_in_words(day, today) if today else ""
    return f"{said}, {distance}" if distance else said


def distance_in_words(day: dt.date, today: dt.date) -> str:
    days = (day - today).days
    named = {
        -2: gettext("avant-hier"),
        -1: gettext("hier"),
        0: gettext("aujourd’hui"),
        1: gettext("demain"),
        2: gettext("après-demain"),
    }
    if days in named:
        return named[days]
    if abs(days) > NEAR:
        return ""
    if days > 0:
        return ngettext("dans %(count)d\u00a0jour", "dans %(count)d\u00a0jours", days) % {
            "count": days
        }
    return ngettext("il y a %(count)d\u00a0jour", "il y a %(count)d\u00a0jours", -days) % {
        "count": -days
    }


def amount(value: Decimal | float, currency: str = "EUR") -> str:
    """Say a sum; cents only when there are some."""
    exact = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    symbol = SYMBOLS.get(currency, currency)
    digits = number(exact if exact % 1 else exact.to_integral_value())
    if language().startswith("fr"):
        return f"{digits}{NO_BREAK}{symbol}"
    return digits.replace("-", f"-{symbol}") if exact < 0 else f"{symbol}{digits}"


def percent(ratio: Decimal | float, digits: int = 0) -> str:
    """Say a ratio (0.98) as « 98 % »; what is not all is never rounded up to 100."""
    share = Decimal(str(ratio)) * 100
    step = Decimal(1).scaleb(-digits)
    rounded = share.quantize(step, ROUND_HALF_UP)
    whole = Decimal(100)
    if rounded == whole and share < whole:
        rounded = whole - step
    return f"{number(rounded)}{NO_BREAK}%" if language().startswith("fr") else f"{number(rounded)}%"


def number(value: Decimal | float) -> str:
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if not language().startswith("fr"):
        return text
    thousands = NO_BREAK if language() == "fr-ca" else NARROW
    return text.replace(",", thousands).replace(".", ",")


def language() -> str:
    return get_language() or "fr"


SIZES = (
    gettext_noop("%(size)s\u00a0octets"),
    gettext_noop("%(size)s\u00a0Ko"),
    gettext_noop("%(size)s\u00a0Mo"),
    gettext_noop("%(size)s\u00a0Go"),
)
THOUSAND = 1024
PRECISE_BELOW = 10  # 1,4 Mo, but 14 Mo


def file_size(size: int) -> str:
    """Say how much a file weighs, in the units of a desk and not those of engineers (Kio)."""
    weight, unit = float(size), 0
    while weight >= THOUSAND and unit < len(SIZES) - 1:
        weight, unit = weight / THOUSAND, unit + 1
    weight = round(weight, 1 if weight < PRECISE_BELOW else 0)
    said = number(int(weight) if weight.is_integer() else weight)
    return gettext(SIZES[unit]) % {"size": said}
