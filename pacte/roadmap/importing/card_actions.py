"""Cards made into actions: their title, the levels that they name, and their fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.cards import OBJECTIVES
from pacte.roadmap.importing.fields import FILLERS, Filling
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.pieces import Card, Field, fold, squeeze
from pacte.roadmap.importing.plan import LevelKind, ReadExtra, Repeated
from pacte.roadmap.importing.ticks import settle, ticked
from pacte.roadmap.importing.values import Value
from pacte.roadmap.importing.vocabulary import Meaning, Recognition, Role, frame_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.pieces import Line
    from pacte.roadmap.importing.plan import ReadNode

LONGEST_FRAME = 250
_TELLS = frozenset({Meaning.DESCRIPTION, Meaning.LEAD, Meaning.LEAD_UNIT, Meaning.PARTNERS})
_LOOSE = frozenset({Meaning.THEME, Meaning.FIELD, Meaning.STRAND})
NUMBER = Recognition(Meaning.NUMBER, 1.0, "", Role.FIELD)
SOURCE = "cards"


@dataclass(slots=True)
class CardBuilder:
    builder: Builder
    cards: Iterable[Card]
    _repeated: Counter[str] = field(default_factory=Counter)  # values of level labels

    def __post_init__(self) -> None:
        for card in self.cards:
            for section in card.fields:
                if section.recognition and section.recognition.role is Role.FRAME:
                    self._repeated[fold(section.text)] += 1

    def build(self, card: Card, node: str | None, above: Line | None) -> None:
        """`above` is the line just before the card: its title, where the card has none."""
        title, used = self._title(card, above)
        if not title.strip():
            self._leave(card)
            return
        frames = [s for s in _opening(card.fields) if s not in used and self._is_frame(s)]
        for section in sorted(frames, key=_frame_rank):
            node = self._node(section, node)
        action = self.builder.action(node, title, card.place, SOURCE)
        filling = Filling(self.builder, action)
        for section in card.fields:
            if section.text and section not in frames and section not in used:
                fill(filling, section)
            elif section.label and not section.text and section.recognition is None:
                self.builder.remainder.leave(section.place, section.label)
        for section in card.loose:
            if action.description is None:
                action.description = section.text
            else:
                self.builder.remainder.leave(section.place, section.text)
        filling.join()
        action.steps.extend(card.steps)
        self.builder.notes(action, card.notes)

    def _leave(self, card: Card) -> None:
        """Labels and values that name no action."""
        for section in (*card.fields, *card.loose):
            self.builder.remainder.leave(section.place, f"{section.label} {section.text}".strip())

    def _title(self, card: Card, above: Line | None) -> tuple[str, list[Field]]:
        named = [
            s
            for s in card.fields
            if s.text and s.recognition and s.recognition.meaning is Meaning.ACTION
        ]
        named = [s for s in named if "\n" not in s.text and len(s.text) <= LONGEST_FRAME][:1]
        if named and self.builder.boxes and ticked(named[0].text) is not None:
            named = []  # « Action : ☒ existante ☐ nouvelle »
        if card.title and not named:
            return card.title, []
        if named:
            self._heading_again(card, named[0])
            self._number_above(card, above)
            return self._numbered(named[0]), named
        if above is not None and not above.used:
            above.used = True
            return above.text, []
        return self._first(card)

    def _heading_again(self, card: Card, named: Field) -> None:
        """A card with both a heading and a title: the heading is a number, or says it again."""
        if not card.title:
            return
        taken = take_number(card.title)
        if taken.number and not taken.title:
            named.text = f"{card.title} {named.text}"
        else:
            card.fields.append(Field("Fiche", None, card.place, card.title))

    def _number_above(self, card: Card, above: Line | None) -> None:
        """« Fiche action n° 3 » alone, just above a card that holds its own title."""
        label = above.label if above is not None and not above.used else None
        if above is None or label is None or label.title or label.number is None:
            return
        if label.recognition.role is Role.ACTION:
            above.used = True
            card.fields.append(Field("", NUMBER, above.place, label.number))

    def _first(self, card: Card) -> tuple[str, list[Field]]:
        """Without any title, what describes the action names it."""
        for meaning in (Meaning.DESCRIPTION, *OBJECTIVES):
            for section in card.fields:
                if section.text and section.recognition and section.recognition.meaning is meaning:
                    return section.text, [section]
        return card.title, []

    def _is_frame(self, section: Field) -> bool:
        found = section.recognition
        if found is None or found.role is not Role.FRAME or not section.text:
            return False
        if "\n" in section.text or len(section.text) > LONGEST_FRAME:
            return False
        if found.meaning not in OBJECTIVES:
            return True
        numbered = take_number(section.text).number is not None
        return numbered or self._repeated[fold(section.text)] > 1

    def _node(self, section: Field, parent: str | None) -> str:
        """The node that a section names; one that stands above already is only said again."""
        builder, found = self.builder, section.recognition
        assert found is not None  # noqa: S101 — only asked of levels
        key = builder.level(found, found.label, LevelKind.FRAME)
        text = self._numbered(section)
        said = self._above(parent, key)
        if said is not None:
            repeated = Repeated(str(section.place), squeeze(section.text), said.id)
            builder.plan.repeated.append(repeated)
            return parent or said.id
        return builder.node(key, text, parent, section.place).id

    def _numbered(self, section: Field) -> str:
        """« Axe 2 » as a label, its title as the value."""
        label = self.builder.lexicon.label(section.label)
        numbered = label is not None and label.number is not None
        return f"{section.label} : {section.text}" if numbered else section.text

    def _above(self, node: str | None, key: str) -> ReadNode | None:
        while node is not None:
            if self.builder.level_of[node] == key:
                return self.builder.nodes[node]
            node = self.builder.nodes[node].parent
        return None


def fill(filling: Filling, section: Field) -> None:
    """One labelled section, by what its label means."""
    meaning = section.recognition.meaning if section.recognition else None
    value = Value(section.text, section.label, section.place, section.value, section.lines_lost)
    filler = FILLERS.get(meaning, Filling.other) if meaning is not None else Filling.other
    if not section.label and meaning is None:
        filling.action.extra.append(ReadExtra(None, section.text))
        return
    settled = settle(filling, meaning, value) if filling.builder.boxes else value
    if settled is not None:
        filler(filling, settled)


def _opening(fields: list[Field]) -> Iterator[Field]:
    """The sections that may be levels: a theme told after what the action is only describes it."""
    begun = False
    for section in fields:
        meaning = section.recognition.meaning if section.recognition else None
        begun = begun or meaning in _TELLS
        if not (begun and meaning in _LOOSE):
            yield section


def _frame_rank(section: Field) -> int:
    return frame_order(section.recognition.meaning) if section.recognition else 0
