"""From the content of a document to the plan that it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.core.memory import collector_paused
from pacte.documents.content import Table
from pacte.roadmap.importing.auditing import leave_lost
from pacte.roadmap.importing.building import Builder
from pacte.roadmap.importing.card_actions import CardBuilder
from pacte.roadmap.importing.choices import Choices
from pacte.roadmap.importing.coverage import Remainder, coverage_of, told_by
from pacte.roadmap.importing.cutting import Cutter, contexts_of
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.folding import fold_sources
from pacte.roadmap.importing.frames import FrameLines, put_in_order
from pacte.roadmap.importing.guessing import guess_columns
from pacte.roadmap.importing.leftovers import Leftovers
from pacte.roadmap.importing.levels import Layout, guessed_layout, layout_of
from pacte.roadmap.importing.lexicon import Lexicon, level_name
from pacte.roadmap.importing.lines import is_frame
from pacte.roadmap.importing.outlines import (
    cards_beside_tables,
    cards_of_lines,
    forget_steps,
)
from pacte.roadmap.importing.own import read_own, unpacked
from pacte.roadmap.importing.people import known_names
from pacte.roadmap.importing.pieces import Card, Line, Part, Piece, fold, squeeze
from pacte.roadmap.importing.plan import LevelKind, ReadColumn, ReadPlan, ReadSource
from pacte.roadmap.importing.rows import RowReaders
from pacte.roadmap.importing.rows.words import levels_in
from pacte.roadmap.importing.ticks import has_boxes
from pacte.roadmap.importing.vocabulary import Meaning, Recognition, Role, meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.documents.content import Content

NAMES = frozenset(
    {
        Meaning.LEAD,
        Meaning.LEAD_UNIT,
        Meaning.LEAD_AND_PARTNERS,
        Meaning.PARTNERS,
        Meaning.FUNDERS,
    }
)


@collector_paused()
def understand(
    content: Content,
    *,
    choices: Choices | None = None,
    watch: Callable[[], None] | None = None,
) -> ReadPlan:
    """Read a plan out of a document's content; the same content and choices give the same plan.

    No text is lost: what stands in no field is in `repeated` or in `unplaced`. `watch` is called
    for each action: it counts, and may raise to stop.
    """
    choices = choices or Choices()
    own = unpacked(content)
    found = read_own(content, own, choices) if own is not None else None
    return found or Understanding(content, choices, watch).run()


@dataclass(slots=True)
class Understanding:
    content: Content
    choices: Choices
    watch: Callable[[], None] | None = None
    remainder: Remainder = field(default_factory=Remainder)
    pieces: list[Piece] = field(default_factory=list)
    contexts: dict[int, list[Line]] = field(default_factory=dict)
    layouts: dict[tuple[str, ...], Layout | None] = field(default_factory=dict)

    def run(self) -> ReadPlan:
        content = self.content
        source = ReadSource(content.name, content.sha256, content.format)
        lexicon = Lexicon(self.choices.lexicon)
        plan = ReadPlan(source)
        builder = Builder(plan, self.choices, lexicon, self.remainder, watch=self.watch)
        told = told_by(content)
        builder.boxes = has_boxes(told)
        self._cut(lexicon, blind=False)
        forget_steps(self.pieces, self.layouts)
        planned = self._planned()
        from_lines = cards_beside_tables if planned else cards_of_lines
        held = {id(self.pieces[position]) for position in planned}
        self.pieces = from_lines(self.pieces, lexicon, held)
        if not self._planned() and any(isinstance(block, Table) for block in content.blocks):
            self._cut(lexicon, blind=True)
        self.contexts = contexts_of(self.pieces)
        builder.known = self._names()
        frames = self._build(builder)
        fold_sources(builder)
        self._forget_folded(builder)
        order = put_in_order(builder)
        Leftovers(builder, self.pieces, content, self._unread(), frames).place()
        self._finish(builder, order, told)
        return plan

    def _cut(self, lexicon: Lexicon, *, blind: bool) -> None:
        self.remainder.unplaced.clear()
        self.remainder.said.clear()
        self.layouts.clear()
        self.pieces = Cutter(self.content, self.choices, lexicon, self.remainder, blind).cut()
        self._lay_out()

    def _lay_out(self) -> None:
        """Decide once for all the parts that have the same headings."""
        levels = dict(self.choices.levels)
        for key, answer in self.choices.answers.items():
            if key.startswith(DoubtCode.LEVEL_UNSURE):
                levels[answer] = LevelKind.ACTION
        chosen = {
            answer
            for key, answer in self.choices.answers.items()
            if key.startswith(DoubtCode.COLUMN_UNSURE)
        }
        families: dict[tuple[str, ...], list[Part]] = {}
        for piece in self.pieces:
            if isinstance(piece, Part):
                families.setdefault(piece.signature, []).append(piece)
        for signature, parts in families.items():
            guess_columns(parts)
            self.layouts[signature] = layout_of(parts, levels)
        if any(isinstance(piece, Card) for piece in self.pieces):
            return
        if not any(self.layouts.values()):
            for signature, parts in families.items():
                self.layouts[signature] = layout_of(parts, levels, loosely=True)
        if not any(self.layouts.values()):
            for signature, parts in families.items():
                self.layouts[signature] = guessed_layout(parts, chosen)

    def _names(self) -> frozenset[str]:
        texts: set[str] = set()
        for piece in self.pieces:
            if isinstance(piece, Part):
                indexes = [c.index for c in piece.columns if c.meaning in NAMES]
                for index in indexes:
                    texts.update(row.texts[index] for row in piece.rows)
        texts.discard("")
        return known_names(sorted(texts))

    def _build(self, builder: Builder) -> FrameLines:
        frames = FrameLines(builder, self.pieces, self.contexts, self._planned())
        cards = CardBuilder(builder, [p for p in self.pieces if isinstance(p, Card)])
        rows = RowReaders(builder, self.layouts)
        for position, piece in enumerate(self.pieces):
            if isinstance(piece, Card):
                rows.close()
                above = self._title_above(position)
                cards.build(piece, frames.node_at(position), above)
            elif isinstance(piece, Part) and rows.read(piece, frames.node_at(position)):
                self._columns(builder, piece)
                self._ask_levels(builder, piece)
        rows.close()
        return frames

    def _ask_levels(self, builder: Builder, part: Part) -> None:
        """A row whose cell lists actions may as well be one action, and they its steps."""
        layout = self.layouts[part.signature]
        if layout is None:
            return
        title = layout.title
        if not layout.sure:
            named = title.heading or f"{title.index + 1}"
            place = part.table.place
            builder.doubt(DoubtCode.COLUMN_UNSURE, place, None, named, named, layout.rivals)
        elif layout.several and layout.frames and layout.frames[-1].recognition:
            other = layout.frames[-1].recognition.label
            named = title.recognition.label if title.recognition else title.heading
            place = part.table.place
            builder.doubt(DoubtCode.LEVEL_UNSURE, place, None, title.heading, named, (other,))

    def _forget_folded(self, builder: Builder) -> None:
        """Nothing is asked of the levels of a table that only repeats another."""
        kept = {builder.sources[action.id] for action in builder.plan.actions}
        asked = {
            str(part.table.place)
            for part in self.pieces
            if isinstance(part, Part) and "|".join(part.signature) not in kept
        }
        unsure = (DoubtCode.LEVEL_UNSURE, DoubtCode.COLUMN_UNSURE)
        builder.plan.doubts = [
            doubt
            for doubt in builder.plan.doubts
            if doubt.code not in unsure or doubt.where not in asked
        ]

    def _title_above(self, position: int) -> Line | None:
        """The line just before a card may be its title."""
        above = self.pieces[position - 1] if position else None
        return above if isinstance(above, Line) and not is_frame(above) else None

    def _planned(self) -> set[int]:
        """Positions of the pieces that hold actions."""
        return {
            position
            for position, piece in enumerate(self.pieces)
            if isinstance(piece, Card)
            or (
                isinstance(piece, Part) and self.layouts[piece.signature] is not None and piece.rows
            )
        }

    def _unread(self) -> set[int]:
        planned = self._planned()
        return {
            position
            for position, piece in enumerate(self.pieces)
            if isinstance(piece, Part)
            and position not in planned
            and (piece.rows or self.layouts[piece.signature] is None)
        }

    def _columns(self, builder: Builder, part: Part) -> None:
        for column in part.columns:
            meaning = column.meaning or (Meaning.SCHEDULE if column.mark else None)
            builder.plan.columns.append(
                ReadColumn(
                    table=part.index,
                    column=column.index,
                    heading=squeeze(column.heading),
                    group=column.group,
                    meaning=str(meaning) if meaning else "",
                    where=str(part.table.place),
                )
            )

    def _finish(self, builder: Builder, order: list[str], told: str) -> None:
        plan = builder.plan
        builder.finish(order, self._action_levels(builder))
        for header, place, text in self.remainder.said:
            builder.say(header, text, place)
        leave_lost(self.content, plan, self.remainder, builder.lexicon)
        plan.unplaced = self.remainder.unplaced
        plan.coverage = coverage_of(told, plan.unplaced)

    def _action_levels(self, builder: Builder) -> list[tuple[str, LevelKind]]:
        action, step = "", ""
        for layout in self.layouts.values():
            if layout is None:
                continue
            action = action or self._action_label(layout)
            for column in layout.steps:
                label = column.recognition.label if column.recognition else column.heading
                step = step or level_name(label.rstrip(" ?"))
        levels = []
        if builder.plan.actions:
            levels.append((action or UNNAMED_ACTION, LevelKind.ACTION))
        if any(found.steps for found in builder.plan.actions):
            levels.append((step or UNNAMED_STEP, LevelKind.STEP))
        return levels

    def _action_label(self, layout: Layout) -> str:
        """A column that holds several levels ends with the action: « Axes / Actions »."""
        names = levels_in(layout.title.heading) if layout.depth is not None else []
        last = meaning_of(names[-1]) if len(names) > 1 else None
        return action_label(last or layout.title.recognition)


UNNAMED_ACTION, UNNAMED_STEP = "Action", "Étape"
_TITLES = frozenset({"titre", "quoi", "intitule", "libelle", "nom", "designation", "what", "title"})


def action_label(recognition: Recognition | None) -> str:
    """The name of the action level: a heading that only says « title » names none."""
    if recognition is None or recognition.role is Role.FIELD:
        return UNNAMED_ACTION
    words = fold(recognition.label).split()
    if recognition.role is Role.ACTION and (
        set(words) & _TITLES or (set(words) & {"action", "actions"} and words[0] != "fiche")
    ):
        return UNNAMED_ACTION
    return recognition.label
