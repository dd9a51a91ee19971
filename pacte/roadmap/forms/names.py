"""Several names typed at once: one for each, as the reading of a document splits them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from pacte.network.queries import Directory, directory_of
from pacte.roadmap.importing.people.names import name_key, split_name, split_surely
from pacte.roadmap.queries.names import is_everybody, known_under

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pacte.initiatives.models import Initiative

PEOPLE = frozenset({"leads", "partners", "funders", "referents"})
_AND = re.compile(r"\s+(?:et|&)\s+")


class TypedNames:
    """The names that a text of one column holds; the directory is read once, if it must be."""

    def __init__(self, initiative: Initiative) -> None:
        self.initiative = initiative

    @cached_property
    def directory(self) -> Directory:
        return directory_of(self.initiative)

    def split(self, text: str, *, column: str, read: Collection[str] = ()) -> list[str]:
        """Line by line, then on « ; », then as in a document; a line already there stays whole."""
        found: list[str] = []
        for line in filter(None, (line.strip() for line in text.splitlines())):
            names = [line] if line in read else self.of(line, column)
            found += [name for name in names if name in read or name not in found]
        return found

    def of(self, line: str, column: str) -> Iterator[str]:
        for piece in (part.strip() for part in line.split(";")):
            if not piece:
                continue
            if column == "funders" or self.is_known(piece):  # « Région : 12 000 € » is one line
                yield piece
            else:
                for name in split_surely(piece):
                    yield from split_name(name, self.known_in(name))

    def is_known(self, name: str) -> bool:
        return is_everybody(name) or known_under(name, self.directory) is not None

    def known_in(self, name: str) -> frozenset[str]:
        """Of the words that « et » parts, those that the directory knows."""
        cuts = [(0, 0), *(match.span() for match in _AND.finditer(name)), (len(name), len(name))]
        spans = (
            name[cuts[start][1] : cuts[end][0]]
            for start in range(len(cuts))
            for end in range(start + 1, len(cuts))
        )
        return frozenset(name_key(span) for span in spans if self.is_known(span))
