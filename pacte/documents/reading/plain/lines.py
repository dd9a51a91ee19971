"""The lines of a text, and those that were cut to fit a width."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A text wider than this was never cut to a width.
_WIDEST = 130
_NARROWEST = 40
_STARTS_ITEM = re.compile(
    r"\s*(?:[-–—•▪◦○●‣*➢→⌘]\s|o\s|\(?\d{1,3}[.)]|\d+(\.\d+)+|[a-zA-Z][.)]\s|\|)"
)
_CUT_WORD = re.compile(r"([^\W\d_]{2,})-$")
_FIRST_WORD = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    number: int  # from 1, in the file


def lines_of(text: str) -> list[Line]:
    lines = re.split(r"\n|\x0b|\x0c|\u2028|\u2029|\x85", text)
    return [Line(line.rstrip(), number) for number, line in enumerate(lines, 1)]


def join_cut_lines(lines: list[Line]) -> list[Line]:
    """Give the lines with each sentence whole, where the text was cut to a width."""
    width = max((len(line.text) for line in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return lines
    words = _Words(lines)
    joined: list[tuple[list[str], int]] = []
    last = ""  # the line just before: its own length tells whether it was full
    for line in lines:
        if joined and _goes_on(last, line.text, width):
            _glue(joined[-1][0], line.text.strip(), words)
        else:
            joined.append(([line.text], line.number))
        last = line.text
    return [Line("".join(parts), number) for parts, number in joined]


class _Words:
    """The words of the text, gathered the first time that one is cut by a hyphen."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._words: set[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._words is None:
            found = (_WORD.findall(line.text) for line in self._lines)
            self._words = {each.lower() for words in found for each in words}
        return word.lower() in self._words


def _goes_on(last: str, text: str, width: int) -> bool:
    """Whether a line was cut: its first word would not have fitted on the one before."""
    first = _FIRST_WORD.search(text)
    if not last.strip() or first is None or _STARTS_ITEM.match(text):
        return False
    if len(last) + 1 + len(first.group()) <= width:
        return False
    return (
        first.group()[0].islower()
        or last[-1] in ",;-’'(«/"
        or bool(re.match(r"[\d«(:]", first.group()) and last[-1] not in ".!?:")
    )


def _glue(parts: list[str], after: str, words: _Words) -> None:
    """Add a line to those that it goes on with; a word cut by a hyphen is made whole."""
    cut = _CUT_WORD.search(parts[-1])
    rest = _WORD.match(after)
    if cut is None or rest is None:
        parts.append(" ")
    elif f"{cut.group(1)}-{rest.group()}" not in words:
        parts[-1] = parts[-1][:-1]
    parts.append(after)
