"""Names of organisations, groups and people: where they split, where they may be several."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.people.nouns import (
    ACRONYM,
    FUNCTION,
    GROUP,
    LINKING,
    NOBODY,
    NOT_BEFORE,
    NOUN,
    PERSON,
    PLURAL,
    WORKING_GROUP,
)
from pacte.roadmap.importing.vocabulary.forms import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubtful:
    code: DoubtCode
    alternatives: tuple[str, ...]  # the names, were it several


_SIDE_BY_SIDE = re.compile(rf"(?<=[\w).])\s+(?=(?:{NOUN})(?![\w-]))")
_ALL_OR_OTHERS = re.compile(r"(?:Tous|Toutes|Autres?)\b")
_AND = re.compile(r"\s+(?:et|and|&|\+|ainsi que)\s+")
_GAP = re.compile(r"\s+")
_LOWER_GROUP = re.compile(rf"(?:{GROUP}|d[ée]partement|service)\s")
# Without any of these, a name is one.
_TRIGGER = re.compile(rf"[/&+]|\s[-–—]|[-–—]\s|\s(?:et|and|ainsi)\s|\s(?:{NOUN})(?![\w-])")
_SLASH = re.compile(r"\s*/\s*")
_SHORT_FORM = re.compile(r"(?:^|\s)(?:et|s|c|and|n)$", re.IGNORECASE)  # « et/ou », « s/c »
_DASH = re.compile(r"\s[-–—]\s|\s[-–—](?=\w)|(?<=\w)[-–—]\s")
_SEPARATOR = re.compile(
    rf"\s*[;|\t•▪●·]\s*|\s*,(?!\d)\s*(?!\s*{LINKING}|\s*(?:et|and)\s+{LINKING}|$)|\s+/\s+|\s*:\s+"
)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_PARENTHESES = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_FULL_STOP = re.compile(r"\w{5}\.$")
_LONG_NAME = 14  # words
_LONGEST = 1000  # characters: what goes on for longer is looked at no further


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What two writings of one name share."""
    return " ".join(plain(name).replace("'", " ").split()).strip(" .,;:…")


def names_nobody(piece: str) -> bool:
    """« À définir », « etc. »: what stands in a cell of names and is none."""
    return name_key(piece) in NOBODY


def join_wrapped(text: str) -> list[str]:
    """Lines of a cell, those that merely continue a name joined to the one before."""
    if "\n" not in text:
        return [text.strip()] if text.strip() else []
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        if lines and _wraps(lines[-1], line):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return lines


def _wraps(before: str, line: str) -> bool:
    if re.search(r"(?:^|\s)(?:et|de|du|des|d['’]|la|le|les|l['’]|à|en|of|and)$|\w[-/]$", before):
        return True
    opened = before.count("(") > before.count(")")
    return opened or re.match(rf"(?:{LINKING}|et\s)", line) is not None


@lru_cache(maxsize=8192)
def split_surely(line: str) -> tuple[str, ...]:
    """Names that a separator splits outside parentheses: « ; », « , », « / » between spaces…"""
    spans = [match.span() for match in _PARENTHESES.finditer(line)]
    pieces: list[str] = []
    position = 0
    for match in _SEPARATOR.finditer(line):
        inside = any(start < match.start() < end for start, end in spans)
        if inside or _is_function(line, position, match):
            continue
        pieces.append(line[position : match.start()])
        position = match.end()
    pieces.append(line[position:])
    return tuple(piece for raw in pieces if (piece := _trimmed(raw)))


def _is_function(line: str, position: int, comma: re.Match[str]) -> bool:
    """« Marie Tremblay, coordonnatrice » is one person."""
    if comma[0].strip() != "," or not FUNCTION.match(line, comma.end()):
        return False
    return PERSON.match(line[position : comma.start()].strip()) is not None


def _trimmed(raw: str) -> str:
    piece = raw.strip(" \t\xa0,;:")
    if piece.startswith(("- ", "– ", "— ")):
        piece = piece[2:].lstrip()
    # « inc. » and « etc. » keep their full stop.
    return piece[:-1] if piece.endswith(".") and _FULL_STOP.search(piece) else piece


def split_name(piece: str, known: frozenset[str]) -> Iterator[str]:
    """« A et B » gives both where both are known names of the document."""
    for match in _AND.finditer(piece) if len(piece) <= _LONGEST else ():
        left, right = piece[: match.start()].strip(), piece[match.end() :].strip()
        if not _is_known(left, known):
            continue
        parts = list(split_name(right, known))
        if all(_is_known(part, known) for part in parts):
            yield left
            yield from parts
            return
    yield piece


def _is_known(name: str, known: frozenset[str]) -> bool:
    if not known:
        return False
    if name_key(name) in known:
        return True
    return "(" in name and name_key(_BRACKETED.sub("", name)) in known


