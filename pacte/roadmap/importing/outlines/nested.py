"""Tables that stand inside a fiche told in paragraphs: they say something of its action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.importing.lines import is_frame
from pacte.roadmap.importing.pieces import Card, Field, Line, Part, squeeze
from pacte.roadmap.importing.plan import ReadStep
from pacte.roadmap.importing.vocabulary import Meaning, Role, meaning_of

if TYPE_CHECKING:
    from collections.abc import Container, MutableMapping, Sequence

    from pacte.roadmap.importing.levels import Layout
    from pacte.roadmap.importing.pieces import BodyRow, Column, Piece

_MONEY = frozenset({Meaning.FUNDERS, Meaning.FUNDER_AMOUNT, Meaning.BUDGET})
_LEADS = frozenset({Meaning.LEAD, Meaning.LEAD_UNIT, Meaning.LEAD_PERSON})
_DATES = frozenset({Meaning.SCHEDULE, Meaning.END})


def is_nested(piece: Piece, planned: Container[int]) -> bool:
    """Whether a table tells no action of its own; `planned` holds the ids of those that do."""
    if isinstance(piece, Part):
        return id(piece) not in planned and bool(piece.rows)
    return isinstance(piece, Card) and not piece.title and not any(map(_is_title, piece.fields))


def _is_title(section: Field) -> bool:
    return section.recognition is not None and section.recognition.meaning is Meaning.ACTION


def forget_steps(
    pieces: Sequence[Piece], layouts: MutableMapping[tuple[str, ...], Layout | None]
) -> None:
    """A table of steps under each « Fiche action n° 3 » holds no actions."""
    inside: dict[tuple[str, ...], bool] = {}
    title: Line | None = None
    for piece in pieces:
        if isinstance(piece, Line):
            if piece.heading is not None and not piece.bullet:
                title = piece if _opens_action(piece) else None if is_frame(piece) else title
        elif isinstance(piece, Part):
            layout = layouts.get(piece.signature)
            found = layout.title.recognition if layout is not None else None
            if found is not None and found.role is Role.STEP:
                under = title is not None
                inside[piece.signature] = inside.get(piece.signature, True) and under
    for signature, under in inside.items():
        if under:
            layouts[signature] = None


def _opens_action(line: Line) -> bool:
    label = line.label
    return label is not None and label.recognition.role is Role.ACTION and label.number is not None


@dataclass(slots=True)
class Nesting:
    """The action that a table stands in, and the section of it that is open."""

    card: Card
    section: Field | None

    def take(self, piece: Piece) -> None:
        if isinstance(piece, Card):
            self._card(piece)
        elif isinstance(piece, Part):
            for body in piece.rows:
                for cell in body.row.cells:
                    self.card.notes.extend(cell.all_notes)
            self._part(piece)

    def _card(self, other: Card) -> None:
        """Labels and values: sections of the action, or the lines of its financing."""
        money = self._in_money()
        for section in (*other.fields, *other.loose):
            if money and self.section is not None:
                if _is_heading(section):
                    continue
                self.section.add(" : ".join(filter(None, (section.label, section.text))))
            else:
                self.card.fields.append(section)
        self.card.notes.extend(other.notes)

    def _in_money(self) -> bool:
        found = self.section.recognition if self.section is not None else None
        return found is not None and found.meaning in _MONEY

    def _part(self, part: Part) -> None:
        known = [c for c in part.columns if c.recognition and c.recognition.role is not Role.PART]
        step = next((c for c in known if c.recognition and c.recognition.role is Role.STEP), None)
        if step is not None and not self._in_money():
            self._steps(part, step)
        elif self.section is not None and self._in_money():
            self._money(part, self.section)
        elif self.section is not None and len(known) < len(part.columns):
            for body in part.rows:
                self.section.add(_line(body.texts))
        else:
            self._columns(part, [column for column in part.columns if column is not step])

    def _money(self, part: Part, section: Field) -> None:
        """« Dépenses | Montant | Recettes | Montant »: receipts name who gives, and how much."""
        given = next((c for c in part.columns if c.meaning is Meaning.FUNDERS), None)
        funders = section
        if given is not None and given.index > 1:
            place = part.table.place.at(column=squeeze(given.heading) or None)
            funders = Field(given.heading, given.recognition, place)
            self.card.fields.append(funders)
        for body in part.rows:
            cut = given.index if given is not None else len(body.texts)
            for one, texts in ((section, body.texts[:cut]), (funders, body.texts[cut:])):
                if line := _line(texts):
                    one.add(line)

    def _steps(self, part: Part, step: Column) -> None:
        """« Étape | Responsable | Échéance »: the steps of the action."""
        others = [column for column in part.columns if column is not step]
        lead = next((c for c in others if c.meaning in _LEADS), None)
        due = next((c for c in others if c.meaning in _DATES), None)
        number = next((c for c in others if c.meaning is Meaning.NUMBER), None)
        named = [column for column in (lead, due, number) if column is not None]
        for body in part.rows:
            title = squeeze(body.texts[step.index])
            if title:
                said = [_of(body, column) for column in (number, lead, due)]
                self.card.steps.append(ReadStep(said[0], title, said[1], said[2]))
            elif any(body.texts):
                self._columns(Part(part.table, part.index, part.columns, [body]), named)
        rest = [c for c in others if c not in named]
        self._columns(part, rest)

    def _columns(self, part: Part, columns: list[Column]) -> None:
        """Each column is a section."""
        for column in columns:
            texts = dict.fromkeys(filter(None, (body.texts[column.index] for body in part.rows)))
            if texts:
                place = part.rows[0].row.place.at(column=squeeze(column.heading) or None)
                text = "\n".join(texts)
                cell = part.rows[0].row.cells[column.index]
                value = cell.value if len(part.rows) == 1 else None
                found = column.recognition
                self.card.fields.append(Field(column.heading, found, place, text, value))


def _is_heading(section: Field) -> bool:
    """« Financeur | Montant », above what they head."""
    found, beside = section.recognition, meaning_of(section.text)
    if found is None or found.meaning not in _MONEY or (section.text and beside is None):
        return False
    return beside is None or (
        beside.meaning in _MONEY and not any(letter.isdigit() for letter in section.text)
    )


def _of(body: BodyRow, column: Column | None) -> str | None:
    return squeeze(body.texts[column.index]) or None if column is not None else None


def _line(texts: Sequence[str]) -> str:
    said = [squeeze(text) for text in texts if text]
    return (" : " if len(said) < 3 else " | ").join(said)  # noqa: PLR2004 — a name and its amount
