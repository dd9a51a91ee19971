"""A row becomes a step of another action, and a step a row of its own; both are taken back.

A step holds a number, a title, who does it and for when. What else the row said in words goes to
the notes of the action that takes it in; what it owns as rows of their own (achievements, proofs,
follow-up…) has no such place, and the row stays a row (docs/decisions/0014-rows-and-steps.md).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Field, Model
from django.utils.text import capfirst

from pacte.core import audit
from pacte.roadmap.enums import DONE_STATUSES, LEADING_ROLES, ActionStatus, ResponsibilityState
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    StepCannotHold,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Action, Responsibility, Step
from pacte.roadmap.operations.actions import (
    add_action,
    edit_action,
    locked,
    move_action,
    restore_action,
    save,
    schedule_action,
)
from pacte.roadmap.operations.lists import lines_of, rewrite_lines
from pacte.roadmap.operations.plans import next_position
from pacte.roadmap.operations.statuses import move_status
from pacte.roadmap.queries.attachments import names_by_action
from pacte.roadmap.queries.columns import KNOWN
from pacte.roadmap.queries.rows import held_besides

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.operations.cells import ScheduleMeant

SOUGHT = " (pressenti)"  # as the exports say it, whatever the language of the reader
# Words that a step has no field for.
TOLD = ("description", "expected_result", "priority", "budget_text", "status_text", "waiting_for")
LINES = ("indicators", "publics")
LONGEST = {"number": 30, "lead": 300, "due_text": 200}


def named(model: type[Model], field: str) -> str:
    found = model._meta.get_field(field)
    assert isinstance(found, Field)  # noqa: S101 — a field of its own, not a relation's other end
    return capfirst(str(found.verbose_name))


def is_leading(person: Responsibility) -> bool:
    return person.role in LEADING_ROLES and person.state != ResponsibilityState.DECLINED


def told_of(person: Responsibility) -> str:
    """« Partenaire : Cap emploi (pressenti) », with the amount or the reason that goes with it."""
    state = "" if person.is_all else f"({person.get_state_display().lower()})"
    words = (f"{person.get_role_display()} :", person.label, state)
    return " ".join(filter(None, (*words, person.amount_text, person.state_reason)))


def led_by(person: Responsibility) -> str:
    is_sought = person.state == ResponsibilityState.SOUGHT
    return person.label + (SOUGHT if is_sought and not person.is_all else "")


def step_fields(action: Action) -> tuple[dict[str, object], list[str]]:
    """The step that says what the action says, and the lines that are left for a note."""
    left: list[str] = []
    present = action.responsibilities.present().order_by("position", "pk")
    people = list(present.select_related("organisation", "unit", "group", "contact"))
    leads = [p for p in people if is_leading(p)]
    texts = {
        "number": action.number,
        "lead": " ; ".join(led_by(p) for p in leads),
        "due_text": action.schedule_text,
    }
    columns = {"lead": "leads", "due_text": "schedule"}
    names = {field: named(Step, field) for field in texts}
    fields: dict[str, object] = {"title": action.title}
    for field, text in texts.items():
        is_kept_back = columns.get(field) in action.team_only_fields
        if text and (is_kept_back or len(text) > LONGEST[field]):
            left.append(f"{names[field]} : {text}")
        else:
            fields[field] = text
    if "schedule" not in action.team_only_fields:
        fields["due_on"] = action.schedule_end
    if action.status in DONE_STATUSES:
        fields["done_on"] = (action.news_at or action.updated_at).date()
    left += [told_of(person) for person in people if not is_leading(person)]
    return fields, left + told_besides(action)


def told_besides(action: Action) -> list[str]:
    """The words of the action that no field of a step takes, each with its name."""
    told: dict[str, str] = {name: getattr(action, name) for name in TOLD}
    told |= {name: " ; ".join(getattr(action, name)) for name in LINES}
    told["status"] = action.get_status_display() if action.status else ""
    told["status_reason"] = action.status_reason
    told["weather"] = action.get_weather_display() if action.weather else ""
    told["origin"] = action.get_origin_display() if action.origin else ""
    told["review_on"] = str(action.review_on or "")
    if action.status in DONE_STATUSES:
        told["status"] = ""
    lines = [f"{named(Action, name)} : {text}" for name, text in told.items() if text]
    for (_, column), names in names_by_action([action.pk]).items():
        lines.append(f"{KNOWN[column].label} : {' ; '.join(names)}")
    lines += [f"{extra['header']} : {extra['text']}" for extra in action.extra if extra["text"]]
    return lines + [str(note["text"]) for note in action.notes]


@transaction.atomic
def indent_action(
    *, action: Action, under: Action, version: int, by: Actor, at: dt.datetime
) -> Step:
    """Make the action the last step of `under`; `restore_action` takes it back.

    Raise StepCannotHold, naming what would be lost, where the action owns more than words, and
    VersionChangedMeanwhile where it changed since `version` was read.
    """
    action = locked(action)
    if action.deleted_at is not None or under.plan_id != action.plan_id or under.pk == action.pk:
        raise NodeElsewhere
    if action.version != version:
        raise VersionChangedMeanwhile(version, action.version)
    under = locked(under)
    if under.deleted_at is not None:
        raise NodeElsewhere
    held = held_besides(action)
    if action.is_team_only and not under.is_team_only:
        held["team_only"] = 1
    if held:
        raise StepCannotHold(held)
    fields, left = step_fields(action)
    step = Step.objects.create(
        action=under,
        as_action=action,
        position=next_position(Step.objects.filter(action=under)),
        **fields,
    )
    if left:
        under.notes = [*under.notes, note_of(action, left, by=by, at=at)]
    save(under, ["notes"], at)
    action.deleted_at = at
    save(action, ["deleted_at"], at)
    audit.record(
        "roadmap.step.taken_in",
        target=under,
        by=by,
        at=at,
        changes={"part": [step.pk, str(step)], "code": [action.code, ""]},
    )
    audit.record(
        "roadmap.action.indented", target=action, by=by, at=at, changes={"under": ["", under.code]}
    )
    return step


def note_of(action: Action, left: list[str], *, by: Actor, at: dt.datetime) -> dict[str, str]:
    """A note as those of a document, opened by the permanent code of the row it speaks of."""
    text = "\n".join([f"{action.code} {action}", *left])
    return {"kind": "comment", "author": by.label, "date": at.date().isoformat(), "text": text}


@transaction.atomic
def outdent_step(
    *, step: Step, read: str, schedule: ScheduleMeant, before: bool, by: Actor, at: dt.datetime
) -> Action:
    """Make the step an action of its own, just before or after the one it belonged to.

    A step that had been an action becomes that action again, with its code and history, and says
    what the step says now. `read` is the step as the person saw it, `schedule` what its own words
    mean. Raise FieldChangedMeanwhile where it was reworded since; `restore_part` takes it back.
    """
    parent = locked(step.action)
    step.refresh_from_db()
    if step.deleted_at is not None:
        raise NotDeleted
    if str(step) != read:
        raise FieldChangedMeanwhile("title", read, str(step), read)
    former = step.as_action
    if former is not None and former.deleted_at is not None:
        action = restore_action(action=former, by=by, at=at)
        action = move_action(action=action, after=parent, by=by, at=at)
    else:
        action = add_action(
            plan=parent.plan,
            title=step.title,
            after=parent,
            fields={"is_team_only": parent.is_team_only},
            by=by,
            at=at,
        )
        step.as_action, step.deleted_at = action, at
        step.save(update_fields=["as_action", "deleted_at"])
    action = as_the_step_says(action, step, schedule, by=by, at=at)
    if before:
        action = move_action(action=action, before=parent, by=by, at=at)
    save(locked(parent), [], at)
    audit.record(
        "roadmap.step.outdented",
        target=parent,
        by=by,
        at=at,
        changes={"part": [step.pk, str(step)], "code": ["", action.code]},
    )
    return action


def as_the_step_says(
    action: Action, step: Step, schedule: ScheduleMeant, *, by: Actor, at: dt.datetime
) -> Action:
    """Bring to the action what its step says otherwise than the action itself."""
    said, _ = step_fields(action)
    for field in ("title", "number"):
        if getattr(step, field) != said.get(field, ""):
            action = edit_action(
                action=action,
                field=field,
                read=getattr(action, field),
                value=getattr(step, field),
                by=by,
                at=at,
            )
    if step.lead and step.lead != said.get("lead", ""):
        names = [name.removesuffix(SOUGHT).strip() for name in step.lead.split(" ; ")]
        action = rewrite_lines(
            action=action,
            column="leads",
            read=lines_of(action, "leads"),
            lines=names,
            by=by,
            at=at,
        )
    if (step.due_text, step.due_on) != (said.get("due_text", ""), said.get("due_on")):
        action = schedule_action(
            action=action,
            read=action.schedule_text,
            text=schedule.text,
            kind=schedule.kind,
            start=schedule.start,
            end=schedule.end,
            by=by,
            at=at,
        )
    if step.done_on is not None and action.status not in DONE_STATUSES:
        action = move_status(action=action, to=ActionStatus.DONE, by=by, at=at)
    return action
