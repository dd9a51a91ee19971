"""What a column means by what its cells hold, where its heading does not say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pacte.roadmap.importing.amounts import understand_amount
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.schedules import ScheduleKind, understand_schedule
from pacte.roadmap.importing.statuses import is_priority, is_status
from pacte.roadmap.importing.vocabulary import Meaning, Recognition, role_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LOOKED_AT = 60  # cells
_MOST = 0.7  # of the cells that say something
_SHORT = 60  # letters; a longer cell is a sentence
_LONG = 90
_PERCENT = re.compile(r"\s*\d{1,3}(?:[.,]\d+)?\s?%\s*")
_SMALL_NUMBER = re.compile(r"\s*\d{1,3}\s*")


def meaning_by_content(samples: Sequence[str]) -> Recognition | None:
    """What a column means by what its cells hold, with a score below that of any heading."""
    cells = [cell.strip() for cell in samples if cell.strip()][:_LOOKED_AT]
    if not cells:
        return None
    for meaning, score, test in _TESTS:
        if sum(map(test, cells)) >= _MOST * len(cells):
            return Recognition(meaning, score, "", role_of(meaning))
    return None


@lru_cache(maxsize=4096)
def _is_schedule(cell: str) -> bool:
    if len(cell) > _SHORT or _SMALL_NUMBER.fullmatch(cell):
        return False
    schedule = understand_schedule(cell)
    codes = {question.code for question in schedule.questions}
    return schedule.kind is not ScheduleKind.UNKNOWN and "schedule_partly_read" not in codes


@lru_cache(maxsize=4096)
def _is_amount(cell: str) -> bool:
    return len(cell) <= _SHORT and understand_amount(cell).currency is not None


@lru_cache(maxsize=4096)
def _is_number(cell: str) -> bool:
    taken = (
        take_number(f"{cell} : x") if not cell.endswith((".", ")")) else take_number(f"{cell} x")
    )
    return taken.number is not None and taken.title == "x"


def _is_numbered(cell: str) -> bool:
    return take_number(cell).number is not None


def _is_name(cell: str) -> bool:
    """Short, proper nouns or acronyms, hardly a verb: an organisation or several."""
    lines = cell.splitlines()
    return all(len(line) <= _SHORT and _is_proper(line) for line in lines)


@lru_cache(maxsize=4096)
def _is_proper(line: str) -> bool:
    words = [word for word in re.findall(r"[\w&.’'-]+", line) if len(word) > 3 or word.isupper()]  # noqa: PLR2004 — small words
    capitals = sum(word[:1].isupper() for word in words)
    acronyms = sum(len(word) > 1 and word.isupper() for word in words)
    return bool(words) and (acronyms > 0 or (capitals >= 2 and capitals * 2 >= len(words)))  # noqa: PLR2004 — a sentence has one capital


def _is_long(cell: str) -> bool:
    return len(cell) >= _LONG


_TESTS: tuple[tuple[Meaning, float, Callable[[str], bool]], ...] = (
    (Meaning.PROGRESS, 0.6, lambda cell: _PERCENT.fullmatch(cell) is not None),
    (Meaning.STATUS, 0.6, is_status),
    (Meaning.BUDGET, 0.55, _is_amount),
    (Meaning.SCHEDULE, 0.6, _is_schedule),
    (Meaning.PRIORITY, 0.4, is_priority),
    (Meaning.NUMBER, 0.5, _is_number),
    (Meaning.ACTION, 0.4, _is_numbered),
    (Meaning.LEAD_AND_PARTNERS, 0.4, _is_name),
    (Meaning.DESCRIPTION, 0.3, _is_long),
)
