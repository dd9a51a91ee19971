"""Forms of words: the key that compares headings, and the singular that names a level."""

from __future__ import annotations

import re
from functools import lru_cache

from pacte.roadmap.importing.words import without_accents

_INCLUSIVE = re.compile(
    r"\((?:s|es|e|e\)\(s|x|trices?|rices?|nes?|ves?|euses?|les?)\)"
    r"|[·•.․‧](?:es?|s|rices?|trices?|nes?|ves?|les?|ses?|euses?|i?ères?)\b(?:[·•.․‧]s\b)?",
    re.IGNORECASE,
)
_FOOTNOTES = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079*†‡]+|\[\d+\]|\(\d\)|(?<=[^\W\d_])\d$")
_NUMBER_SIGN = re.compile(r"\bn\s?[°º]s?|\bnos?\.(?=\s|$)|\bnumeros?\b")
_TOKEN = re.compile(r"[a-z0-9]+|[%#]")
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a au aux d de des du en et l la le les leur leurs ou par s sa se ses son sur un "
        "une the of for in on to and or by votre vos notre nos dans cette ce ces ht ttc eur cad "
        "euro euros dollar dollars ke k",
    )
)
_INVARIABLE = frozenset(
    {"bas", "cas", "sens", "sous", "succes", "acces", "progres", "process", "temps", "axis"}
    | {"comments", "anglais", "francais", "mois", "avis", "appuis", "devis", "relais"}
)


def plain(text: str) -> str:
    """Lower case without accents or ligatures."""
    lowered = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return without_accents(lowered)


@lru_cache(maxsize=16384)
def key_of(heading: str) -> str:
    """What headings that mean the same share: plain singular words, without the small ones."""
    text = _FOOTNOTES.sub(" ", _INCLUSIVE.sub("", heading))
    tokens = _TOKEN.findall(_NUMBER_SIGN.sub(" numero ", plain(text)))
    kept = [token for token in tokens if token not in _SMALL_WORDS] or tokens
    return " ".join(_singular_key(token) for token in kept)


def _singular_key(token: str) -> str:
    if len(token) > 3 and token not in _INVARIABLE:  # noqa: PLR2004 — shorter words have no plural
        if token.endswith("aux") and len(token) > 4:  # noqa: PLR2004
            return token[:-3] + "al"
        token = token[:-1] if token[-1] in "sx" else token
    return token[:-2] + "y" if token.endswith("ie") else token


_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?")
_TRAILING = re.compile(r"[\s:;.,–—/*-]+$|^[\s:;.,–—/*-]+")
_NUMBERS = re.compile(
    r"(?<!\w)(?:n\s?[°º]s?\s?)?(?:\d+(?:\.\d+)*|[IVX]+|[xX](?:\.[xX])*)(?!\w)|n[°º]"
)
_LEADING = re.compile(
    r"^(?:(?:titres?|intitul[ée]s?|noms?|libell[ée]s?|num[ée]ros?|n[°º]|description)"
    r"(?:\s+et\s+\w+)?\s+(?:de\s+la\s+|des\s+|du\s+|de\s+l['’]\s*|de\s+|d['’]\s*|l['’])?)(?=\w)",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(
    r"(?<=\w)\s+(?:de la|de l['’]|du|des|de)\s?"
    r"(?:(?:fiches?|actions?|projets?|mesures?)(?:[- ]\w+)?|"
    r"(?:plan|pcaet|plh|feuille de route|contrat|politique|programme|d[ée]marche|pacte|crte|cls)"
    r"(?: \w+){0,2})$",
    re.IGNORECASE,
)
_AGREES = re.compile(r"(?:vis|concern|retenu|identifi|associ|cibl|pr[ée]vu|propos|li)[ée]?e?s")
_LINKS = frozenset(
    {"de", "du", "des", "en", "à", "pour", "au", "aux", "par", "sur", "dans", "of", "et"}
)


def without_parentheses(heading: str) -> str:
    return _PARENTHESES.sub("", _INCLUSIVE.sub("", heading))


@lru_cache(maxsize=4096)
def singular_label(heading: str) -> str:
    """« Objectifs spécifiques » gives « Objectif spécifique », « AXES (x) » gives « Axe »."""
    text = _NUMBERS.sub(" ", _FOOTNOTES.sub("", without_parentheses(heading)))
    text = re.split(
        r"\s*[/|,;\n:]\s*|\s+(?:et|ou|and|&)\s+(?=\w)", text.strip(" \n:-–—"), maxsplit=1
    )[0]
    text = _LEADING.sub("", _TRAILING.sub("", text).strip())
    words = text.split()
    if not words:
        return heading.strip()
    linked = next((i for i, word in enumerate(words) if _is_link(word)), len(words))
    shouted = text.isupper()
    spoken = [_singular(_lowered(w, shouted=shouted)) for w in words[:linked]]
    spoken += [_complement(_lowered(word, shouted=shouted)) for word in words[linked:]]
    if linked < len(words) and _AGREES.fullmatch(spoken[-1]):  # « Déterminants de santé visés »
        spoken[-1] = spoken[-1][:-1]
    label = _COMPLEMENT.sub("", " ".join(spoken))
    return label[:1].upper() + label[1:]


def _complement(word: str) -> str:
    return word[:2] + _singular(word[2:]) if word[:2] in {"d'", "d’"} else word


def _is_link(word: str) -> bool:
    return word.lower() in _LINKS or word[:2].lower() in {"d'", "d’", "l'", "l’"}


def _lowered(word: str, *, shouted: bool) -> str:
    return word if word.isupper() and len(word) > 1 and not shouted else word.lower()


def _singular(word: str) -> str:
    if "-" in word:
        head, _, tail = word.rpartition("-")
        return f"{head}-{_singular(tail)}"
    if len(word) < 4 or plain(word) in _INVARIABLE:  # noqa: PLR2004 — shorter words have no plural
        return word
    if word.endswith("eaux") or (word.endswith("eux") and word != "enjeux"):
        return word[:-1] if word.endswith("eaux") else word
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith("ies") and word in {"strategies", "activities", "priorities", "policies"}:
        return word[:-3] + "y"
    return word[:-1] if word[-1] in "sx" else word
