"""Making, naming and sharing a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from pacte.core import audit, slugs
from pacte.roadmap.enums import PlanKind
from pacte.roadmap.errors import (
    ColumnsChangedMeanwhile,
    FieldChangedMeanwhile,
    NotDeleted,
    TitleMissing,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Plan, PlanLevel
from pacte.roadmap.queries.columns import arrangement

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative

STEP_BETWEEN_POSITIONS = 1024  # room to insert between two rows without moving the others
PLAN_FIELDS = frozenset({"title", "orientation", "kind", "starts_on", "ends_on"})


@transaction.atomic
def create_plan(
    *,
    initiative: Initiative,
    title: str,
    levels: Sequence[tuple[str, str]],
    by: Actor,
    at: dt.datetime,
    kind: str = PlanKind.ACTION_PLAN,
    orientation: str = "",
) -> Plan:
    """Make an empty plan. `levels` are (label, LevelKind), outermost first, one of them ACTION."""
    if not title.strip():
        raise TitleMissing
    plan = Plan.objects.create(
        initiative=initiative,
        slug=free_slug(initiative, title),
        title=title.strip(),
        kind=kind,
        orientation=orientation.strip(),
        created_at=at,
    )
    PlanLevel.objects.bulk_create(
        PlanLevel(plan=plan, position=position, label=label, kind=level_kind)
        for position, (label, level_kind) in enumerate(levels)
    )
    audit.record("roadmap.plan.created", target=plan, by=by, at=at, changes={"title": ["", title]})
    return plan


def free_slug(initiative: Initiative, title: str) -> str:
    """An address from the title, never one that stood or stands in this initiative."""
    rows = Plan.objects.filter(initiative=initiative)
    return slugs.free_slug(title, rows, length=50, otherwise="plan")


def touch_plan(plan: Plan) -> None:
    """Raise the plan's version: what was cached of it is stale."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


def locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)


def save(plan: Plan, *fields: str) -> None:
    """Write these fields of a plan that is locked, and raise its version."""
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])


@transaction.atomic
def edit_plan(
    *, plan: Plan, field: str, read: object, value: object, by: Actor, at: dt.datetime
) -> Plan:
    """Change one field of `PLAN_FIELDS`; raise FieldChangedMeanwhile where someone else did."""
    if field not in PLAN_FIELDS:
        raise KeyError(field)
    plan = locked(plan)
    before = getattr(plan, field)
    if before == value:
        return plan
    if before != read:
        raise FieldChangedMeanwhile(field, read, before, value)
    if field == "title" and not str(value).strip():
        raise TitleMissing
    setattr(plan, field, value)
    save(plan, field)
    audit.record("roadmap.plan.edited", target=plan, by=by, at=at, changes={field: [before, value]})
    return plan


@transaction.atomic
def share_plan(*, plan: Plan, by: Actor, at: dt.datetime) -> Plan:
    """Open the draft to every member of the initiative."""
    plan = locked(plan)
    if plan.shared_at is not None:
        return plan
    plan.shared_at = at
    save(plan, "shared_at")
    audit.record(
        "roadmap.plan.shared", target=plan, by=by, at=at, changes={"shared_at": [None, at]}
    )
    return plan


@transaction.atomic
def unshare_plan(*, plan: Plan, by: Actor, at: dt.datetime) -> Plan:
    """Keep the plan to the team again."""
    plan = locked(plan)
    before, plan.shared_at = plan.shared_at, None
    save(plan, "shared_at")
    audit.record(
        "roadmap.plan.unshared", target=plan, by=by, at=at, changes={"shared_at": [before, None]}
    )
    return plan


@transaction.atomic
def choose_columns(
    *,
    plan: Plan,
    columns: Sequence[dict[str, object]],
    by: Actor,
    at: dt.datetime,
    read: str | None = None,
) -> Plan:
    """Set which columns the table shows, their headings and order: [{key, label, is_shown}].

    `read` is the arrangement that the person had before her eyes, as `arrangement` tells it.
    Raise ColumnsChangedMeanwhile, and change nothing, where it is no longer that one.
    """
    plan = locked(plan)
    if read is not None and read != arrangement(plan):
        raise ColumnsChangedMeanwhile
    before, plan.columns = plan.columns, list(columns)
    save(plan, "columns")
    audit.record(
        "roadmap.plan.columns_chosen",
        target=plan,
        by=by,
        at=at,
        changes={"columns": [before, plan.columns]},
    )
    return plan


@transaction.atomic
def edit_overview(
    *, plan: Plan, read: int, overview: Mapping[str, object], by: Actor, at: dt.datetime
) -> Plan:
    """Keep what the officer wrote and picked: {lines, successes: [code], difficulties: [code]}.

    `read` is the plan's version when the form was opened: raise VersionChangedMeanwhile only where
    the page itself changed since.
    """
    plan = locked(plan)
    before = plan.overview
    if int(str(before.get("version", 0))) > read:
        raise VersionChangedMeanwhile(read, plan.version)
    plan.overview = {**overview, "version": plan.version + 1}
    save(plan, "overview")
    changes = audit.between(before, overview)
    audit.record("roadmap.plan.overview_edited", target=plan, by=by, at=at, changes=changes)
    return plan


@transaction.atomic
def delete_plan(*, plan: Plan, by: Actor, at: dt.datetime) -> Plan:
    """Put the plan aside; it comes back within thirty days."""
    plan.deleted_at = at
    plan.save(update_fields=["deleted_at"])
    audit.record("roadmap.plan.deleted", target=plan, by=by, at=at)
    return plan


@transaction.atomic
def restore_plan(*, plan: Plan, by: Actor, at: dt.datetime) -> Plan:
    if plan.deleted_at is None:
        raise NotDeleted
    plan.deleted_at = None
    plan.slug = (
        free_slug(plan.initiative, plan.title)
        if Plan.objects.present().filter(initiative=plan.initiative, slug=plan.slug).exists()
        else plan.slug
    )
    plan.save(update_fields=["deleted_at", "slug"])
    audit.record("roadmap.plan.restored", target=plan, by=by, at=at)
    return plan


def next_position(siblings: object) -> int:
    """A place after the last of these rows."""
    last = siblings.aggregate(last=Max("position"))["last"]  # type: ignore[attr-defined]
    return (last or 0) + STEP_BETWEEN_POSITIONS
