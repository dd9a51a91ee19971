"""A cell of names: its roles, its names, and what is not sure in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from pacte.roadmap.importing.doubts import DoubtCode, Question
from pacte.roadmap.importing.numbering import split_items, take_number
from pacte.roadmap.importing.people.names import (
    Doubtful,
    doubtful,
    is_generic_group,
    join_wrapped,
    name_key,
    names_nobody,
    split_name,
    split_surely,
)
from pacte.roadmap.importing.vocabulary.lexicon import meaning_of
from pacte.roadmap.importing.vocabulary.meanings import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Role(StrEnum):
    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"


@dataclass(frozen=True, slots=True)
class People:
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    apart: tuple[
        str, ...
    ] = ()  # words that belong to no name: « avec », « Pilote : », « À définir »


@dataclass(frozen=True, slots=True)
class _Passage:
    role: Role
    text: str
    marker: str = ""  # the words that gave its role


_ROLE_OF = {
    Meaning.LEAD: Role.LEAD,
    Meaning.LEAD_UNIT: Role.LEAD,
    Meaning.LEAD_PERSON: Role.LEAD,
    Meaning.ELECTED: Role.LEAD,
    Meaning.LEAD_AND_PARTNERS: Role.LEAD,
    Meaning.PARTNERS: Role.PARTNER,
    Meaning.FUNDERS: Role.FUNDER,
}
_LABEL_SURE = 0.96
_LABEL_WORDS = 5
_TAG = re.compile(r"(?P<name>.+?)\s*\((?P<tag>[^()\d]{3,30})\)")
_LONGEST_CELL = 20_000  # characters: some hundreds of names
_LONGEST_KNOWN = 8  # words; a longer piece is rather a sentence
_SHOWN = " ; "  # between the names of an alternative
# Without any of these, the names of a cell have one role.
_PARTED = re.compile(r":|avec|soutien|appui|with|support", re.IGNORECASE)
# « avec l’appui de A et de B »: the second « de » tells the names apart.
_OF = re.compile(r"(?:\bd[eu]s?|d['’]|l['’]|la)$")
_AND_OF = re.compile(
    r",?\s+et\s+(?:de\s+la\s|du\s|des\s|de\s+l['’]|d['’]|de\s)\s*|,\s+(?:du|des)\s+"
)

_WITH = re.compile(
    r"(?:^|(?<=[\s,;(]))(?:(?:[,;]\s*)?"
    r"(?:en\s+)?(?:[ée]troite\s+)?(?:collaboration|partenariat|lien|concertation|association|coop[ée]ration|"
    r"coordination|relation|copilotage)\s+(?:[ée]troite\s+)?avec"
    r"|avec\s+(?:le\s+|l['’]\s*|la\s+|les\s+)?(?:soutien|appui|aide|concours|participation|collaboration|"
    r"contribution|accompagnement)s?\s+(?:(?:technique|financi[eè]re?|m[ée]thodologique|logistique)s?\s+)?(?:de\s+l['’]|de\s+la|du|des|de|d['’])"
    r"|avec(?=\s)"
    r"|(?:soutien|appui)s?\s*(?::|(?:technique|financier|logistique)s?\s+)?\s*"
    r"(?:de\s+l['’]|de\s+la\b|du\b|des\b|de\b|d['’])?(?=\s*[\w(])"
    r"|(?:in\s+(?:partnership|collaboration)\s+with|supported\s+by|with\s+support\s+from)"
    r")\s*(?:l['’]|les?\s+(?=[A-ZÀ-Ý])|la\s+(?=[A-ZÀ-Ý]))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def understand_people(
    text: str, *, role: Role = Role.LEAD, known: frozenset[str] = frozenset()
) -> People:
    """Names of one cell; `known` comes from `known_names`.

    Names are split on line breaks, « ; », « , », « / » between spaces, and on « et » between two
    known names. Anything else that may be several names stays whole, with a question.
    """
    if len(text) > _LONGEST_CELL:
        return _whole(text.strip(), role)
    names: dict[Role, list[str]] = {each: [] for each in Role}
    questions: list[Question] = []
    apart: list[str] = []
    for passage in _passages(text, role):
        if passage.marker:
            apart.append(passage.marker)
        found, beside, question = _names(passage, known)
        for name in found:
            own, bare = _tagged(name, passage.role, apart) if "(" in name else (passage.role, name)
            names[own].append(bare)
        apart += beside
        questions += [question] if question else []
    return People(
        leads=_distinct(names[Role.LEAD]),
        partners=_distinct(names[Role.PARTNER]),
        funders=_distinct(names[Role.FUNDER]),
        questions=tuple(questions),
        apart=tuple(apart),
    )


def _tagged(name: str, role: Role, apart: list[str]) -> tuple[Role, str]:
    """« CLSC (soutien) » says its role itself."""
    match = _TAG.fullmatch(name)
    found = meaning_of(match["tag"]) if match is not None else None
    if match is None or found is None or found.score < _LABEL_SURE:
        return role, name
    if found.meaning not in _ROLE_OF:
        return role, name
    apart.append(f"{match['tag']} :")
    return _ROLE_OF[found.meaning], match["name"]


def _whole(text: str, role: Role) -> People:
    """A text that no list of names can be, kept as it is."""
    return People(
        leads=(text,) if role is Role.LEAD else (),
        partners=(text,) if role is Role.PARTNER else (),
        funders=(text,) if role is Role.FUNDER else (),
        questions=(Question(DoubtCode.NAME_TOO_LONG, text, text),),
    )


def known_names(texts: Iterable[str]) -> frozenset[str]:
    """Names that cells give without doubt, as keys that `understand_people` compares."""
    pieces: dict[str, None] = {}
    for text in dict.fromkeys(texts):
        for line in join_wrapped(text) if "\n" in text else (text,):
            pieces.update(dict.fromkeys(split_surely(line)))
    return frozenset(key for piece in pieces for key in _sure_keys(piece))


_MARKER = re.compile(r"\b(?:avec|soutien|appui)\b|\d [€$%]", re.IGNORECASE)
_ACRONYMS = re.compile(r"\(([A-ZÀ-Ý][\w&’'.-]{1,9})\)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def _sure_keys(piece: str) -> Iterator[str]:
    if not piece[:1].isalpha() or _MARKER.search(piece):
        return
    bare = piece
    if "(" in piece:
        yield from (name_key(acronym) for acronym in _ACRONYMS.findall(piece))
        bare = _BRACKETS.sub("", piece).strip()
    short = 0 < len(bare.split()) <= _LONGEST_KNOWN
    if short and doubtful(bare, frozenset()) is None:
        yield name_key(bare)
        yield name_key(piece)


def _distinct(names: list[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name_key(name), name)
    return tuple(first.values())


def _passages(text: str, role: Role) -> Iterator[_Passage]:
    """Parts of a cell by the role that its labels say: « Pilote : X  Partenaires : Y »."""
    if _PARTED.search(text) is None:
        yield _Passage(role, text.strip())
        return
    position, current, marker = 0, role, ""
    for start, end, found in _labels(text):
        if text[position:start].strip():
            yield from _with_partners(_Passage(current, text[position:start].strip(), marker))
        elif marker:
            yield _Passage(current, "", marker)
        position, current, marker = end, found, text[start:end].strip()
    yield from _with_partners(_Passage(current, text[position:].strip(), marker))


def _labels(text: str) -> Iterator[tuple[int, int, Role]]:
    """Where a role's name stands before a colon."""
    position = 0
    for colon in re.finditer(r"\s*:\s*", text):
        before = text[position : colon.start()]
        line_start = position + before.rfind("\n") + 1
        words = list(re.finditer(r"\S+", text[line_start : colon.start()]))
        for word in words[-_LABEL_WORDS:]:
            start = line_start + word.start()
            label = text[start : colon.start()]
            opens = label[:1].isupper() or start == line_start or text[start - 2] in ",;."
            found = meaning_of(label) if opens else None
            if found and found.score >= _LABEL_SURE and found.meaning in _ROLE_OF:
                yield start, colon.end(), _ROLE_OF[found.meaning]
                position = colon.end()
                break


