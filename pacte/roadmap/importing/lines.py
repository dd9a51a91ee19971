"""Lines of a document: what each looks like, and the sections that they open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pacte.roadmap.importing.pieces import Line, split_bullet, squeeze
from pacte.roadmap.importing.vocabulary import Meaning, Role, frame_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Paragraph
    from pacte.roadmap.importing.lexicon import Lexicon

LONGEST_HEADING = 160
LONGEST_BOLD = 120
LONGEST_ALONE = 30
LONGEST_LABELLED = 400
# Looks of headings that the format does not declare; its own are 1 to 6.
SHEET, CAPITALS, BOLD, COLON, PLAIN = 0, 7, 8, 9, 10
_LETTERS = re.compile(r"[^\W\d_]")
_ENDS = (".", ";", ",", "…", "?", "!")


def line_of(paragraph: Paragraph, lexicon: Lexicon) -> Line:
    """One paragraph as a line, its bullet taken off, with the level it names."""
    text, mark = split_bullet(paragraph.text.strip())
    bullet, marker = bool(mark), paragraph.marker
    if marker and any(c.isalnum() for c in marker):
        named = lexicon.label(squeeze(text)) if len(text) <= LONGEST_LABELLED else None
        if named is None or named.number is None:  # « 1. Axe I – … » has its own number
            text = f"{marker} {text}"
    elif marker:
        bullet = True
    label = lexicon.label(squeeze(text)) if text and len(text) <= LONGEST_LABELLED else None
    if label is not None and bullet and label.number is None:
        label = None
    heading = paragraph.heading
    line = Line(
        text=text,
        place=paragraph.place,
        heading=heading,
        bullet=bullet,
        depth=paragraph.depth,
        bold=paragraph.bold,
        marker=mark or marker,
        label=label,
        notes=paragraph.notes,
    )
    if heading is None and not bullet:
        line.heading = _guess(line, underline=paragraph.underline)
        if line.heading is None and len(text) <= LONGEST_ALONE and _is_vision(text, lexicon):
            line.heading = COLON
        line.guessed = line.heading is not None
    return line


def _is_vision(text: str, lexicon: Lexicon) -> bool:
    """« Mission », « Énoncé de vision » alone on a line: what they head is below."""
    found = lexicon.meaning(text) if "." not in text else None
    return found is not None and found.meaning is Meaning.ORIENTATION and found.score >= 1


def _guess(line: Line, *, underline: bool) -> int | None:
    """The rank of a line that only looks like a heading."""
    text = line.text
    if len(text) > LONGEST_HEADING or not text or text.endswith(_ENDS):
        return None
    if in_capitals(text):
        return CAPITALS
    if (line.bold or underline) and len(text) <= LONGEST_BOLD:
        return BOLD
    if text.endswith(":") and len(text) <= LONGEST_BOLD:
        return COLON
    return None


def in_capitals(text: str) -> bool:
    """More than half of the letters are capitals, and the first word is."""
    letters = _LETTERS.findall(text)
    if len(letters) < 4:  # noqa: PLR2004 — an acronym is not a heading
        return False
    capitals = sum(letter.isupper() for letter in letters)
    first = text.split(maxsplit=1)[0]
    return capitals > len(letters) / 2 and (first.isupper() or not first[:1].isalpha())


@dataclass(slots=True)
class Sections:
    """The headings that hold for what comes next, outermost first."""

    stack: list[Line] = field(default_factory=list)
    _above: Line | None = None  # the heading right above the line to come
    _nested: set[tuple[str, str]] = field(default_factory=set)  # levels, outer and inner
    _seen: set[str] = field(default_factory=set)

    def open(self, line: Line) -> None:
        rank, above = look(line), self._above
        self._above = line
        if line.label is not None and is_frame(line):
            self._nest(line, above)
            self._open_level(line, rank)
        elif above is not None and _waits_for_title(above) and line.guessed:
            return  # « AXE 1 », its title on the next line
        else:
            self._close(lambda other: look(other) >= rank and not _stays(other, line, rank))
        self.stack.append(line)

    def pass_over(self) -> None:
        """A line that opens nothing."""
        self._above = None

    def _nest(self, line: Line, above: Line | None) -> None:
        """« Enjeu 1 » right above the first « Orientation 1 »: the document says which is outer."""
        key, over = level_key(line), level_key(above) if above is not None else None
        if key is None or key in self._seen:
            return
        self._seen.add(key)
        numbered = all(one.label is not None and one.label.number for one in (line, above) if one)
        if over is not None and numbered and sum(level_key(o) == over for o in self.stack) == 1:
            self._nested.add((over, key))

    def _open_level(self, line: Line, rank: int) -> None:
        key = level_key(line)
        same = [place for place, other in enumerate(self.stack) if level_key(other) == key]
        if same:
            del self.stack[same[0] :]
            return
        if not line.guessed and line.heading is not None:
            self._close(lambda other: look(other) >= rank)
            return
        own = _order(line)
        self._close(
            lambda other: (
                other.label is not None
                and look(other) >= CAPITALS
                and _order(other) > own
                and (level_key(other), key) not in self._nested
            )
        )

    def _close(self, closes: object) -> None:
        for place, other in enumerate(self.stack):
            if closes(other):  # type: ignore[operator]  # always a predicate on lines
                del self.stack[place:]
                return

    def frames(self) -> list[Line]:
        return [line for line in self.stack if is_frame(line)]


def _waits_for_title(line: Line) -> bool:
    label = line.label
    return is_frame(line) and label is not None and bool(label.number) and not label.title


def look(line: Line) -> int:
    if line.heading is not None and not (line.label and line.guessed):
        return line.heading
    if line.heading is not None:
        return line.heading
    return PLAIN


def _stays(other: Line, line: Line, rank: int) -> bool:
    """A level stays open under a heading that only looks like its own."""
    plain = look(other) >= PLAIN and rank >= BOLD
    return is_frame(other) and line.guessed and (look(other) <= rank or plain)


def is_frame(line: Line) -> bool:
    """« Axe 2 », « Axe : se loger »; « Objectifs » alone only heads a list."""
    label = line.label
    return (
        label is not None
        and label.recognition.role is Role.FRAME
        and bool(label.number or label.title)
    )


def level_key(line: Line) -> str | None:
    return line.label.recognition.label if line.label is not None and is_frame(line) else None


def _order(line: Line) -> int:
    return frame_order(line.label.recognition.meaning) if line.label is not None else 0


def is_orientation(line: Line, lines: Sequence[Line]) -> bool:
    """A single orientation without number is what the whole plan says of itself, not a level."""
    if line.label is None or line.label.recognition.meaning is not Meaning.ORIENTATION:
        return False
    if line.label.number is not None:
        return False
    titles = {
        squeeze(other.label.title).casefold()
        for other in lines
        if other.label is not None and other.label.recognition.meaning is Meaning.ORIENTATION
    }
    return len(titles) < 2  # noqa: PLR2004 — two different ones make a level
