"""The number at the head of a title, and what numbers say of one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pacte.roadmap.importing.numbering.patterns import (
    BRACKETED,
    BULLET,
    CODE,
    DATE,
    DOTTED,
    INFINITIVE,
    LABELLED,
    NOT_CODES,
    QUANTITY,
    ROMAN,
    SEPARATOR,
    SIGNED,
    SINGLE,
    THOUSANDS,
    TIME_CODE,
    TITLE_LETTERS,
    YEAR,
)


@dataclass(frozen=True, slots=True)
class Numbered:
    number: str | None
    title: str
    taken: str = ""  # what was taken off: number, label and separator, as written


@lru_cache(maxsize=16384)
def take_number(text: str) -> Numbered:
    """Take number and separator off a title; a year or a quantity is not a number."""
    start = len(text) - len(text.lstrip())
    bullet = BULLET.match(text, start)
    begin = bullet.end() if bullet else start
    number, end = _number_at(text, begin) or (None, begin)
    return Numbered(number, text[end:].strip(), text[start:end].strip())


def number_alone(text: str) -> str:
    """« Fiche n° 3 » alone is number 3; any other text is a number as it is written."""
    if LABELLED.match(text) is None:
        return text
    taken = take_number(text)
    return taken.number if taken.number and not taken.title else text


def _number_at(text: str, begin: int) -> tuple[str, int] | None:
    """The number that starts at a position, and where its title starts."""
    head = text[begin : begin + 1]
    if not head or not (head.isalnum() or head in "#([") or DATE.match(text, begin):
        return None
    is_word = head.isalpha() and text[begin + 1 : begin + 2].islower()
    for pattern, accept in _FORMS_OF_WORDS if is_word else _FORMS:
        match = pattern.match(text, begin)
        if match and (end := accept(text, match)) is not None:
            return match["number"].strip(), end
    return None


def _after_label(text: str, match: re.Match[str]) -> int | None:
    number, end = match["number"], match.end()
    glued = match.end("label") == match.start("number")
    if YEAR.match(number) or (glued and number.isalpha()):
        return None
    if (separator := SEPARATOR.match(text, end)) is not None:
        return separator.end()
    rest = text[end:].lstrip()
    if QUANTITY.match(text, end) or (
        number.isalpha() and rest and number not in {"I", "II", "III"}
    ):
        return None
    return end if not rest[:1].islower() or INFINITIVE.match(rest) else None


def _after_sign(text: str, match: re.Match[str]) -> int | None:
    separator = SEPARATOR.match(text, match.end())
    return separator.end() if separator else match.end()


def _after_dotted(text: str, match: re.Match[str]) -> int | None:
    number, end = match["number"], match.end()
    tail = text[end : end + 2]
    if THOUSANDS.fullmatch(number) or TIME_CODE.match(number) or QUANTITY.match(text, end):
        return None
    if tail[:1] in {".", ",", "/"} and tail[1:].isdigit():
        return None
    letters = number.rstrip("0123456789")
    if letters in NOT_CODES and not INFINITIVE.match(text[end:].lstrip(" .:)-–—")):
        return None
    if (separator := SEPARATOR.match(text, end)) is not None:
        dash = "-" in number and separator[0].strip() in {"-", "–", "—", "/"}
        return None if dash else separator.end()
    if "." not in number and not _capital_follows(text, end):
        return None
    glued = "." in number and tail[:1].isupper()  # « 1.1Outils »
    return end if not tail or tail[0].isspace() or glued else None


def _after_code(text: str, match: re.Match[str]) -> int | None:
    number, end = match["number"], match.end()
    letters = number.rstrip("0123456789.- abcdefghijklmnopqrstuvwxyz")
    if TIME_CODE.match(number) or (letters in NOT_CODES and "-" not in number):
        return None
    if (separator := SEPARATOR.match(text, end)) is not None:
        return None if YEAR.match(text, separator.end()) else separator.end()
    joined = re.search(r"[-.]\d", number) or INFINITIVE.match(text[end:].lstrip())
    return end if joined and (end == len(text) or _capital_follows(text, end)) else None


def _after_single(text: str, match: re.Match[str]) -> int | None:
    number, end = match["number"], match.end()
    if (separator := SEPARATOR.match(text, end)) is None:
        return end if number.isdigit() and _stands_apart(text, end) else None
    sign, rest = separator[0].strip()[:1], text[separator.end() :]
    tight = bool(rest) and not separator[0][-1:].isspace()
    if number.isalpha() and (tight or not rest or (number in TITLE_LETTERS and sign == ".")):
        return None
    if sign in ".)]°º":
        return None if re.match(r"\d{3}(?!\d)", rest) else separator.end()
    # A dash, a colon or a slash also stands between two quantities, or after a word of one letter.
    weak = not rest or rest[:1].isdigit() or number.islower() or (tight and not rest[:1].isupper())
    return None if weak else separator.end()


def _stands_apart(text: str, end: int) -> bool:
    """« 1   Créer », « 01 Créer »: only room stands between number and title."""
    if not text[end : end + 1].isspace() or not _capital_follows(text, end):
        return False
    wide = re.match(r"\t| {2,}|\n", text[end : end + 2]) is not None
    return wide or INFINITIVE.match(text[end:].lstrip()) is not None


def _capital_follows(text: str, position: int) -> bool:
    return text[position:].lstrip(' \t\xa0\n«“"(')[:1].isupper()


def _after_bracket(_text: str, match: re.Match[str]) -> int:
    return match.end()


_FORMS = (
    (LABELLED, _after_label),
    (SIGNED, _after_sign),
    (DOTTED, _after_dotted),
    (CODE, _after_code),
    (SINGLE, _after_single),
    (BRACKETED, _after_bracket),
)
# What may open with a word of two letters or more: « Action 3 », « No 3 ».
_FORMS_OF_WORDS = _FORMS[:2]

_TOKENS = re.compile(r"\d+|[A-Za-z]+")
_ROMAN_ONLY = re.compile(ROMAN)


@lru_cache(maxsize=4096)
def parts_of(number: str) -> tuple[str, ...]:
    """Its levels, outermost first: « 1.1.a » has three, « A1 » two, « AGR-01 » one."""
    tokens = _TOKENS.findall(number)
    prefixed = len(tokens) > 1 and len(tokens[0]) > 1 and tokens[0].isalpha()
    if prefixed and not _ROMAN_ONLY.fullmatch(tokens[0]):
        return (tokens[0] + tokens[1], *tokens[2:])
    return tuple(tokens)


def depth_of(number: str) -> int:
    """How many levels a number has: « 1.1.1 » has three."""
    return len(parts_of(number))
