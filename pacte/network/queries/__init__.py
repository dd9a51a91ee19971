"""Reads across the network."""

from pacte.network.queries.directory import (
    Directory,
    Known,
    called,
    current_name,
    directory_of,
    expand,
    folded,
    functions_of,
    names_over_time,
    ranked,
)
from pacte.network.queries.merging import (
    LinkCount,
    Merger,
    columns_to,
    every,
    look_alikes,
    merger_of,
    rows_of,
    successor,
)

__all__ = [
    "Directory",
    "Known",
    "LinkCount",
    "Merger",
    "called",
    "columns_to",
    "current_name",
    "directory_of",
    "every",
    "expand",
    "folded",
    "functions_of",
    "look_alikes",
    "merger_of",
    "names_over_time",
    "ranked",
    "rows_of",
    "successor",
]
