"""A document against its plan: compared now, or as the worker compared them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pacte.network.queries import directory_of
from pacte.roadmap.exports.bases import plan_import_bases, present_actions
from pacte.roadmap.importing.changes import Comparison, from_kept
from pacte.roadmap.importing.comparing import compare
from pacte.roadmap.queries.names import known_under

if TYPE_CHECKING:
    from pacte.roadmap.models import Plan, PlanImport

AT_ONCE = 400  # actions that are compared, or made, while the person waits


def compared(
    plan_import: PlanImport, plan: Plan, *, watch: Callable[[int], object] | None = None
) -> Comparison:
    directory = directory_of(plan_import.initiative)

    def name(text: str) -> str:
        known = known_under(text, directory)
        return known.label if known else text

    return compare(
        plan_import.reading or {},
        present_actions(plan),
        plan_import_bases(plan_import),
        name=name,
        watch=watch,
    )


def known_comparison(plan_import: PlanImport, plan: Plan) -> Comparison | None:
    """What a page shows: the worker's comparison, or one made at once; None where it takes long."""
    kept = plan_import.comparison
    if kept is not None and kept.get("plan_version") == plan.version:
        return from_kept(kept)
    if is_quick(plan_import, plan):
        return compared(plan_import, plan)
    return from_kept(kept) if kept is not None else None


def is_quick(plan_import: PlanImport, plan: Plan) -> bool:
    told = len((plan_import.reading or {}).get("actions", ()))
    return told <= AT_ONCE and plan.actions.filter(deleted_at=None).count() <= AT_ONCE


def is_stale(plan_import: PlanImport, plan: Plan) -> bool:
    """Whether what would be shown was compared before the plan's last change."""
    kept = plan_import.comparison
    return (
        kept is not None
        and kept.get("plan_version") != plan.version
        and not is_quick(plan_import, plan)
    )
