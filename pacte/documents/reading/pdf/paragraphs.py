"""Lines put back together into the paragraphs that the author wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pacte.documents.reading.pdf.lines import Line
from pacte.documents.reading.pdf.words import Vocabulary, is_little

_SIGNS = "•●○◦▪▫■□▶►▸‣⁃➢➤➔→✓✔✗❖◆◇★☐☑·∙"
_DASHES = "-–—−*"
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}(?:[.)°]|\s?[-–])|\(\d{1,3}\)|[A-Za-z][.)]|\([a-z]\)"
    r"|[ivxIVX]{1,5}[.)]|[A-Z]\d{1,2}[.)]?)$"
)
_GLUED_NUMBER = re.compile(r"\d{1,3}[.)](?=[^\W\d]{2})")  # « 10.Former », its tab too narrow
_OPEN_ENDS = ",('’«-‐/&"
_GLUED = re.compile(r"[:;!?»%€$]+")  # French leaves them on the line of what stands before
_TABULATED = 0.55  # of the size: a marker so far from its text was set by the program
_LOOSE = 1.3
_COMMON_PITCH, _WIDE_PITCH, _WIDEST_PITCH = 1.35, 1.8, 2.4  # of the size of the letters
_ENOUGH = 4
_OTHER_SIZE = 0.12
_FEW_WORDS = 2
_WIDE_LETTER = 1.6  # of the middle width of letters
_TAB = 3.0  # of the size of the letters
_FIRST_LINE_INDENT = 1.0
_SAME_EDGE = 3.0


@dataclass(slots=True)
class Passage:
    """A paragraph with what only its lines say."""

    lines: list[Line]
    text: str
    marker: str | None = None
    may_hold_several: bool = False  # a line that it joined may have been an item of its own

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def is_bold(self) -> bool:
        return all(line.is_bold for line in self.lines)

    @property
    def is_underlined(self) -> bool:
        return all(line.is_underlined for line in self.lines)

    @property
    def struck(self) -> list[str]:
        return [word for line in self.lines for word in line.struck]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where lines are set: between which edges, how far apart."""

    left: float
    right: float
    pitches: Mapping[float, float]  # by size of letters
    is_cell: bool

    def pitch(self, line: Line) -> float:
        return self.pitches.get(line.size, _COMMON_PITCH * line.size)


def marker_of(line: Line) -> tuple[str | None, bool]:
    """The list marker that begins a line, and whether a program set it apart from the text."""
    first = line.words[0].text
    if first[:1] and first[0] in _SIGNS:
        return first[0], True
    if (glued := _GLUED_NUMBER.match(first)) is not None:
        return glued[0], False
    if len(line.words) < 2:  # noqa: PLR2004 — its text is on the next line, if it has one
        return (first, False) if first in _DASHES else (None, False)
    gap = line.words[1].x0 - line.words[0].x1
    is_far = gap > _TABULATED * line.size
    if first in _DASHES or (first == "o" and is_far):
        return first, is_far
    if _NUMBER.match(first):
        return first, is_far
    return None, False


def is_sign(marker: str | None) -> bool:
    """A bullet, and no number."""
    return marker is not None and (marker[0] in _SIGNS + _DASHES or marker == "o")


def setting_of(lines: Sequence[Line], *, left: float, right: float, is_cell: bool) -> Setting:
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for line, below in pairwise(lines):
        step = below.base - line.base
        if line.page == below.page and line.size == below.size and 0 < step < 3 * line.size:
            steps[line.size].append(step)
    pitches = {size: _usual(found, size) for size, found in steps.items()}
    return Setting(left, right, pitches, is_cell)


