"""What to check first on the review screen, each question with its answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.choices import SAID
from pacte.roadmap.importing.doubts import DoubtCode, label_of, reason_of
from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.views.imports.places import Json, Passage, Places

# Questions whose answer may be any words: names, a date, an amount, items.
FREE = frozenset(
    {
        *(DoubtCode.NAMES_NOT_SEPARATED, DoubtCode.NAMES_SLASH, DoubtCode.NAMES_HYPHEN),
        *(DoubtCode.NAMES_AND, DoubtCode.GROUP_MEMBERS, DoubtCode.NAME_TOO_LONG),
        *(DoubtCode.SCHEDULE_PARTLY_READ, DoubtCode.SCHEDULE_UNKNOWN, DoubtCode.SCHEDULE_REVERSED),
        *(DoubtCode.YEAR_MISSING, DoubtCode.TO_BE_CONTINUED, DoubtCode.UNDERWAY_AS_SCHEDULE),
        *(DoubtCode.DONE_AS_SCHEDULE, DoubtCode.STATE_AS_SCHEDULE),
        *(DoubtCode.AMOUNT_SEVERAL, DoubtCode.ITEMS_NOT_SEPARATED),
    }
)
DATED = frozenset(
    {DoubtCode.SCHEDULE_PARTLY_READ, DoubtCode.YEARS_CONVENTION, DoubtCode.YEAR_MISSING}
)
# The plan is the same whatever the answer: one takes note.
NOTED = frozenset({DoubtCode.COUNT_DIFFERS})
DOUBTS_PER_PAGE = 25
MOST_PASSAGES = 6  # of one doubt


@dataclass(slots=True)
class DoubtCard:
    index: int
    reason: str
    understood: str
    alternatives: list[tuple[int, str]]
    about: str
    words: str = ""  # of the document
    keys: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)  # what was understood, then the alternatives
    code: str = ""
    count: int = 1
    passages: list[Passage] = field(default_factory=list)
    more: int = 0
    is_free: bool = False
    written: str = ""  # where a person's own reading begins from


def shown_value(value: str) -> str:
    """An understood value in words."""
    if value in ActionStatus.values:
        return str(ActionStatus(value).label)
    return label_of(value.removeprefix(SAID))


# Questions that have one answer for the document, whatever the words of each passage.
ASKED_TOGETHER = frozenset(
    {
        DoubtCode.YEARS_CONVENTION,
        DoubtCode.UNDERWAY_AS_SCHEDULE,
        DoubtCode.ACHIEVEMENT_PLANNED,
        DoubtCode.HIDDEN_PART,
    }
)


def doubt_cards(reading: Json, places: Places) -> list[DoubtCard]:
    """Doubts of one kind that have the same answers are asked once."""
    asked = {doubt["target"] for doubt in reading["doubts"]}
    titles = {
        thing["id"]: _named(thing)
        for thing in (*reading["actions"], *reading["nodes"])
        if thing["id"] in asked
    }
    schedules = {
        action["id"]: action["schedule"] for action in reading["actions"] if action["id"] in asked
    }
    groups: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    for doubt in reading["doubts"]:
        words = "" if doubt["code"] in ASKED_TOGETHER else doubt["text"]
        answers = (doubt["code"], words, doubt["understood"], *doubt["alternatives"])
        groups[answers].append(doubt)
    return [
        _card(index, doubts, titles, places, schedules.get(doubts[0]["target"]))
        for index, doubts in enumerate(_brought_together(list(groups.values())))
    ]


def _brought_together(asked: list[list[Json]]) -> list[list[Json]]:
    """What a summary says otherwise stands where the first such question does."""
    told = [doubts for doubts in asked if doubts[0]["code"] == DoubtCode.SUMMARY_DIFFERS]
    if not told:
        return asked
    first = asked.index(told[0])
    others = [doubts for doubts in asked if doubts[0]["code"] != DoubtCode.SUMMARY_DIFFERS]
    return [*others[:first], *told, *others[first:]]


def page_of(cards: Sequence[DoubtCard], number: str | None) -> Page[list[DoubtCard]]:
    return Paginator(gathered(cards), DOUBTS_PER_PAGE).get_page(number)


def gathered(cards: Sequence[DoubtCard]) -> list[list[DoubtCard]]:
    """The questions as they are shown: one by one, those about a summary under one heading."""
    shown: list[list[DoubtCard]] = []
    for card in cards:
        if shown and card.code == shown[-1][0].code == DoubtCode.SUMMARY_DIFFERS:
            shown[-1].append(card)
        else:
            shown.append([card])
    return shown


def _card(
    index: int,
    doubts: Sequence[Json],
    titles: Mapping[str, str],
    places: Places,
    schedule: Json | None,
) -> DoubtCard:
    first = doubts[0]
    several = len({doubt["text"] for doubt in doubts}) > 1
    values = _values(first)
    is_free = first["code"] in FREE and (len(doubts) == 1 or not several)
    return DoubtCard(
        index,
        reason=_reason(first),
        count=len(doubts),
        understood=_understood(first, schedule if len(doubts) == 1 else None),
        alternatives=[(place, shown_value(value)) for place, value in enumerate(values) if place],
        about="" if len(doubts) > 1 else titles.get(first["target"] or "", ""),
        words=first["text"],
        keys=[doubt["key"] for doubt in doubts],
        values=values,
        code=first["code"],
        is_free=is_free,
        written=" ; ".join(first["text"].splitlines()) if is_free else "",
        passages=[
            Passage(doubt["where"], doubt["text"] if several else "", places.url(doubt["where"]))
            for doubt in doubts[:MOST_PASSAGES]
        ],
        more=max(0, len(doubts) - MOST_PASSAGES),
    )


def _values(doubt: Json) -> list[str]:
    """What was understood, then the answers that would change something of it."""
    understood = doubt["understood"]
    if doubt["code"] in NOTED:
        return [understood]
    if doubt["code"] == DoubtCode.SUMMARY_DIFFERS:
        others = [value for value in doubt["alternatives"] if not _same(value, understood)]
        return [understood, *others]
    return [understood, *doubt["alternatives"]]


def _same(value: str, other: str) -> bool:
    """« AXE : EMPLOI » and « Emploi »: the same words, whatever their capitals and their level."""
    folded, last = fold(value), fold(value.rpartition(" : ")[2])
    return bool(other) and fold(other) in (folded, last)


def _understood(doubt: Json, schedule: Json | None) -> str:
    """In words; the very dates where the question is about them."""
    if doubt["code"] not in DATED or schedule is None:
        return shown_value(doubt["understood"])
    start, end = (schedule[side] and date_format(_day(schedule[side])) for side in ("start", "end"))
    if start and end and start != end:
        return _("du %(start)s au %(end)s") % {"start": start, "end": end}
    return end or start or shown_value(doubt["understood"])


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def _reason(doubt: Json) -> str:
    code = doubt["code"]
    return reason_of(DoubtCode(code), doubt["text"]) if code in set(DoubtCode) else doubt["reason"]


def _named(thing: Json) -> str:
    return f"{thing['number']} {thing['title']}" if thing["number"] else str(thing["title"])
