"""Reads across the graph of territories."""

from pacte.territories.queries.graph import (
    Compared,
    Population,
    ancestors_of,
    communes_of,
    compare,
    compare_group,
    parts_of,
    population_of,
    within,
)
from pacte.territories.queries.lists import ReadList, UnknownLine, read_list
from pacte.territories.queries.names import Found, placed, search_territories
from pacte.territories.queries.picking import Picked, picked
from pacte.territories.queries.profile import (
    Stay,
    Surrounding,
    dated_stays,
    nearest_of,
    surroundings,
)

__all__ = [
    "Compared",
    "Found",
    "Picked",
    "Population",
    "ReadList",
    "Stay",
    "Surrounding",
    "UnknownLine",
    "ancestors_of",
    "communes_of",
    "compare",
    "compare_group",
    "dated_stays",
    "nearest_of",
    "parts_of",
    "picked",
    "placed",
    "population_of",
    "read_list",
    "search_territories",
    "surroundings",
    "within",
]
