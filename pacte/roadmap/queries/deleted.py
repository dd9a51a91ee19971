"""What was taken away less than thirty days ago, and may come back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Value

from pacte.core.deletion import KEPT_FOR
from pacte.core.prepared import prepared
from pacte.roadmap.models import (
    Achievement,
    Action,
    ActionFile,
    OngoingItem,
    Plan,
    PlanNode,
    ProgressReport,
    Responsibility,
    Step,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative

# As the addresses name them.
PARTS: dict[str, Any] = {  # models that no common base ties to an action
    "etapes": Step,
    "en-cours": OngoingItem,
    "realisations": Achievement,
    "suivi": ProgressReport,
    "fichiers": ActionFile,
}


@dataclass(frozen=True, slots=True)
class Deleted:
    kind: str  # a key of PARTS, or "qui" for a responsibility
    key: int
    label: str
    at: dt.datetime


def deleted_plans(initiative: Initiative, now: dt.datetime) -> QuerySet[Plan]:
    """Last put aside first; the caller has checked the team."""
    return Plan.objects.filter(initiative=initiative, deleted_at__gte=now - KEPT_FOR).order_by(
        "-deleted_at", "pk"
    )


def deleted_actions(plan: Plan, now: dt.datetime) -> QuerySet[Action]:
    """Those of this plan, last deleted first; the caller has checked the team."""
    gone = Action.objects.filter(plan=plan, deleted_at__gte=now - KEPT_FOR, merged_into=None)
    return gone.order_by("-deleted_at", "pk")


def deleted_nodes(plan: Plan, now: dt.datetime) -> QuerySet[PlanNode]:
    """The parts of this plan, last deleted first; the caller has checked the team."""
    return (
        PlanNode.objects.filter(plan=plan, deleted_at__gte=now - KEPT_FOR, merged_into=None)
        .select_related("level")
        .order_by("-deleted_at", "pk")
    )


def gone_since(action: int, since: dt.datetime) -> dict[str, QuerySet[Any]]:
    return {
        kind: model.objects.filter(action=action, deleted_at__gte=since)
        for kind, model in {**PARTS, "qui": Responsibility}.items()
    }


@prepared
def kinds_gone(*, action: int, since: dt.datetime) -> QuerySet[Any, tuple[str]]:
    kinds = gone_since(action, since).items()
    first, *others = (rows.values_list(Value(kind)) for kind, rows in kinds)
    return first.union(*others)


def deleted_parts(action: Action, now: dt.datetime) -> list[Deleted]:
    """Steps, achievements, names… of this action; the caller has checked the team.

    One question says which kinds there are, most often none.
    """
    since = now - KEPT_FOR
    gone = gone_since(action.pk, since)
    found = [
        Deleted(kind, row.pk, str(row), row.deleted_at)
        for (kind,) in kinds_gone(action=action.pk, since=since)
        for row in gone[kind]
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
