"""Reads across the network."""

from pacte.network.queries.communes import (
    CommuneLine,
    Coverage,
    communes_in,
    coverage_of,
    mandates_of,
    mayors_of,
    referents_held,
    terms_of,
)
from pacte.network.queries.directory import (
    Directory,
    Known,
    called,
    current_name,
    directory_of,
    folded,
    functions_of,
    meanings_in,
    names_over_time,
    people_by_organisation,
    ranked,
)
from pacte.network.queries.leaving import held_by, others_in_directory, takers_of
from pacte.network.queries.merging import (
    LinkCount,
    Merger,
    look_alikes,
    merger_of,
    successor,
)
from pacte.network.queries.people import communes_of_person, people_to_call
from pacte.network.queries.week import communes_vacant, mandates_ending

__all__ = [
    "CommuneLine",
    "Coverage",
    "Directory",
    "Known",
    "LinkCount",
    "Merger",
    "called",
    "communes_in",
    "communes_of_person",
    "communes_vacant",
    "coverage_of",
    "current_name",
    "directory_of",
    "folded",
    "functions_of",
    "held_by",
    "look_alikes",
    "mandates_ending",
    "mandates_of",
    "mayors_of",
    "meanings_in",
    "merger_of",
    "names_over_time",
    "others_in_directory",
    "people_by_organisation",
    "people_to_call",
    "ranked",
    "referents_held",
    "successor",
    "takers_of",
    "terms_of",
]
