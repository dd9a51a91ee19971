"""Fiches action: one action told in fixed sections, in a table of labels and values.

The label stands beside its value (two columns, or four), above it, or before a colon in the same
cell. A table may hold several cards, one under the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.headers import heading_score, row_texts
from pacte.roadmap.importing.lexicon import mark_heading
from pacte.roadmap.importing.pieces import (
    Card,
    Field,
    Line,
    distinct_cells,
    squeeze,
    text_of,
)
from pacte.roadmap.importing.vocabulary import Meaning, Role, field_label

if TYPE_CHECKING:
    from pacte.documents.content import Cell, Row, Table
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.vocabulary import LevelLabel, Recognition

FEWEST_LABELS = 3
MOST_COLUMNS = 8
SURE = 0.9
LONGEST_LABEL = 70
LONGEST_TITLE = 250


def cards_of_table(table: Table, lexicon: Lexicon) -> list[Card | Line]:
    """The cards that a table holds, and the lines between them; none when it is a table of rows."""
    if not table.rows or table.width > MOST_COLUMNS or _has_header(table, lexicon):
        return []
    reader = _CardReader(table, lexicon, beside=_are_beside(table, lexicon))
    for position, row in enumerate(table.rows):
        reader.row(row, position)
    reader.close()
    labels = sum(1 for card in reader.cards for f in card.fields if f.recognition is not None)
    if labels < FEWEST_LABELS or labels < reader.rows_read / 3:
        return []
    return reader.pieces


def is_label(text: str, lexicon: Lexicon) -> Recognition | None:
    """What a cell or line means that only names what follows it."""
    line = squeeze(text).rstrip(" :")
    if not line or len(line) > LONGEST_LABEL:
        return None
    found = lexicon.meaning(line)
    return found if found is not None and found.score >= SURE else None


def _has_header(table: Table, lexicon: Lexicon) -> bool:
    """A row of headings side by side, with rows under it that begin with no label."""
    for row in table.rows[:4]:
        texts = row_texts(row)
        cells = _without_marks(distinct_cells(row))
        labels = sum(1 for cell in cells if is_label(text_of(cell), lexicon))
        if labels < 2 or not heading_score(row, texts, lexicon):  # noqa: PLR2004 — one label may head a value
            continue
        if labels >= FEWEST_LABELS and labels * 2 > len(cells):
            return True
        if labels == len(cells):
            heads = [c[0] for r in table.rows if r is not row and (c := distinct_cells(r))]
            starting = sum(1 for head in heads if _starts_section(text_of(head), lexicon))
            if starting * 2 < max(1, len(heads)):
                return True
    return False


def _without_marks(cells: list[Cell]) -> list[Cell]:
    """The cells of a row but years or months side by side, which crosses stand under."""
    marks = [place for place, cell in enumerate(cells) if mark_heading(text_of(cell))]
    together = len(marks) > 1 and marks[-1] - marks[0] == len(marks) - 1
    return [cell for place, cell in enumerate(cells) if place not in marks] if together else cells


def _are_beside(table: Table, lexicon: Lexicon) -> bool:
    """Whether values stand beside their labels, rather than below labels side by side."""
    beside = below = 0
    for row in table.rows:
        known = [is_label(text_of(cell), lexicon) for cell in distinct_cells(row)]
        if len(known) > 1 and known[0] is not None:
            beside += known[1] is None
            below += known[1] is not None
    return beside > below


def _starts_section(text: str, lexicon: Lexicon) -> bool:
    if is_label(text, lexicon):
        return True
    label = _label_in(text, lexicon)
    return label is not None and label.recognition.role is Role.ACTION


def _label_in(text: str, lexicon: Lexicon) -> LevelLabel | None:
    """The level that a short text names."""
    return lexicon.label(squeeze(text)) if len(text) <= LONGEST_TITLE else None


def _names_action(label: LevelLabel) -> bool:
    """« Fiche action n° 3 », « Mesure 4 : … »."""
    return label.recognition.role is Role.ACTION and bool(label.title or label.number)


@dataclass(slots=True)
class _CardReader:
    table: Table
    lexicon: Lexicon
    beside: bool = False  # values stand beside their labels
    pieces: list[Card | Line] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    rows_read: int = 0
    _seen: set[int] = field(default_factory=set)  # merged cells, told once
    _waiting: dict[int, Field] = field(default_factory=dict)  # labels whose values stand below

    def row(self, row: Row, position: int) -> None:
        cells = [cell for cell in distinct_cells(row) if id(cell) not in self._seen]
        if not cells:
            return
        self._seen.update(id(cell) for cell in cells if cell.row_span > 1)
        self.rows_read += 1
        if len(cells) == 1:
            self._alone(row, cells[0], position)
        elif not self._title_beside_number(row, cells):
            self._pairs(row, cells)
        if self.pieces and isinstance(last := self.pieces[-1], Card):
            for cell in cells:
                last.notes.extend(cell.all_notes)

    def _alone(self, row: Row, cell: Cell, position: int) -> None:
        text = text_of(cell)
        label = _label_in(text, self.lexicon)
        if label is not None and _names_action(label):
            self._open(row, text)
            return
        found = is_label(text, self.lexicon)
        if self._is_between(position, label) and not (found or self._waiting):
            self._line(row, cell)
        elif found is not None:
            self._label(row, cell, found)
        elif self._waiting:
            self._value(cell, text)
        elif not (self._level(row, label) or self._inline(row, text)):
            self._title_or_rest(row, text)

    def _is_between(self, position: int, label: LevelLabel | None) -> bool:
        """Whether a row belongs to no card: a title or a level, right above one that opens."""
        level = label is not None and label.recognition.role is Role.FRAME
        if self.cards and not level and position not in self.table.bold_rows:
            return False
        for row in self.table.rows[position + 1 :]:
            cells = distinct_cells(row)
            if cells:
                label = _label_in(text_of(cells[0]), self.lexicon)
                return label is not None and label.number is not None and _names_action(label)
        return False

    def _line(self, row: Row, cell: Cell) -> None:
        """« Axe 2 : Se loger », between two cards: it holds for those below."""
        for paragraph in cell.paragraphs:
            if paragraph.text.strip():
                label = self.lexicon.label(squeeze(paragraph.text))
                line = Line(paragraph.text.strip(), row.place, banner=True, bold=paragraph.bold)
                line.label, line.notes, line.sheet = label, cell.all_notes, self.table.name
                self.pieces.append(line)
        self._waiting.clear()

    def _title_beside_number(self, row: Row, cells: list[Cell]) -> bool:
        """« Fiche action n° 3 | Ouvrir une crèche »: a card opens, its title beside its number."""
        for place, cell in enumerate(cells[:2]):
            label = _label_in(text_of(cell), self.lexicon)
            if label is None or label.title or not label.number or not _names_action(label):
                continue
            beside = cells[1 - place]
            if is_label(text_of(beside), self.lexicon) is not None:
                return False
            self._open(row, f"{squeeze(text_of(cell)).rstrip(' :')} : {squeeze(text_of(beside))}")
            if len(cells) > 2:  # noqa: PLR2004 — what else the row says
                self._pairs(row, cells[2:])
            return True
        return False

    def _level(self, row: Row, label: LevelLabel | None) -> bool:
        """« Axe 2 : Se loger » in a row of the card says where it belongs."""
        if label is None or label.recognition.role is not Role.FRAME or not label.title:
            return False
        if not self.cards:
            return False
        named = label.taken.rstrip(" :–-")
        place = row.place.at(column=named)
        self.cards[-1].fields.append(Field(named, label.recognition, place, label.title))
        self._waiting.clear()
        return True

    def _title_or_rest(self, row: Row, text: str) -> None:
        if self.cards and self.cards[-1].title and not self.cards[-1].fields:
            label = _label_in(self.cards[-1].title, self.lexicon)
            if label is not None and not label.title and _names_action(label):
                self.cards[-1].title += f" : {squeeze(text)}"  # its number stood alone above
                return
        if not self.cards or not (self.cards[-1].fields or self.cards[-1].title):
            self._open(row, text)
        elif self.cards[-1].fields:
            self.cards[-1].fields[-1].add(text)
        else:
            self.cards[-1].loose.append(Field("", None, row.place, text))

    def _pairs(self, row: Row, cells: list[Cell]) -> None:
        """Labels and values in turn; labels side by side have their values below."""
        known = [is_label(text_of(cell), self.lexicon) for cell in cells]
        if self._waiting and not any(known) and self._below(cells):
            return
        position = 0
        while position < len(cells):
            cell, found = cells[position], known[position]
            following = position + 1 < len(cells)
            if found is not None:
                self._label(row, cell, found)
                if following and (
                    known[position + 1] is None or self._is_value(row, cells, position)
                ):
                    self._value(cells[position + 1], text_of(cells[position + 1]))
                    position += 1
            elif self._inline(row, text_of(cell)):
                pass
            elif position == 0 and following and len(text_of(cell)) <= LONGEST_LABEL:
                self._label(row, cell, None)
                self._value(cells[1], text_of(cells[1]))
                position += 1
            else:
                self._title_or_rest(row, text_of(cell))
            position += 1

    def _is_value(self, row: Row, cells: list[Cell], position: int) -> bool:
        """« Calendrier | En continu »: what could head a section is here what a label holds."""
        if not self.beside or position % 2 or position + 2 < len(cells):
            return False
        rows = self.table.rows
        place = next(i for i, other in enumerate(rows) if other is row)
        below = distinct_cells(rows[place + 1]) if place + 1 < len(rows) else []
        return not below or is_label(text_of(below[0]), self.lexicon) is not None

    def _below(self, cells: list[Cell]) -> bool:
        """Values under labels that stood side by side."""
        if not all(cell.column in self._waiting for cell in cells):
            return False
        for cell in cells:
            self._waiting.pop(cell.column).add(text_of(cell))
        return True

    def _label(self, row: Row, cell: Cell, found: Recognition | None) -> None:
        text = squeeze(text_of(cell)).rstrip(" :")
        if not self.cards or self._begins_again(found):
            self._open(row, "")
        place = row.place.at(column=text)
        self.cards[-1].fields.append(Field(text, found, place))
        self._waiting = {
            column: waiting for column, waiting in self._waiting.items() if not waiting.text
        }
        self._waiting[cell.column] = self.cards[-1].fields[-1]

    def _begins_again(self, found: Recognition | None) -> bool:
        """The title's label comes back: another card."""
        card = self.cards[-1]
        return (
            found is not None
            and found.role is Role.ACTION
            and any(f.recognition and f.recognition.meaning is found.meaning for f in card.fields)
        )

    def _value(self, cell: Cell, text: str) -> None:
        waiting = self.cards[-1].fields[-1]
        waiting.add(text)
        waiting.value = cell.value
        waiting.lines_lost = waiting.lines_lost or cell.lines_lost
        self._waiting.clear()

    def _inline(self, row: Row, text: str) -> bool:
        """« Pilote : Mission locale » in one cell."""
        named = field_label(text)
        if named is None or not named.title or named.recognition.score < SURE:
            return False
        if not self.cards:
            self._open(row, "")
        label = named.taken.rstrip(" :–-")
        place = row.place.at(column=label)
        self.cards[-1].fields.append(Field(label, named.recognition, place, named.title))
        self._waiting.clear()
        return True

    def _open(self, row: Row, title: str) -> None:
        if title and self._waits_for_title():
            self.cards[-1].title = title
            self._waiting.clear()
            return
        self.close()
        self.cards.append(Card(row.place, title))
        self.pieces.append(self.cards[-1])
        self._waiting.clear()

    def _waits_for_title(self) -> bool:
        """A card that has only said to which levels it belongs."""
        if not self.cards or self.cards[-1].title:
            return False
        found = [section.recognition for section in self.cards[-1].fields]
        return all(named is not None and named.role is Role.FRAME for named in found)

    def close(self) -> None:
        """A card that holds nothing but a title was a line above the next one."""
        card = self.cards[-1] if self.cards else None
        if card is None or card.fields or card.loose:
            return
        self.cards.pop()
        place = self.pieces.index(card)
        del self.pieces[place]
        if card.title:
            label = self.lexicon.label(squeeze(card.title))
            line = Line(card.title, card.place, banner=True, label=label, sheet=self.table.name)
            line.notes = tuple(card.notes)
            self.pieces.insert(place, line)


OBJECTIVES = frozenset(
    {Meaning.OBJECTIVE, Meaning.SUB_OBJECTIVE, Meaning.SPECIFIC_OBJECTIVE, Meaning.ISSUE}
)
