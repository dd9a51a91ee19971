"""What a person sees of a number: its format turned into French text, and the date it may be."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from pacte.documents.content import CellValue

NBSP = "\u00a0"
TRUE, FALSE = "VRAI", "FAUX"
GENERAL = "General"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
# ECMA-376, part 1, 18.8.30; those that depend on the country are dates.
BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    5: '#,##0 "€"', 6: '#,##0 "€"', 7: '#,##0.00 "€"', 8: '#,##0.00 "€"',
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: "#,##0", 42: '#,##0 "€"', 43: "#,##0.00", 44: '#,##0.00 "€"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
    17: "mmm-yy",
    **dict.fromkeys((14, 15, 16, *range(27, 32), 34, 35, 36, *range(50, 59)), "dd/mm/yyyy"),
    32: "h:mm", 33: "h:mm:ss",
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?:.|$) | \*(?:.|$)
    | \[\$(?P<currency>[^\]\-]*)[^\]]*\] | \[(?P<elapsed>h+|m+|s+)\] | \[[^\]]*\]
    | (?P<ampm>am/pm|a/p) | (?P<date>y+|m+|d+|h+|s+|e+(?![+\-])) | (?P<digits>[0#?][0#?,.]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CURRENCIES = ("€", "$", "£", "CHF", "CAD", "EUR", "USD")
_SHOWN_AS_THEY_STAND = {"/", "E", "e"}
_EPOCH_1900, _EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001 — a sheet knows no zone
_FALSE_LEAP_DAY = 60  # Excel believes in 29 February 1900
_WHOLE_NUMBERS_UNTIL = 1e15
_WRITTEN = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_MOST_DECIMALS = 8
_SECONDS_IN_DAY = 86_400
_SECONDS_IN_HOUR = 3_600


class _Shown(Enum):
    """What of a date its format lets a person see."""

    DATE = auto()
    MOMENT = auto()
    MONTH = auto()  # and year
    MONTH_ALONE = auto()
    YEAR = auto()
    TIME = auto()
    DURATION = auto()


@dataclass(frozen=True, slots=True)
class _Digits:
    """A section of a format that shows a number, or only words."""

    before: str = ""
    after: str = ""
    shown: bool = True
    decimals: int = 0
    width: int = 1
    grouped: bool = False
    factor: float = 1


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """One number format, read once: `show` gives the text seen and the value held."""

    date: _Shown | None = None
    sections: tuple[_Digits, ...] = ()

    def show(self, number: float, *, from_1904: bool = False) -> tuple[str, CellValue]:
        """The text that a person reads and the value: a date only where its day is shown."""
        if self.date is not None:
            return _show_date(number, self.date, _EPOCH_1904 if from_1904 else _EPOCH_1900)
        if not self.sections:
            value = held(number)
            return (str(value) if isinstance(value, int) else plain(number)), value
        negative, zero = len(self.sections) > 1 and number < 0, 2
        section = self.sections[0]
        if negative:
            section, shown = self.sections[1], -number
        else:
            shown = number
        if number == 0 and len(self.sections) > zero:
            section = self.sections[zero]
        return _show_digits(shown, section), held(number)


def held(number: float) -> CellValue:
    """2015 for 2015.0."""
    if number.is_integer() and abs(number) < _WHOLE_NUMBERS_UNTIL:
        return int(number)
    return number


def plain(number: float) -> str:
    """A number without format: « 2015 », « 12,5 »."""
    if number.is_integer() and abs(number) < _WHOLE_NUMBERS_UNTIL:
        return str(int(number))
    return f"{number:.15g}".replace(".", ",")


def in_french(seen: str, number: float) -> str:
    """A number written for another country, « 12,000.50 € », as it is written in French."""
    found = _WRITTEN.search(seen)
    if found is None:
        return seen
    value = abs(number) * (100 if "%" in seen else 1)
    digits = re.sub(r"\D", "", found[0]).lstrip("0")
    for decimals in range(_MOST_DECIMALS):
        whole, _, rest = f"{value:.{decimals}f}".partition(".")
        if (whole + rest).lstrip("0") != digits:
            continue
        separators = len(re.findall(r"\D", found[0])) - bool(decimals)
        written = f"{int(whole):,}".replace(",", NBSP) if separators > 0 else whole
        shown = seen.replace(found[0], f"{written},{rest}" if rest else written)
        return re.sub(r"\s*%", f"{NBSP}%", shown)
    return seen


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """Read a format such as « #,##0.00 "€" » or « mmm-yy »."""
    if code.lower() in {"general", "standard", "@", ""}:
        return NumberFormat()
    tokens = [list(_TOKEN.finditer(section)) for section in _sections(code)]
    if (date := _date_shown(tokens[0])) is not None:
        return NumberFormat(date=date)
    sections = [_digits(section) for section in tokens[:3]]
    if any(section is None for section in sections):
        return NumberFormat()
    return NumberFormat(sections=tuple(section for section in sections if section is not None))