def _with_partners(passage: _Passage) -> Iterator[_Passage]:
    """Partners come out of a lead's text by « avec », « en collaboration avec », « soutien de »."""
    if passage.role is not Role.LEAD:
        yield passage
        return
    role: Role = Role.LEAD
    marker, position = passage.marker, 0
    for match in _WITH.finditer(passage.text):
        if _inside_parentheses(passage.text, match.start()) or match.start() < position:
            continue
        before = passage.text[position : match.start()].strip(" ,;-–(\n")
        if before or marker:
            yield _Passage(role, before, marker)
        role, marker, position = Role.PARTNER, match[0].strip(" ,;"), match.end()
        if "\n" in passage.text[position:]:
            end = passage.text.index("\n", position)
            yield _Passage(role, passage.text[position:end].strip(), marker)
            role, marker, position = Role.LEAD, "", end
    if rest := passage.text[position:].strip(" ,;\n"):
        yield _Passage(role, rest, marker)
    elif marker:
        yield _Passage(role, "", marker)


def _inside_parentheses(text: str, position: int) -> bool:
    return text.count("(", 0, position) > text.count(")", 0, position)


def _names(
    passage: _Passage, known: frozenset[str]
) -> tuple[list[str], list[str], Question | None]:
    """Names of a passage, words beside them, and one question where something is not sure."""
    names: list[str] = []
    apart: list[str] = []
    doubts: list[Doubtful] = []
    options: list[str] = []
    for line in _lines(passage):
        raw = split_surely(_unmarked(line, apart))
        pieces: list[str] = []
        for name in (name for piece in raw for name in split_name(piece, known)):
            (apart if names_nobody(name) else pieces).append(name)
        names += pieces
        found = [doubtful(piece, known) for piece in pieces]
        doubts += [doubt for doubt in found if doubt]
        for piece, doubt in zip(pieces, found, strict=True):
            options += doubt.alternatives if doubt else (piece,)
    if not doubts:
        members = passage.role is Role.LEAD and _members(names, passage.text)
        return names, apart, members or None
    alternatives = (_SHOWN.join(options),) if options != names else ()
    question = Question(doubts[0].code, passage.text, _SHOWN.join(names), alternatives)
    return names, apart, question


def _members(names: list[str], text: str) -> Question | None:
    """« Comité de gestion, A, B » may mean that A and B sit on the committee."""
    if len(names) < 3 or ":" in text or not is_generic_group(names[0]):  # noqa: PLR2004 — a group and two names
        return None
    members = f"{names[0]} : {', '.join(names[1:])}"
    return Question(DoubtCode.GROUP_MEMBERS, text, _SHOWN.join(names), (members,))


def _lines(passage: _Passage) -> list[str]:
    lines = [part for line in join_wrapped(passage.text) for part in _numbered(line)]
    if not _OF.search(passage.marker):
        return lines
    return [part for line in lines for part in _AND_OF.split(line)]


def _numbered(line: str) -> list[str]:
    """« 1) A 2) B » holds two lines."""
    items = split_items(line)
    return [f"{item.taken} {item.text}" for item in items] if len(items) > 1 else [line]


def _unmarked(line: str, apart: list[str]) -> str:
    taken = take_number(line)
    if taken.number is not None:
        # « A. Roy » is a person.
        if not taken.title or taken.number.isalpha():
            return line
        apart.append(taken.taken)
    return taken.title
