"""The lexicon, read once from its file, and the search of a heading in it."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from pacte.roadmap.importing.numbering.heads import take_number
from pacte.roadmap.importing.numbering.patterns import LABELLED
from pacte.roadmap.importing.vocabulary.forms import (
    key_of,
    singular_label,
    without_parentheses,
)
from pacte.roadmap.importing.vocabulary.meanings import (
    LEVEL_ROLES,
    Meaning,
    Recognition,
    Role,
    role_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_HEADING = 14  # words; a longer text is a sentence
_CLOSE = 90  # of 100, for a word badly typed
_LEAST = 0.5
_SHORT = 4  # words
# Terms are values, and headings only of columns to tick.
_TERMS = frozenset({"court terme", "moyen terme", "long terme"})

_MONEY_SIGNS = frozenset({"$", "€", "k€", "K€", "k$", "M€", "$ CA", "€ HT", "€ TTC"})
_SIGNS = frozenset({"numero", "no", "#"})
# Nouns that say what a column holds, whatever follows them. Names of people are not among them:
# « Responsable des loisirs », « Partenaires du milieu » also fill cells.
_HEADS = frozenset(
    {
        *("indicateur", "echeance", "echeancier", "calendrier", "budget", "cout", "financement"),
        *(
            "financeur",
            "statut",
            "priorite",
            "commentaire",
            "remarque",
            "description",
            "avancement",
        ),
    }
)
_TO_DO = re.compile(
    r"(?P<noun>actions?|mesures?|activit[ée]s?|projets?|interventions?|[ée]tapes?|t[âa]ches?)"
    r"(?:\(s\))?\s+(?:à|a)\s+\w+(?:er|ir|re|oir)\b(?:\s+\w+){0,2}$",
    re.IGNORECASE,
)
_SEGMENTS = re.compile(
    r"\s*[/|,;&+\n]\s*|\s+(?:et|ou|and|or|et/ou)\s+|\s+[-–—]\s+|\s*:\s*|\s*\((?=\w{3})",
    re.IGNORECASE,
)
# « Axe de rattachement » holds axes.
_OF_WHAT = re.compile(
    r"(?<=\w)\s+(?:de rattachement|de r[ée]f[ée]rence|concern[ée]e?s?|associ[ée]e?s?)\s*$",
    re.IGNORECASE,
)
_PAIRS: dict[frozenset[Meaning], Meaning] = {
    frozenset({Meaning.LEAD, Meaning.PARTNERS}): Meaning.LEAD_AND_PARTNERS,
    frozenset({Meaning.LEAD_UNIT, Meaning.PARTNERS}): Meaning.LEAD_AND_PARTNERS,
    frozenset({Meaning.LEAD_PERSON, Meaning.PARTNERS}): Meaning.LEAD_AND_PARTNERS,
    frozenset({Meaning.LEAD, Meaning.LEAD_PERSON}): Meaning.LEAD,
    frozenset({Meaning.LEAD, Meaning.LEAD_UNIT}): Meaning.LEAD,
    frozenset({Meaning.LEAD, Meaning.ELECTED}): Meaning.LEAD,
    frozenset({Meaning.START, Meaning.END}): Meaning.SCHEDULE,
    frozenset({Meaning.SCHEDULE, Meaning.STATUS}): Meaning.SCHEDULE,
    frozenset({Meaning.BUDGET, Meaning.FUNDERS}): Meaning.BUDGET,
    frozenset({Meaning.BUDGET, Meaning.RESOURCES}): Meaning.BUDGET,
    frozenset({Meaning.INDICATORS, Meaning.TARGET}): Meaning.INDICATORS,
    frozenset({Meaning.STATUS, Meaning.REMARKS}): Meaning.STATUS,
    frozenset({Meaning.ACHIEVEMENTS, Meaning.REMARKS}): Meaning.REMARKS,
    frozenset({Meaning.NUMBER, Meaning.ACTION}): Meaning.ACTION,
    frozenset({Meaning.ACTION, Meaning.DESCRIPTION}): Meaning.ACTION,
    frozenset({Meaning.ACHIEVEMENTS, Meaning.INDICATORS}): Meaning.INDICATORS,
}


# Words that say which ones without saying of what.
_QUALIFIERS = frozenset(
    key_of(word)
    for word in re.findall(
        r"[\w-]+",
        "stratégique transversal transversale prioritaire principal principale thématique "
        "structurant structurante majeur majeure identifié identifiée retenu retenue proposé "
        "proposée prévu prévue visé visée concerné concernée envisagé envisagée pressenti "
        "pressentie mobilisé mobilisée associé associée global globale général générale "
        "actuel actuelle éventuel éventuelle potentiel potentielle possible nécessaire "
        "requis requise estimé estimée prévisionnel prévisionnelle indicatif indicative spécifique "
        "annuel annuelle concret concrète nouveau nouvelle complémentaire "
        "pcaet plh pacte crte cls scot sraddet contrat feuille route démarche plan "
        "proposed planned expected main key overall current estimated",
    )
)


@lru_cache(maxsize=1)
def entries() -> dict[str, Meaning]:
    """The meaning of each entry, by its key."""
    with (Path(__file__).parent / "lexicon.toml").open("rb") as file:
        lexicon = tomllib.load(file)
    known: dict[str, Meaning] = {}
    for name, texts in lexicon.items():
        for text in texts:
            known.setdefault(key_of(text), Meaning(name))
    return known


def meaning_of(heading: str, *, extra: Mapping[str, Meaning] | None = None) -> Recognition | None:
    """What a heading means; `extra` holds the user's own choices, by heading.

    A score of 0.9 or more is sure enough to tell a heading from a cell; below 0.75 it is a guess
    that only a row of headings or a heading's style makes acceptable.
    """
    if extra:
        key = key_of(heading)
        for text, meaning in extra.items():
            if key_of(text) == key:
                return _recognition(heading, meaning, 1.0)
    return _recognised(heading)


@lru_cache(maxsize=8192)
def _recognised(heading: str) -> Recognition | None:
    if heading.strip(" ()") in _MONEY_SIGNS:
        return _recognition(heading, Meaning.BUDGET, 0.95)
    key = key_of(heading)
    if not key or key in _TERMS or key.count(" ") >= LONGEST_HEADING:
        return None
    # « Axe 1 : Se loger » is what a column of axes holds.
    if LABELLED.match(heading.strip()):
        taken = take_number(heading)
        if taken.number is not None and taken.title:
            return None
    slashed = "/" in without_parentheses(heading)
    for search in (_segments, *_SEARCHES) if slashed else _SEARCHES:
        if (found := search(heading)) is not None and found[1] >= _LEAST:
            return _recognition(heading, *found)
    return None


def _recognition(heading: str, meaning: Meaning, score: float) -> Recognition:
    role = role_of(meaning)
    if role is Role.FRAME:
        heading = _OF_WHAT.sub("", heading)
    label = singular_label(heading) if role in LEVEL_ROLES else " ".join(heading.split())
    return Recognition(meaning, score, label, role)


def _exact(heading: str) -> tuple[Meaning, float] | None:
    meaning = entries().get(key_of(heading))
    return None if meaning is None else (meaning, 1.0)


def _bare(heading: str) -> tuple[Meaning, float] | None:
    """Without what parentheses, numbers and qualifiers add: « Axe (x) », « Financeur 1 »."""
    words = [w for w in key_of(without_parentheses(heading)).split() if not w.isdigit()]
    known = entries()
    if len(words) > 1 and words[-1] in _SIGNS and words[-1] != words[0]:
        meaning = known.get(" ".join(words[:-1]))
        return None if meaning is None else (_numbered(meaning), 0.97)
    if words[:1] == ["numero"]:
        words = words[1:]
    if (meaning := known.get(" ".join(words))) is not None:
        return _in_percent(meaning, heading), 0.97
    meaning = known.get(" ".join(word for word in words if word not in _QUALIFIERS))
    return None if meaning is None else (_in_percent(meaning, heading), 0.95)


def _numbered(meaning: Meaning) -> Meaning:
    """« Action n° » holds numbers; « Axe n° » holds axes."""
    return Meaning.NUMBER if meaning is Meaning.ACTION else meaning


def _in_percent(meaning: Meaning, heading: str) -> Meaning:
    progresses = meaning in {Meaning.STATUS, Meaning.ACHIEVEMENTS}
    return Meaning.PROGRESS if progresses and "%" in heading else meaning


def _segments(heading: str) -> tuple[Meaning, float] | None:
    """« Responsable / Collaborateur(s) »: what each part means, and both together."""
    parts = [part for part in _SEGMENTS.split(heading) if part.strip(" ()")]
    if len(parts) < 2:  # noqa: PLR2004 — one part is the heading itself
        return None
    found = [entry[0] if (entry := _exact(part) or _bare(part)) else None for part in parts]
    known = [meaning for meaning in found if meaning is not None]
    if not known or found[0] is None:
        return None
    if Meaning.LEAD_AND_PARTNERS in known:
        return Meaning.LEAD_AND_PARTNERS, 0.95
    distinct = frozenset(known)
    whole = 0.95 if len(known) == len(parts) else 0.8
    if len(distinct) == 1:
        return known[0], whole
    pair = _PAIRS.get(distinct)
    return (known[0], 0.75) if pair is None else (pair, whole)


def _close(heading: str) -> tuple[Meaning, float] | None:
    """An entry that differs by a slip of the keyboard."""
    key = key_of(without_parentheses(heading))
    if len(key) < 6:  # noqa: PLR2004 — a short word differs from another by one letter
        return None
    found = process.extractOne(key, entries().keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return None if found is None else (entries()[found[0]], 0.85 * found[1] / 100)


def _contained(heading: str) -> tuple[Meaning, float] | None:
    """The longest entry that opens the heading, else the longest inside it.

    In French the noun that opens « Coût estimé de l’action en euros » says what it is about.
    """
    if (to_do := _TO_DO.match(heading.strip(" :"))) is not None:
        return entries()[key_of(to_do["noun"])], 0.95
    words = [word for word in key_of(heading).split() if not word.isdigit()]
    if len(words) <= _SHORT and words[:1] and words[0] in _HEADS:
        return entries()[words[0]], 0.82
    runs = [(start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    for start, end in sorted(runs, key=lambda run: (run[0] > 0, run[0] - run[1], run[0])):
        meaning = entries().get(" ".join(words[start:end]))
        if meaning is not None:
            base = 0.7 if start else 0.9
            return meaning, base * (0.5 + 0.5 * (end - start) / len(words))
    return None


_SEARCHES = (_exact, _bare, _segments, _close, _contained)
