"""Headings, banners and sheets that stand for levels of the frame, and the order of levels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pacte.roadmap.importing.lines import SHEET, is_frame, is_orientation, look
from pacte.roadmap.importing.numbering import parts_of, take_number
from pacte.roadmap.importing.pieces import Card, Line, Piece, fold, squeeze
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.vocabulary import Role, frame_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.plan import ReadNode

RUNGS = ("Thème", "Sous-thème", "Rubrique")  # levels of headings that name none
UNNAMED = RUNGS[0]
_COMMON = re.compile(
    r"^(?:le |notre )?(?:plans? d ?actions?|programme d ?actions?|tableau\w*|feuil\w*|sheet\w*"
    r"|annexes?|fichier\w*|actions?|suivi|synthese|(?:19|20)\d\d(?: (?:19|20)\d\d)?)\b[\d ]*"
)


@dataclass(slots=True)
class FrameLines:
    """Which of the lines above the tables are levels, and the node of each."""

    builder: Builder
    pieces: Sequence[Piece]
    contexts: dict[int, list[Line]]
    planned: set[int]
    _unnamed: set[int] = field(default_factory=set)  # ids of lines that are levels without a name
    _nodes: dict[int, ReadNode] = field(default_factory=dict)
    _following: dict[int, Line] = field(default_factory=dict)
    _one_each: bool = False  # each sheet is a fiche: its name is no level

    def __post_init__(self) -> None:
        lines = [piece for piece in self.pieces if isinstance(piece, Line)]
        for line in lines:
            if is_orientation(line, lines):
                line.label = None
        self._one_each = self._is_card_of_sheet()
        self._find_unnamed()
        self._following = following_lines(self.pieces)

    def _is_card_of_sheet(self) -> bool:
        """Whether each sheet that holds actions holds a single card."""
        held: Counter[str | None] = Counter()
        for position in self.planned:
            piece = self.pieces[position]
            if not isinstance(piece, Card) or piece.place.sheet is None:
                return False
            held[piece.place.sheet] += 1
        return len(held) > 1 and max(held.values()) == 1

    def _find_unnamed(self) -> None:
        """Headings of one look that each have tables of their own make a level."""
        seen: dict[tuple[int, bool], dict[str, list[Line]]] = defaultdict(dict)
        title = title_line(self.pieces)
        for position in sorted(self.planned):
            for line in self.contexts.get(position, ()):
                if line is not title and not is_frame(line) and self._may_be_level(line):
                    same = seen[look(line), line.banner].setdefault(fold(line.text), [])
                    same.append(line)
        alone: list[Line] = []
        inner: set[tuple[str, ...]] = set()  # numbers of levels without a name
        for by_text in seen.values():
            found = [line for lines in by_text.values() for line in lines]
            if len(by_text) > 1:
                self._unnamed |= {id(line) for line in found}
                inner |= {_number(line)[:-1] for line in found}
            else:
                alone += found
        # « I. Rouler » alone of its look, over « I.1 Informer » and « I.2 Équiper »
        self._unnamed |= {id(line) for line in alone if _number(line) in inner - {()}}

    def _may_be_level(self, line: Line) -> bool:
        found = self.builder.lexicon.meaning(line.text)
        if found is not None and found.role is not Role.FRAME:
            return False
        if line.label is not None:  # an action, a step
            return False
        return not _COMMON.fullmatch(fold(line.text).strip())

    def node_under(self, line: Line) -> str | None:
        """The node that a heading stands for, if it does."""
        node = self._nodes.get(id(line))
        return node.id if node else None

    def node_at(self, position: int) -> str | None:
        """The node that headings above a part stand for."""
        node: ReadNode | None = None
        for line in self.contexts.get(position, ()):
            if not is_frame(line) and id(line) not in self._unnamed:
                continue
            if line.sheet and look(line) == SHEET and self._adds_nothing(line, position):
                continue
            node = self._node_of(line, node)
        return node.id if node else None

    def _adds_nothing(self, sheet: Line, position: int) -> bool:
        """The sheet's name is that of its fiche, or what a heading inside the sheet says."""
        if self._one_each:
            return True
        inner = [fold(line.text) for line in self.contexts[position] if line is not sheet]
        name = fold(sheet.text)
        return any(text.startswith(name) or name in text for text in inner)

    def _node_of(self, line: Line, above: ReadNode | None) -> ReadNode:
        known = self._nodes.get(id(line))
        if known is not None:
            return known
        recognition = line.label.recognition if line.label else None
        label = recognition.label if recognition else self._unnamed_level(above)
        level = self.builder.level(recognition, label, LevelKind.FRAME)
        number, title = self._words(line, label)
        node = self.builder.named_node(
            level, number, title, above.id if above else None, line.place
        )
        line.used = True
        self._nodes[id(line)] = node
        return node

    def _unnamed_level(self, above: ReadNode | None) -> str:
        """Levels without a name take one by their depth."""
        rung = 0
        while above is not None:
            rung += self.builder.levels[self.builder.level_of[above.id]].label in RUNGS
            above = self.builder.nodes[above.parent] if above.parent else None
        return RUNGS[min(rung, len(RUNGS) - 1)]

    def _words(self, line: Line, label: str) -> tuple[str | None, str]:
        if line.label is None:
            taken = take_number(line.text)
            return taken.number, taken.title or squeeze(line.text)
        if line.label.title:
            return line.label.number, line.label.title
        below = title_below(line, self._following)
        if below is not None:
            below.used = True
            return line.label.number, below.text
        return line.label.number, f"{label} {line.label.number or ''}".strip()


