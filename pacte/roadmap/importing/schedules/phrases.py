"""What a schedule says without naming a moment: continuous, underway, to be set…"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path


class Phrase(StrEnum):
    """Earlier ones win over later ones on the same passage."""

    TO_BE_SET = "to_be_set"
    CONTINUED = "continued"  # « À poursuivre »
    CONTINUOUS = "continuous"
    UNDERWAY = "underway"
    DONE = "done"
    ABANDONED = "abandoned"
    PAUSED = "paused"
    LONG_TERM = "long_term"
    SHORT_TERM = "short_term"  # also the middle term
    RELATIVE = "relative"  # « An 1 », « 6 mois »


_TICKS = re.compile(r"[✓✔☑✅x]")
_PER_YEAR = re.compile(r"/ ?(?:an|annee|mois|trimestre|semaine)\b")


@lru_cache(maxsize=1)
def _known() -> dict[str, list[str]]:
    with (Path(__file__).parent / "phrases.toml").open("rb") as file:
        return tomllib.load(file)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[Phrase, re.Pattern[str]], ...]:
    return tuple(
        (phrase, re.compile(rf"(?<!\w)(?:{'|'.join(_known()[phrase])})(?!\w)")) for phrase in Phrase
    )


@lru_cache(maxsize=1)
def benign_words() -> frozenset[str]:
    """Words that may stand beside a date without changing what it means."""
    return frozenset(word for line in _known()["benign"] for word in line.split())


def phrases_in(text: str) -> list[tuple[Phrase, int, int]]:
    """What a plain lower-case text says besides moments, each with its place in the text."""
    if _TICKS.fullmatch(text):
        return [(Phrase.DONE, 0, 1)]
    if text.strip("? ") == "" or text in {"nd", "n.d", "n/d"}:
        return [(Phrase.TO_BE_SET, 0, len(text))]
    found: list[tuple[Phrase, int, int]] = []
    for phrase, pattern in _patterns():
        match = pattern.search(text) or (
            _PER_YEAR.search(text) if phrase is Phrase.CONTINUOUS else None
        )
        if match is not None and not any(start <= match.start() < end for _p, start, end in found):
            found.append((phrase, match.start(), match.end()))
    return found
