"""What a person takes of a comparison, among what a page showed and what it did not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pacte.roadmap.operations import Accepted, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pacte.roadmap.importing.changes import Comparison

MOST_SHOWN = 150  # actions on the page; the others are accepted or left together
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picked:
    changes: list[str]  # their keys
    added: list[str]  # ids in the document
    removed: list[str]  # codes
    others: bool  # also what the page did not show, where it changed on one side only
    is_whole: bool  # the document is the whole plan

    def as_kept(self) -> Json:
        return asdict(self)


def wanted(picked: Picked, comparison: Comparison, reading: Mapping[str, Any]) -> Wanted:
    told = {action["id"]: action for action in reading["actions"]}
    keys = set(picked.changes)
    removed = {named.key for named in comparison.removed(is_whole=picked.is_whole)}
    return Wanted(
        accepted=list(_accepted(picked, comparison, keys, told)),
        added=[
            told[named.key]
            for place, named in enumerate(comparison.added)
            if named.key in picked.added or (place >= MOST_SHOWN and picked.others)
        ],
        removed=[code for code in picked.removed if code in removed],
        matched=comparison.matched,
    )


def stale_count(picked: Picked, comparison: Comparison) -> int:
    """How many changes were ticked that are no longer proposed."""
    proposed = {change.key for changed in comparison.changed for change in changed.changes}
    return len(set(picked.changes) - proposed)


def _accepted(
    picked: Picked, comparison: Comparison, keys: set[str], told: Mapping[str, Json]
) -> Iterator[Accepted]:
    ids = {code: key for key, code in comparison.matched.items()}
    for place, changed in enumerate(comparison.changed):
        is_other = picked.others and place >= MOST_SHOWN
        for change in changed.changes:
            if change.key in keys or (is_other and not change.both):
                action = told[ids[change.code]]
                yield Accepted(change.code, change.column, change.now, action, change.proposed)