def _usual(steps: list[float], size: float) -> float:
    """The smallest step that comes often: that of the lines of one paragraph."""
    low = median(sorted(steps)[: len(steps) // 2 + 1])
    if low > _WIDE_PITCH * size and len(steps) < _ENOUGH:
        return _COMMON_PITCH * size
    return min(low, _WIDEST_PITCH * size)


def passages_of(lines: Iterable[Line], setting: Setting, words: Vocabulary) -> list[Passage]:
    """Group lines into paragraphs, in order."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _parts(groups[-1], line, setting):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_passage(group, setting, words) for group in groups]


def _parts(group: list[Line], line: Line, setting: Setting) -> bool:
    """Whether this line begins a paragraph after those of the group."""
    last = group[-1]
    if not line.text or not last.text:
        return True
    if marker_of(line)[0] is not None and not _is_number_in_text(last, line, setting):
        return True
    if _looks_other(last, line, setting):
        return True
    if _would_have_fitted(last, line, setting) or (not setting.is_cell and _is_tabbed(last)):
        return True
    step = line.base - last.base if line.page == last.page else 0
    if step > _LOOSE * setting.pitch(last) and not _goes_on(last, line, step):
        return True
    return not setting.is_cell and _is_indented(group, line)


def _is_tabbed(line: Line) -> bool:
    """Pieces set apart on one line, as in a table of contents: no sentence goes on after it."""
    return any(
        following.x0 - word.x1 > _TAB * line.size or word.text.startswith("....")
        for word, following in pairwise(line.words)
    )


def _goes_on(last: Line, line: Line, step: float) -> bool:
    """A sentence set more loosely than the rest of the page."""
    is_open = last.text[-1] not in ".;:!?" and line.text[0].islower()
    return is_open and step <= _WIDEST_PITCH * line.size


def _looks_other(last: Line, line: Line, setting: Setting) -> bool:
    if abs(line.size - last.size) > _OTHER_SIZE * last.size or line.is_bold != last.is_bold:
        return True
    is_heading = setting.is_cell or line.is_underlined
    return line.is_underlined != last.is_underlined and is_heading


def _would_have_fitted(last: Line, line: Line, setting: Setting) -> bool:
    """The first word had room at the end of the line before: its author went to the next one."""
    if last.text[-1:] in "-‐\u00ad" and last.text[-2:-1].isalpha():
        return False
    room = setting.right - last.x1
    needed = _first_piece(line) + 0.25 * line.size
    slack = 0.5 * line.size if setting.is_cell else 1.5 * line.size
    return room > needed + slack


def _first_piece(line: Line) -> float:
    """How wide what cannot be parted at the start of the line is."""
    end = line.words[0].x1
    for word, following in pairwise(line.words):
        if word.text != "«" and not _GLUED.fullmatch(following.text):
            break
        end = following.x1
    return end - line.x0


def _is_indented(group: list[Line], line: Line) -> bool:
    """Set further in than the lines before it, or back out of a list item that hangs."""
    first = group[0]
    marker, is_apart = marker_of(first)
    if marker is not None and (is_apart or len(group) > 1):
        hanging = group[1].x0 if len(group) > 1 else first.words[min(1, len(first.words) - 1)].x0
        return line.x0 < min(hanging - _SAME_EDGE, first.x0 + _SAME_EDGE)
    if marker is not None:
        return False
    return len(group) > 1 and line.x0 > group[-1].x0 + _FIRST_LINE_INDENT * line.size


def _is_number_in_text(last: Line, line: Line, setting: Setting) -> bool:
    """« article / 12. » wrapped: a number that ends a sentence and not one that opens it."""
    marker, is_far = marker_of(line)
    if marker is None or is_far or is_sign(marker) or "." in marker[:-1]:
        return False
    is_last = line.x1 < (setting.left + setting.right) / 2 and len(line.words) <= _FEW_WORDS
    return is_last and last.text[-1:].isalpha() and not _would_have_fitted(last, line, setting)


def _passage(lines: list[Line], setting: Setting, words: Vocabulary) -> Passage:
    marker, is_apart = marker_of(lines[0])
    text = lines[0].text
    if marker is not None and is_apart and text != marker:
        text = text[len(marker) :].lstrip()
    else:
        marker = None
    last = lines[0]
    several = False
    # Where items are marked or underlined, a line that is not goes on with the one above.
    is_bare = marker_of(lines[0])[0] is None and not lines[0].is_underlined
    for line in lines[1:]:
        several = several or (is_bare and _may_begin(text, line))
        is_cut = _is_cut(last, line, setting) and words.is_one_word(last, line)
        text = text + line.text if is_cut else words.join(text, line.text)
        last = line
    return Passage(lines, text.strip(), marker, several)


def _may_begin(text: str, line: Line) -> bool:
    """Whether what follows, once lines are joined, may be another item."""
    start = line.text[0]
    if _NUMBER.match(text):
        return False
    is_start = start.isupper() or start.isdigit()
    return is_start and text[-1] not in _OPEN_ENDS and not is_little(text.rsplit(maxsplit=1)[-1])


def _is_cut(last: Line, line: Line, setting: Setting) -> bool:
    """A word wider than its cell, cut by the program without a hyphen."""
    # Where a word has a hyphen, it is cut there.
    if not setting.is_cell or len(last.words) != 1 or set("-‐/") & set(last.text):
        return False
    letter = (last.x1 - last.x0) / max(len(last.text), 1)
    joined = last.x1 - last.x0 + line.words[0].x1 - line.words[0].x0
    return (
        last.text[-1].isalpha()
        and line.text[0].islower()
        and setting.right - last.x1 < max(_WIDE_LETTER * letter, last.size)
        and joined > setting.right - setting.left
    )
