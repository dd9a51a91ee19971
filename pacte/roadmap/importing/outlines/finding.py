"""Which lines of a document tell actions, when no table does."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pacte.roadmap.importing.cards import is_label
from pacte.roadmap.importing.inline import fields_in_title
from pacte.roadmap.importing.levels import FOLLOW_UP
from pacte.roadmap.importing.lines import PLAIN, is_frame
from pacte.roadmap.importing.numbering import NumberKinds, depth_of, parts_of, take_number
from pacte.roadmap.importing.outlines.fields import named_field
from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.importing.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Line

LONGEST_SECTION = 90
FEWEST_NUMBERED = 3
FEWEST_ABOVE = 2
_ACTION_SECTION = re.compile(
    r"^(?:\d+ )?(?:les |nos |liste des |exemples? d |propositions? d |pistes? d |plan d |"
    r"programme d )?actions?(?: (?:nouvelles?|innovantes?|prevues?|proposees?|envisagees?|retenues?"
    r"|prioritaires?|a mener|a engager|a venir|concretes?|issues? des? \w+|phares?|structurantes?"
    r"|operationnelles?|cles?|possibles?|et projets?|du plan))*$"
)


# « Actions » only names the level of what it heads; any other word of a heading is kept.
_LEVEL_ALONE = re.compile(r"^actions?$")


def labelled(lines: Sequence[Line], _lexicon: Lexicon) -> set[int]:
    """« Action 1.1 : … », « Fiche action n° 3 », « Mesure 4 – … »."""
    found: set[int] = set()
    untitled = False  # « Fiche action n° 3 » alone: « Intitulé : … » below is its title
    for line in lines:
        label = line.label
        if label is None or label.recognition.role is not Role.ACTION:
            continue
        if _ACTION_SECTION.match(fold(line.text)):
            continue
        if label.number is not None:
            found.add(id(line))
            untitled = not label.title
        elif label.title and not line.bullet:
            if not untitled:
                found.add(id(line))
            untitled = False
    _head_numbers(lines, found)
    return found


def _head_numbers(lines: Sequence[Line], actions: set[int]) -> None:
    """« I.2 Former » over « Action I.2.a »: a level, which its number tells."""
    above: set[tuple[str, ...]] = set()
    for line in lines:
        if id(line) in actions and line.label is not None and line.label.number:
            parts = parts_of(line.label.number)
            above.update(parts[:depth] for depth in range(2, len(parts)))  # « 1. » may be a step
    if not above:
        return
    for line in lines:
        if line.heading is not None or line.bullet or id(line) in actions or is_frame(line):
            continue
        taken = take_number(line.text)
        if taken.number and taken.title and parts_of(taken.number) in above:
            line.heading, line.guessed = PLAIN + depth_of(taken.number), True


def in_sections(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """Items under a heading that says « Actions »."""
    found: set[int] = set()
    section: Line | None = None
    first: Line | None = None
    for line in lines:
        if is_action_section(line):
            section, first = line, None
        elif section is None:
            continue
        elif _leaves(line, section, first, lexicon):
            section = None
        elif _is_item(line):
            first = first or line
            section.used = _LEVEL_ALONE.match(fold(section.text)) is not None
            if _alike(line, first):
                found.add(id(line))
    return found


def _leaves(line: Line, section: Line, first: Line | None, lexicon: Lexicon) -> bool:
    """Whether a line stands outside the section that it follows."""
    if is_frame(line) or (line.heading is not None and not line.bullet):
        return is_frame(line) or is_label(line.text, lexicon) is None or line.heading is None
    if line.bullet and section.bullet and _alike(line, section):
        return first is not None and not _alike(first, section)
    return False


def _alike(line: Line, other: Line) -> bool:
    """Two items of one list: the same bullet at the same depth."""
    return line.depth == other.depth and line.marker == other.marker


def is_action_section(line: Line) -> bool:
    text = line.text.rstrip(" :")
    if len(text) > LONGEST_SECTION or not _ACTION_SECTION.match(fold(text)):
        return False
    return line.heading is not None or line.bullet or line.text.rstrip().endswith(":") or line.bold


def _is_item(line: Line) -> bool:
    if is_frame(line) or (line.heading is not None and not line.guessed):
        return False
    if not any(c.isalnum() for c in line.text):
        return False
    return line.bullet or take_number(line.text).number is not None


def numbered(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """« 1. … » over « 1.1 … »: the deepest numbers that have more than a title are actions."""
    depths: dict[int, list[Line]] = {}
    for line in lines:
        number = take_number(line.text).number
        if number is not None and not is_frame(line):
            depths.setdefault(depth_of(number), []).append(line)
    deep = sorted(depth for depth, found in depths.items() if depth > 1)
    if below := _bullets_with_fields(lines, lexicon):
        _head(depths, deep[-1] if deep else 1)
        return below
    if not deep or sum(len(depths[depth]) for depth in deep) < FEWEST_NUMBERED:
        return set()
    told = Counter(_depths_with_fields(lines, lexicon))
    depth = told.most_common(1)[0][0] if told else deep[-1]
    if depth == 1 or depth not in depths:
        return set()
    _head(depths, depth)
    return {id(line) for line in depths[depth]}


def _head(depths: Mapping[int, Sequence[Line]], deepest: int) -> None:
    """Numbers down to a depth head what stands below them."""
    for upper in range(1, deepest + 1):
        for line in depths.get(upper, ()):
            if line.heading is None:
                line.heading, line.guessed = PLAIN + upper, True


def _bullets_with_fields(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """« - Ouvrir un guichet (responsable : CAF ; échéance : 2026) », and the bullets like it."""
    told = {
        (line.depth, line.marker)
        for line in lines
        if line.bullet and "(" in line.text and fields_in_title(line, lexicon)[1]
    }
    return {id(line) for line in lines if line.bullet and (line.depth, line.marker) in told}


def _depths_with_fields(lines: Sequence[Line], lexicon: Lexicon) -> Iterable[int]:
    """The depth of each numbered line right above a field (« Pilote : … »)."""
    last: int | None = None
    for line in lines:
        number = take_number(line.text).number
        if number is not None and not is_frame(line):
            last = depth_of(number)
        elif last is not None and named_field(line, lexicon) is not None:
            yield last
            last = None


def above_fields(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """Lines right above what only actions have (« Responsable : … »), and those numbered alike."""
    found: list[Line] = []
    last: Line | None = None
    for line in lines:
        named = None if is_frame(line) else named_field(line, lexicon)
        if named is None:
            last = None if is_frame(line) or not line.text else line
        elif last is not None and named[1] is not None and named[1].meaning in FOLLOW_UP:
            found.append(last)
            last = None
    if len(found) < FEWEST_ABOVE:
        return set()
    kinds = NumberKinds.of(lines)
    own = {kind for line in found if (kind := kinds.kind(line)) is not None}
    for line in lines:
        kind = kinds.kind(line)
        if kind is None or is_frame(line) or named_field(line, lexicon) is not None:
            continue
        if kind in own:
            found.append(line)
        elif line.heading is None and (rank := kinds.above(kind, own)) is not None:
            line.heading, line.guessed = PLAIN + rank, True
    for line in found:
        if line.heading is None and kinds.kind(line) is not None:
            line.heading, line.guessed = PLAIN + len(kinds.order), True
    return {id(line) for line in found}


def under_frames(lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """Bullets right under « Axe 1 », « Objectif 2 »: there must be several such levels."""
    found: set[int] = set()
    frames: set[int] = set()
    frame: Line | None = None
    for line in lines:
        if is_frame(line):
            frame = line if line.label is not None and line.label.number else None
        elif line.heading is not None and not line.guessed:
            frame = None
        elif frame is not None and _is_title(line, lexicon):
            found.add(id(line))
            frames.add(id(frame))
    return found if len(frames) > 1 else set()


def _is_title(line: Line, lexicon: Lexicon) -> bool:
    """A bullet of several words, that names no field."""
    several = len(line.text.split()) > 1
    return line.bullet and not line.depth and several and named_field(line, lexicon) is None
