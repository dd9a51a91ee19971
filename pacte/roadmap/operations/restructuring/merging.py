"""Making one action of two: nothing that either held is lost, and both histories go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from pacte.core import audit
from pacte.core.relations import columns_to, model_of, rows_of
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityState, RestructuringKind
from pacte.roadmap.errors import DraftWouldShow, NodeElsewhere, TeamOnlyWouldShow
from pacte.roadmap.models import (
    TIED_TO,
    Action,
    Attachment,
    Plan,
    ReportingText,
    Responsibility,
    Restructuring,
    Step,
)
from pacte.roadmap.operations.actions import SCHEDULE, locked
from pacte.roadmap.operations.indent import named, note_of, told_of
from pacte.roadmap.operations.mergers import STRENGTH
from pacte.roadmap.operations.plans import next_position, touch_plan
from pacte.roadmap.operations.restructuring.ledger import Ledger, check_versions

if TYPE_CHECKING:
    from pacte.core.actor import Actor

# What says one thing together: taken whole where the kept action says nothing of it.
SAID_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("description",),
    ("expected_result",),
    (*SCHEDULE, "review_on"),
    ("status", "status_text", "status_reason"),
    ("weather",),
    ("is_waiting", "waiting_for", "unblocking_condition"),
    ("origin",),
    ("priority",),
    ("budget_text", "budget_amount", "budget_currency"),
)
NOT_MOVED = frozenset({Action, Restructuring})
TARGETS = ("organisation_id", "unit_id", "group_id", "contact_id", "is_all", "words")


@transaction.atomic
def merge_actions(
    *,
    kept: Action,
    absorbed: Action,
    by: Actor,
    at: dt.datetime,
    versions: Sequence[int] = (),
) -> Restructuring:
    """Give everything that `absorbed` holds to `kept`; its code then leads there for good.

    What `kept` does not say, it takes; what both say otherwise goes to its notes. `versions` are
    those of the two as a person saw them. Raise VersionChangedMeanwhile, NodeElsewhere for two of
    different initiatives, TeamOnlyWouldShow where a hidden action would come into the open, and
    DraftWouldShow where one of a plan not yet shared would.
    """
    ledger = Ledger.open(kept.plan)
    kept, absorbed = locked(kept), locked(absorbed)
    check_versions((kept, absorbed), versions)
    is_same = kept.pk == absorbed.pk or kept.initiative_id != absorbed.initiative_id
    if is_same or kept.deleted_at is not None or absorbed.deleted_at is not None:
        raise NodeElsewhere
    if absorbed.is_team_only and not kept.is_team_only:
        raise TeamOnlyWouldShow
    if kept.plan.is_shared and not absorbed.plan.is_shared:
        raise DraftWouldShow
    named_twice = fold_people(ledger, kept, absorbed)
    taken = words_taken(kept, absorbed, [*chain(*named_twice.values())], by=by, at=at)
    before = {name: getattr(kept, name) for name in taken}
    ledger.write(kept, **taken)
    move_what_it_holds(ledger, kept, absorbed, named_twice)
    replace_in_overview(ledger, kept, absorbed)
    ledger.write(absorbed, deleted_at=at, merged_into_id=kept.pk)
    for earlier in Action.objects.filter(merged_into=absorbed).order_by("pk"):
        ledger.write(earlier, merged_into_id=kept.pk)
    record(kept, absorbed, audit.between(before, taken), by=by, at=at)
    touch_plan(kept.plan)
    if absorbed.plan_id != kept.plan_id:
        touch_plan(absorbed.plan)
    return ledger.close(RestructuringKind.MERGE_ACTIONS, by=by, at=at)


def record(
    kept: Action,
    absorbed: Action,
    changes: dict[str, list[object]],
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    whose = [absorbed.pk, f"{absorbed.code} {absorbed.title}"]
    audit.record(
        "roadmap.action.absorbed", target=kept, by=by, at=at, changes={**changes, "part": whose}
    )
    into = {"into": ["", f"{kept.code} {kept.title}"]}
    audit.record("roadmap.action.merged", target=absorbed, by=by, at=at, changes=into)


def words_taken(
    kept: Action, absorbed: Action, of_people: list[str], *, by: Actor, at: dt.datetime
) -> dict[str, Any]:
    """The fields of the kept action that change, with what they become."""
    taken: dict[str, Any] = {}
    left: list[str] = []
    for fields in SAID_TOGETHER:
        hers = {name: getattr(absorbed, name) for name in fields}
        if not any(hers.values()):
            continue
        if not any(getattr(kept, name) for name in fields):
            taken |= hers
        elif any(getattr(kept, name) != value for name, value in hers.items()):
            left.append(f"{named(Action, fields[0])} : {told(absorbed, fields)}")
    for name in ("indicators", "publics", "team_only_fields"):
        mine = list(getattr(kept, name))
        taken[name] = [*mine, *(one for one in getattr(absorbed, name) if one not in mine)]
    taken["extra"] = [*kept.extra, *(one for one in absorbed.extra if one not in kept.extra)]
    taken["notes"] = [
        *kept.notes,
        note_of(absorbed, left + of_people, by=by, at=at),
        *absorbed.notes,
    ]
    for name in ("news_at", "open_news_at"):
        told_at = (getattr(kept, name), getattr(absorbed, name))
        taken[name] = max(filter(None, told_at), default=None)
    return {name: value for name, value in taken.items() if getattr(kept, name) != value}


def told(action: Action, fields: tuple[str, ...]) -> str:
    """What these fields say, in words a person reads."""
    first = fields[0]
    shown = getattr(action, f"get_{first}_display", None)
    words = [str(shown() if shown else getattr(action, first))]
    words += [
        str(getattr(action, name))
        for name in fields[1:]
        if name.endswith(("_text", "_reason", "_for"))
    ]
    return " ".join(dict.fromkeys(filter(None, words)))


def move_what_it_holds(
    ledger: Ledger, kept: Action, absorbed: Action, named_twice: Container[int]
) -> None:
    """Every row that points to the absorbed action, of this app or of a higher one."""
    for column in pointing_to(Action):
        model, name = model_of(column), column.field.attname
        last = 0
        if any(one.name == "position" for one in model._meta.concrete_fields):
            last = next_position(rows_of(column, kept.pk))
        for row in rows_of(column, absorbed.pk).order_by("pk"):
            if isinstance(row, Responsibility) and (
                row.pk in named_twice or is_named_above(row, kept)
            ):
                continue
            if isinstance(row, Attachment) and is_tied_already(row, kept):
                continue
            if isinstance(row, ReportingText) and kept.reporting_texts.filter(
                field=row.field_id, has_team_only=row.has_team_only
            ):
                continue
            moved: dict[str, object] = {name: kept.pk}
            if last:
                moved["position"] = last + getattr(row, "position", 0)
            ledger.move(row, **moved)


def pointing_to(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """The columns that lead to rows of this model, of what moves with them."""
    for column in columns_to(model):
        holder = model_of(column)
        is_former_step = holder is Step and column.field.name == "as_action"
        if holder is model or holder in NOT_MOVED or is_former_step or not holder._meta.managed:
            continue
        yield column


def fold_people(ledger: Ledger, kept: Action, absorbed: Action) -> dict[int, list[str]]:
    """Name once whom both name in a role; return, by row put aside, what goes to the notes."""
    folded: dict[int, list[str]] = {}
    for row in absorbed.responsibilities.present().order_by("position", "pk"):
        mine = named_in_role(row, kept)
        if mine is None:
            continue
        folded[row.pk] = said_otherwise(mine, row)
        if taken := answer_taken(mine, row):
            ledger.write(mine, **taken)
    return folded


def named_as(row: Responsibility, kept: Action) -> models.QuerySet[Responsibility]:
    target = {name: getattr(row, name) for name in TARGETS}
    return kept.responsibilities.present().filter(**target)


def named_in_role(row: Responsibility, kept: Action) -> Responsibility | None:
    """The same one in the same role, by the strongest answer."""
    same = named_as(row, kept).filter(role=row.role).order_by("position", "pk")
    return min(same, key=strength, default=None)


def strength(row: Responsibility) -> int:
    return STRENGTH[ResponsibilityState(row.state)]


def is_named_above(row: Responsibility, kept: Action) -> bool:
    """The same one leads it: nothing is lost of one who only lent a hand, and said no more."""
    if row.amount_text or row.person_id or row.state != ResponsibilityState.SOUGHT:
        return False
    leading = named_as(row, kept).filter(role__in=LEADING_ROLES)
    return leading.exclude(state=ResponsibilityState.DECLINED).exists()


def said_otherwise(mine: Responsibility, other: Responsibility) -> list[str]:
    """Another amount, another person to call, the reason that went with the weaker answer."""
    told: list[str] = []
    amounts, persons = (mine.amount_text, other.amount_text), (mine.person_id, other.person_id)
    if any(one and two and one != two for one, two in (amounts, persons)):
        person = other.person.label if other.person and persons[0] != persons[1] else ""
        told.append(" ; ".join(filter(None, (told_of(other), person))))
    weaker, stronger = (mine, other) if strength(other) < strength(mine) else (other, mine)
    if weaker.state_reason and weaker.state_reason != stronger.state_reason:
        told.append(told_of(weaker))
    return list(dict.fromkeys(told))


def answer_taken(mine: Responsibility, other: Responsibility) -> dict[str, object]:
    """What the row that stays takes of the other: a stronger answer, and what it does not say."""
    taken: list[str] = []
    if strength(other) < strength(mine):
        taken += ["state", "state_by", "state_on", "state_reason"]
    if not mine.amount_text:
        taken += ["amount_text", "amount"]
    if mine.person_id is None:
        taken.append("person_id")
    values = {name: getattr(other, name) for name in taken}
    return {name: value for name, value in values.items() if value != getattr(mine, name)}


def is_tied_already(row: Attachment, kept: Action) -> bool:
    ties = {f"{name}_id": getattr(row, f"{name}_id") for name in TIED_TO}
    return kept.attachments.filter(**ties).exists()


def replace_in_overview(ledger: Ledger, kept: Action, absorbed: Action) -> None:
    """What the officer picked for the elected members stays picked."""
    plan = Plan.objects.get(pk=kept.plan_id)
    picked = dict(plan.overview)
    for name in ("successes", "difficulties"):
        if absorbed.code in picked.get(name, ()):
            codes = [kept.code if code == absorbed.code else code for code in picked[name]]
            picked[name] = list(dict.fromkeys(codes))
    if picked != plan.overview:
        ledger.write(plan, overview=picked)
