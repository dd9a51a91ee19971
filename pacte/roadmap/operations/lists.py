"""Rewriting a whole cell of lines at once, as one types it in the table.

A line that did not change keeps its row, with its dates, proofs and answers, wherever it moves; one
that is close to a line of before is an edit of it; the others are added or deleted. What comes of a
reserved line stays reserved. One entry of the history tells the whole cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model
from rapidfuzz import fuzz

from pacte.core import audit
from pacte.network.queries import directory_of
from pacte.roadmap.enums import ResponsibilityRole, ResponsibilityState
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import Achievement, Action, OngoingItem, Responsibility, Step
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS
from pacte.roadmap.operations.responsibilities import LONGEST_WORDS, Target

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Row = TypeVar("Row", bound=Model)
NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)+)\.?\s+(?P<title>\S.*)", re.DOTALL)
BREAK = " / "
NEAR = 65  # of 100: two French sentences that have nothing in common reach fifty


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """How the lines of one column are kept: read them, make one, reword one."""

    present: Callable[[Action], Sequence[Row]]
    text: Callable[[Row], str]
    make: Callable[[Action, str], Row]
    reword: Callable[[Row, str], None]


def clean(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def newlines(text: str) -> str:
    """Browsers send CRLF; we keep what we keep with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """A text of several lines as one of a cell, where each line is a row."""
    return BREAK.join(clean(text.splitlines()))


def as_shown(texts: Iterable[str]) -> list[str]:
    return [one_line(text) for text in texts]


def whole(line: str, text: str) -> str:
    """The line as typed in a cell, broken again where the text that it rewords is."""
    return line.replace(BREAK, "\n") if len(text.splitlines()) > 1 else line


def step_words(text: str) -> tuple[str, str]:
    """« 1.1.2 Former les équipes »: its number, then its title."""
    numbered = NUMBERED.match(text)
    return (numbered["number"], numbered["title"]) if numbered else ("", text)


def make_step(action: Action, text: str) -> Step:
    number, title = step_words(text)
    return Step(action=action, number=number, title=title)


def reword_step(step: Step, text: str) -> None:
    step.number, step.title = step_words(text)


def ongoing_words(text: str) -> tuple[str, str]:
    """« Mission locale : ateliers » names who does it, then what."""
    who, colon, what = text.partition(" : ")
    return (who.strip(), what.strip()) if colon and what.strip() else ("", text)


def ongoing_text(item: OngoingItem) -> str:
    who = item.organisation.label if item.organisation else item.organisation_text
    return f"{who} : {item.text}" if who else item.text


def make_ongoing(action: Action, text: str) -> OngoingItem:
    item = OngoingItem(action=action)
    reword_ongoing(item, text)
    return item


def reword_ongoing(item: OngoingItem, text: str) -> None:
    who, item.text = ongoing_words(text)
    known = directory_of(item.action.initiative).find(who) if who else None
    item.organisation = known.organisation if known else None
    item.organisation_text = "" if item.organisation else who


def reword_achievement(achievement: Achievement, text: str) -> None:
    achievement.text = text


STEPS = Rows[Step](
    lambda action: list(action.steps.present().order_by("position", "pk")),
    str,
    make_step,
    reword_step,
)
ONGOING = Rows[OngoingItem](
    lambda action: list(
        action.ongoing.present().select_related("organisation").order_by("position", "pk")
    ),
    ongoing_text,
    make_ongoing,
    reword_ongoing,
)
ACHIEVEMENTS = Rows[Achievement](
    lambda action: list(action.achievements.present().order_by("position", "pk")),
    str,
    lambda action, text: Achievement(action=action, text=text),
    reword_achievement,
)


def people(role: str) -> Rows[Responsibility]:
    """Names, matched with the directory; those it does not know stay as words."""
    roles = (
        (ResponsibilityRole.LEAD, ResponsibilityRole.CO_LEAD)
        if role == ResponsibilityRole.LEAD
        else (role,)
    )

    def make(action: Action, text: str) -> Responsibility:
        made = Responsibility(action=action, role=role, source_text=text[:LONGEST_WORDS])
        reword(made, text)
        return made

    def reword(row: Responsibility, text: str) -> None:
        named = Target.meant(text, directory_of(row.action.initiative))
        for field, value in named.fields().items():
            setattr(row, field, value)
        row.state = ResponsibilityState.SOUGHT
        row.state_by, row.state_on, row.state_reason = "", None, ""

    return Rows[Responsibility](
        lambda action: list(
            action.responsibilities.present()
            .filter(role__in=roles)
            .select_related("organisation", "unit", "group", "contact")
            .order_by("position", "pk")
        ),
        lambda row: row.label,
        make,
        reword,
    )


