"""Texts made fit to be written: which characters may stand, which runs, which lines."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pacte.documents.writing.layout import CellValue, Run, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

# XML 1.0 has no way to write these; a carriage return would not survive it.
_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LINKS = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+\Z")
_LONG = re.compile(r"\S{28,}")  # longer than any French word
_CHUNKS = re.compile(r"[^/.\-_@&=?]{1,20}[/.\-_@&=?]?|[/.\-_@&=?]")
_WHOLE = 30  # lines, of so many letters
_LETTERS = 60
# What a spreadsheet takes for a formula, after the apostrophes that say that it is not one.
# Signs without a width are skipped by some spreadsheets before they look for a formula.
_UNSEEN = "\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_FORMULA = re.compile(rf"'*[{_UNSEEN}]*[=+\-@\t\n＝＋－＠]")


def clean(text: str) -> str:
    """The same text without what no office format can hold; lines end with a line feed."""
    if not _UNUSUAL.search(text):
        return text
    return _NOT_XML.sub("", _LINE_ENDS.sub("\n", text))


def runs(text: Text) -> tuple[Run, ...]:
    """The cleaned runs of a text, empty ones left out."""
    if isinstance(text, str):
        cleaned = clean(text)
        return (Run(cleaned),) if cleaned else ()
    cleaned_runs = (
        Run(clean(run.text), run.bold, run.italic, run.muted, safe_link(run.href)) for run in text
    )
    return tuple(run for run in cleaned_runs if run.text)


def plain(text: Text) -> str:
    return "".join(run.text for run in runs(text))


def lines(text: Text) -> list[tuple[Run, ...]]:
    """The runs of each line; a text without any has one empty line."""
    result: list[list[Run]] = [[]]
    for run in runs(text):
        first, *others = run.text.split("\n")
        result[-1].append(_with_text(run, first))
        result.extend([_with_text(run, part)] for part in others)
    return [tuple(run for run in line if run.text) for line in result]


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic, run.muted, run.href)


def stands_whole(pairs: Iterable[tuple[str, Text]]) -> bool:
    """Whether facts are short enough to stay on one page with the title above them."""
    told = [line for _name, text in pairs for line in lines(text)]
    return sum(1 + sum(len(run.text) for run in line) // _LETTERS for line in told) <= _WHOLE


def safe_link(href: str) -> str:
    """The link, or nothing when it is not one that a document may carry."""
    return href if _LINKS.match(href) else ""


def break_long_words(text: str) -> str:
    """Let a page cut what has no space, as addresses: a zero-width space marks each place."""
    return _LONG.sub(lambda found: "\u200b".join(_CHUNKS.findall(found.group())), text)


def shield(text: str) -> str:
    """One apostrophe before what a spreadsheet would take for a formula.

    `unshield` gives the text back: both see any apostrophes that already stood there.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unshield(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def shown_value(value: CellValue, language: str) -> str:
    """A value as people of that language write it."""
    match value:
        case None:
            return ""
        case dt.datetime():
            return f"{_shown_date(value.date(), language)} {value:%H:%M}"
        case dt.date():
            return _shown_date(value, language)
        case _:
            return _shown_number(value, language)


def _shown_date(value: dt.date, language: str) -> str:
    return value.isoformat() if language.endswith("-CA") else f"{value:%d/%m/}{value.year:04}"


def _shown_number(value: float, language: str) -> str:
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    if language.startswith("fr"):
        return text.replace(",", "\u202f").replace(".", ",")
    return text
