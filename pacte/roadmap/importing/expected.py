"""The result that a document expects of each action.

`pacte read` has no field for it and prints it under its heading; the plan has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.roadmap.importing.lexicon import Lexicon
from pacte.roadmap.importing.vocabulary import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.roadmap.importing.plan import ReadColumn

HEADER = "Résultat attendu"  # of a workbook of ours that had none before
# A target stands for the result where the document has no other column for it.
_SAYING = (Meaning.EXPECTED_RESULT, Meaning.TARGET)


def expected_headings(columns: Iterable[ReadColumn]) -> frozenset[str]:
    """In each table, the one heading whose texts are the action's expected result."""
    by_table: dict[int, dict[str, str]] = {}
    for column in columns:
        by_table.setdefault(column.table, {}).setdefault(column.meaning, column.heading)
    found = (
        next((headings[meaning] for meaning in _SAYING if meaning in headings), None)
        for headings in by_table.values()
    )
    return frozenset(heading for heading in found if heading)


def means_expected(header: str | None, lexicon: Lexicon) -> bool:
    known = lexicon.meaning(header) if header else None
    return known is not None and known.meaning is Meaning.EXPECTED_RESULT


def set_expected(
    told: dict[str, Any], headings: frozenset[str], lexicon: Lexicon, *, has_columns: bool
) -> None:
    """Take the expected result of an action out of its other texts.

    Sheets of one action (`has_columns` is false there) are told by their headings alone.
    """
    headers = [extra["header"] for extra in told["extra"]]
    if has_columns:
        chosen = next((header for header in headers if header in headings), None)
    else:
        chosen = next((header for header in headers if means_expected(header, lexicon)), None)
    taken = [extra["text"] for extra in told["extra"] if chosen and extra["header"] == chosen]
    told["expected_result"] = "\n".join(taken) or None
    if taken:
        told["extra"] = [extra for extra in told["extra"] if extra["header"] != chosen]
