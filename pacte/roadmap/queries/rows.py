"""One row among the others: what it owns, which stands above it, which page it is on."""

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


def held_besides(action: Action) -> dict[str, int]:
    """What the action owns that neither a step nor a note can hold: how many of each."""
    counts = {
        "steps": action.steps.present().count(),
        "achievements": action.achievements.present().count(),
        "ongoing": action.ongoing.present().count(),
        "reports": action.reports.present().count(),
        "files": action.files.present().count(),
    }
    return {kind: count for kind, count in counts.items() if count}


def page_of(action: Action, user: User | AnonymousUser, *, size: int) -> int:
    """Which page of the whole table shows the row, one if none does."""
    rows = in_order(Action.objects.visible_to(user).filter(plan=action.plan_id))
    keys = list(rows.values_list("pk", flat=True))
    return keys.index(action.pk) // size + 1 if action.pk in keys else 1
