"""Opening a key project, saying where it stands, gathering its actions, dating its milestones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.errors import NodeElsewhere, NotDeleted, TitleMissing
from pacte.roadmap.models import Action, KeyProject, KeyProjectAction, Milestone, Plan
from pacte.roadmap.operations.fields import AskedFields, change_fields
from pacte.roadmap.operations.plans import next_position, touch_plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor

PROJECT_FIELDS = frozenset(
    {
        *("title", "purpose", "group", "people", "target", "reached", "reached_on"),
        *("funded_until", "afterwards", "is_team_only"),
    }
)
MILESTONE_FIELDS = frozenset({"title", "schedule_text", "schedule_kind", "due_on", "reached_on"})


def record(
    verb: str,
    project: KeyProject,
    *,
    by: Actor,
    at: dt.datetime,
    changes: Mapping[str, list[object]],
) -> None:
    """Write on the project's own history, its milestones' too."""
    audit.record(f"roadmap.key_project.{verb}", target=project, by=by, at=at, changes=changes)


@transaction.atomic
def add_key_project(
    *, plan: Plan, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> KeyProject:
    if unknown := set(fields) - PROJECT_FIELDS:
        raise KeyError(*unknown)
    position = next_position(KeyProject.objects.filter(plan=plan))
    project = KeyProject(plan=plan, created_at=at, position=position, **dict(fields))
    check_title(project)
    project.save(force_insert=True)
    touch_plan(plan)
    record("added", project, by=by, at=at, changes={"title": ["", project.title]})
    return project


def check_title(row: KeyProject | Milestone) -> None:
    if not row.title.strip():
        raise TitleMissing


@transaction.atomic
def edit_key_project(
    *, project: KeyProject, asked: AskedFields, by: Actor, at: dt.datetime
) -> KeyProject:
    """Change fields, each with what was read and what is wanted.

    Raise FieldChangedMeanwhile, and change nothing, where someone else changed one of them.
    """
    project = locked(project)
    changes = change_fields(project, asked, PROJECT_FIELDS)
    check_title(project)
    if changes:
        project.save(update_fields=list(changes))
        touch_plan(project.plan)
        if "group" in changes:
            changes["group"] = [str(side or "") for side in changes["group"]]
        record("edited", project, by=by, at=at, changes=changes)
    return project


def locked(project: KeyProject) -> KeyProject:
    rows = KeyProject.objects.select_for_update(of=("self",)).select_related("plan")
    return rows.get(pk=project.pk)


@transaction.atomic
def gather_actions(
    *,
    project: KeyProject,
    read: Collection[str],
    codes: Collection[str],
    by: Actor,
    at: dt.datetime,
) -> KeyProject:
    """Make the project gather the actions of these codes, of any axis of its plan.

    Only what changed between `read` and `codes` is touched: what someone gathered meanwhile stays.
    """
    project = locked(project)
    actions = {a.code: a for a in Action.objects.present().filter(plan=project.plan)}
    added, gone = set(codes) - set(read), set(read) - set(codes)
    if not added <= set(actions):
        raise NodeElsewhere
    before = gathered(project)
    KeyProjectAction.objects.filter(project=project, action__code__in=gone).delete()
    for code in sorted(added):
        KeyProjectAction.objects.get_or_create(project=project, action=actions[code])
    after = gathered(project)
    if before != after:
        touch_plan(project.plan)
        record("gathered", project, by=by, at=at, changes={"actions": [before, after]})
    return project


def gathered(project: KeyProject) -> list[str]:
    rows = project.gathered.filter(action__deleted_at=None).order_by("action__code")
    return list(rows.values_list("action__code", flat=True))


@transaction.atomic
def add_milestone(
    *, project: KeyProject, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> Milestone:
    if unknown := set(fields) - MILESTONE_FIELDS:
        raise KeyError(*unknown)
    milestone = Milestone(project=project, **dict(fields))
    check_title(milestone)
    milestone.save(force_insert=True)
    touch_plan(project.plan)
    record("milestone_added", project, by=by, at=at, changes={"milestone": ["", milestone.title]})
    return milestone


@transaction.atomic
def edit_milestone(
    *, milestone: Milestone, asked: AskedFields, by: Actor, at: dt.datetime
) -> Milestone:
    """Reword it, date it anew, or say when it was reached."""
    project = locked(milestone.project)
    milestone.refresh_from_db()
    changes = change_fields(milestone, asked, MILESTONE_FIELDS)
    check_title(milestone)
    if changes:
        milestone.save(update_fields=list(changes))
        touch_plan(project.plan)
        changes["milestone"] = [milestone.title, milestone.title]
        record("milestone_edited", project, by=by, at=at, changes=changes)
    return milestone


@transaction.atomic
def delete_milestone(*, milestone: Milestone, by: Actor, at: dt.datetime) -> Milestone:
    milestone.deleted_at = at
    milestone.save(update_fields=["deleted_at"])
    told: dict[str, list[object]] = {"milestone": [milestone.title, ""]}
    record("milestone_deleted", milestone.project, by=by, at=at, changes=told)
    return milestone


@transaction.atomic
def restore_milestone(*, milestone: Milestone, by: Actor, at: dt.datetime) -> Milestone:
    if milestone.deleted_at is None:
        raise NotDeleted
    milestone.deleted_at = None
    milestone.save(update_fields=["deleted_at"])
    told: dict[str, list[object]] = {"milestone": ["", milestone.title]}
    record("milestone_restored", milestone.project, by=by, at=at, changes=told)
    return milestone


@transaction.atomic
def delete_key_project(*, project: KeyProject, by: Actor, at: dt.datetime) -> KeyProject:
    """Put the project aside; its actions stay where they are in the plan."""
    project.deleted_at = at
    project.save(update_fields=["deleted_at"])
    touch_plan(project.plan)
    record("deleted", project, by=by, at=at, changes={"title": [project.title, ""]})
    return project


@transaction.atomic
def restore_key_project(*, project: KeyProject, by: Actor, at: dt.datetime) -> KeyProject:
    if project.deleted_at is None:
        raise NotDeleted
    project.deleted_at = None
    project.save(update_fields=["deleted_at"])
    touch_plan(project.plan)
    record("restored", project, by=by, at=at, changes={"title": ["", project.title]})
    return project
