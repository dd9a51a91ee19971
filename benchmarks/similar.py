"""How long it takes to find what resembles one new text among twenty thousand."""

from __future__ import annotations

import random
import re
import time

from pacte.core.similarity import Index

TEXTS = 20_000
ASKED = 200
OF_A_DOCUMENT = 1_000  # actions brought at once
SYLLABLES = re.findall(
    r"\w+", "ac an ar ba bi col con da dé é for gra in jar lo ma mi no or pa pré ra ré sa ta vi"
)


def measure() -> list[dict[str, object]]:
    chance = random.Random(7)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(8_000)]

    def text(length: int) -> str:
        # As in a language: a few words everywhere, most of them rare.
        return " ".join(words[min(int(chance.paretovariate(0.7)), 7_999)] for _ in range(length))

    texts = [(n, [(text(9), 2.0), (text(25), 0.5)]) for n in range(TEXTS)]
    start = time.perf_counter()
    index = Index(texts)
    made = time.perf_counter() - start
    took = []
    for _ in range(ASKED):
        asked = [(f"{text(8)} inconnuement", 2.0)]  # one word that no text has, to be guessed
        start = time.perf_counter()
        index.close_to(asked)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    document = [[(text(8), 2.0), (text(20), 0.5)] for _ in range(OF_A_DOCUMENT)]
    start = time.perf_counter()
    for one in document:
        index.nearest(one)
    whole = time.perf_counter() - start
    group = f"similarity among {TEXTS:,} texts"
    return [
        {"group": group, "what": "index made", "value": f"{made:.1f}", "unit": "s", "note": ""},
        {
            "group": group,
            "what": "one new text, p95",
            "value": f"{took[int(ASKED * 0.95)]:.1f}",
            "unit": "ms",
            "note": f"median {took[ASKED // 2]:.1f}; at most 50",
        },
        {
            "group": group,
            "what": f"a document of {OF_A_DOCUMENT:,} actions",
            "value": f"{whole:.1f}",
            "unit": "s",
            "note": "once for each reading",
        },
    ]
