"""Several items in one cell: achievements, ongoing work, steps, and plain lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pacte.roadmap.importing.numbering import Item, split_items
from pacte.roadmap.importing.pieces import squeeze, without_bullet
from pacte.roadmap.importing.plan import ReadAchievement, ReadOngoing, ReadStep
from pacte.roadmap.importing.words import words_of

T = TypeVar("T")

# What has not taken place yet, among achievements.
_PLANNED = re.compile(
    r"^(?:à venir|a venir|prévue?s?\b|prévisionnel|à réaliser|à faire|à mettre en place|en projet"
    r"|projetée?s?\b|planifiée?s?\b|upcoming|planned|to come)",
    re.IGNORECASE,
)
# A capital letter in the middle of a text may open another item, where lines were joined; not
# after a word that announces a name.
_JOINED = re.compile(
    r"(?P<before>[\w’'-]*[a-zà-ÿ)\].])[ \t]+(?:[-–•]\s|[A-ZÀ-Þ][a-zà-ÿ'’]+\b(?!\s*\())"
)
_ANNOUNCES = re.compile(
    r"^(?:l['’]|d['’])?(?:projet|programme|outil|plan|démarche|dispositif|mesures?|initiative|service"
    r"|comité|groupe|centre|école|label|opération|via|avec|par|pour|dans|chez|de|du|des|la|le|les"
    r"|et|ou|à|au|aux|en|sur|une?|the|of|and)s?$",
    re.IGNORECASE,
)
# Without any of these a text is a single item; most cells are.
_SEVERAL = re.compile(r"[\n\t\d;()]|[^\w\s.,:'’!?/«»-]|(?:^|\s)\W?-|(?:^|\s)\w[.)]")
_INLINE_DASH = re.compile(r"\S\s+[-–•]\s+\S")
_BEFORE_DASH = re.compile(r"\s+(?=[-–•]\s)")
LONGEST_HEAD = 90  # of a line that names an organisation above its items


@dataclass(slots=True)
class Found(Generic[T]):
    items: list[T]
    unsure: bool = False  # several items may stand in one of them


@lru_cache(maxsize=4096)
def _several(text: str, *, lines_lost: bool) -> tuple[Item, ...] | None:
    """The items of a text; nothing where it can only be a single one."""
    return split_items(text, lines_lost=lines_lost) if _SEVERAL.search(text) else None


def simple_items(text: str, *, lines_lost: bool = False) -> list[str]:
    items = _several(text, lines_lost=lines_lost)
    return [item.text for item in items or () if item.text] or [text]


def steps_of(text: str, *, parent: str | None, lines_lost: bool = False) -> Found[ReadStep]:
    if not _SEVERAL.search(text):
        return Found([ReadStep(None, text)])
    items = split_items(text, parent=parent, lines_lost=lines_lost)
    found = [ReadStep(item.number, squeeze(item.text)) for item in items if words_of(item.text)]
    return Found(found or ([ReadStep(None, squeeze(text))] if words_of(text) else []))


def achievements_of(text: str, *, lines_lost: bool = False) -> Found[ReadAchievement]:
    items = _several(text, lines_lost=lines_lost)
    texts = [text]
    if items is not None:
        texts = [squeeze(f"{item.number or ''} {item.text}") for item in items]
    found = [ReadAchievement(words, bool(_PLANNED.match(words))) for words in texts if words]
    return Found(found, unsure=lines_lost and len(found) == 1 and _seems_joined(text))


def _seems_joined(text: str) -> bool:
    return any(not _ANNOUNCES.match(match["before"]) for match in _JOINED.finditer(text))


def parts_of(text: str) -> list[str]:
    """Where a text of joined lines may be cut: an alternative to offer."""
    if "\n" in text:
        return [part for line in text.split("\n") for part in _BEFORE_DASH.split(line.strip())]
    whole = squeeze(text)
    cuts = [
        match.end("before")
        for match in _JOINED.finditer(whole)
        if not _ANNOUNCES.match(match["before"])
    ]
    ends = [*cuts, len(whole)]
    return [whole[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True)]


def ongoing_of(text: str, *, lines_lost: bool = False) -> Found[ReadOngoing]:
    """An organisation's line heads the items below it and is not one itself."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marked = [without_bullet(line) for line in lines]
    if lines_lost and not (len(lines) > 1 and any(bulleted for _, bulleted in marked)):
        whole = squeeze(text)
        unsure = bool(_INLINE_DASH.search(whole)) or _seems_joined(whole)
        return Found([ReadOngoing(None, without_bullet(whole)[0])], unsure)
    items: list[ReadOngoing] = []
    organisation: str | None = None
    for place, (line, bulleted) in enumerate(marked):
        below = marked[place + 1][1] if place + 1 < len(marked) else False
        if not bulleted and below and len(line) <= LONGEST_HEAD:
            organisation = line.rstrip(" :")
        else:
            items.append(ReadOngoing(organisation if bulleted else None, squeeze(line)))
    return Found(items, lines_lost and any(_INLINE_DASH.search(item.text) for item in items))
