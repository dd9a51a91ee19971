"""A list of communes pasted as people keep it: names, codes, or both, one a line."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pacte.territories.enums import FINEST, ListedProblem
from pacte.territories.models import Territory, TerritoryQuerySet, search_key
from pacte.territories.queries.names import Found, placed, search_territories

CODE = re.compile(r"(?:\d{1,9}|\d[AB]\d{0,3}|AR\d{3})", re.IGNORECASE)
CODE_THEN_NAME = re.compile(r"(\d[\dABab]\d{3})[\s:–-]+(\D.*)")
NAME_THEN_PLACE = re.compile(r"(.+?)\s*\(([^()]+)\)")
POSTAL_DIGITS = 2
GUESSED_LINES = 10  # beyond, a list is not misspelt but something else
GUESSES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line names: a code, a name, and what was said of where it lies."""

    line: int
    text: str
    code: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A line that could not be taken, and whom it may mean."""

    line: int
    text: str
    problem: ListedProblem
    choices: list[Found]


@dataclass(slots=True)
class ReadList:
    found: list[Territory] = field(default_factory=list)
    left: list[UnknownLine] = field(default_factory=list)


def entries(text: str) -> Iterator[Entry]:
    """Cells of a pasted sheet make one entry, names between commas several."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[\t;|]", line) if cell.strip()]
        if len(cells) > 1:
            yield entry(number, line.strip(), cells)
            continue
        for part in (part.strip() for cell in cells for part in cell.split(",")):
            if part:
                yield entry(number, part, [part])


def entry(line: int, text: str, cells: list[str]) -> Entry:
    code = next((cell.upper() for cell in cells if CODE.fullmatch(cell)), "")
    name = next((cell for cell in cells if not CODE.fullmatch(cell)), "")
    place = ""
    if said := CODE_THEN_NAME.fullmatch(name):
        code, name = code or said[1].upper(), said[2]
    if said := NAME_THEN_PLACE.fullmatch(name):
        name, place = said[1], said[2].strip()
    return Entry(line, text, code, name, place)


def read_list(text: str, *, on: dt.date, among: TerritoryQuerySet | None = None) -> ReadList:
    """Say which territories a list names, each once, and which lines name none or several.

    A code is the official one; beside a name it may be a postal code, whose département then
    tells namesakes apart. A commune comes before what else bears its name.
    """
    listed = list(entries(text))
    known = (Territory.objects.shared() if among is None else among).on(on)
    by_code = grouped(
        known.filter(official_code__in={one.code for one in listed if one.code}), "official_code"
    )
    by_key = grouped(
        known.filter(search_key__in={search_key(one.name) for one in listed if one.name}),
        "search_key",
    )
    read, met = ReadList(), set[int]()
    for one in listed:
        meant = meant_by(one, by_code, by_key, on=on)
        if len(meant) == 1:
            if meant[0].pk not in met:
                read.found.append(meant[0])
            met.add(meant[0].pk)
            continue
        problem = ListedProblem.SEVERAL if meant else ListedProblem.NOT_FOUND
        may_guess = len(read.left) < GUESSED_LINES
        choices = placed(meant, on=on) if meant else guesses(one, known, may_guess, on=on)
        read.left.append(UnknownLine(one.line, one.text, problem, choices))
    return read


def grouped(territories: Iterable[Territory], by: str) -> dict[str, list[Territory]]:
    held: dict[str, list[Territory]] = defaultdict(list)
    for territory in territories:
        held[getattr(territory, by)].append(territory)
    return held


def meant_by(
    one: Entry,
    by_code: dict[str, list[Territory]],
    by_key: dict[str, list[Territory]],
    *,
    on: dt.date,
) -> list[Territory]:
    coded = by_code.get(one.code, []) if one.code else []
    if not one.name:
        return finest_first(coded)
    named = by_key.get(search_key(one.name), [])
    if both := [territory for territory in coded if territory in named]:
        return finest_first(both)
    if len(named) > 1 and one.code:
        near = [t for t in named if t.official_code[:POSTAL_DIGITS] == one.code[:POSTAL_DIGITS]]
        named = near or named
    if len(named) > 1 and one.place:
        named = [found.territory for found in placed(named, on=on) if lies_in(found, one.place)]
    return finest_first(named)


def lies_in(found: Found, place: str) -> bool:
    by_code = place.isalnum() and found.territory.official_code.startswith(place.upper())
    return by_code or search_key(found.within) == search_key(place)


def finest_first(territories: list[Territory]) -> list[Territory]:
    """« Périgueux » is the commune, though an arrondissement has its name."""
    return [one for one in territories if one.kind in FINEST] or territories


def guesses(one: Entry, known: TerritoryQuerySet, may_guess: bool, *, on: dt.date) -> list[Found]:
    if not one.name or not may_guess:
        return []
    return search_territories(one.name, on=on, among=known, kinds=FINEST, limit=GUESSES)
