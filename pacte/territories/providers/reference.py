"""The official territories shipped with Pacte, read from `reference/`."""

from __future__ import annotations

import csv
import datetime as dt
import lzma
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pacte.territories.errors import ReferenceIncomplete

FOLDER = Path(__file__).resolve().parent.parent / "reference"


@dataclass(frozen=True, slots=True)
class Source:
    """Whose the data is, of which date, under which licence, and how much of it there is."""

    name: str
    file: Path
    jurisdiction: str
    as_of: dt.date
    population_year: int | None
    producers: tuple[str, ...]
    addresses: tuple[str, ...]
    licence: str
    packaged_copy: str
    left_out: str
    published: Mapping[str, int]


class Row(NamedTuple):
    kind: str
    code: str
    name: str
    population: int | None
    parents: tuple[tuple[str, str], ...]


@cache
def sources(folder: Path = FOLDER) -> Mapping[str, Source]:
    """Return every source by its name in SOURCES.toml."""
    with (folder / "SOURCES.toml").open("rb") as held:
        tables = tomllib.load(held)
    return {
        name: Source(
            name=name,
            file=folder / table["file"],
            jurisdiction=table["jurisdiction"],
            as_of=table["as_of"],
            population_year=table.get("population_year"),
            producers=tuple(table["producers"]),
            addresses=tuple(table["addresses"]),
            licence=table["licence"],
            packaged_copy=table["packaged_copy"],
            left_out=table["left_out"],
            published=table["published"],
        )
        for name, table in tables.items()
    }


def read(source: Source) -> list[Row]:
    """Return its territories, parents before children.

    Raises `ReferenceIncomplete` where counts or population are not what the source publishes.
    """
    with lzma.open(source.file, "rt", encoding="utf-8", newline="") as held:
        rows = [row_of(line) for line in csv.DictReader(held)]
    check(source, rows)
    return rows


def row_of(line: Mapping[str, str]) -> Row:
    return Row(
        kind=line["kind"],
        code=line["code"],
        name=line["name"],
        population=int(line["population"]) if line["population"] else None,
        parents=tuple(parent_of(word) for word in line["parents"].split()),
    )


def parent_of(word: str) -> tuple[str, str]:
    kind, _, code = word.partition(":")
    return kind, code


def check(source: Source, rows: Sequence[Row]) -> None:
    """Compare with what the source publishes: rows of each kind, and people in all."""
    found = Counter(row.kind for row in rows)
    found["population"] = sum(row.population or 0 for row in rows)
    wrong = {
        measure: (expected, found[measure])
        for measure, expected in source.published.items()
        if found[measure] != expected
    }
    if wrong:
        raise ReferenceIncomplete(source.name, wrong)
