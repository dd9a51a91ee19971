"""Rows of the database for one action that was read: nothing is written here.

A text that is too long for its column is cut there and kept whole beside it: no word is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from pacte.roadmap.enums import NEEDS_REASON, ActionStatus, ResponsibilityRole, ScheduleKind
from pacte.roadmap.models import Achievement, Action, OngoingItem, Plan, PlanNode, Step
from pacte.roadmap.operations.amounts import kept_amount
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS
from pacte.roadmap.queries.schedules import schedule_words

if TYPE_CHECKING:
    from pacte.roadmap.operations.imports.people import People

Json = Mapping[str, Any]
PEOPLE = {
    "leads": ResponsibilityRole.LEAD,
    "partners": ResponsibilityRole.PARTNER,
}


def action_row(
    told: Json, *, plan: Plan, at: dt.datetime, node: PlanNode | None, code: str
) -> Action:
    action = Action(
        initiative_id=plan.initiative_id,
        plan=plan,
        node=node,
        code=code,
        number=(told["number"] or "")[:30],
        title=told["title"],
        description=told["description"] or "",
        expected_result=told.get("expected_result") or "",
        indicators=told["indicators"],
        publics=told["publics"],
        extra=[dict(extra) for extra in told["extra"]],
        notes=told["notes"],
        where=told["where"][:300],
        created_at=at,
        updated_at=at,
    )
    fit(action, "priority", told["priority"] or "", 200, "Priorité")
    _schedule(action, told["schedule"])
    _status(action, told["status"])
    _budget(action, told["budget"])
    return action


def fit(action: Action, field: str, text: str, limit: int, header: str) -> None:
    setattr(action, field, text if len(text) <= limit else f"{text[: limit - 1]}…")
    if len(text) > limit:
        action.extra.append({"header": header, "text": text})


def _schedule(action: Action, told: Json | None) -> None:
    if told is None:
        return
    fit(action, "schedule_text", schedule_words(told), 500, "Échéance")
    action.schedule_kind = told["kind"].upper()
    start, end = _day(told["start"]), _day(told["end"])
    if start is None or end is None or start <= end:
        action.schedule_start, action.schedule_end = start, end
    action.is_continuous = action.schedule_kind == ScheduleKind.CONTINUOUS


def _status(action: Action, told: Json | None) -> None:
    if told is None:
        return
    fit(action, "status_text", told["text"], 500, "État")
    action.status = told["value"] or ""
    if action.status in NEEDS_REASON:
        action.status_reason = told["text"] or action.get_status_display()
    if action.status == ActionStatus.DONE:
        action.is_continuous = False


def _budget(action: Action, told: Json | None) -> None:
    if told is None:
        return
    action.budget_text = told["text"]
    action.budget_amount = _amount(told["amount"])
    action.budget_currency = (told["currency"] or "")[:3]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _amount(told: float | None) -> Decimal | None:
    if told is None:
        return None
    return kept_amount(Decimal(str(told)))


def parts_of(pairs: Iterable[tuple[Action, Json]], people: People) -> dict[type[Model], list[Any]]:
    """What belongs to actions that are already written, ready to be written too."""
    found: dict[type[Model], list[Any]] = {}
    for action, told in pairs:
        for part in (*_lines(action, told, people), *_people(action, told, people)):
            found.setdefault(type(part), []).append(part)
    return found


def _lines(action: Action, told: Json, people: People) -> Iterable[Model]:
    for place, step in enumerate(told["steps"], 1):
        yield Step(
            action=action,
            position=place * STEP_BETWEEN_POSITIONS,
            number=(step["number"] or "")[:30],
            title=step["title"],
            lead=(step["lead"] or "")[:300],
            due_text=(step["due"] or "")[:200],
            due_on=_day(step.get("due_on")),
        )
    for place, item in enumerate(told["achievements"], 1):
        yield Achievement(
            action=action,
            position=place * STEP_BETWEEN_POSITIONS,
            text=item["text"],
            is_planned=item["planned"],
        )
    for place, item in enumerate(told["ongoing"], 1):
        known = people.find(item["organisation"]) if item["organisation"] else None
        organisation = known.organisation if known else None
        yield OngoingItem(
            action=action,
            position=place * STEP_BETWEEN_POSITIONS,
            organisation=organisation,
            organisation_text="" if organisation else (item["organisation"] or "")[:250],
            text=item["text"],
        )


def _people(action: Action, told: Json, people: People) -> Iterable[Model]:
    place = 0
    for column, role in PEOPLE.items():
        for text in told[column]:
            place += 1
            row = people.responsibility(text)
            row.action, row.role = action, role
            row.position = place * STEP_BETWEEN_POSITIONS
            yield row
    for funder in told["funders"]:
        place += 1
        row = people.responsibility(funder["name"])
        row.action, row.role = action, ResponsibilityRole.FUNDER
        row.position = place * STEP_BETWEEN_POSITIONS
        row.source_text = funder["text"][:500]
        row.amount = _amount(funder["amount"])
        row.amount_text = funder["text"][:200] if row.amount is not None else ""
        yield row
