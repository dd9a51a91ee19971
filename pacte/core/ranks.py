"""What names each of several things that stand at places, several at one place sometimes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def keys_of(places: Sequence[str]) -> list[str]:
    """Name each by its rank at its place, and the place: it outlives what happens elsewhere."""
    seen: Counter[str] = Counter()
    keys = []
    for where in places:
        keys.append(f"{seen[where]}|{where}")
        seen[where] += 1
    return keys
