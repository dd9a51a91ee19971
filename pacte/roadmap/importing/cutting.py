"""A content cut into pieces, in reading order, with the headings that hold for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pacte.documents.content import Paragraph, Table
from pacte.roadmap.importing.blind import blind_part
from pacte.roadmap.importing.cards import cards_of_table
from pacte.roadmap.importing.contents import contents_of
from pacte.roadmap.importing.lines import SHEET, Sections, is_frame, line_of
from pacte.roadmap.importing.pieces import (
    Card,
    Line,
    Part,
    Piece,
    distinct_cells,
    squeeze,
    text_of,
)
from pacte.roadmap.importing.tables import TableReader, turned
from pacte.roadmap.importing.terms import unfolded
from pacte.roadmap.importing.vocabulary import field_label, meaning_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.documents.content import Content
    from pacte.roadmap.importing.choices import Choices
    from pacte.roadmap.importing.coverage import Remainder
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.vocabulary import Meaning


HIDDEN = "Tableau"


@dataclass(slots=True)
class Cutter:
    content: Content
    choices: Choices
    lexicon: Lexicon
    remainder: Remainder
    blind: bool = False  # read tables by what their cells hold
    pieces: list[Piece] = field(default_factory=list)
    _sheet: str | None = None
    _has_visible: bool = False  # a hidden sheet is read only where nothing else is

    def cut(self) -> list[Piece]:
        index = -1
        contents = contents_of(self.content.blocks)
        self._has_visible = any(
            isinstance(block, Table) and not block.is_hidden for block in self.content.blocks
        )
        for block in self.content.blocks:
            if id(block) in contents:
                continue
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                index += 1
                self._table(block, index)
        return self.pieces

    def _paragraph(self, paragraph: Paragraph) -> None:
        for part in _labelled_parts(paragraph):
            line = line_of(part, self.lexicon)
            if line.text.strip() or line.notes:
                self.pieces.append(line)

    def _table(self, table: Table, index: int) -> None:
        if table.name and table.name != self._sheet:
            self._sheet = table.name
            self.pieces.append(self._sheet_line(table))
        if table.is_hidden and self._has_visible:
            self._leave(table)
            return
        chosen = self._chosen_columns(index)
        table = unfolded(turned(table, self.lexicon))
        cards = None if chosen else cards_of_table(table, self.lexicon)
        if cards:
            self.pieces.extend(cards)
            return
        reader = TableReader(table, index, self.lexicon, self.remainder, chosen)
        part = blind_part(table, index, self.lexicon) if self.blind else None
        if part is not None:
            self.pieces.append(part)
            return
        self.pieces.extend(reader.read(after=self._adjacent()))

    def _leave(self, table: Table) -> None:
        """A hidden sheet beside others is kept whole, under its name."""
        told = (" | ".join(squeeze(text_of(c)) for c in distinct_cells(row)) for row in table.rows)
        text = "\n".join(line for line in told if line)
        self.remainder.say(f"{table.name or HIDDEN} (masqué)", table.place, text)

    def _adjacent(self) -> Part | None:
        """The part that ends just before, which the next table may go on."""
        last = self.pieces[-1] if self.pieces else None
        return last if isinstance(last, Part) else None

    def _sheet_line(self, table: Table) -> Line:
        """The name of a sheet is a heading above what the sheet holds; it is no text of its own."""
        name = (table.name or "").strip()
        label = self.lexicon.label(name)
        return Line(text=name, place=table.place, heading=SHEET, label=label, sheet=name, used=True)

    def _chosen_columns(self, index: int) -> Mapping[int, Meaning]:
        return {
            column: meaning
            for (table, column), meaning in self.choices.columns.items()
            if table == index
        }


def _labelled_parts(paragraph: Paragraph) -> list[Paragraph]:
    """« Pilote : A⏎Calendrier : 2025 » in one paragraph is a paragraph for each field."""
    texts: list[str] = []
    for line in paragraph.text.split("\n"):
        named = field_label(line) if texts else None
        alone = texts and line.rstrip().endswith(":") and meaning_of(line.rstrip(" :"))
        if texts and not alone and (named is None or not named.title):
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    if len(texts) == 1:
        return [paragraph]
    first = replace(paragraph, text=texts[0])
    return [first, *(replace(paragraph, text=text, marker=None, notes=()) for text in texts[1:])]


def contexts_of(pieces: list[Piece]) -> dict[int, list[Line]]:
    """By the position of each part or card, the headings above it, outermost first."""
    sections = Sections()
    contexts: dict[int, list[Line]] = {}
    for position, piece in enumerate(pieces):
        if isinstance(piece, Line):
            if piece.heading is not None or piece.banner or is_frame(piece):
                sections.open(piece)
            else:
                sections.pass_over()
        elif isinstance(piece, (Part, Card)):
            contexts[position] = list(sections.stack)
    return contexts
