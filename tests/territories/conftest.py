"""A small country to load: two departments, two EPCI, four communes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import lzma
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pacte.territories.providers.reference import Source

Edition = Callable[..., Source]

COUNTRY = [
    ("COUNTRY", "FR", "France", "", ""),
    ("DEPARTEMENT", "24", "Dordogne", "", "COUNTRY:FR"),
    ("EPCI", "1", "CC du Nord", "", ""),
    ("EPCI", "2", "CC du Sud", "", ""),
    ("COMMUNE", "24001", "Abjat", "100", "DEPARTEMENT:24 EPCI:1"),
    ("COMMUNE", "24002", "Agonac", "200", "DEPARTEMENT:24 EPCI:1"),
    ("COMMUNE", "24003", "Allas", "400", "DEPARTEMENT:24 EPCI:2"),
    ("COMMUNE", "24004", "Île-Seule", "800", "DEPARTEMENT:24"),
]


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Make a source of these rows as of 1 January of a year."""

    def make(
        rows: Sequence[tuple[str, str, str, str, str]] = COUNTRY,
        *,
        year: int = 2026,
        published: dict[str, int] | None = None,
        source: str = "france",
    ) -> Source:
        text = io.StringIO()
        csv.writer(text).writerows([("kind", "code", "name", "population", "parents"), *rows])
        path = tmp_path / f"{year}.csv.xz"
        path.write_bytes(lzma.compress(text.getvalue().encode()))
        return Source(
            name=source,
            file=path,
            jurisdiction="FR",
            as_of=dt.date(year, 1, 1),
            population_year=year - 3,
            producers=("Insee",),
            addresses=(),
            licence="Licence Ouverte",
            packaged_copy="",
            left_out="",
            published=published or Counter(row[0] for row in rows),
        )

    return make
