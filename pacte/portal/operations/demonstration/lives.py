"""The life of one action: made, discussed, confirmed, moved, told, each on its own day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db.models import Model

from pacte.core.actor import Actor
from pacte.initiatives.enums import Currency
from pacte.portal.operations.demonstration import pictures
from pacte.portal.operations.demonstration.telling import Event, Telling
from pacte.portal.providers.demonstration import ActionTold, PlanTold, Table, grouped, in_words
from pacte.roadmap import operations as roadmap
from pacte.roadmap.enums import LINKED, ActionStatus, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.importing.amounts import understand_amount
from pacte.roadmap.models import (
    Achievement,
    Action,
    OngoingItem,
    Plan,
    PlanNode,
    Responsibility,
    Step,
)

DAYS_TO_ANSWER = 12
DISCUSSED = 75  # days between the first words on an action and its present status
_S = ActionStatus
WAYS: dict[str, tuple[ActionStatus, ...]] = {
    _S.IDEA: (_S.IDEA,),
    _S.PROPOSED: (_S.PROPOSED,),
    _S.ACCEPTED: (_S.PROPOSED, _S.ACCEPTED),
    _S.TO_START: (_S.PROPOSED, _S.ACCEPTED, _S.TO_START),
    _S.IN_PROGRESS: (_S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS),
    _S.DONE: (_S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS, _S.DONE),
    _S.SUSTAINED: (_S.ACCEPTED, _S.TO_START, _S.IN_PROGRESS, _S.SUSTAINED),
    _S.PAUSED: (_S.ACCEPTED, _S.TO_START, _S.PAUSED),
    _S.ABANDONED: (_S.ACCEPTED, _S.TO_START, _S.ABANDONED),
}
EVERYBODY = "all"


def live(told: ActionTold, plan: Plan, node: PlanNode, book: PlanTold, telling: Telling) -> Action:
    """Make the action, then let each thing of its life happen on its day."""
    by = telling.actors[book["by"]]
    born = min(max(book["created"] + 1, told["since"] - DISCUSSED), told["since"])
    at = telling.moment(born)
    action = roadmap.add_action(
        plan=plan, node=node, title=told["title"], fields=known(told, telling), by=by, at=at
    )
    if words := told.get("schedule"):
        meant = schedule_meant(words)
        roadmap.edit_cell(action=action, column="schedule", read="", value=meant, by=by, at=at)
    for column in LINKED:
        if names := told.get(column, ()):
            roadmap.edit_cell(action=action, column=column, read=[], value=names, by=by, at=at)
    for event in Life(action, told, telling, by, born).events():
        event.do(at=telling.moment(event.shift, event.order))
    return action


def known(told: ActionTold, telling: Telling) -> dict[str, object]:
    """What is known from the first day; the weather comes with the follow-up entries."""
    found: dict[str, object] = {
        "number": told.get("number", ""),
        "description": told.get("description", ""),
        "expected_result": told.get("result", ""),
        "origin": told.get("origin", ""),
        "priority": told.get("priority", ""),
        "publics": told.get("publics", []),
        "indicators": told.get("indicators", []),
        "is_team_only": told.get("team_only", False),
        "team_only_fields": told.get("team_only_fields", []),
    }
    if not any(report.get("weather") for report in told.get("reports", ())):
        found["weather"] = told.get("weather", "")
    if budget := told.get("budget"):
        amount = understand_amount(budget)
        found["budget_text"] = budget
        found["budget_amount"] = amount.amount
        found["budget_currency"] = amount.currency or ""
    if "review" in told:
        found["review_on"] = telling.day(told["review"])
    return found


@dataclass(frozen=True, slots=True)
class Life:
    """An action just made, and what the data tells of the days that followed."""

    action: Action
    told: ActionTold
    telling: Telling
    by: Actor
    born: int  # days from today

    def events(self) -> list[Event]:
        return sorted([*self.naming(), *self.moving(), *self.doing(), *self.saying()])

    def naming(self) -> Iterator[Event]:
        """Who is named; a key ending in « ? » has not answered yet."""
        named = {
            ResponsibilityRole.LEAD: self.told.get("leads", ()),
            ResponsibilityRole.CO_LEAD: self.told.get("co_leads", ()),
            ResponsibilityRole.PARTNER: self.told.get("partners", ()),
            ResponsibilityRole.ELECTED_REFERENT: self.told.get("referents", ()),
        }
        for role, keys in named.items():
            for key in keys:
                yield from self.asking(role, key)
        for key, amount in self.told.get("funders", ()):
            yield from self.asking(ResponsibilityRole.FUNDER, key, Decimal(amount))
        for refusal in self.told.get("declined", ()):
            yield Event(refusal["on"] - 30, 0, partial(self.name, refusal["role"], refusal["who"]))
            yield Event(refusal["on"], 0, partial(self.decline, refusal))

    def asking(self, role: str, key: str, amount: Decimal | None = None) -> Iterator[Event]:
        who, undecided, _ = key.partition("?")
        yield Event(self.born, 1, partial(self.name, role, who, amount))
        if not undecided and who != EVERYBODY and not who.startswith("="):
            answered = min(self.born + DAYS_TO_ANSWER, 0)
            yield Event(answered, 2, partial(self.confirm, role, who, self.telling.day(answered)))

    def name(self, role: str, key: str, amount: Decimal | None = None, *, at: dt.datetime) -> None:
        roadmap.name_responsible(
            action=self.action,
            role=role,
            named=self.telling.named(key),
            amount=amount,
            amount_text="" if amount is None else f"{grouped(amount)} {self.money}",
            by=self.by,
            at=at,
        )

    @property
    def money(self) -> str:
        return "$" if self.action.initiative.currency == Currency.CAD else "€"

    def responsibility(self, role: str, key: str) -> Responsibility:
        found = {
            field: value
            for field, value in self.telling.named(key).fields().items()
            if isinstance(value, Model)
        }
        return Responsibility.objects.get(action=self.action, role=role, **found)

    def confirm(self, role: str, key: str, day: dt.date, *, at: dt.datetime) -> None:
        roadmap.note_answer(
            responsibility=self.responsibility(role, key),
            state=ResponsibilityState.CONFIRMED,
            said_by=self.telling.voice_of(key),
            said_on=day,
            by=self.by,
            at=at,
        )

    def decline(self, refusal: Table, *, at: dt.datetime) -> None:
        roadmap.note_answer(
            responsibility=self.responsibility(refusal["role"], refusal["who"]),
            state=ResponsibilityState.DECLINED,
            said_by=refusal["by"],
            said_on=self.telling.day(refusal["on"]),
            reason=refusal["reason"],
            by=self.by,
            at=at,
        )

    def moving(self) -> Iterator[Event]:
        """From status to status, the last one reached on the day told."""
        if status := self.told.get("status"):
            way = WAYS[status]
            for rank, step in enumerate(way, start=1):
                shift = self.born + (self.told["since"] - self.born) * rank // len(way)
                yield Event(shift, 3, partial(self.move, step, rank == len(way)))
        if waiting := self.told.get("waiting"):
            yield Event(waiting["on"], 6, partial(self.wait, waiting))

    def move(self, status: str, is_last: bool, *, at: dt.datetime) -> None:
        reason = self.told.get("reason", "") if is_last else ""
        roadmap.move_status(action=self.action, to=status, reason=reason, by=self.by, at=at)

    def wait(self, waiting: Table, *, at: dt.datetime) -> None:
        roadmap.set_waiting(
            action=self.action,
            waiting_for=waiting["for"],
            condition=waiting["until"],
            by=self.by,
            at=at,
        )

    def doing(self) -> Iterator[Event]:
        """Steps, what others already do, and what came of it all."""
        for rank, step in enumerate(self.told.get("steps", ())):
            yield Event(self.born, 10 + rank, partial(self.plan_step, step))
            if "done" in step:
                yield Event(step["done"], 4, partial(self.finish_step, step))
        for rank, (who, text) in enumerate(self.told.get("ongoing", ())):
            yield Event(self.born, 40 + rank, partial(self.note_ongoing, who, text))
        for achievement in self.told.get("achievements", ()):
            yield Event(achievement.get("on", -30), 5, partial(self.achieve, achievement))

    def plan_step(self, step: Table, *, at: dt.datetime) -> None:
        due = self.telling.day(step["due"]) if "due" in step else None
        told = {
            "number": step.get("number", ""),
            "title": step["title"],
            "due_on": due,
            "due_text": in_words(due) if due else "",
        }
        roadmap.add_part(Step, action=self.action, fields=told, by=self.by, at=at)

    def finish_step(self, step: Table, *, at: dt.datetime) -> None:
        made = self.action.steps.get(title=step["title"])
        day = self.telling.day(step["done"])
        roadmap.edit_part(part=made, asked={"done_on": (None, day)}, by=self.by, at=at)

    def note_ongoing(self, who: str, text: str, *, at: dt.datetime) -> None:
        told: dict[str, object] = {"text": text}
        if who:
            told["organisation"] = self.telling.organisations[who]
        roadmap.add_part(OngoingItem, action=self.action, fields=told, by=self.by, at=at)

    def achieve(self, told: Table, *, at: dt.datetime) -> None:
        is_planned = told.get("planned", False)
        fields: dict[str, object] = {
            "text": told["text"],
            "is_planned": is_planned,
            "achieved_on": None if is_planned else self.telling.day(told["on"]),
            "quantity": told.get("quantity"),
            "unit": told.get("unit", ""),
            "is_publishable": told.get("publishable", False),
        }
        made = roadmap.add_part(Achievement, action=self.action, fields=fields, by=self.by, at=at)
        if owed := told.get("credits"):
            names = [self.telling.organisations[key].name for key in owed]
            roadmap.share_credit(achievement=made, read=[], names=names, by=self.by, at=at)
        if proof := told.get("proof"):
            content = pictures.proof(proof, made.text, author=self.by.label, at=at)
            roadmap.attach_proof(achievement=made, content=content, name=proof, by=self.by, at=at)

    def saying(self) -> Iterator[Event]:
        for report in self.told.get("reports", ()):
            yield Event(report["on"], 7, partial(self.report, report))

    def report(self, told: Table, *, at: dt.datetime) -> None:
        roadmap.report_progress(
            action=self.action,
            said_on=self.telling.day(told["on"]),
            said_by=self.telling.names[told["by"]],
            weather=told.get("weather", ""),
            done=told.get("done", ""),
            next_steps=told.get("next", ""),
            difficulties=told.get("difficulties", ""),
            is_team_only=told.get("team_only", False),
            by=self.telling.actors[told["by"]],
            at=at,
        )
