"""Numbers written as lists write them: 3, 03, c, C, iii, III, 3e."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LETTERS = 26
_LARGEST_ROMAN = 4999
_MOST_REPEATS = 40


def ordinal_text(value: int, style: str) -> str:
    """Write a number in one of the styles of OOXML; digits where the style is another."""
    write = _STYLES.get(style)
    return str(value) if write is None else write(value)


def letters(value: int) -> str:
    """a, b… z, aa, bb…: word processors repeat the letter."""
    if not 1 <= value <= _LETTERS * _MOST_REPEATS:
        return str(value)
    return chr(ord("a") + (value - 1) % _LETTERS) * ((value - 1) // _LETTERS + 1)


def roman(value: int) -> str:
    if not 1 <= value <= _LARGEST_ROMAN:
        return str(value)
    written = []
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        written.append(sign * count)
    return "".join(written)


_STYLES: dict[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda value: letters(value).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda value: roman(value).upper(),
    "decimalZero": "{:02d}".format,
    "ordinal": lambda value: f"{value}er" if value == 1 else f"{value}e",
}
