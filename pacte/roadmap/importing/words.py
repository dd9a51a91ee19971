"""Words, as coverage counts them: runs of letters or digits; and letters without accents."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"[^\W_]+")
_LONG = 1 << 18  # characters taken at once
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def words_of(text: str) -> list[str]:
    """The words of a text, as they are written."""
    return _WORD.findall(text)


def words_in(text: str) -> int:
    """How many words a text has, without holding at once all those of a long document."""
    tokens: Counter[str] = Counter()
    start = 0
    while start < len(text):
        end = text.find("\n", start + _LONG)
        end = len(text) if end < 0 else end
        tokens.update(text[start:end].split())
        start = end
    return sum(
        times if token.isalnum() else times * len(words_of(token))
        for token, times in tokens.items()
    )


def without_accents(text: str) -> str:
    """The text in its simplest letters: compatible forms, without marks over or under them."""
    return text if text.isascii() else _BEYOND_ASCII.sub(_simplest, text)


def _simplest(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0])
    return "".join([letter for letter in decomposed if not unicodedata.combining(letter)])
