"""Stretches of the calendar that words name: months, quarters, seasons, school years…"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum


class Convention(StrEnum):
    """How the document counts the years of « 2014-2015 »."""

    CIVIL = "civil"
    FISCAL = "fiscal"  # 1 April to 31 March
    SCHOOL = "school"  # 1 September to 31 August


class Grain(StrEnum):
    DAY = "day"
    PART = "part"  # a month, a quarter, a season…
    YEAR = "year"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar, whose year may be unknown."""

    grain: Grain
    year: int | None
    first: tuple[int, int] = (1, 1)  # month and day
    last: tuple[int, int] = (12, 31)
    last_year: int | None = None  # where it is not the first one
    hyphenated: bool = False  # « 2014-2015 », which has three readings
    closes: bool = False  # « fin 2025 »: its end counts, whatever stands before

    @property
    def start(self) -> dt.date | None:
        return None if self.year is None else _date(self.year, *self.first)

    @property
    def end(self) -> dt.date | None:
        year = self.last_year or self.year
        return None if year is None else _date(year, *self.last)

    def in_year(self, year: int) -> Moment:
        return replace(self, year=year)

    def counted(self, convention: Convention) -> Moment:
        """« 2014-2015 » under a convention: the first of April 2014 to the last of March 2015."""
        if convention is Convention.FISCAL:
            return replace(self, first=(4, 1), last=(3, 31))
        if convention is Convention.SCHOOL:
            return replace(self, first=(9, 1), last=(8, 31))
        return self


def _date(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def whole_year(year: int) -> Moment:
    return Moment(Grain.YEAR, year)


def years(first: int, last: int, *, hyphenated: bool = False) -> Moment:
    return Moment(Grain.YEARS, first, last_year=last, hyphenated=hyphenated)


def day(year: int | None, month: int, number: int) -> Moment:
    return Moment(Grain.DAY, year, (month, number), (month, number))


def months(year: int | None, first: int, last: int) -> Moment:
    return Moment(Grain.PART, year, (first, 1), (last, 31))


def quarter(year: int | None, number: int) -> Moment:
    return months(year, 3 * number - 2, 3 * number)


def half(year: int | None, number: int) -> Moment:
    return months(year, 6 * number - 5, 6 * number)


_SEASONS = {
    "printemps": ((3, 21), (6, 20)),
    "ete": ((6, 21), (9, 20)),
    "automne": ((9, 21), (12, 20)),
    # Within the year it names, as Québec says it: hiver 2025 is what follows January 2025.
    "hiver": ((1, 1), (3, 20)),
}


def season(name: str, year: int | None, last_year: int | None = None) -> Moment:
    first, last = _SEASONS[name]
    if name == "hiver" and last_year is not None:
        return Moment(Grain.PART, year, (12, 21), last, last_year)
    return Moment(Grain.PART, year, first, last)


def part_of(moment: Moment, part: str) -> Moment:
    """Its beginning, its middle or its end: a third of a month, a few months of a year."""
    if moment.grain is Grain.YEAR:
        first, last = {"debut": (1, 3), "mi": (5, 8), "fin": (10, 12)}[part]
        narrowed = months(moment.year, first, last)
    elif moment.first[0] == moment.last[0]:
        month = moment.first[0]
        days = {"debut": (1, 10), "mi": (11, 20), "fin": (21, 31)}[part]
        narrowed = Moment(Grain.PART, moment.year, (month, days[0]), (month, days[1]))
    else:
        month = {"debut": moment.first[0], "fin": moment.last[0]}.get(
            part, (moment.first[0] + moment.last[0]) // 2
        )
        narrowed = months(moment.year, month, month)
    return replace(narrowed, closes=part == "fin")


def is_day(year: int | None, month: int, number: int) -> bool:
    return 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year or 2024, month)[1]  # noqa: PLR2004 — twelve months


def from_serial(number: float) -> dt.date:
    """The date that a spreadsheet keeps as a number of days."""
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