def _sections(code: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"?|\\.|[^;"\\]|\\$)+', code) or [code]


def _date_shown(tokens: list[re.Match[str]]) -> _Shown | None:
    if any(token["elapsed"] for token in tokens):
        return _Shown.DURATION
    letters = [token["date"][0].lower() for token in tokens if token["date"]]
    if not letters or any(token["digits"] and token["digits"][0] != "0" for token in tokens):
        return None
    has = set()
    for index, letter in enumerate(letters):
        beside = letters[index - 1 : index] + letters[index + 1 : index + 2]
        minutes = letter == "m" and ((beside[:1] == ["h"] and index > 0) or "s" in beside)
        has.add("h" if minutes or letter == "s" else "y" if letter == "e" else letter)
    if "h" in has:
        return _Shown.MOMENT if has - {"h"} else _Shown.TIME
    if "d" in has:
        return _Shown.DATE
    if "m" in has:
        return _Shown.MONTH if "y" in has else _Shown.MONTH_ALONE
    return _Shown.YEAR


def _digits(tokens: list[re.Match[str]]) -> _Digits | None:
    """None for what is shown as it stands: fractions, powers of ten."""
    before, after, number, factor = "", "", "", 1.0
    for token in tokens:
        if token["digits"]:
            if number and ("." in token["digits"] or "/" in before + after):
                return None
            number += token["digits"]
            continue
        if token["date"] or token["other"] in _SHOWN_AS_THEY_STAND:
            return None
        literal = next((part for part in _literals(token) if part), "")
        factor *= 100 if token["other"] == "%" else 1
        if number:
            after += literal
        else:
            before += literal
    return _section(before.lstrip(), after.rstrip(), number, factor)


def _literals(token: re.Match[str]) -> tuple[str | None, ...]:
    other = token["other"]
    if other == "%":
        other = f"{NBSP}%"
    return token["quoted"], token["escaped"], token["currency"], other if other != "@" else ""


def _section(before: str, after: str, number: str, factor: float) -> _Digits:
    whole, _, decimals = number.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    whole = whole.rstrip(",")
    if before.strip() in _CURRENCIES:
        before, after = "", f"{NBSP}{before.strip()}{after}"
    return _Digits(
        before=before,
        after=after.replace(" ", NBSP).replace(NBSP * 2, NBSP),
        shown=bool(number),
        decimals=sum(decimals.count(placeholder) for placeholder in "0#?"),
        width=max(whole.count("0"), 1),
        grouped="," in whole,
        factor=factor / 1000**scale,
    )


def _show_digits(number: float, section: _Digits) -> str:
    if not section.shown:
        return section.before + section.after
    text = f"{number * section.factor:,.{section.decimals}f}"
    if not section.grouped:
        text = text.replace(",", "")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, decimals = text.partition(".")
    whole = whole.rjust(section.width, "0").replace(",", NBSP)
    return f"{sign}{section.before}{whole}{',' if decimals else ''}{decimals}{section.after}"


def _show_date(number: float, shown: _Shown, epoch: dt.datetime) -> tuple[str, CellValue]:
    seconds = round(number * _SECONDS_IN_DAY) if math.isfinite(number) else -1
    if shown is _Shown.DURATION:
        hours, rest = divmod(abs(seconds), _SECONDS_IN_HOUR)
        return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02d}", held(number)
    if epoch is _EPOCH_1900 and 0 < number < _FALSE_LEAP_DAY:
        seconds += _SECONDS_IN_DAY
    try:
        moment = epoch + dt.timedelta(seconds=seconds)
    except OverflowError:
        moment = None
    if number < 0 or moment is None:
        return plain(number), held(number)
    if shown is _Shown.TIME or (shown is _Shown.MOMENT and number < 1):
        return show_time(moment.time()), moment.time()
    return _show_part(moment, shown) or show_moment(moment)


def _show_part(moment: dt.datetime, shown: _Shown) -> tuple[str, CellValue] | None:
    month = _MONTHS[moment.month - 1]
    if shown is _Shown.YEAR:
        return str(moment.year), moment.year
    if shown is _Shown.MONTH:
        return f"{month} {moment.year}", None
    return (month, None) if shown is _Shown.MONTH_ALONE else None


def show_moment(moment: dt.datetime) -> tuple[str, CellValue]:
    """« 31/12/2025 », or « 31/12/2025 14:30 » when it has an hour."""
    day = f"{moment.day:02d}/{moment.month:02d}/{moment.year}"
    if moment.time() == dt.time():
        return day, moment.date()
    return f"{day} {show_time(moment.time())}", moment


def show_time(time: dt.time) -> str:
    return f"{time:%H:%M:%S}" if time.second else f"{time:%H:%M}"
