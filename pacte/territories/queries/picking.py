"""What the page where one chooses a territory shows at each step; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pacte.territories.models import Territory, TerritoryQuerySet
from pacte.territories.queries.graph import Population, population_of
from pacte.territories.queries.lists import UnknownLine, read_list
from pacte.territories.queries.names import Found, placed, search_territories

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Picked:
    """What is chosen so far, what the search found, and the lines of a list that are left."""

    parts: list[Found]
    population: Population | None
    words: str
    results: list[Found]
    has_more: bool
    left: list[UnknownLine]
    taken: int  # of the pasted list

    @property
    def territories(self) -> list[Territory]:
        return [part.territory for part in self.parts]

    @property
    def text(self) -> str:
        """What is left of the pasted list, to be mended."""
        return "\n".join(line.text for line in self.left)


def picked(
    *,
    parts: Sequence[Territory],
    words: str,
    text: str,
    among: TerritoryQuerySet,
    on: dt.date,
) -> Picked:
    read = read_list(text, on=on, among=among)
    chosen = list({one.pk: one for one in [*parts, *read.found]}.values())
    found = search_territories(words, on=on, among=among, limit=SHOWN + 1)
    known = {one.pk for one in chosen}
    return Picked(
        parts=placed(chosen, on=on),
        population=population_of(*chosen, on=on) if chosen else None,
        words=words,
        results=[one for one in found[:SHOWN] if one.territory.pk not in known],
        has_more=len(found) > SHOWN,
        left=[line for line in read.left if not is_answered(line, known)],
        taken=len(chosen) - len({one.pk for one in parts}),
    )


def is_answered(line: UnknownLine, known: set[int]) -> bool:
    """One of those the line may mean was chosen meanwhile."""
    return any(choice.territory.pk in known for choice in line.choices)
