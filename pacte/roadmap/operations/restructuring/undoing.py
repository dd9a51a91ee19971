"""Seeing what a rearrangement would do, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction

from pacte.core import audit
from pacte.core.relations import columns_to, every, model_of, rows_of
from pacte.roadmap.errors import AlreadyUndone, HoldsMoreSince, UndoLaterFirst
from pacte.roadmap.models import Action, Plan, PlanNode, Restructuring
from pacte.roadmap.operations.frame import in_reading_order, lay_frame, present_nodes
from pacte.roadmap.operations.plans import touch_plan
from pacte.roadmap.queries.columns import EXTRA
from pacte.roadmap.queries.kept import FIELDS, LINES

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Seen = TypeVar("Seen")
Row = Mapping[str, Any]


def foresee(act: Callable[[], Restructuring], look: Callable[[Restructuring], Seen]) -> Seen:
    """Do it, look at what it does, and leave everything as it was."""
    with transaction.atomic():
        seen = look(act())
        transaction.set_rollback(True)
    return seen


@transaction.atomic
def undo_restructuring(
    *, restructuring: Restructuring, by: Actor, at: dt.datetime
) -> Restructuring:
    """Put each row back where it was; what someone changed since stays as she left it.

    Raise AlreadyUndone; UndoLaterFirst where a later one touched the same rows; HoldsMoreSince
    where what it made holds something new, which would have nowhere to go.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=restructuring.plan_id)
    restructuring = Restructuring.objects.select_for_update(of=("self",)).get(pk=restructuring.pk)
    if restructuring.undone_at is not None:
        raise AlreadyUndone
    if later := later_one(restructuring):
        raise UndoLaterFirst(later)
    for row in restructuring.rows:
        if row.get("made"):
            check_holds_nothing_new(row, restructuring)
    for row in reversed(restructuring.rows):
        put_back(row, since=restructuring.done_at, by=by, at=at)
    lay_frame(in_reading_order(present_nodes(plan)))
    restructuring.undone_at, restructuring.undone_by = at, by.label
    restructuring.save(update_fields=["undone_at", "undone_by"])
    for other in {*plans_of(restructuring), plan}:
        touch_plan(other)
    audit.record(
        "roadmap.restructuring.undone",
        target=restructuring,
        by=by,
        at=at,
        changes={"kind": [restructuring.kind, ""]},
    )
    return restructuring


def keys_of(restructuring: Restructuring) -> set[tuple[str, int]]:
    """The rows that it changed for more than their place among others."""
    return {
        (row["kind"], row["key"])
        for row in restructuring.rows
        if row.get("made") or set(row["before"]) - {"position", "number"}
    }


def later_one(restructuring: Restructuring) -> Restructuring | None:
    """The last of those that follow it and stand on the same rows."""
    mine = keys_of(restructuring)
    later = Restructuring.objects.filter(
        plan__initiative=restructuring.plan.initiative_id, pk__gt=restructuring.pk, undone_at=None
    )
    return next((one for one in later.order_by("-pk") if mine & keys_of(one)), None)


def model_named(row: Row) -> type[models.Model] | None:
    try:
        return apps.get_model(row["kind"])
    except LookupError:  # of an app that is no longer there
        return None


def check_holds_nothing_new(row: Row, restructuring: Restructuring) -> None:
    """What was made then may go: nothing came into it since."""
    known = {(one["kind"], one["key"]) for one in restructuring.rows}
    model = model_named(row)
    if model not in (Action, PlanNode):
        return
    for column in columns_to(model):
        holder = model_of(column)
        rows = rows_of(column, row["key"])
        if any(one.name == "deleted_at" for one in holder._meta.concrete_fields):
            rows = rows.filter(deleted_at=None)
        kind = holder._meta.label_lower
        if any((kind, key) not in known for key in rows.values_list("pk", flat=True)):
            raise HoldsMoreSince(row["label"])


def put_back(row: Row, *, since: dt.datetime, by: Actor, at: dt.datetime) -> None:
    model = model_named(row)
    if model is None or (found := every(model).filter(pk=row["key"]).first()) is None:
        return
    if row.get("made"):
        take_away(found, at)
        changed = ["deleted_at"]
    else:
        changed = fields_back(found, row)
        if isinstance(found, Action):
            changed += keep_reserved(found, row, changed, since=since)
    try:
        with transaction.atomic():
            found.save(update_fields=changed)
    except IntegrityError:  # what is there now keeps its place
        return
    if isinstance(found, Action):
        Action.objects.filter(pk=found.pk).update(version=models.F("version") + 1, updated_at=at)
        changes = {"code": [found.code, ""]}
        if set(changed) - {"position"}:
            audit.record(
                "roadmap.action.restructuring_undone", target=found, by=by, at=at, changes=changes
            )


def take_away(row: models.Model, at: dt.datetime) -> None:
    row.deleted_at = at  # type: ignore[attr-defined]  # only recoverable rows are made


def fields_back(row: models.Model, told: Row) -> list[str]:
    """Set what it was, where it still is what it then became; return the names of these fields."""
    found = []
    for field in row._meta.concrete_fields:
        name = field.attname
        if name in told["before"] and audit.plain(getattr(row, name)) == told["after"][name]:
            setattr(row, name, field.to_python(told["before"][name]))
            found.append(field.name)
    return found


def keep_reserved(
    action: Action, told: Row, back: Collection[str], *, since: dt.datetime
) -> list[str]:
    """Leave to the team what may have been written since, trusting that it stays hers.

    Return the names of the fields that this sets besides those put back.
    """
    was, became = (told[side].get("team_only_fields", ()) for side in ("before", "after"))
    is_untouched = action.updated_at <= since
    if "team_only_fields" in back:
        brought = [one for one in became if one not in was]
        kept = [
            one for one in brought if not is_as_before(action, one, told, is_untouched=is_untouched)
        ]
        action.team_only_fields = [*action.team_only_fields, *kept]
    home = Action.objects.filter(pk=told["after"].get("merged_into_id")).first()
    if home is None or "deleted_at" not in back or home.updated_at <= since:
        return []
    # Its steps, its people… were under the locks of the other, and may say more now.
    lines = [one for one in home.team_only_fields if one in LINES]
    action.team_only_fields = list(dict.fromkeys([*action.team_only_fields, *lines]))
    comes_out = action.plan.is_shared and not home.plan.is_shared
    action.is_team_only = action.is_team_only or home.is_team_only or comes_out
    return ["team_only_fields", "is_team_only"]


def is_as_before(action: Action, column: str, told: Row, *, is_untouched: bool) -> bool:
    """Each field of the column was just put back, or nobody can have written in it."""
    fields = ("extra",) if column.startswith(EXTRA) else FIELDS.get(column, ())
    given = [name for name in fields if name in told["before"]]
    if any(audit.plain(getattr(action, name)) != told["before"][name] for name in given):
        return False
    blank = Action()
    others = [name for name in fields if name not in given]
    says_nothing = all(getattr(action, name) == getattr(blank, name) for name in others)
    return is_untouched or (bool(fields) and says_nothing)


def plans_of(restructuring: Restructuring) -> list[Plan]:
    """Those of the actions that it touched: two merged may be of two plans."""
    keys = [r["key"] for r in restructuring.rows if r["kind"] == Action._meta.label_lower]
    return list(Plan.objects.filter(actions__in=keys).distinct().order_by("pk"))
