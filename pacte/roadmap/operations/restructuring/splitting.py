"""Making two of one: the new one says where it came from, and takes what it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.enums import RestructuringKind
from pacte.roadmap.errors import NodeElsewhere, TitleMissing
from pacte.roadmap.models import (
    Achievement,
    Action,
    ActionFile,
    OngoingItem,
    Responsibility,
    Restructuring,
    Step,
)
from pacte.roadmap.operations.actions import SCHEDULE, add_action, locked, save
from pacte.roadmap.operations.restructuring.ledger import Ledger, check_versions

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.operations.parts import Part

GIVEN: tuple[type[Part], ...] = (Step, Achievement, OngoingItem, ActionFile)
# What the new action says at first as the one it comes from.
SAME = (*SCHEDULE, "review_on", "status", "status_text", "status_reason", "team_only_fields")


@transaction.atomic
def split_action(
    *,
    action: Action,
    title: str,
    given: Mapping[type[Part], Collection[int]],
    same_people: bool,
    by: Actor,
    at: dt.datetime,
    number: str = "",
    versions: Sequence[int] = (),
) -> Restructuring:
    """Make a new action right after this one, with a code of its own, of the parts it is given.

    It keeps the place, the schedule and the status of the first, and its people if asked. Raise
    TitleMissing, NodeElsewhere where the action is away, VersionChangedMeanwhile.
    """
    if not title.strip():
        raise TitleMissing
    ledger = Ledger.open(action.plan)
    action = locked(action)
    check_versions((action,), versions)
    if action.deleted_at is not None:
        raise NodeElsewhere
    fields = {"number": number, "is_team_only": action.is_team_only, "publics": action.publics}
    made = add_action(plan=action.plan, title=title, after=action, fields=fields, by=by, at=at)
    for name in SAME:
        setattr(made, name, getattr(action, name))
    made.split_from = action
    made.save(update_fields=[*SAME, "split_from"])
    ledger.make(made)
    for model in GIVEN:
        keys = given.get(model, ())
        for row in model.objects.filter(action=action, pk__in=keys).order_by("pk"):
            ledger.move(row, action_id=made.pk)
    for tie in action.attachments.filter(public=None).order_by("pk"):
        tie.pk, tie.action = None, made
        tie.save(force_insert=True)
        ledger.make(tie)
    if same_people:
        name_the_same(ledger, action, made)
    save(action, [], at)
    tell(action, made, by=by, at=at)
    return ledger.close(RestructuringKind.SPLIT_ACTION, by=by, at=at)


def name_the_same(ledger: Ledger, action: Action, made: Action) -> None:
    """Those who carry the first carry the second, as they answered."""
    for row in action.responsibilities.present().order_by("position", "pk"):
        fields = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
        copy = Responsibility(**{**fields, "id": None, "action_id": made.pk})
        copy.save(force_insert=True)
        ledger.make(copy)


def tell(action: Action, made: Action, *, by: Actor, at: dt.datetime) -> None:
    part = {"part": [made.pk, f"{made.code} {made.title}"]}
    audit.record("roadmap.action.split", target=action, by=by, at=at, changes=part)
    origin = {"from": [f"{action.code} {action.title}", ""][::-1]}
    audit.record("roadmap.action.split_off", target=made, by=by, at=at, changes=origin)