@lru_cache(maxsize=8192)
def doubtful(piece: str, known: frozenset[str]) -> Doubtful | None:
    """Why a piece may be several names, if it may."""
    if len(piece) <= len("A/B") or _is_known(piece, known):
        return None
    if len(piece) > _LONGEST:
        return _too_long(piece)
    if _TRIGGER.search(piece) is None and not (known and any(_known_neighbours(piece, known))):
        return _too_long(piece)
    text = _PARENTHESES.sub(lambda match: "(" + "\0" * (len(match[0]) - 2) + ")", piece)
    found = [(code, cuts) for code, check in _CHECKS if (cuts := check(piece, text, known))]
    if found:
        cuts = sorted({cut for _code, cuts in found for cut in cuts})
        return Doubtful(found[0][0], _cut(piece, cuts))
    return _too_long(piece)


def _too_long(piece: str) -> Doubtful | None:
    if piece.count(" ") < _LONG_NAME:
        return None
    return Doubtful(DoubtCode.NAME_TOO_LONG, (piece,))


def _cut(piece: str, cuts: list[_Span]) -> tuple[str, ...]:
    starts = [0, *(end for _start, end in cuts)]
    ends = [*(start for start, _end in cuts), len(piece)]
    parts = [piece[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return tuple(part for part in parts if part)


def _follow_one_another(piece: str, text: str, known: frozenset[str]) -> list[_Span]:
    cuts = [m.span() for m in _SIDE_BY_SIDE.finditer(text) if _may_cut(text, m.start(), m.end())]
    return cuts + [span for span in _known_neighbours(piece, known) if span not in cuts]


def _may_cut(text: str, start: int, end: int) -> bool:
    if _ALL_OR_OTHERS.match(text, end):
        return True
    words = re.split(r"[\s'’]+", text[:start])
    before = plain(words[-1]).strip("(,;:") if words else ""
    rest = text[end:].split()
    # The noun alone, at the end, is rather a complement: « Action Logement Services ».
    return before not in NOT_BEFORE and (len(rest) > 1 or rest[0].isupper())


def _known_neighbours(piece: str, known: frozenset[str]) -> Iterator[_Span]:
    """Where a known name ends and another one starts, with nothing between them."""
    if not known or " " not in piece:
        return
    for gap in _GAP.finditer(piece):
        left, right = piece[: gap.start()], piece[gap.end() :]
        if name_key(left) in known and (
            name_key(right) in known or (left.isupper() and _LOWER_GROUP.match(right))
        ):
            yield gap.span()


def _joined_by_and(piece: str, text: str, _known: frozenset[str]) -> list[_Span]:
    return [m.span() for m in _AND.finditer(text) if _may_join_two(piece, m.start(), m.end())]


def _may_join_two(piece: str, start: int, end: int) -> bool:
    """Whether « et » stands between two names rather than inside one (« Santé et Services »)."""
    left, right = piece[:start].strip(), piece[end:].strip()
    if not left or not right or re.match(LINKING, right):
        return False
    last, first = left.split()[-1].strip("()"), right.split()[0].strip("(),")
    if _ALL_OR_OTHERS.match(right) or ACRONYM.match(first) or PERSON.match(left):
        return True
    if re.match(rf"(?:{NOUN}|{GROUP})\b", right, re.IGNORECASE) or PLURAL.match(right):
        return True
    noun_first = re.match(NOUN, left) is not None and last[:1].islower() and first[:1].isupper()
    return noun_first or (ACRONYM.match(last) is not None and len(left.split()) == 1)


def _slashed(_piece: str, text: str, _known: frozenset[str]) -> list[_Span]:
    return [m.span() for m in _SLASH.finditer(text) if not _SHORT_FORM.search(text[: m.start()])]


def _dashed(piece: str, text: str, _known: frozenset[str]) -> list[_Span]:
    cuts = [match.span() for match in _DASH.finditer(text)]
    parts = _cut(piece, cuts)
    one = any(_spells(a, b) or _spells(b, a) for a, b in pairwise(parts))
    return [] if one or len(parts) == 1 else cuts


def _spells(acronym: str, name: str) -> bool:
    """« PNR - Parc naturel régional » is one name."""
    letters = "".join(word[0] for word in re.findall(r"\w{3,}", plain(name)))
    return ACRONYM.match(acronym) is not None and plain(acronym).strip(".") == letters


_CHECKS: tuple[tuple[DoubtCode, Callable[[str, str, frozenset[str]], list[_Span]]], ...] = (
    (DoubtCode.NAMES_NOT_SEPARATED, _follow_one_another),
    (DoubtCode.NAMES_AND, _joined_by_and),
    (DoubtCode.NAMES_SLASH, _slashed),
    (DoubtCode.NAMES_HYPHEN, _dashed),
)


def is_generic_group(name: str) -> bool:
    """« Comité de gestion » says no more than that it is a group."""
    return WORKING_GROUP.match(name.strip()) is not None
