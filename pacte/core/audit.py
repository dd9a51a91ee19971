"""The one history: what happened, to what, by whom, when, and each field before and after."""

from __future__ import annotations

import datetime as dt
import decimal
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import models
from django.db.models.functions import Cast

from pacte.core import search
from pacte.core.models import AuditEntry

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Value: TypeAlias = object
Changes: TypeAlias = Mapping[str, Sequence[Value]]


def between(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, list[Value]]:
    """Return what `after` says otherwise than `before`, field by field: both sides of each."""
    return {
        field: [before.get(field), value]
        for field, value in after.items()
        if before.get(field) != value
    }


def changed(row: models.Model, values: Mapping[str, Value]) -> dict[str, list[Value]]:
    """Return which fields of the row these values change: what it holds, what it is to hold."""
    return between({field: getattr(row, field) for field in values}, values)


def kind_of(target: models.Model) -> str:
    return target._meta.label_lower


def plain(value: Value) -> Value:
    """Return what JSON can hold: dates in ISO, decimals as text, rows as their key."""
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def entry(
    event: str,
    *,
    target: models.Model,
    by: Actor,
    at: dt.datetime,
    changes: Changes | None = None,
    space: str = "",
) -> AuditEntry:
    """Make an entry without saving it, for those that save many at once."""
    return AuditEntry(
        event=event,
        target_kind=kind_of(target),
        target_key=str(target.pk),
        space=space or getattr(target, "audit_space", ""),
        actor_kind=by.kind.value,
        actor_key=by.key,
        actor_label=by.label,
        at=at,
        changes={
            field: [plain(side) for side in sides] for field, sides in (changes or {}).items()
        },
    )


def record(
    event: str,
    *,
    target: models.Model,
    by: Actor,
    at: dt.datetime,
    changes: Changes | None = None,
    space: str = "",
) -> AuditEntry:
    """Write one entry, in the caller's transaction.

    `event` is `app.noun.verb`, `changes` maps a field to its value before and after, `space` is
    the initiative's key as text (by default `target.audit_space`).
    """
    made = entry(event, target=target, by=by, at=at, changes=changes, space=space)
    made.save(force_insert=True)
    search.touch(made.target_kind, [made.target_key])
    return made


def record_many(entries: Iterable[AuditEntry]) -> None:
    made = AuditEntry.objects.bulk_create(entries, batch_size=500)
    keys: dict[str, list[str]] = defaultdict(list)
    for one in made:
        keys[one.target_kind].append(one.target_key)
    for kind, touched in keys.items():
        search.touch(kind, touched)


def history_among(*kinds: models.QuerySet[Any]) -> models.QuerySet[AuditEntry]:
    """Every entry of the rows that these querysets hold, newest first."""
    condition = models.Q()
    for rows in kinds:
        keys = rows.order_by().annotate(as_text=Cast("pk", models.TextField())).values("as_text")
        condition |= models.Q(target_kind=rows.model._meta.label_lower, target_key__in=keys)
    return AuditEntry.objects.filter(condition).order_by("-at", "-pk")


def history_of(*targets: models.Model) -> models.QuerySet[AuditEntry]:
    """Every entry of these rows, newest first; the caller has passed their gate."""
    found = AuditEntry.objects.none()
    condition = models.Q()
    for target in targets:
        condition |= models.Q(target_kind=kind_of(target), target_key=str(target.pk))
    if condition:
        found = AuditEntry.objects.filter(condition)
    return found.order_by("-at", "-pk")


def history_of_keys(kind: str, keys: Sequence[str]) -> models.QuerySet[AuditEntry]:
    """The same, of rows of one kind by their keys as texts."""
    found = AuditEntry.objects.filter(target_kind=kind, target_key__in=keys)
    return found.order_by("-at", "-pk")
