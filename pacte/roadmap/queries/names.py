"""Whom a document names, what the directory knows of them, and what to make of the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pacte.network.queries import Directory, Known, directory_of, folded

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative

EVERYBODY = frozenset(
    folded(text) for text in ("tous", "toutes", "toutes et tous", "tous les partenaires", "all")
)
LONGEST_NAME = 90  # beyond it, a sentence rather than a name
_GROUP = re.compile(
    r"\b(?:comité|groupe|table|commission technique|cellule|instance|collectif|chantier)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(?:autres?|divers|partenaires?|à (?:définir|déterminer|préciser|confirmer)|n/?a|tbd"
    r"|intervenante?s?|organismes?|employeurs?|entreprises?|ensemble des .*)\b.{0,40}$",
    re.IGNORECASE,
)
_WITH_ACRONYM = re.compile(r"^(?P<name>[^()]{4,})\((?P<short>[A-ZÀ-Ý][\w&.’' -]{1,14})\)$")


class Made(StrEnum):
    """What becomes of a name that the directory does not know."""

    ORGANISATION = "organisation"
    GROUP = "group"
    WORDS = "words"


MADE = frozenset(str(made) for made in Made)


@dataclass(frozen=True, slots=True)
class NameFound:
    text: str
    times: int
    known: Known | None = None
    is_all: bool = False
    same_as: str = ""  # another name of the document, which says this one with its acronym
    proposed: Made = Made.WORDS
    chosen: Made = Made.WORDS

    @property
    def meaning(self) -> str:
        """The directory's own name, where the document writes another."""
        label = self.known.label if self.known else ""
        return "" if label.casefold() in self.text.casefold() else label


@dataclass(slots=True)
class NamesFound:
    known: list[NameFound] = field(default_factory=list)
    unknown: list[NameFound] = field(default_factory=list)


def named_in(reading: Mapping[str, Any]) -> Iterator[str]:
    """Every name of a reading, as often as it stands there."""
    yield from reading["plan"]["organisations"]
    for action in reading["actions"]:
        yield from action["leads"]
        yield from action["partners"]
        yield from (funder["name"] for funder in action["funders"])
        yield from (item["organisation"] for item in action["ongoing"] if item["organisation"])


def split_acronym(text: str) -> tuple[str, str]:
    """« Centre local d’emploi (CLE) »: the name, then its acronym."""
    found = _WITH_ACRONYM.match(text.strip())
    return (found["name"].strip(), found["short"].strip()) if found else (text.strip(), "")


def is_everybody(text: str) -> bool:
    return folded(text) in EVERYBODY


def known_under(text: str, directory: Directory) -> Known | None:
    """Whom the directory knows under this name, or under it without its acronym."""
    return directory.find(text) or directory.find(split_acronym(text)[0])


def doubted_names(reading: Mapping[str, Any]) -> set[str]:
    """Names that may be several: those that every other way to cut their cell undoes."""
    doubted: set[str] = set()
    for doubt in reading["doubts"]:
        if doubt["code"].startswith("names_"):
            ways = [set(way.split(" ; ")) for way in doubt["alternatives"]]
            doubted |= set(doubt["understood"].split(" ; ")).difference(*ways)
    return doubted


def proposed_for(text: str) -> Made:
    if len(text) > LONGEST_NAME or _VAGUE.match(text) or "\n" in text:
        return Made.WORDS
    return Made.GROUP if _GROUP.search(text) else Made.ORGANISATION


def names_found(
    initiative: Initiative,
    reading: Mapping[str, Any],
    chosen: Mapping[str, str],
    directory: Directory | None = None,
) -> NamesFound:
    """Each different name once, the most frequent first among those to settle."""
    directory = directory or directory_of(initiative)
    counts = Counter(named_in(reading))
    # « Centre local d’emploi (CLE) » stands for both its acronym and its whole name alone.
    acronyms = {
        folded(part): name
        for name in counts
        if split_acronym(name)[1]
        for part in split_acronym(name)
    }
    found = NamesFound()
    seen: set[str] = set()
    doubted = doubted_names(reading)
    for text, times in counts.most_common():
        key = folded(text)
        if not key or key in seen:
            continue
        seen.add(key)
        known = known_under(text, directory)
        is_all = is_everybody(text)
        if known is not None or is_all:
            found.known.append(NameFound(text, times, known, is_all))
            continue
        same_as = acronyms.get(key, "")
        proposed = Made.WORDS if text in doubted else proposed_for(text)
        choice = chosen.get(text, proposed)
        found.unknown.append(
            NameFound(
                text,
                times,
                same_as=same_as if same_as != text else "",
                proposed=proposed,
                chosen=Made(choice) if choice in MADE else proposed,
            )
        )
    return found