# The rows of one column are all of one kind, which no type can say of a table of several.
ROWS: dict[str, Rows[Any]] = {
    "steps": STEPS,
    "ongoing": ONGOING,
    "achievements": ACHIEVEMENTS,
    "leads": people(ResponsibilityRole.LEAD),
    "partners": people(ResponsibilityRole.PARTNER),
    "funders": people(ResponsibilityRole.FUNDER),
    "referents": people(ResponsibilityRole.ELECTED_REFERENT),
}


def lines_of(action: Action, column: str) -> list[str]:
    """The texts of a column of lines, as the table shows them."""
    rows = ROWS[column]
    return as_shown(map(rows.text, rows.present(action)))


@transaction.atomic
def rewrite_lines(
    *,
    action: Action,
    column: str,
    read: Sequence[str],
    lines: Sequence[str],
    by: Actor,
    at: dt.datetime,
) -> Action:
    """Make the column of the action say these lines; `read` is what it said when opened."""
    rows = ROWS[column]
    action = locked(action)
    present = rows.present(action)
    told = clean(lines)
    before, after = as_shown(map(rows.text, present)), as_shown(told)
    if before == after:
        return action
    if BREAK.join(before) != BREAK.join(as_shown(clean(read))):
        raise FieldChangedMeanwhile(column, list(read), before, after)
    _apply(rows, action, present, told, at)
    save(action, [], at)
    audit.record(
        "roadmap.action.edited", target=action, by=by, at=at, changes={column: [before, after]}
    )
    return action


def _apply(
    rows: Rows[Row],
    action: Action,
    present: Sequence[Row],
    told: list[str],
    at: dt.datetime,
) -> None:
    before, after = as_shown(map(rows.text, present)), as_shown(told)
    reserved = {place for place, row in enumerate(present) if getattr(row, "is_team_only", False)}
    paired = pair_lines(before, after, reserved)
    gone = [place for place in range(len(present)) if place not in paired.values()]
    for place in gone:
        row = present[place]
        row.deleted_at = at  # type: ignore[attr-defined]  # each kind of row can come back
        row.save(update_fields=["deleted_at"])
    for place, text in enumerate(told):
        if place in paired:
            row = present[paired[place]]
            if after[place] != before[paired[place]]:
                rows.reword(row, whole(text, rows.text(row)))
        else:
            row = rows.make(action, text)
            if reserved.intersection(gone) or is_near(text, [before[one] for one in reserved]):
                row.is_team_only = True  # type: ignore[attr-defined]  # as the row it may come from
        row.position = (place + 1) * STEP_BETWEEN_POSITIONS  # type: ignore[attr-defined]  # same
        row.save()


def pair_lines(before: list[str], after: list[str], reserved: AbstractSet[int]) -> dict[int, int]:
    """Which line of `before` each line of `after` is, moved or reworded: the closest ones first.

    What a row of `reserved` says is given to no other row, even where that row is another line's.
    """
    paired: dict[int, int] = {}
    same = SequenceMatcher(None, before, after, autojunk=False)
    for old, new, size in same.get_matching_blocks():
        paired |= {new + step: old + step for step in range(size)}
    left = [place for place in range(len(before)) if place not in paired.values()]
    found = sorted(
        (-score, old, new)
        for new in range(len(after))
        if new not in paired
        for old in left
        if (score := closeness(before[old], after[new])) >= NEAR
    )
    secret = [before[place] for place in reserved]
    taken: set[int] = set()
    for score, old, new in found:
        kept = old in reserved or not is_near(after[new], secret, at_least=-score)
        if new not in paired and old not in taken and kept:
            paired[new] = old
            taken.add(old)
    return paired


def is_near(text: str, others: Iterable[str], *, at_least: float = NEAR) -> bool:
    return any(closeness(text, other) >= at_least for other in others)


def closeness(one: str, other: str) -> float:
    """From 0 to 100: few letters changed, or words added to a line and taken from it."""
    one, other = one.casefold(), other.casefold()
    return max(fuzz.ratio(one, other), fuzz.token_set_ratio(one, other))
