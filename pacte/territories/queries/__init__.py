"""Reads across the graph of territories."""

from pacte.territories.queries.graph import (
    Population,
    ancestors_of,
    communes_of,
    links_above,
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
    "Found",
    "Picked",
    "Population",
    "ReadList",
    "Stay",
    "Surrounding",
    "UnknownLine",
    "ancestors_of",
    "communes_of",
    "dated_stays",
    "links_above",
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
