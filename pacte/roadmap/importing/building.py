"""The plan while it is being read: its levels, nodes and actions, and what is asked of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.doubts import DoubtCode, label_of, reason_of
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.pieces import fold, squeeze
from pacte.roadmap.importing.plan import (
    LevelKind,
    ReadAction,
    ReadDoubt,
    ReadExtra,
    ReadLevel,
    ReadNode,
    ReadNote,
    ReadPlan,
    Repeated,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pacte.documents.content import Note, Place
    from pacte.roadmap.importing.choices import Choices
    from pacte.roadmap.importing.coverage import Remainder
    from pacte.roadmap.importing.doubts import Question
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.vocabulary import Meaning, Recognition

# How titles begin that name their own level; looking up every title would be slow.
_NAMES_ACTION = re.compile(
    r"\W*(?:fiche|sous|action|mesure|projet|op[ée]ration|initiative|activit|moyen|[ée]tape|t[âa]che"
    r"|measure|project|activity|task|step|engagement|chantier|proposition|piste|levier)",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"\s*[(\[]?\b(?:suite|continued|cont\.)\b\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Level:
    label: str
    kind: LevelKind
    meaning: Meaning | None = None


@dataclass(slots=True)
class Builder:
    plan: ReadPlan
    choices: Choices
    lexicon: Lexicon
    remainder: Remainder
    known: frozenset[str] = frozenset()  # names that the document gives without doubt
    levels: dict[str, Level] = field(default_factory=dict)  # by folded label, as they come
    level_of: dict[str, str] = field(default_factory=dict)  # by the id of a node
    nodes: dict[str, ReadNode] = field(default_factory=dict)  # by id
    sources: dict[str, str] = field(default_factory=dict)  # of an action: where it was read
    watch: Callable[[], None] | None = None  # told of each action; may raise to stop
    boxes: bool = False  # the document has boxes to tick
    _by_path: dict[tuple[str | None, str, str, str], ReadNode] = field(default_factory=dict)
    _keys: dict[str, int] = field(default_factory=dict)
    _years: set[str] = field(default_factory=set)  # « 2024-2025 », asked about
    _formulas: set[str] = field(default_factory=set)  # headings asked about

    def level(self, recognition: Recognition | None, label: str, kind: LevelKind) -> str:
        """The key of a level; its kind is the user's where she has chosen one."""
        key = fold(label)
        if key not in self.levels:
            kind = self.choices.levels.get(label, kind)
            meaning = recognition.meaning if recognition else None
            self.levels[key] = Level(label, kind, meaning)
        return key

    def node(self, level: str, text: str, parent: str | None, place: Place | str) -> ReadNode:
        """The node of a text under a parent: the one that already stands there, or a new one."""
        found = self.lexicon.label(text)
        if found is not None and (found.title or found.number):
            number, title = found.number, found.title
        else:
            taken = take_number(text)
            number, title = taken.number, taken.title
        return self.named_node(level, number, title, parent, place)

    def named_node(
        self, level: str, number: str | None, title: str, parent: str | None, place: Place | str
    ) -> ReadNode:
        title = squeeze(title) or f"{self.levels[level].label} {number or ''}".strip()
        short = without_continued(title)
        path = (parent, level, fold(number or ""), fold(short))
        node = self._by_path.get(path)
        if node is None:
            node = ReadNode(f"n{len(self.nodes) + 1}", 0, number, title, parent, where=str(place))
            self._by_path[path] = self.nodes[node.id] = node
            self.level_of[node.id] = level
        elif title != node.title:  # « Se loger (suite) »
            self.plan.repeated.append(Repeated(str(place), title, node.id))
        return node

    def action(self, node: str | None, text: str, place: Place, source: str) -> ReadAction:
        named = len(text) < LONGEST_LABEL and _NAMES_ACTION.match(text)
        found = self.lexicon.label(text) if named else None
        if found is not None and found.title and found.recognition.role in ("action", "step"):
            number, title = found.number, found.title
        else:
            taken = take_number(text)
            number, title = (taken.number, taken.title) if taken.title else (None, text)
        action = ReadAction(
            f"a{len(self.plan.actions) + 1}", node, number, squeeze(title), where=str(place)
        )
        self.plan.actions.append(action)
        if self.watch is not None:
            self.watch()
        self.sources[action.id] = source
        return action

    def ask(
        self, questions: Iterable[Question], place: Place | str, target: str | None, text: str
    ) -> None:
        for question in questions:
            self.doubt(
                question.code,
                place,
                target,
                question.words or text,
                question.understood,
                question.alternatives,
            )

    def doubt(
        self,
        code: DoubtCode,
        place: Place | str,
        target: str | None,
        text: str,
        understood: str = "",
        alternatives: Sequence[str] = (),
    ) -> None:
        """Ask about a passage, unless the user has already answered."""
        where = str(place)
        key = self.key(code, where, text)
        if code is DoubtCode.YEARS_CONVENTION:  # its answer holds for the whole file
            if text in self._years:
                return
            self._years.add(text)
        if key in self.choices.answers:
            return
        self.plan.doubts.append(
            ReadDoubt(
                key=key,
                where=where,
                text=text,
                code=str(code),
                reason=reason_of(code, text),
                target=target,
                understood=label_of(str(understood)),
                alternatives=[label_of(str(value)) for value in alternatives],
                value=str(understood),
                values=[str(value) for value in alternatives],
            )
        )

    def key(self, code: DoubtCode, where: str, text: str) -> str:
        """Names a doubt from one reading of a file to the next."""
        return f"{code}|{where}|{fold(text)[:80]}"

    def answer(self, code: DoubtCode, place: Place | str, text: str) -> str | None:
        return self.choices.answers.get(self.key(code, str(place), text))

    def formula(self, place: Place | str, target: str, heading: str, text: str) -> None:
        """Say once for each column that its formulas have no result."""
        if heading not in self._formulas:
            self._formulas.add(heading)
            self.doubt(DoubtCode.FORMULA_NOT_COMPUTED, place, target, text)

    def notes(self, action: ReadAction, notes: Iterable[Note]) -> None:
        for note in notes:
            action.notes.append(ReadNote(str(note.kind), note.text, note.author, note.date))

    def leave_notes(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.remainder.leave(note.place, note.text)

    def node_extra(self, node: str, header: str | None, text: str, place: Place | str) -> None:
        named = squeeze(header) if header else None
        self.nodes[node].extra.append(ReadExtra(named, text, str(place)))

    def say(self, header: str | None, text: str, place: Place | str) -> None:
        """What a document says as a whole; without a header, right under its title."""
        named = squeeze(header) if header else None
        self.plan.extra.append(ReadExtra(named, text, str(place)))

    def finish(self, frames: Sequence[str], below: Sequence[tuple[str, LevelKind]]) -> None:
        """Write levels and nodes into the plan, outermost first."""
        used = [key for key in frames if key in self.level_of.values()]
        self.plan.levels = [ReadLevel(self.levels[key].label, LevelKind.FRAME) for key in used]
        self.plan.levels += [ReadLevel(label, kind) for label, kind in below]
        children: dict[str | None, list[ReadNode]] = {}
        for node in self.nodes.values():
            node.level = used.index(self.level_of[node.id])
            children.setdefault(node.parent, []).append(node)
        waiting = children.get(None, [])[::-1]
        while waiting:
            node = waiting.pop()
            self.plan.nodes.append(node)
            waiting.extend(children.get(node.id, [])[::-1])


def without_continued(text: str) -> str:
    """« Se loger » for « Se loger (suite) »."""
    return _CONTINUED.sub("", text)


LONGEST_LABEL = 400
