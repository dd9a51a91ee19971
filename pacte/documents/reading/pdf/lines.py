"""Glyphs gathered into words and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pacte.documents.reading.pdf.page import Glyph
from pacte.documents.reading.pdf.ruling import Bar

_SAME_BASE = 0.45  # of the size of the letters
_SPACE = 0.2
_STRUCK_PART = 0.7
_UNDERLINED_PART = 0.8


class Word(NamedTuple):
    text: str
    x0: float
    x1: float
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    is_bold: bool = False
    has_space_after: bool = False  # a real one, that the file holds


@dataclass(slots=True)
class Line:
    words: list[Word]
    top: float
    bottom: float
    base: float
    size: float
    is_bold: bool
    is_underlined: bool = False
    page: int = 0
    struck: list[str] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def lines_of(glyphs: Iterable[Glyph], *, page: int = 0, strays: Iterable[Bar] = ()) -> list[Line]:
    """Lines from top to bottom; words that a rule crosses leave for `struck`."""
    strays = list(strays)
    lines: list[Line] = []
    for row in _rows(glyphs):
        words = _words(row)
        if words:
            line = line_of(words, page)
            lines.append(_marked(line, strays) if strays else line)
    return lines


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - base <= _SAME_BASE * max(size, min(glyph.size, size * 2)):
            rows[-1].append(glyph)
            if glyph.size > size:
                size, base = glyph.size, glyph.base
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return rows


def _words(row: list[Glyph]) -> list[Word]:
    words: list[Word] = []
    letters: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        is_space = glyph.text.isspace()
        if letters and (is_space or glyph.x0 - letters[-1].x1 > _SPACE * glyph.size):
            words.append(_word(letters, has_space_after=is_space))
            letters = []
        if not is_space:
            letters.append(glyph)
    if letters:
        words.append(_word(letters, has_space_after=False))
    return words


def _word(letters: list[Glyph], *, has_space_after: bool) -> Word:
    main = max(letters, key=lambda glyph: glyph.size)
    named = [glyph for glyph in letters if glyph.text.isalnum()] or letters
    return Word(
        "".join(glyph.text for glyph in letters),
        letters[0].x0,
        letters[-1].x1,
        main.top,
        main.bottom,
        main.base,
        round(main.size * 2) / 2,
        is_bold=all(glyph.is_bold for glyph in named),
        has_space_after=has_space_after,
    )


def line_of(words: list[Word], page: int) -> Line:
    """A line of these words: its size is that of most letters."""
    sizes = Counter[float]()
    for word in words:
        sizes[word.size] += len(word.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    main = [word for word in words if word.size == size]
    named = [word for word in words if any(map(str.isalnum, word.text))] or words
    return Line(
        words,
        top=min(word.top for word in main),
        bottom=max(word.bottom for word in main),
        base=main[len(main) // 2].base,
        size=size,
        is_bold=all(word.is_bold for word in named),
        page=page,
    )


def _marked(line: Line, strays: list[Bar]) -> Line:
    """Underlined and struck words: a short rule under them or through them."""
    under = 0.0
    kept: list[Word] = []
    for word in line.words:
        width = max(word.x1 - word.x0, 0.1)
        crossed = 0.0
        for bar in strays:
            covered = max(0.0, min(bar.end, word.x1) - max(bar.start, word.x0))
            height = line.base - bar.at
            if -0.3 * line.size <= height < 0.12 * line.size:
                under += covered
            elif 0.15 * line.size <= height <= 0.5 * line.size:
                crossed += covered
        if crossed >= _STRUCK_PART * width:
            line.struck.append(word.text)
        else:
            kept.append(word)
    whole = sum(word.x1 - word.x0 for word in line.words)
    line.is_underlined = bool(kept) and under >= _UNDERLINED_PART * whole
    line.words = kept or [Word("", line.x0, line.x0)]
    return line
