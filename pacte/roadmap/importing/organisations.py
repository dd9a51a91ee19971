"""The organisations that a document lists as members."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.roadmap.importing.people import understand_people
from pacte.roadmap.importing.pieces import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

# After an acronym in brackets, « et » opens another name surely.
_AND = re.compile(r"(?<=\))\s+et\s+(?=[^\Wa-zà-ÿ])")


def organisations_of(text: str, known: frozenset[str]) -> list[str]:
    """The names of a list."""
    found = understand_people(text, known=known)
    names = [*found.leads, *found.partners, *found.funders] or [text]
    return list(dict.fromkeys(squeeze(part) for name in names for part in _AND.split(name)))


def distinct(names: Sequence[str]) -> int:
    """How many bodies a list names: an acronym and the name that it ends are one."""
    bodies: list[set[str]] = []
    for name in names:
        forms = _forms(name)
        same = [body for body in bodies if body & forms]
        for body in same:
            bodies.remove(body)
        bodies.append(forms.union(*same))
    return len(bodies)


def _forms(name: str) -> set[str]:
    bare, _, acronym = name.partition("(")
    return {form for form in (fold(name), fold(bare), fold(acronym)) if form}