def _number(line: Line) -> tuple[str, ...]:
    return parts_of(take_number(line.text).number or "")


def title_line(pieces: Sequence[Piece]) -> Line | None:
    """The first line, where it stands before any table."""
    for piece in pieces:
        if not isinstance(piece, Line):
            return None
        if look(piece) != SHEET:
            return piece if take_number(piece.text).number is None else None
    return None


def following_lines(pieces: Sequence[Piece]) -> dict[int, Line]:
    """By the id of a line, the line right after it."""
    return {
        id(piece): below
        for piece, below in pairwise(pieces)
        if isinstance(piece, Line) and isinstance(below, Line)
    }


def title_below(line: Line, following: dict[int, Line]) -> Line | None:
    """« Objectif 1 », and its title on the next line."""
    below = following.get(id(line))
    if below is None or below.bullet or below.label is not None:
        return None
    if below.heading is not None and not below.guessed:
        return None
    return below


def put_in_order(builder: Builder) -> list[str]:
    """The keys of frame levels, outermost first; two that are one to one take their usual order."""
    order = _nesting(builder)
    for _ in order:
        for outer, inner in pairwise(order):
            if _usual(builder, inner) < _usual(builder, outer) and _one_to_one(
                builder, outer, inner
            ):
                _swap(builder, inner)
    return _nesting(builder)


def _usual(builder: Builder, key: str) -> int:
    meaning = builder.levels[key].meaning
    return frame_order(meaning) if meaning is not None else LAST


def _nesting(builder: Builder) -> list[str]:
    """By depth in the tree, then as the document names them."""
    depth: dict[str, int] = {}
    for node in builder.nodes.values():
        level, above = builder.level_of[node.id], node.parent
        rank = 0
        while above is not None:
            rank += 1
            above = builder.nodes[above].parent
        depth[level] = max(depth.get(level, 0), rank)
    return sorted(depth, key=lambda key: (depth[key], list(builder.levels).index(key)))


def _one_to_one(builder: Builder, outer: str, inner: str) -> bool:
    held = {action.node for action in builder.plan.actions}
    children: dict[str, list[ReadNode]] = defaultdict(list)
    for node in builder.nodes.values():
        if node.parent is not None:
            children[node.parent].append(node)
    outers = [n for n in builder.nodes.values() if builder.level_of[n.id] == outer]
    inners = [n for n in builder.nodes.values() if builder.level_of[n.id] == inner]
    return len(outers) == len(inners) and all(
        len(children[node.id]) == 1
        and builder.level_of[children[node.id][0].id] == inner
        and node.id not in held
        for node in outers
    )


def _swap(builder: Builder, inner: str) -> None:
    below: dict[str, str] = {}
    for node in builder.nodes.values():
        if builder.level_of[node.id] == inner and node.parent is not None:
            below[node.parent] = node.id
    back = {child: parent for parent, child in below.items()}
    for node in builder.nodes.values():
        if node.parent in back:  # what stood under the inner one stands under the other now
            node.parent = back[node.parent]
    for action in builder.plan.actions:
        if action.node in back:
            action.node = back[action.node]
    for parent, child in below.items():
        builder.nodes[child].parent = builder.nodes[parent].parent
        builder.nodes[parent].parent = child


LAST = 99
