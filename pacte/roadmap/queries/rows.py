"""One row among the others: which stands above it, which page of the table it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.roadmap.models import Action
from pacte.roadmap.queries.filters import in_order

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.roadmap.models import Step


@dataclass(frozen=True, slots=True)
class RowSheet:
    action: Action
    above: Action | None  # the row just above, in the same part of the plan
    steps: list[Step]


def row_sheet(action: Action) -> RowSheet:
    """What is needed to move a row; the caller took it through its gate, for the team."""
    rows = action.plan.actions.filter(deleted_at=None, node=action.node)
    above = None
    for row in rows.order_by("position", "pk"):
        if row.pk == action.pk:
            break
        above = row
    return RowSheet(action, above, list(action.steps.present().order_by("position", "pk")))


def page_of(action: Action, user: User | AnonymousUser, *, size: int) -> int:
    """Which page of the whole table shows the row, one if none does."""
    rows = in_order(Action.objects.visible_to(user).filter(plan=action.plan_id))
    keys = list(rows.values_list("pk", flat=True))
    return keys.index(action.pk) // size + 1 if action.pk in keys else 1
