"""The two fictitious territories, read from `demo/`, their dates counted from a given day."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NotRequired, TypeAlias, TypedDict, cast

SAMPLE = Path(__file__).resolve().parent.parent / "sample"
FOLDER = Path(__file__).resolve().parent.parent / "demo"
SAMPLES = {path.name: path for path in sorted((FOLDER / "samples").glob("plan-*"))}
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
MARK = re.compile(r"\{(?P<what>[YQMD])(?P<shift>[+-]\d+)?\}")
Table: TypeAlias = dict[str, Any]  # what tomllib gives: its shapes are the classes below


class Person(TypedDict):
    key: str
    name: str
    email: str
    role: str
    title: str
    purpose: str
    since: NotRequired[int]
    phone: NotRequired[str]
    mailbox: NotRequired[list[dict[str, str]]]


class Place(TypedDict):
    """One démarche: its territory, its people, whom it works with. Numbers of days from today."""

    name: str
    slug: str
    jurisdiction: str
    opened: int
    colour: str
    presentation: str
    funders_notice: str
    territory: Table
    people: list[Person]
    organisations: list[Table]
    groups: list[Table]
    acronyms: list[Table]
    contacts: list[Table]
    referents: NotRequired[Table]  # one person per commune, and who was elected
    asking: NotRequired[Table]  # whom the team asked where things stand, and what came back
    externals: NotRequired[list[Table]]  # initiatives of others
    frameworks: NotRequired[list[Table]]
    reporting: NotRequired[list[Table]]  # forms of others to fill in
    logos: list[dict[str, str]]


class ActionTold(TypedDict):
    number: NotRequired[str]
    title: str
    under: NotRequired[int]
    status: NotRequired[str]
    since: int
    schedule: NotRequired[str]
    description: NotRequired[str]
    result: NotRequired[str]
    origin: NotRequired[str]
    priority: NotRequired[str]
    weather: NotRequired[str]
    publics: NotRequired[list[str]]
    themes: NotRequired[list[str]]
    pillars: NotRequired[list[str]]
    territories: NotRequired[list[str]]
    externals: NotRequired[list[str]]
    alignments: NotRequired[list[str]]
    indicators: NotRequired[list[str]]
    budget: NotRequired[str]
    reason: NotRequired[str]
    review: NotRequired[int]
    team_only: NotRequired[bool]
    team_only_fields: NotRequired[list[str]]
    leads: NotRequired[list[str]]
    co_leads: NotRequired[list[str]]
    partners: NotRequired[list[str]]
    referents: NotRequired[list[str]]
    funders: NotRequired[list[tuple[str, int]]]
    declined: NotRequired[list[Table]]
    waiting: NotRequired[Table]
    steps: NotRequired[list[Table]]
    ongoing: NotRequired[list[tuple[str, str]]]
    achievements: NotRequired[list[Table]]
    reports: NotRequired[list[Table]]


class PlanTold(TypedDict):
    title: str
    kind: str
    orientation: str
    created: int
    shared: NotRequired[int]
    starts: NotRequired[str]
    ends: NotRequired[str]
    levels: list[tuple[str, str]]
    columns: list[str]
    by: str
    overview: NotRequired[Table]
    frame: list[Table]
    actions: list[ActionTold]
    merged: NotRequired[list[Table]]
    projects: NotRequired[list[Table]]
    proposals: NotRequired[list[Table]]


@dataclass(frozen=True, slots=True)
class Territory:
    """What one folder of `demo/` tells."""

    place: Place
    plans: list[PlanTold]


def sample(today: dt.date) -> Territory:
    """Read the example that a démarche may try with; it has no territory and nobody signs in."""
    return told_in(SAMPLE, today)


def demonstrations(today: dt.date, folder: Path = FOLDER) -> list[Territory]:
    """Read every territory.

    {Y}, {Q-1}, {M+3} and {D-20} in its words become years, quarters,
    months and days.
    """
    homes = sorted(path.parent for path in folder.glob("*/place.toml"))
    return [told_in(home, today) for home in homes]


def told_in(home: Path, today: dt.date) -> Territory:
    paths = [path for path in sorted(home.glob("*.toml")) if path.name != "place.toml"]
    return Territory(
        cast("Place", read(home / "place.toml", today)),
        [cast("PlanTold", read(path, today)) for path in paths],
    )


@cache
def purposes() -> dict[str, str]:
    """What each person of the demonstration comes for, by her address."""
    return {
        person["email"]: person["purpose"]
        for told in demonstrations(dt.date(2000, 1, 1))  # nothing here depends on the day
        for person in told.place["people"]
    }


def read(path: Path, today: dt.date) -> Table:
    """Return the tables of one file, their words dated from that day."""
    told = path.read_text(encoding="utf-8")
    return tomllib.loads(MARK.sub(lambda found: dated(found, today), told))


def dated(mark: re.Match[str], today: dt.date) -> str:
    shift = int(mark["shift"] or 0)
    if mark["what"] == "Y":
        return str(today.year + shift)
    if mark["what"] == "Q":
        years, quarter = divmod((today.month - 1) // 3 + shift, 4)
        return f"T{quarter + 1} {today.year + years}"
    if mark["what"] == "M":
        years, month = divmod(today.month - 1 + shift, 12)
        return f"{MONTHS[month]} {today.year + years}"
    return in_words(today + dt.timedelta(days=shift))


def in_words(day: dt.date) -> str:
    """« 1er mars 2026 », as a plan would say it."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def grouped(amount: Decimal) -> str:
    """« 20 000 », its thousands apart by a thin space that does not break."""
    return f"{amount:,}".replace(",", "\u202f")
