"""What the words of a row say: its title, its levels, and what fills its fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.fields import (
    FILLERS,
    Filler,
    Filling,
)
from pacte.roadmap.importing.frames import RUNGS
from pacte.roadmap.importing.lexicon import level_name
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.pieces import squeeze, without_bullet
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.vocabulary import Meaning, Role

if TYPE_CHECKING:
    from pacte.documents.content import Cell
    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.levels import Layout
    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import BodyRow, Column
    from pacte.roadmap.importing.vocabulary import Recognition


LONGEST_TITLE = 250
LEADS = (Meaning.LEAD, Meaning.LEAD_UNIT, Meaning.LEAD_PERSON, Meaning.LEAD_AND_PARTNERS)
DATES = (Meaning.SCHEDULE, Meaning.END)
# What stands beside a list of actions and holds for each of them; sums are told once.
SHARED = frozenset(
    {
        *(*LEADS, *DATES, Meaning.START, Meaning.CONTINUOUS, Meaning.PARTNERS, Meaning.STATUS),
        *(Meaning.PRIORITY, Meaning.PUBLICS),
    }
)
TOTAL = re.compile(
    r"^\s*(?:(?:sous|grand)[- ]?)?(?:sub-?)?tota(?:l|ux)\b|^\s*(?:somme|cumul|ensemble)\s*:?\s*$",
    re.IGNORECASE,
)
TOTAL_STARTS = frozenset({"tot", "sou", "gra", "sub", "som", "cum", "ens"})
PARTIAL = re.compile(
    r"^\s*(?:sous|sub)|\b(?:axe|objectif|orientation|volet|enjeu)\b", re.IGNORECASE
)
LONGEST_TOTAL = 8  # words; a longer text is the title of an action
_LEVELS = re.compile(r"\s*(?:/|,|\bet\b|&|>|\n|–|-)\s*")
FORMULA = re.compile(r"=(?:…|[-+(\"]*(?:[A-Z$][\w.$!]*|'[^']+'!|\d))")
PLAN = "plan"
STILL_OPEN = (
    ActionStatus.PROPOSED,
    ActionStatus.TO_START,
    ActionStatus.IN_PROGRESS,
    ActionStatus.PAUSED,
)
_TELLING = frozenset({*LEADS, Meaning.PARTNERS, Meaning.STATUS, Meaning.DESCRIPTION, *DATES})


def title_and_rest(text: str, cell: Cell) -> tuple[str, str | None]:
    """A title, and the description that follows it in the same cell."""
    if "\n" not in text:
        return text, None
    paragraphs = [p for p in cell.paragraphs if p.text.strip()]
    if len(paragraphs) > 1 and paragraphs[0].bold and not any(p.bold for p in paragraphs[1:]):
        head, _, rest = text.partition("\n")
        return head, rest or None
    head, _, rest = text.partition("\n")
    if rest and "\n" in rest and not without_bullet(head)[1] and is_list(rest):
        return head.rstrip(" :"), rest
    if len(text) <= LONGEST_TITLE:
        return text, None
    head, _, rest = text.partition("\n")
    return (head, rest) if len(head) <= LONGEST_TITLE else (text, None)


def is_total(body: BodyRow, layout: Layout) -> bool:
    """A row of sums: it names a total, and nobody and no date beside it."""
    for text in body.texts:
        if (
            text
            and text.lstrip()[:3].casefold() in TOTAL_STARTS  # patterns cost more on every cell
            and TOTAL.match(text)
            and len(text.split()) <= LONGEST_TOTAL
        ):
            return not any(
                body.texts[c.index] for c in layout.fields if c.meaning in _TELLING and not c.gives
            )
    return False


def is_formula(text: str) -> bool:
    """What a reader gives where the file holds no result."""
    return text[0] == "=" and FORMULA.match(text) is not None


def is_list(text: str) -> bool:
    """Whether every line has a bullet or a number."""
    lines = [line for line in text.split("\n") if line.strip()]
    return all(without_bullet(line)[1] or take_number(line).number for line in lines)


def labelled_line(text: str, lexicon: Lexicon) -> str:
    """On one line; « Axe 1 » above its title keeps apart from it."""
    head, _, rest = text.partition("\n")
    label = lexicon.label(head)
    if rest and label is not None and label.number and not label.title:
        return f"{squeeze(head).rstrip(' :.-–—')} : {squeeze(rest)}"
    return squeeze(text)


def same_words(text: str, words: str) -> bool:
    """Whether a row only says again what the rows above it say."""
    return words in text.split("\n")


def levels_in(heading: str) -> list[str]:
    """The levels that one heading names, outermost first: « Axes / Objectifs / Actions »."""
    return [part for part in _LEVELS.split(heading) if part.strip()]


def rung_level(
    builder: Builder, layout: Layout, rung: int
) -> tuple[Recognition | None, str, LevelKind]:
    """« Axes / Actions » names the level of the first rung; others have no name of their own."""
    named = [builder.lexicon.meaning(part) for part in levels_in(layout.title.heading)]
    if rung < len(named) - 1 and (found := named[rung]) is not None and found.role is Role.FRAME:
        return found, found.label, LevelKind.FRAME
    return None, RUNGS[min(rung, len(RUNGS) - 1)], LevelKind.FRAME


def frame_key(builder: Builder, column: Column, text: str) -> str:
    """The level of a column, unless its cell names another: levels may move between columns."""
    recognition = column.recognition
    own = builder.lexicon.label(text)
    if own is not None and own.number and own.title and own.recognition.role is Role.FRAME:
        moved = recognition is not None and own.recognition.meaning is not recognition.meaning
        recognition = own.recognition if moved else recognition
    label = recognition.label if recognition else level_name(column.heading)
    return builder.level(recognition, label, LevelKind.FRAME)


def own_place(lexicon: Lexicon, layout: Layout, body: BodyRow, text: str, place: int) -> int:
    """Where a level stands that its cell names in the column of another.

    It stays where it is when it would take the place of what the row says there or between.
    """
    named = lexicon.label(text)
    frames = layout.frames
    if named is None or not named.number or not named.title:
        return place
    meaning = named.recognition.meaning
    other = next((n for n, column in enumerate(frames) if column.meaning is meaning), place)
    if frames[place].meaning is meaning or other == place:
        return place
    crossed = frames[other:place] or frames[place + 1 : other + 1]
    return place if any(body.texts[one.index] for one in crossed) else other


def filler_of(column: Column, layout: Layout) -> Filler:
    if column.mark:
        return Filling.cross
    if column.gives:
        return Filling.given
    if column.yearly:
        return Filling.budget_of_year
    meaning = column.meaning
    if meaning is None or (
        column not in layout.steps and meaning in (Meaning.STEP, Meaning.SUB_ACTION)
    ):
        return Filling.other
    if column in layout.steps:
        return FILLERS[Meaning.STEP]
    return FILLERS.get(meaning, Filling.other)
