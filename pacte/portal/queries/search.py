"""What a question finds in an initiative, as its reader sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.core import pages, search
from pacte.initiatives import registry
from pacte.initiatives.models import is_in_team

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative

MOST = 200  # rows looked at, all kinds together


@dataclass(frozen=True, slots=True)
class Result:
    title: str
    url: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The rows of one kind, the closest first; `more` of them are not shown here."""

    kind: str
    label: _StrPromise
    shown: list[Result]
    more: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`is_cut`: more rows hold these words than were looked at."""

    groups: list[Results]
    is_cut: bool

    @property
    def count(self) -> int:
        return sum(len(group.shown) + group.more for group in self.groups)


def look_for(
    question: str, initiative: Initiative, user: User, *, each: int, kind: str = ""
) -> Answer:
    """Find what the person sees, `each` rows of a kind at most; of one kind alone where named.

    Kinds come in the order of their closest row.
    """
    sources = {
        source.kind: source
        for source in search.sources()
        if registry.is_on(source.module, initiative) and kind in {"", source.kind}
    }
    hits = search.find(
        question,
        space=initiative.audit_space,
        kinds=sources,
        with_kept=is_in_team(user, initiative),
        limit=MOST,
    )
    keys: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        keys[hit.kind].append(hit.key)
    groups = []
    for name, found in keys.items():
        seen = sources[name].seen(user, initiative, found)
        rows = [seen[key] for key in found if key in seen]
        if rows:
            shown = list(told(rows[:each]))
            groups.append(Results(name, sources[name].label, shown, len(rows) - len(shown)))
    return Answer(groups, is_cut=len(hits) == MOST)


def told(rows: Iterable[search.Found]) -> Iterable[Result]:
    for found in rows:
        yield Result(found.title, pages.address_of(found.row) or "", found.line)


def places_called(question: str, menu: Iterable[Mapping[str, object]]) -> list[Result]:
    """The parts of the menu whose name holds the words: one may go there from the keyboard."""
    words = search.folded(question).split()
    return [
        Result(str(entry["label"]), str(entry["url"]))
        for entry in menu
        if words
        and all(
            any(part.startswith(word) for part in search.folded(str(entry["label"])).split())
            for word in words
        )
    ]
