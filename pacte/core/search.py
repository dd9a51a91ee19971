"""Finding what a person sees by a few words of it: the index, its upkeep, and matching.

An app registers a source for each kind of rows it lets people find. What the history records about
a row has the row read again, once that is saved (`core.audit`). Matching knows nothing of rights:
the source shows only those of the rows found that the person sees.
"""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db import connection, models, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from pacte.core.models import SearchEntry, SearchTerm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

MOST_WORDS = 8  # of a question
LONGEST_TERM = 40
CLOSEST = 4  # words tried in place of one that nothing holds
CLOSE_ENOUGH = 0.7  # 1 less one for each letter changed, over the longer length
BATCH = 500
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
WORD = re.compile(r"[a-z0-9]+")
# They stand everywhere: a question that has other words does without them.
EMPTY = frozenset(
    [
        *(
            "a",
            "au",
            "aux",
            "d",
            "de",
            "des",
            "du",
            "en",
            "et",
            "l",
            "la",
            "le",
            "les",
            "ou",
            "par",
        ),
        *("pour", "s", "sur", "un", "une"),
    ]
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a row may be found by; `kept` is what only the team of its initiative may find.

    `is_kept`: only the team may find the row at all.
    """

    key: int
    space: str
    title: str
    text: str = ""
    kept: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A row as the page of results shows it, at the address `core.pages` gives it."""

    row: models.Model
    title: str
    line: str = ""  # where it stands, or what it is


Keys: TypeAlias = Collection[int]
Term: TypeAlias = tuple[str, str, bool]  # its space, the word, whether only the team finds it


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of rows that people find.

    `kind` is `audit.kind_of` of its model. `words` reads rows by key, or all of them where None.
    `seen(user, initiative, keys)` gives those of these rows that the person sees. `also` names
    other kinds of rows whose change changes these: it gives the keys here from the keys there.
    """

    kind: str
    module: str
    label: _StrPromise
    words: Callable[[Keys | None], Iterable[Words]]
    seen: Callable[[Any, Any, Keys], Mapping[int, Found]]
    also: Mapping[str, Callable[[Keys], Iterable[int]]] = field(default_factory=dict)


Row = TypeVar("Row", bound=models.Model)
_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Declare a source once, in `AppConfig.ready()`; pages list them in this order."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    return list(_sources.values())


def those(rows: QuerySet[Row], keys: Keys | None) -> QuerySet[Row]:
    """The rows that a source is asked for: all of them where no key is named."""
    return rows if keys is None else rows.filter(pk__in=keys)


# Upkeep


class _Stale(threading.local):
    """What this connection changed and has not indexed yet, by kind."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = defaultdict(set)


_stale = _Stale()


def touch(kind: str, keys: Iterable[str]) -> None:
    """Have the index read these rows again once the transaction is saved."""
    if any(kind == source.kind or kind in source.also for source in _sources.values()):
        _stale.keys[kind].update(keys)
        transaction.on_commit(_read_stale)


def _read_stale() -> None:
    stale, _stale.keys = _stale.keys, defaultdict(set)
    for kind, texts in stale.items():
        keys = {int(text) for text in texts if text.isdigit()}
        for source in _sources.values():
            if kind == source.kind:
                refresh(source, keys)
            elif kind in source.also:
                refresh(source, source.also[kind](keys))


def refresh(source: Source, keys: Iterable[int]) -> None:
    """Read these rows again; one that is no more leaves the index."""
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        write(source, list(source.words(batch)), replacing=batch)


def rebuild() -> int:
    """Read everything again, and give how many rows people may find.

    Questions are answered meanwhile: words that nothing holds any more leave at the end.
    """
    count, written = 0, set[Term]()
    before = list(SearchTerm.objects.values_list("pk", "space", "term", "is_kept"))
    for source in _sources.values():
        rows = list(source.words(None))
        known = set(SearchEntry.objects.filter(kind=source.kind).values_list("key", flat=True))
        gone = sorted(known - {row.key for row in rows})
        for start in range(0, len(gone), BATCH):
            write(source, [], replacing=gone[start : start + BATCH])
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            written |= write(source, batch, replacing=[row.key for row in batch])
        count += len(rows)
    unheld = [key for key, space, term, kept in before if (space, term, kept) not in written]
    for start in range(0, len(unheld), BATCH):
        SearchTerm.objects.filter(pk__in=unheld[start : start + BATCH]).delete()
    return count


@transaction.atomic
def write(source: Source, rows: list[Words], *, replacing: Keys) -> set[Term]:
    """Put these rows in the place of those keys; give the terms they hold, with their space."""
    SearchEntry.objects.filter(kind=source.kind, key__in=replacing).delete()
    entries = [entry for row in rows for entry in entries_of(source.kind, row)]
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    terms = {
        (entry.space, term[:LONGEST_TERM], entry.is_kept)
        for entry in entries
        for term in {*entry.title.split(), *entry.words.split()}
        if len(term) > 1
    }
    SearchTerm.objects.bulk_create(
        [SearchTerm(space=space, term=term, is_kept=kept) for space, term, kept in sorted(terms)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return terms


def entries_of(kind: str, row: Words) -> Iterable[SearchEntry]:
    """One entry for everybody, and one more, with all the words, where some are kept."""
    title, text, kept = folded(row.title), folded(row.text), folded(row.kept)

    def entry(words: str, *, is_kept: bool) -> SearchEntry:
        return SearchEntry(
            kind=kind, key=row.key, space=row.space, title=title, words=words, is_kept=is_kept
        )

    if not row.is_kept:
        yield entry(text, is_kept=False)
    if row.is_kept or kept:
        yield entry(f"{text} {kept}".strip(), is_kept=True)


def folded(text: str) -> str:
    """The words of a text without accent, case or punctuation, apart by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return " ".join(WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


# Matching


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    key: int


def find(
    question: str, *, space: str, kinds: Collection[str], with_kept: bool, limit: int
) -> list[Hit]:
    """Give the rows that hold every word of the question or its beginning, the closest first.

    A word that no row of the space holds stands for those spelt most like it.
    """
    asked = asked_words(question)
    terms = SearchTerm.objects.filter(space=space)
    heard = terms if with_kept else terms.filter(is_kept=False)
    choices = [held(word, heard) or near(word, heard) for word in asked]
    hits = matched(choices, space, kinds, with_kept=with_kept, limit=limit)
    if not hits:  # a word that was misspelt and mended is still among the terms: try its neighbours
        choices = [near(word, heard) or choice for word, choice in zip(asked, choices, strict=True)]
        hits = matched(choices, space, kinds, with_kept=with_kept, limit=limit)
    return list(dict.fromkeys(hits))  # an action with kept words has two entries


def matched(
    choices: list[list[str]], space: str, kinds: Collection[str], *, with_kept: bool, limit: int
) -> list[Hit]:
    if not choices or not all(choices) or not kinds:
        return []
    match = _match_sqlite if connection.vendor == "sqlite" else _match_postgresql
    return match(choices, space, sorted(kinds), with_kept=with_kept, limit=limit)


def asked_words(question: str) -> list[str]:
    words = list(dict.fromkeys(folded(question[:400]).split()))
    telling = [word for word in words if word not in EMPTY]
    return (telling or words)[:MOST_WORDS]


def held(word: str, terms: QuerySet[SearchTerm]) -> list[str]:
    """The word itself, where rows hold it or begin so."""
    return [word] if terms.filter(term__range=beginning(word)).exists() else []


def near(word: str, terms: QuerySet[SearchTerm]) -> list[str]:
    """The nearest of the words that rows hold, the word itself apart."""
    alike = terms.filter(term__range=beginning(word[0])).exclude(term=word)
    # as much of each term as was typed: « formati » is near « formtion » too
    found = process.extract(
        word,
        sorted(
            {term for term in alike.values_list("term", flat=True) if len(term) >= len(word) - 2}
        ),
        scorer=OSA.normalized_similarity,
        processor=lambda term: term[: len(word) + 1],
        score_cutoff=CLOSE_ENOUGH,
        limit=CLOSEST,
    )
    return sorted(term for term, _score, _place in found)


def beginning(letters: str) -> tuple[str, str]:
    """The first and the last of the terms that begin so, in any order of the alphabet."""
    return letters, letters + "z" * (LONGEST_TERM - len(letters))


def _match_sqlite(
    choices: list[list[str]], space: str, kinds: list[str], *, with_kept: bool, limit: int
) -> list[Hit]:
    wanted = " AND ".join(f"({' OR '.join(f'{term}*' for term in terms)})" for terms in choices)
    sql = (
        "SELECT e.kind, e.key FROM core_search_fts f JOIN core_searchentry e ON e.id = f.rowid"
        " WHERE core_search_fts MATCH %s AND e.is_kept <= %s"
        " AND e.kind IN (SELECT value FROM json_each(%s))"
        " ORDER BY bm25(core_search_fts, 8.0, 1.0), e.id LIMIT %s"
    )
    wanted_there = f'space : "{space}" AND {{title words}} : ({wanted})'
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted_there, with_kept, json.dumps(kinds), limit])
        return [Hit(kind, key) for kind, key in cursor.fetchall()]


def _match_postgresql(
    choices: list[list[str]], space: str, kinds: list[str], *, with_kept: bool, limit: int
) -> list[Hit]:
    wanted = " & ".join(f"({' | '.join(f'{term}:*' for term in terms)})" for terms in choices)
    sql = (
        "SELECT kind, key FROM core_searchentry, to_tsquery('simple', %s) AS asked"
        " WHERE space = %s AND is_kept <= %s AND kind = ANY(%s) AND vector @@ asked"
        " ORDER BY ts_rank(vector, asked) DESC, id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted, space, with_kept, kinds, limit])
        return [Hit(kind, key) for kind, key in cursor.fetchall()]
