"""The lists that an initiative starts with, by country, read from `lists.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TypeAlias

Entry: TypeAlias = tuple[str, list[str]]  # a name, and other ways of saying it
FILE = Path(__file__).resolve().parent / "lists.toml"


@cache
def _told() -> dict[str, dict[str, list[list[str]]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def starting_list(jurisdiction: str, kind: str) -> list[Entry]:
    """What a team of that country usually counts by: it changes what it wants of it."""
    rows = _told().get(jurisdiction, {}).get(kind, [])
    return [(name, words) for name, *words in rows]
