"""Which lines are numbered alike: I over A over 1 are three levels, as are 1 over 1.1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pacte.roadmap.importing.numbering.heads import depth_of, take_number
from pacte.roadmap.importing.numbering.patterns import ROMAN

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = tuple[str, int]
_ROMAN = re.compile(ROMAN)


class Numbered(Protocol):
    """A line of a document, whatever else is known of it."""

    text: str


@dataclass(slots=True)
class NumberKinds:
    """The ways in which lines are numbered, in the order in which a document takes them up."""

    order: list[Kind] = field(default_factory=list)
    roman: bool = False  # « I » is a number, and not the letter between H and J
    _by_line: dict[int, Kind | None] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[Numbered]) -> NumberKinds:
        numbers = {id(line): take_number(line.text).number for line in lines}
        held = set(numbers.values())
        found = cls(roman="I" in held and "H" not in held)
        for line in lines:
            number = numbers[id(line)]
            kind = found._kind(number) if number else None
            found._by_line[id(line)] = kind
            if kind is not None and kind not in found.order:
                found.order.append(kind)
        return found

    def kind(self, line: Numbered) -> Kind | None:
        return self._by_line.get(id(line))

    def above(self, kind: Kind, own: set[Kind]) -> int | None:
        """The rank of numbers that come before those of `own`, outermost first."""
        first = min((self.order.index(each) for each in own), default=0)
        place = self.order.index(kind)
        return place + 1 if place < first else None

    def _kind(self, number: str) -> Kind:
        depth = depth_of(number)
        if depth > 1 or number[0].isdigit():
            return "digits" if number[0].isdigit() else "code", depth
        if self.roman and _ROMAN.fullmatch(number):
            return "roman", 1
        return ("upper" if number.isupper() else "lower"), 1
