"""Where each passage went: placed in the plan, or kept aside in `unplaced`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pacte.documents.content import Paragraph
from pacte.roadmap.importing.plan import Unplaced
from pacte.roadmap.importing.words import words_in, words_of

if TYPE_CHECKING:
    from pacte.documents.content import Content, Note, Place, Table


@dataclass(slots=True)
class Remainder:
    """Every passage that no field takes is written here, so that nothing is lost in silence."""

    unplaced: list[Unplaced] = field(default_factory=list)
    said: list[tuple[str, Place, str]] = field(
        default_factory=list
    )  # of the whole plan, with a header

    def leave(self, place: Place | str, text: str) -> None:
        """Keep a passage aside: nothing understands it."""
        text = text.strip()
        if text:
            self.unplaced.append(Unplaced(str(place), text))

    def say(self, header: str, place: Place, text: str) -> None:
        """Keep a passage that speaks of the document as a whole."""
        if text.strip():
            self.said.append((header, place, text.strip()))

    def leave_rest(self, place: Place | str, text: str, taken: Iterable[str]) -> None:
        """Keep aside the words of a passage that the values read out of it do not hold."""
        rest = words_left(text, tuple(taken))
        if rest:
            self.leave(place, rest)


@lru_cache(maxsize=8192)
def words_left(text: str, taken: tuple[str, ...]) -> str:
    """The words of a text that stand in none of the values taken from it, in order."""
    if len(taken) == 1 and taken[0] == text:
        return ""
    held: dict[str, int] = {}
    for value in taken:
        for word in words_of(value):
            held[word] = held.get(word, 0) + 1
    rest = []
    for word in words_of(text):
        if held.get(word):
            held[word] -= 1
        else:
            rest.append(word)
    return " ".join(rest)


def told_by(content: Content) -> str:
    """All that a document says, each passage on a line of its own."""
    return "\n".join(texts_of(content))


def coverage_of(told: str, unplaced: Iterable[Unplaced]) -> float:
    """The share of the words of a document that stand in its plan."""
    words = words_in(told)
    if not words:
        return 1.0
    aside = sum(words_in(passage.text) for passage in unplaced)
    return round(max(0, words - aside) / words, 4)


def notes_of(content: Content) -> Iterator[Note]:
    """Every note of a document; one on a merged cell stands once."""
    yield from content.notes
    for block in content.blocks:
        if isinstance(block, Paragraph):
            yield from block.notes
            continue
        seen: set[int] = set()
        for row in block.rows:
            for cell in row.cells:
                if (cell.notes or cell.paragraphs) and (found := cell.all_notes):
                    if id(cell) not in seen:
                        yield from found
                    seen.add(id(cell))


def texts_of(content: Content) -> Iterator[str]:
    """Every passage of a document once, page headers and footers apart."""
    for block in content.blocks:
        if isinstance(block, Paragraph):
            yield block.text
            yield from _notes(block.notes)
        else:
            yield from _cells(block)
    yield from _notes(content.notes)


def _cells(table: Table) -> Iterator[str]:
    for position, row in enumerate(table.rows):
        previous = None
        above: set[int] | None = None  # looked at only where a cell covers several rows
        for cell in row.cells:
            if cell is previous or not (cell.paragraphs or cell.notes):
                continue
            previous = cell
            if cell.row_span > 1 and position:
                above = above or {id(other) for other in table.rows[position - 1].cells}
                if id(cell) in above:
                    continue
            for paragraph in cell.paragraphs:
                yield paragraph.text
                if paragraph.notes:
                    yield from _notes(paragraph.notes)
            if cell.notes:
                yield from _notes(cell.notes)


def _notes(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield note.text
