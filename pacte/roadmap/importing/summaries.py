"""Passages that say again what the plan says: a summary, a table of contents, a title repeated."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.pieces import Line, fold, squeeze
from pacte.roadmap.importing.plan import ReadAction, ReadNode, Repeated

if TYPE_CHECKING:
    from pacte.roadmap.importing.building import Builder

_LEADER = re.compile(r"\s*(?:[.…·_]{3,}|\t)[\s.…]*\d*\s*$")  # of a table of contents
PLAN = "plan"  # what repeats the title or the orientation repeats the plan itself
CLOSE = 0.75  # shared words, for a text without number to be the same
NUMBERED = 0.4  # the same number needs fewer


@dataclass(slots=True)
class Summaries:
    builder: Builder
    following: dict[int, Line]
    last: ReadNode | ReadAction | None = None  # what the line before says again
    _by_number: dict[str, list[ReadNode | ReadAction]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _by_word: dict[str, list[ReadNode | ReadAction]] = field(
        default_factory=lambda: defaultdict(list)
    )

    _indexed: bool = False

    def _index(self) -> None:
        """Only once a line asks: most workbooks have none."""
        self._indexed = True
        targets: list[ReadNode | ReadAction] = [
            *self.builder.nodes.values(),
            *self.builder.plan.actions,
        ]
        for target in targets:
            if target.number:
                self._by_number[fold(target.number)].append(target)
            for word in set(fold(target.title).split()):
                self._by_word[word].append(target)

    def repeats(self, line: Line) -> bool:
        """Whether a line says again what the plan says; if so, it is written there."""
        label = line.label
        if label is not None and not label.title:
            return self._label_alone(line)
        number, title = (label.number, label.title) if label else _numbered(line.text)
        title = _LEADER.sub("", title)
        target = self._target(number, title, label.recognition.label if label else None)
        if target is None:
            return False
        self._write(line, target, title)
        return True

    def target_of(self, text: str) -> ReadNode | ReadAction | None:
        """The node or action whose title a text says, whatever its number."""
        label = self.builder.lexicon.label(text)
        number, title = (label.number, label.title) if label else _numbered(text)
        return self._target(number, title, label.recognition.label if label else None)

    def _label_alone(self, line: Line) -> bool:
        """« OBJECTIF 1 », its title on the next line."""
        assert line.label is not None  # noqa: S101 — asked only of labels
        below = self.following.get(id(line))
        if below is None or below.used:
            return False
        name = line.label.recognition.label
        target = self._target(line.label.number, below.text, name)
        if target is None:
            return False
        self.builder.plan.repeated.append(Repeated(str(line.place), line.text, target.id))
        line.used = True
        self._write(below, target, below.text)
        return True

    def _write(self, line: Line, target: ReadNode | ReadAction, title: str) -> None:
        line.used = True
        self.last = target
        self.builder.plan.repeated.append(Repeated(str(line.place), line.text, target.id))
        if fold(title) == fold(target.title):
            return
        code = DoubtCode.SUMMARY_DIFFERS
        said = squeeze(title)
        if self.builder.answer(code, line.place, line.text) == said:
            target.title = said
        self.builder.doubt(code, line.place, target.id, line.text, target.title, (said,))

    def _target(
        self, number: str | None, title: str, level: str | None
    ) -> ReadNode | ReadAction | None:
        words = set(fold(title).split())
        if not words:
            return None
        if not self._indexed:
            self._index()
        candidates = self._by_number.get(fold(number), []) if number else []
        same = [c for c in candidates if self._of_level(c, level)]
        best = max(same, key=lambda c: shared_words(words, c.title), default=None)
        if best is not None and shared_words(words, best.title) >= NUMBERED:
            return best
        if len(words) < 2 and level is None:  # noqa: PLR2004 — one common word says nothing
            return None
        close = [c for c in self._sharing(words) if self._of_level(c, level)]
        best = max(close, key=lambda c: shared_words(words, c.title), default=None)
        limit = NUMBERED if level is not None and len(words) < 5 else CLOSE  # noqa: PLR2004 — a short label, in other words
        return best if best is not None and shared_words(words, best.title) >= limit else None

    def _sharing(self, words: set[str]) -> list[ReadNode | ReadAction]:
        """Those that share the rarest word."""
        held = [self._by_word[word] for word in words if word in self._by_word]
        held.sort(key=len)
        found: dict[str, ReadNode | ReadAction] = {}
        for targets in held[:3]:
            found.update((target.id, target) for target in targets)
        return list(found.values())

    def _of_level(self, target: ReadNode | ReadAction, level: str | None) -> bool:
        if level is None:
            return True
        if isinstance(target, ReadNode):
            return self.builder.level_of[target.id] == fold(level)
        return True


def _numbered(text: str) -> tuple[str | None, str]:
    taken = take_number(text)
    return taken.number, taken.title


def shared_words(words: set[str], title: str) -> float:
    """How much two titles share of their words; singular and plural are one."""
    mine, theirs = _stems(words), _stems(set(fold(title).split()))
    return len(mine & theirs) / max(1, len(mine | theirs))


def _stems(words: set[str]) -> set[str]:
    return {word.rstrip("sx") or word for word in words}
