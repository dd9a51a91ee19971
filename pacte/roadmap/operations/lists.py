"""Rewriting a whole cell of lines at once, as one types it in the table.

Lines that did not change keep their row, with its dates, proofs and answers; a line reworded in its
place is an edit; the others are added or deleted. One entry of the history tells the whole cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.db.models import Model

from pacte.core import audit
from pacte.network.queries import directory_of
from pacte.roadmap.enums import ResponsibilityRole, ResponsibilityState
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import Achievement, Action, OngoingItem, Responsibility, Step
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS
from pacte.roadmap.operations.responsibilities import LONGEST_WORDS, Named

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Row = TypeVar("Row", bound=Model)
NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)+)\.?\s+(?P<title>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """How the lines of one column are kept: read them, make one, reword one."""

    present: Callable[[Action], Sequence[Row]]
    text: Callable[[Row], str]
    make: Callable[[Action, str], Row]
    reword: Callable[[Row, str], None]


def clean(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


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
        named = Named.meant(text, directory_of(row.action.initiative))
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
    return [rows.text(row) for row in rows.present(action)]


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
    before = [rows.text(row) for row in present]
    after = clean(lines)
    if before == after:
        return action
    if before != clean(read):
        raise FieldChangedMeanwhile(column, list(read), before, after)
    _apply(rows, action, present, before, after, at)
    save(action, [], at)
    audit.record(
        "roadmap.action.edited", target=action, by=by, at=at, changes={column: [before, after]}
    )
    return action


def _apply(
    rows: Rows[Row],
    action: Action,
    present: Sequence[Row],
    before: list[str],
    after: list[str],
    at: dt.datetime,
) -> None:
    kept: list[Row] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        old, new = list(present[start:end]), after[new_start:new_end]
        if tag == "equal":
            kept += old
            continue
        for row, text in zip(old, new, strict=False):
            rows.reword(row, text)
            kept.append(row)
        for row in old[len(new) :]:
            row.deleted_at = at  # type: ignore[attr-defined]  # each kind of row can come back
            row.save(update_fields=["deleted_at"])
        kept += [rows.make(action, text) for text in new[len(old) :]]
    for place, row in enumerate(kept, start=1):
        row.position = place * STEP_BETWEEN_POSITIONS  # type: ignore[attr-defined]  # same
        row.save()
