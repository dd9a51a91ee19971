"""Making one action of two: nothing that either held is lost, and both histories go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from pacte.core import audit
from pacte.roadmap.enums import LEADING_ROLES, RestructuringKind
from pacte.roadmap.errors import NodeElsewhere, TeamOnlyWouldShow
from pacte.roadmap.models import (
    TIED_TO,
    Action,
    Attachment,
    Plan,
    Responsibility,
    Restructuring,
    Step,
)
from pacte.roadmap.operations.actions import SCHEDULE, locked
from pacte.roadmap.operations.indent import named
from pacte.roadmap.operations.plans import next_position, touch_plan
from pacte.roadmap.operations.restructuring.ledger import Ledger, check_versions, every

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
    different initiatives, and TeamOnlyWouldShow where a hidden action would come into the open.
    """
    ledger = Ledger.open(kept.plan)
    kept, absorbed = locked(kept), locked(absorbed)
    check_versions((kept, absorbed), versions)
    is_same = kept.pk == absorbed.pk or kept.initiative_id != absorbed.initiative_id
    if is_same or kept.deleted_at is not None or absorbed.deleted_at is not None:
        raise NodeElsewhere
    if absorbed.is_team_only and not kept.is_team_only:
        raise TeamOnlyWouldShow
    taken = words_taken(kept, absorbed, by=by, at=at)
    before = {name: getattr(kept, name) for name in taken}
    ledger.write(kept, **taken)
    move_what_it_holds(ledger, kept, absorbed)
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


def words_taken(kept: Action, absorbed: Action, *, by: Actor, at: dt.datetime) -> dict[str, Any]:
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
    note = {
        "kind": "comment",
        "author": by.label,
        "date": at.date().isoformat(),
        "text": "\n".join([f"{absorbed.code} {absorbed}", *left]),
    }
    taken["notes"] = [*kept.notes, note, *absorbed.notes]
    taken["news_at"] = max(filter(None, (kept.news_at, absorbed.news_at)), default=None)
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


def move_what_it_holds(ledger: Ledger, kept: Action, absorbed: Action) -> None:
    """Every row that points to the absorbed action, of this app or of a higher one."""
    for model, column in pointing_to(Action):
        last = 0
        if any(one.name == "position" for one in model._meta.concrete_fields):
            last = next_position(every(model).filter(**{column: kept.pk}))
        for row in every(model).filter(**{column: absorbed.pk}).order_by("pk"):
            if isinstance(row, Responsibility) and is_named_already(row, kept):
                continue
            if isinstance(row, Attachment) and is_tied_already(row, kept):
                continue
            moved: dict[str, object] = {column: kept.pk}
            if last:
                moved["position"] = last + getattr(row, "position", 0)
            ledger.move(row, **moved)


def pointing_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The models whose rows point to rows of this one, and the column by which they do."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        holder = relation.related_model
        is_former_step = holder is Step and relation.field.name == "as_action"
        if holder is model or holder in NOT_MOVED or is_former_step or not holder._meta.managed:
            continue
        yield holder, relation.field.attname


def is_named_already(row: Responsibility, kept: Action) -> bool:
    """The same one, in the same role or in a greater one."""
    same = kept.responsibilities.present().filter(**{name: getattr(row, name) for name in TARGETS})
    return same.filter(role__in={row.role, *LEADING_ROLES}).exists()


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
