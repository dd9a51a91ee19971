"""Which of many short French texts say nearly what one says: stems weighed by how rare they are.

An index is made once and asked many times, without a network and without a model: the words of a
text become stems, a rare stem counts more than a common one (TF-IDF), and the closeness of two
texts is the cosine of their weights, from 0 to 1. A word that no text has is read as the nearest
one, for those who type fast. Suggestions only: a person decides.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import Stemmer
from rapidfuzz import fuzz, process

Key = TypeVar("Key", bound=Hashable)

CLOSE = 0.34  # worth showing
VERY_CLOSE = 0.6  # worth asking before going on
SHORTEST_GUESSED = 5  # letters of a word that may be misspelt
NEAREST = 82  # of 100
MOST_SCANNED = 1_500  # places of words, for one question among thousands
MOST_WEIGHED = 8  # texts whose every word is weighed then
WORD = re.compile(r"[^\W_]+")
# Words that say nothing of what a text is about.
EMPTY = frozenset(
    WORD.findall(
        """
        a afin ai au aux avec c ce ces cet cette chaque d dans de des du elle en entre est et etre
        eux il ils j je l la le les leur leurs lors lui m mais me meme mes moi mon n ne nos notre
        nous on ont ou par pas plus pour qu que qui s sa sans se ses si son sont sous sur t ta te
        tes toi ton tous tout toute toutes tu un une vers via vos votre vous y
        """
    )
)


@lru_cache(maxsize=1)
def stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("french")


def stems(text: str) -> list[str]:
    """The stems of the words that say something, accents apart."""
    words = (plain(word) for word in WORD.findall(text.casefold()))
    told = [word for word in words if word not in EMPTY and (len(word) > 1 or word.isdigit())]
    return [str(stem) for stem in stemmer().stemWords(told)]


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Close(Generic[Key]):
    key: Key
    score: float  # 0 to 1


class Index(Generic[Key]):
    """Texts by key, each given as parts with the weight of their words: a title before the rest."""

    def __init__(self, texts: Iterable[tuple[Key, Sequence[tuple[str, float]]]]) -> None:
        self.keys: list[Key] = []
        counted: list[Mapping[str, float]] = []
        for key, parts in texts:
            self.keys.append(key)
            counted.append(frequencies(parts))
        common = Counter(stem for counts in counted for stem in counts)
        total = len(self.keys)
        self.rarity = {stem: math.log(1 + total / count) for stem, count in common.items()}
        self.weights = [self.weighed(counts) for counts in counted]
        self.places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, weights in enumerate(self.weights):
            for stem, weight in weights.items():
                self.places[stem].append((place, weight))
        self.stems = list(self.rarity)

    def weighed(self, counts: Mapping[str, float]) -> dict[str, float]:
        """To a length of one: a long text is not closer for being long."""
        weights = {
            stem: (1 + math.log(count)) * self.rarity.get(stem, 0.0)
            if count >= 1
            else count * self.rarity.get(stem, 0.0)
            for stem, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return (
            {stem: weight / length for stem, weight in weights.items() if weight} if length else {}
        )

    def close_to(
        self,
        parts: Sequence[tuple[str, float]],
        *,
        limit: int = 5,
        at_least: float = CLOSE,
        besides: Key | None = None,
    ) -> list[Close[Key]]:
        """The closest texts, the closest first."""
        counts: Counter[str] = Counter()
        for stem, count in frequencies(parts).items():
            counts[stem if stem in self.rarity else self.guessed(stem)] += count  # type: ignore[assignment]  # a Counter of floats
        return self.ranked(self.weighed(counts), limit, at_least, besides)

    def ranked(
        self, weights: Mapping[str, float], limit: int, at_least: float, besides: Key | None
    ) -> list[Close[Key]]:
        scores: dict[int, float] = defaultdict(float)
        for stem, weight in weights.items():
            for place, other in self.places.get(stem, ()):
                scores[place] += weight * other
        found = sorted(
            ((score, place) for place, score in scores.items() if score >= at_least),
            key=lambda pair: (-pair[0], pair[1]),
        )
        close = [Close(self.keys[place], min(score, 1.0)) for score, place in found[: limit + 1]]
        return [one for one in close if one.key != besides][:limit]

    def nearest(
        self, parts: Sequence[tuple[str, float]], *, at_least: float = VERY_CLOSE
    ) -> Close[Key] | None:
        """The closest text of all, for thousands of questions in a row.

        Words are taken as they are written, and one that no text has tells apart as the rarest
        does. Only texts that share a word which could bring them so close are looked at, the
        rarest words first, up to MOST_SCANNED: among twenty thousand texts, one that shares none
        but the commonest words is not found.
        """
        unknown = math.log(1 + len(self.keys)) if self.keys else 0.0
        told = {
            stem: count * self.rarity.get(stem, unknown)
            for stem, count in frequencies(parts).items()
        }
        length = math.sqrt(sum(weight * weight for weight in told.values()))
        if not length:
            return None
        ranked = sorted(((w / length, stem) for stem, w in told.items()), reverse=True)
        likely = heapq.nlargest(MOST_WEIGHED, self.sharing(ranked, at_least))
        scored = [
            (sum(weight * self.weights[place].get(stem, 0.0) for weight, stem in ranked), -place)
            for _score, place in likely
        ]
        score, place = max(scored, default=(0.0, 0))
        return Close(self.keys[-place], min(score, 1.0)) if score >= at_least else None

    def sharing(
        self, ranked: Sequence[tuple[float, str]], at_least: float
    ) -> Iterator[tuple[float, int]]:
        """The texts that share the heaviest words, with what these words alone bring them to."""
        left, scanned = 1.0, 0
        found: dict[int, float] = defaultdict(float)
        for weight, stem in ranked:
            if left < at_least * at_least:
                break
            places = self.places.get(stem, ())
            if scanned + len(places) > MOST_SCANNED:
                continue
            scanned += len(places)
            left -= weight * weight
            for place, other in places:
                found[place] += weight * other
        for place, score in found.items():
            yield score, place

    def guessed(self, stem: str) -> str:
        """The nearest stem of the index to one that it does not have."""
        if len(stem) < SHORTEST_GUESSED:
            return stem
        near = process.extractOne(stem, self.stems, scorer=fuzz.ratio, score_cutoff=NEAREST)
        return near[0] if near else stem

    def pairs(self, *, at_least: float = CLOSE) -> Iterator[tuple[Key, Key, float]]:
        """Each two texts that are close, once, in the order of the index."""
        for place, weights in enumerate(self.weights):
            scores: dict[int, float] = defaultdict(float)
            for stem, weight in weights.items():
                for other, there in self.places[stem]:
                    if other > place:
                        scores[other] += weight * there
            for other, score in sorted(scores.items()):
                if score >= at_least:
                    yield self.keys[place], self.keys[other], min(score, 1.0)


def frequencies(parts: Sequence[tuple[str, float]]) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for text, weight in parts:
        for stem in stems(text):
            counts[stem] += weight
    return counts
