"""The words of a document: whether two pieces at a line end are one word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pacte.documents.reading.pdf.lines import Line, Word

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_HYPHENS = "-‐‑\u00ad"
_LAST_LETTERS = re.compile(r"([^\W\d_]+)[-‐‑\u00ad]$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_STUCK = (",", ".", ")", "]", "…")  # a narrow cell parts them from their word
_SOFT_HYPHEN = "\u00ad"
# What French joins by a hyphen that stays.
_KEEP_AFTER = frozenset(
    """semi demi mi non ex sous vice peut est vis là ci celui celle ceux celles même au par
    grand rendez savoir mise porte main chef bien quasi basse haut bas
    nord sud centre saint sainte""".split()  # noqa: SIM905 — words
)
_KEEP_BEFORE = frozenset(
    """ci là même mêmes il elle on ce ils elles je tu nous vous t le la les y en être faire dire
    d l à de vous uns unes""".split()  # noqa: SIM905
)
# After one of these, no sentence and no item begins.
_LITTLE_WORDS = frozenset(
    """de du des d la le les l et ou à au aux en pour par sur dans avec un une que qui ce cette
    ces sa son ses leur leurs""".split()  # noqa: SIM905
)
_LONG_WORD = 5
_LONGEST_WORD = 18  # letters: beyond, two words are likelier than one
_ENDS_NO_WORD = frozenset("bgjkqvw")  # letters that end hardly any French word
_NEXT_COLUMN = 1.2  # of the size of the letters: so wide a white parts two columns
_SPACED = 0.25  # of the lines: the others end a paragraph
_OFTEN = 0.02  # lines of text ended by a hyphen: only a program does it so often


@dataclass(slots=True)
class Vocabulary:
    """The words that stand whole inside lines, and whether lines are hyphenated by program."""

    known: Counter[str] = field(default_factory=Counter)
    compounds: set[str] = field(default_factory=set)
    # What follows the last word of a line: a piece of a word always has the same other piece.
    followers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_hyphenated: bool = False
    has_spaces_at_ends: bool = False  # so that a line without one ends inside a word

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Vocabulary:
        found = cls()
        ends: list[tuple[str, str]] = []
        total = spaced = 0
        before: Line | None = None
        for line in lines:
            total += 1
            spaced += line.words[-1].has_space_after
            for piece in _WORD.findall(_whole_words(line, before).lower()):
                found.known[piece] += 1
                if "-" in piece:
                    found.compounds.add(piece)
            if before is not None and before.text[-1:] in _HYPHENS and line.text[:1].islower():
                ends.append((before.text, line.text))
            if before is not None and not before.words[-1].has_space_after:
                found.followers[_last_word(before)].add(_first_word(line))
            before = line
        sure = sum(_joined(start, end) in found.known for start, end in ends)
        found.has_spaces_at_ends = spaced > _SPACED * total
        found.is_hyphenated = sure > 0 or len(ends) > max(2, _OFTEN * total)
        return found

    def join(self, start: str, end: str) -> str:
        """Two lines as one text: with a space, a hyphen that stays, or one that goes."""
        if start.endswith(_SOFT_HYPHEN):
            return start[:-1] + end
        if end.startswith(_STUCK):
            return start + end
        if not (start[-1:] in _HYPHENS and len(start) > 1 and start[-2].isalnum()):
            return f"{start} {end}"
        if not end[:1].isalnum():
            return f"{start} {end}"
        return start[:-1] + end if self._goes(start, end) else start + end

    def is_one_word(self, above: Line, below: Line) -> bool:
        """Whether two pieces without a hyphen are likelier one word than two."""
        left, right = _last_word(above), _first_word(below)
        if not left or not right or above.words[-1].has_space_after:
            return False
        if left + right in self.known:
            return True
        if left in self.known or len(self.followers[left]) > 1:
            return False
        if len(left + right) > _LONGEST_WORD:
            return False
        if right in _LITTLE_WORDS and left[-1] not in _ENDS_NO_WORD:
            return False
        # « les » may end « responsables »; a longer word that stands elsewhere ends none.
        is_known = right in self.known and len(right) >= _LONG_WORD
        return not is_known and (self.has_spaces_at_ends or right not in self.known)

    def _goes(self, start: str, end: str) -> bool:
        first, following = _LAST_LETTERS.search(start), _FIRST_LETTERS.match(end)
        if first is None or following is None or not end[0].islower():
            return False
        left, right = first[1].lower(), following[0].lower()
        if f"{left}-{right}" in self.compounds:
            return False
        if left + right in self.known:
            return True
        if left in _KEEP_AFTER or right in _KEEP_BEFORE or first[1][-1].isupper():
            return False
        return self.is_hyphenated and not (left in self.known and right in self.known)


def _last_word(line: Line) -> str:
    return next(iter(_WORD.findall(line.words[-1].text.lower())[-1:]), "")


def _first_word(line: Line) -> str:
    return next(iter(_WORD.findall(line.words[0].text.lower())), "")


def _whole_words(line: Line, before: Line | None) -> str:
    """The words of a line, but those at its ends that may go on in another."""
    words = line.words
    first = 0 if before is not None and before.words[-1].has_space_after else 1
    last = len(words) if words[-1].has_space_after else len(words) - 1
    return " ".join(
        word.text
        for index, word in enumerate(words[first:last], first)
        if not _is_at_column_edge(words, index)
    )


def _is_at_column_edge(words: list[Word], index: int) -> bool:
    """Before or after the white between two columns, where a word may be cut as at a line end."""
    word = words[index]
    reach = _NEXT_COLUMN * word.size
    before = words[index - 1].x1 if index else word.x0
    after = words[index + 1].x0 if index + 1 < len(words) else word.x1
    return word.x0 - before > reach or after - word.x1 > reach


def is_little(word: str) -> bool:
    """An article or a preposition: the sentence goes on."""
    return word.lower().replace("’", "'").rpartition("'")[2] in _LITTLE_WORDS | {""}


def _joined(start: str, end: str) -> str:
    first, following = _LAST_LETTERS.search(start), _FIRST_LETTERS.match(end)
    if first is None or following is None:
        return ""
    return (first[1] + following[0]).lower()
