"""Actions told in lines, and what stands under each, made into cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.inline import fields_in_line, fields_in_title
from pacte.roadmap.importing.lines import PLAIN, is_frame, look
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.outlines.fields import named_field
from pacte.roadmap.importing.outlines.finding import is_action_section
from pacte.roadmap.importing.outlines.nested import Nesting, is_nested
from pacte.roadmap.importing.pieces import Card, Field, Line, squeeze
from pacte.roadmap.importing.vocabulary import Meaning, Recognition, Role

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Piece


def may_hold(title: Line) -> bool:
    """The heading of a fiche may have tables under it; an item of a list has none."""
    return not title.bullet and (title.heading is not None or title.bold)


@dataclass(slots=True)
class Outline:
    lexicon: Lexicon
    actions: set[int]
    items: bool  # actions are items of lists: what is deeper is a step
    planned: Container[int] = ()  # ids of the tables that tell actions of their own
    card: Card | None = None
    title: Line | None = None
    section: Field | None = None
    pieces: list[Piece] = field(default_factory=list)

    def read(self, pieces: Sequence[Piece]) -> list[Piece]:
        for piece in pieces:
            if isinstance(piece, Line):
                self._line(piece)
            elif self._holds(piece) and self.card is not None:
                Nesting(self.card, self.section).take(piece)
            else:
                self._close()
                self.pieces.append(piece)
        return self.pieces

    def _holds(self, piece: Piece) -> bool:
        opened = self.title is not None and may_hold(self.title)
        return opened and is_nested(piece, self.planned)

    def _line(self, line: Line) -> None:
        if id(line) in self.actions:
            self._open(line)
        elif self.card is None or self._ends(line):
            self._close()
            self.pieces.append(line)
        else:
            self._take(line)

    def _open(self, line: Line) -> None:
        label = line.label
        title, fields = fields_in_title(line, self.lexicon)
        self.card = Card(line.place, title, fields, notes=list(line.notes))
        self.title = line
        if label is not None and not label.title:
            self.card.title = ""
            self.card.fields.append(Field("", _NUMBER, line.place, label.number or ""))
        self.section = None
        self.pieces.append(self.card)

    def _close(self) -> None:
        self.card = self.title = self.section = None

    def _ends(self, line: Line) -> bool:
        """Whether a line leaves the action: a level, or a heading that is none of its sections."""
        assert self.title is not None  # noqa: S101 — asked while an action is open
        if is_frame(line) and not self._is_own(line):
            return True
        if is_action_section(line):
            return True
        if line.heading is None or named_field(line, self.lexicon) is not None:
            return self.items and self._is_aside(line)
        return look(line) <= look(self.title) or look(line) > PLAIN >= look(self.title)

    def _is_own(self, line: Line) -> bool:
        """« Objectifs : … » inside a card is a section of it."""
        assert line.label is not None  # noqa: S101 — asked of levels
        return line.label.number is None and not self.items and line.heading is None

    def _is_aside(self, line: Line) -> bool:
        """After a list of actions, a line at its level that is no item."""
        assert self.title is not None  # noqa: S101 — asked while an action is open
        if line.bullet and not self.title.bullet:
            return False
        if line.bullet:
            return line.depth < self.title.depth or (
                line.depth == self.title.depth and line.marker != self.title.marker
            )
        return self.title.bullet and named_field(line, self.lexicon) is None

    def _take(self, line: Line) -> None:
        assert self.card is not None  # noqa: S101 — an action is open
        self.card.notes.extend(line.notes)
        if not self.card.title and (title := _own_title(line, self.lexicon)):
            self.card.title = title
            return
        named = named_field(line, self.lexicon)
        if named is not None and (several := fields_in_line(line, self.lexicon)):
            self.card.fields.extend(several)
            self.section = several[-1]
        elif named is not None:
            label, recognition, text = named
            self.section = Field(label, recognition, line.place.at(column=label), text)
            self.card.fields.append(self.section)
        elif line.heading is not None and not line.bullet:
            self.section = Field(squeeze(line.text).rstrip(" :"), None, line.place)
            self.card.fields.append(self.section)
        else:
            self._body(line)

    def _body(self, line: Line) -> None:
        assert self.card is not None  # noqa: S101 — an action is open
        text = f"- {line.text}" if line.bullet else line.text
        if self.section is not None:
            self.section.add(text)
            return
        step = line.bullet or take_number(line.text).number is not None
        found = _STEP if step else _DESCRIPTION
        for known in self.card.fields:
            if known.recognition is found:
                known.add(text)
                return
        self.card.fields.append(Field("", found, line.place, text))


def _own_title(line: Line, lexicon: Lexicon) -> str:
    """The title that stands under « Fiche action n° 3 », whether or not a label announces it."""
    if line.label is not None and line.label.recognition.role is Role.ACTION:
        return line.label.title
    return "" if named_field(line, lexicon) is not None else line.text


_NUMBER = Recognition(Meaning.NUMBER, 1.0, "", Role.FIELD)
_STEP = Recognition(Meaning.STEP, 1.0, "", Role.STEP)
_DESCRIPTION = Recognition(Meaning.DESCRIPTION, 1.0, "", Role.FIELD)
