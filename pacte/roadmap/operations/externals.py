"""Initiatives of others: adding one, saying what it is, closing it, how actions meet it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from pacte.core import audit
from pacte.initiatives.operations.lists import check_name, renamed
from pacte.roadmap.models import Attachment, ExternalInitiative
from pacte.roadmap.operations.fields import AskedFields, change_fields
from pacte.roadmap.operations.plans import touch_plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative

EXTERNAL_FIELDS = frozenset(
    {"name", "kind", "run_by", "address", "purpose", "starts_on", "ends_on"}
)


def record(
    verb: str,
    external: ExternalInitiative,
    *,
    by: Actor,
    at: dt.datetime,
    changes: Mapping[str, list[object]],
) -> None:
    renamed(external.initiative)
    audit.record(f"roadmap.external.{verb}", target=external, by=by, at=at, changes=changes)


@transaction.atomic
def add_external(
    *, initiative: Initiative, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> ExternalInitiative:
    """Add it after the others; raise NameTaken."""
    if unknown := set(fields) - EXTERNAL_FIELDS:
        raise KeyError(*unknown)
    rows = ExternalInitiative.objects.of_initiative(initiative)
    check_name(ExternalInitiative, initiative, str(fields["name"]))
    last = rows.aggregate(last=Max("position"))["last"] or 0
    external = ExternalInitiative.objects.create(
        initiative=initiative, position=last + 1, **dict(fields)
    )
    record("added", external, by=by, at=at, changes={"name": ["", external.name]})
    return external


@transaction.atomic
def edit_external(
    *,
    external: ExternalInitiative,
    asked: AskedFields,
    by: Actor,
    at: dt.datetime,
) -> ExternalInitiative:
    """Change fields, each with what was read and what is wanted; the former name stays known.

    Raise NameTaken, and FieldChangedMeanwhile where someone else changed one of them.
    """
    external = locked(external)
    changes = change_fields(external, asked, EXTERNAL_FIELDS)
    if not changes:
        return external
    if "name" in changes:
        former, name = changes["name"]
        check_name(ExternalInitiative, external.initiative, str(name), besides=external.pk)
        others = [word for word in external.words if word not in (name, former)]
        external.words = [*others, former]
    external.save(update_fields=[*changes, "words"])
    record("edited", external, by=by, at=at, changes=changes)
    return external


def locked(external: ExternalInitiative) -> ExternalInitiative:
    rows = ExternalInitiative.objects.select_for_update(of=("self",)).select_related("initiative")
    return rows.get(pk=external.pk)


@transaction.atomic
def remove_external(*, external: ExternalInitiative, by: Actor, at: dt.datetime) -> bool:
    """Take it out, or close it where actions are tied to it; say whether it is gone."""
    external = locked(external)
    if not Attachment.objects.filter(external=external).exists():
        record("removed", external, by=by, at=at, changes={"name": [external.name, ""]})
        external.delete()
        return True
    external.closed_at = at
    external.save(update_fields=["closed_at"])
    record("closed", external, by=by, at=at, changes={})
    return False


@transaction.atomic
def reopen_external(*, external: ExternalInitiative, by: Actor, at: dt.datetime) -> None:
    external = locked(external)
    if external.closed_at is None:
        return
    external.closed_at = None
    external.save(update_fields=["closed_at"])
    record("reopened", external, by=by, at=at, changes={})


@transaction.atomic
def tell_bonds(
    *, external: ExternalInitiative, bonds: Mapping[int, str], by: Actor, at: dt.datetime
) -> None:
    """Say how actions meet it, by the key of their attachment; what is not named stays."""
    rows = Attachment.objects.select_for_update(of=("self",)).filter(external=external)
    told = rows.filter(pk__in=bonds).select_related("action__plan")
    changed = [row for row in told if row.bond != bonds[row.pk]]
    before = {row.pk: row.bond for row in changed}
    for row in changed:
        row.bond = bonds[row.pk]
        row.save(update_fields=["bond"])
    for plan in {row.action.plan for row in changed}:
        touch_plan(plan)
    for row in changed:
        changes: dict[str, list[object]] = {
            "action": ["", row.action.code],
            "bond": [before[row.pk], row.bond],
        }
        record("bound", external, by=by, at=at, changes=changes)
