"""Several items in one text: by numbers that follow one another, by bullets, or by lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.importing.numbering.heads import depth_of, take_number
from pacte.roadmap.importing.numbering.patterns import (
    BULLET,
    DASHED,
    INLINE_BULLET,
    MARKED,
    NAMED_SERIES,
    SERIES,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Item:
    number: str | None
    text: str
    taken: str = ""  # number or bullet with its separator, as written
    depth: int = 0


_AROUND = 200  # characters that tell whether a number opens an item


def split_items(
    text: str, *, parent: str | None = None, lines_lost: bool = False
) -> tuple[Item, ...]:
    """The items of one cell: by numbers that follow one another, by bullets, or by lines.

    `parent` is the number of what the cell belongs to. With `lines_lost` a line end means nothing.
    """
    if not text.strip():
        return ()
    if "\n" not in text and MARKED.search(text) is None and DASHED.match(text) is None:
        return (_item(text),)
    if cuts := _numbered_cuts(text, parent) or _bullet_cuts(text):
        return tuple(_items_between(text, cuts, lines_lost=lines_lost))
    return tuple(_item(line) for line in _lines(text, lines_lost=lines_lost))


def _item(text: str) -> Item:
    taken = take_number(text)
    depth = depth_of(taken.number) if taken.number else 0
    return Item(taken.number, taken.title, taken.taken, depth)


def _items_between(text: str, cuts: list[int], *, lines_lost: bool) -> Iterator[Item]:
    if head := text[: cuts[0]].strip():
        yield from (_item(line) for line in _lines(head, lines_lost=lines_lost))
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield _item(text[start:end].rstrip(" ;,"))


def _numbered_cuts(text: str, parent: str | None) -> list[int]:
    """Where the items of the first series of numbers start: 1.1.1, 1.1.2… or 1), 2)…"""
    found = list(_series(text))
    own = next((match["prefix"] for match in found if match["prefix"]), None)
    for prefix in dict.fromkeys((f"{parent}." if parent else None, own)):
        if prefix is None:
            continue
        cuts = _rising([m for m in found if _has_prefix(m, prefix)], prefix)
        if cuts and (len(cuts) > 1 or not text[: cuts[0]].strip()):
            return cuts
    named = list(NAMED_SERIES.finditer(text))
    cuts = _rising([m for m in named if m["label"].lower() == named[0]["label"].lower()])
    if len(cuts) > 1:
        return cuts
    for mark in (")", ".", "°", "-"):
        series = [m for m in found if not m["prefix"] and m["end"] == mark and _opens(text, m)]
        cuts = _rising(series)
        if len(cuts) > 1 and series[0]["last"] in {"1", "a"}:
            return cuts
    return _plain_cuts(text, found)


def _plain_cuts(text: str, found: list[re.Match[str]]) -> list[int]:
    """« 1. Diffuser les offres 2. Tenir un salon »: from the first letter, and without a gap."""
    series = [m for m in found if not m["prefix"] and m["end"] == "." and _before_capital(text, m)]
    ranks = [match["last"] for match in series]
    whole = ranks == [str(rank) for rank in range(1, len(ranks) + 1)]
    if len(ranks) < 2 or not whole or text[: series[0].start()].strip():  # noqa: PLR2004 — one is a sentence
        return []
    return [match.start() for match in series]


def _before_capital(text: str, match: re.Match[str]) -> bool:
    return text[match.end() :].lstrip()[:1].isupper()


def _series(text: str) -> Iterator[re.Match[str]]:
    for match in SERIES.finditer(text):
        before = text[match.start() - 1 : match.start()]
        apart = not before or before.isspace() or before == "("
        # Glued to the word before it (« évaluation.1.1.2 »), only a dotted number is one.
        if apart or (match["prefix"] and (before in ".;:)!?" or before.isalpha())):
            yield match


def _has_prefix(match: re.Match[str], prefix: str) -> bool:
    """« 21.1.2 » counts for « 1.1. » too: a figure that ends a word may be glued to the number."""
    own: str = match["prefix"]
    return own == prefix or (own.endswith(prefix) and own[: -len(prefix)].isdigit())


def _opens(text: str, match: re.Match[str]) -> bool:
    """Whether a single number opens an item rather than ends a sentence (« en 2. »)."""
    if match["end"] in {")", "°", "-"}:
        return True
    start, end = match.span()
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND].lstrip()
    ended = before.rstrip()
    fresh = not ended or ended[-1] in ".;:!?)" or "\n" in before[len(ended) :]
    return fresh and not after[:1].islower()


def _rising(series: list[re.Match[str]], prefix: str = "") -> list[int]:
    """Starts of the numbers that rise one after another, where at most one may be missing."""
    cuts: list[int] = []
    last: int | None = None
    for match in series:
        name = match["last"]
        rank = int(name) if name.isdigit() else ord(name) - ord("a") + 1
        first = rank <= 2 if last is None else last < rank <= last + 2  # noqa: PLR2004 — one missing
        if first:
            own = len(match["prefix"]) if prefix else 0
            cuts.append(match.start() + own - len(prefix))
            last = rank
    return cuts


def _bullet_cuts(text: str) -> list[int]:
    """Where bullets stand inside a line; those at the head of lines are read as lines."""
    starts = [match.start() for match in INLINE_BULLET.finditer(text)]
    inside = any(text[text.rfind("\n", 0, start) + 1 : start].strip() for start in starts)
    return starts if inside else _dash_cuts(text)


def _dash_cuts(text: str) -> list[int]:
    """« - Offrir du mentorat - Former » on one line; « CSRN - SARCA » is one name."""
    if "\n" in text or DASHED.match(text) is None:
        return []
    return [match.start() for match in DASHED.finditer(text)]


def _lines(text: str, *, lines_lost: bool) -> list[str]:
    """The lines of a text, one that merely continues joined to the one before it."""
    if lines_lost:
        return [text]
    lines: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if lines and _continues(lines[-1], line.lstrip()):
            lines[-1] += "\n" + line
        else:
            lines.append(line)
    return lines


def _continues(before: str, line: str) -> bool:
    if not line[:1].islower() or BULLET.match(line) or take_number(line).number is not None:
        return False
    return not before.rstrip().endswith((".", ";", ":", "!", "?"))
