"""Keeping, while a plan is rearranged, what each row was before and is after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from pacte.core import audit
from pacte.core.relations import every
from pacte.roadmap.errors import VersionChangedMeanwhile
from pacte.roadmap.models import Action, Plan, PlanNode, Restructuring, Step

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Key = tuple[str, int]
Fields = dict[str, object]
# Where a row stands, and whether it stands at all.
STRUCTURE: dict[type[models.Model], tuple[str, ...]] = {
    PlanNode: ("parent_id", "position", "number", "deleted_at", "merged_into_id"),
    Action: ("node_id", "position", "number", "deleted_at", "merged_into_id", "plan_id"),
    Step: ("number",),
}


def key_of(row: models.Model) -> Key:
    return audit.kind_of(row), row.pk


def label_of(row: models.Model) -> str:
    """As a person finds it again: an action by its permanent code too."""
    return f"{row.code} {row.title}" if isinstance(row, Action) else str(row)


def structure_of(plan: Plan) -> dict[Key, Fields]:
    """Where each node and action of the plan stands; three queries."""
    found: dict[Key, Fields] = {}
    for model, names in STRUCTURE.items():
        of_plan = {"action__plan": plan} if model is Step else {"plan": plan}
        rows = every(model).filter(**of_plan).values_list("pk", *names)
        for key, *values in rows:
            found[model._meta.label_lower, key] = dict(zip(names, values, strict=True))
    return found


@dataclass(slots=True)
class Ledger:
    """Opened before anything is written on the plan, closed once all of it is."""

    plan: Plan
    started: dict[Key, Fields] = field(default_factory=dict)
    changed: dict[Key, tuple[models.Model, Fields, Fields]] = field(default_factory=dict)
    made: dict[Key, models.Model] = field(default_factory=dict)

    @classmethod
    def open(cls, plan: Plan) -> Ledger:
        """One rearrangement of a plan at a time."""
        Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        return cls(plan, structure_of(plan))

    def write(self, row: models.Model, **values: object) -> None:
        """Set and save these fields of a row, by the names of their columns."""
        _, before, after = self.changed.setdefault(key_of(row), (row, {}, {}))
        for name, value in values.items():
            before.setdefault(name, getattr(row, name))
            after[name] = value
            setattr(row, name, value)
        row.save(update_fields=[plain_name(row, name) for name in values])

    def move(self, row: models.Model, **values: object) -> bool:
        """Write, unless a constraint of the row's own keeps it where it is."""
        try:
            with transaction.atomic():
                self.write(row, **values)
        except IntegrityError:
            self.changed.pop(key_of(row), None)
            return False
        return True

    def make(self, row: models.Model) -> None:
        self.made[key_of(row)] = row

    def close(self, kind: str, *, by: Actor, at: dt.datetime) -> Restructuring:
        """Keep what changed, and raise the versions of the actions that did."""
        rows = [told(key, row, before, after) for key, (row, before, after) in self.items()]
        rows += [
            {"kind": kind_, "key": pk, "label": label_of(row), "made": True}
            for (kind_, pk), row in self.made.items()
        ]
        touched = [key for kind_, key in self.changed if kind_ == Action._meta.label_lower]
        Action.objects.filter(pk__in=touched).update(version=models.F("version") + 1, updated_at=at)
        return Restructuring.objects.create(
            plan=self.plan, kind=kind, rows=rows, done_at=at, done_by=by.label
        )

    def items(self) -> Iterator[tuple[Key, tuple[models.Model, Fields, Fields]]]:
        """What was written, with what moved in the plan's own structure."""
        ended = structure_of(self.plan)
        keys = [key for key, now in ended.items() if self.started.get(key, now) != now]
        moved = rows_of(keys)
        for key in keys:
            diff = audit.between(self.started[key], ended[key])
            _row, before, after = self.changed.setdefault(key, (moved[key], {}, {}))
            for name, (was, now) in diff.items():
                before[name], after[name] = was, now
        return iter(self.changed.items())


def rows_of(keys: list[Key]) -> dict[Key, models.Model]:
    found: dict[Key, models.Model] = {}
    for model in STRUCTURE:
        kind = model._meta.label_lower
        wanted = [pk for other, pk in keys if other == kind]
        rows = every(model).filter(pk__in=wanted)
        found |= {(kind, row.pk): row for row in rows}
    return found


def told(key: Key, row: models.Model, before: Fields, after: Fields) -> dict[str, Any]:
    return {
        "kind": key[0],
        "key": key[1],
        "label": label_of(row),
        "before": audit.plain(before),
        "after": audit.plain(after),
    }


def plain_name(row: models.Model, column: str) -> str:
    """The field behind « node_id », which `update_fields` takes."""
    return next(one.name for one in row._meta.concrete_fields if one.attname == column)


def check_versions(rows: Sequence[Action | PlanNode], versions: Sequence[int]) -> None:
    """Raise VersionChangedMeanwhile where one of them, just locked, is not as it was read.

    Without versions nobody has read anything.
    """
    for row, version in zip(rows, versions, strict=False):
        if row.version != version:
            raise VersionChangedMeanwhile(version, row.version)
