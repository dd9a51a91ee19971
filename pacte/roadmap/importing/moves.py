"""Under which node of the plan a document puts its actions, whatever it calls that node now.

A path is the nodes above an action, outermost first, each with its number and title.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from rapidfuzz import fuzz

from pacte.roadmap.importing.pieces import fold

Json: TypeAlias = Mapping[str, Any]
Path: TypeAlias = tuple[tuple[str, str], ...]

CLOSE_WITH_NUMBER = 60  # likeness of two titles that bear the same number, out of 100
CLOSE_ALONE = 86


def paths_of(actions: Iterable[Json], nodes: Sequence[Json]) -> dict[str, Path]:
    """The path of each action of a reading, by its id; those under nothing are left out."""
    known: dict[str, Path] = {}
    for node in nodes:  # parents come first
        above = known.get(node["parent"], ()) if node["parent"] else ()
        known[node["id"]] = (*above, (node["number"] or "", node["title"]))
    return {
        action["id"]: known[action["node"]] for action in actions if action.get("node") in known
    }


def kept_path(action: Json) -> Path:
    """The path that a former version of an action carries with it."""
    return tuple((number, title) for number, title in action.get("frame", ()))


def lines_of(path: Path) -> list[str]:
    return [f"{number} {title}".strip() for number, title in path]


def is_within(path: Path, outer: Path) -> bool:
    """Whether one path goes on from another, or is the same."""
    return _titles(path[: len(outer)]) == _titles(outer)


def _titles(path: Path) -> tuple[str, ...]:
    return tuple(fold(title) for _number, title in path)


def settled(told: Mapping[str, Path], present: Mapping[str, Path]) -> dict[Path, Path]:
    """For each path of a document, the plan's own; itself where the plan has none.

    Both are by code. A node is recognised by its title, else by its number and a close title, else
    by a close title, else because most of its actions stand in one node of the plan that
    no other claims: it was renamed.
    """
    known = {_titles(prefix): prefix for path in present.values() for prefix in _prefixes(path)}
    asked = list(dict.fromkeys(prefix for path in told.values() for prefix in _prefixes(path)))
    free = dict(known)
    found: dict[Path, Path] = {}
    for prefix in asked:
        free.pop(_titles(prefix), None)
    homes = _homes(told, present)
    for prefix in asked:
        own = (*found.get(prefix[:-1], ()), prefix[-1])
        same = known.get(_titles(own)) or _close(own, free) or _home(homes[prefix], own, free)
        if same is not None:
            free.pop(_titles(same), None)
        found[prefix] = same or own
    return found


def _prefixes(path: Path) -> list[Path]:
    return [path[: depth + 1] for depth in range(len(path))]


def _close(path: Path, free: Mapping[tuple[str, ...], Path]) -> Path | None:
    """A free sibling whose name is nearly the same."""
    number, title = path[-1]
    above = _titles(path[:-1])
    for other in free.values():
        if len(other) != len(path) or _titles(other[:-1]) != above:
            continue
        has_number = bool(number) and fold(number) == fold(other[-1][0])
        likeness = fuzz.token_sort_ratio(fold(title), fold(other[-1][1]))
        if likeness >= (CLOSE_WITH_NUMBER if has_number else CLOSE_ALONE):
            return other
    return None


def _homes(told: Mapping[str, Path], present: Mapping[str, Path]) -> dict[Path, Counter[Path]]:
    """By path of the document, where its actions stand in the plan, and how many of them."""
    homes: dict[Path, Counter[Path]] = defaultdict(Counter)
    for code, path in told.items():
        here = present.get(code, ())
        for prefix in _prefixes(path):
            if len(here) >= len(prefix):
                homes[prefix][here[: len(prefix)]] += 1
    return homes


def _home(counted: Counter[Path], path: Path, free: Mapping[tuple[str, ...], Path]) -> Path | None:
    above = _titles(path[:-1])
    for home, count in counted.most_common(1):
        most = count * 2 > counted.total()
        if most and _titles(home) in free and _titles(home[:-1]) == above:
            return home
    return None
