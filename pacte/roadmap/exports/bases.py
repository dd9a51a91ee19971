"""The plan as a comparison with a document takes it: as it stands, as it was imported."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from pacte.roadmap.exports.reading import read_actions
from pacte.roadmap.importing.moves import paths_of
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.models import Action, Plan, PlanImport
from pacte.roadmap.queries.filters import in_order

Json = dict[str, Any]


def present_actions(plan: Plan) -> list[Json]:
    """The plan's actions as `pacte read` prints them, with their codes; the team sees them all."""
    actions = list(in_order(Action.objects.present().filter(plan=plan)))
    reading = read_actions(plan, actions, sees_team_only=True)
    told = as_json(reading)
    printed: list[Json] = told["actions"]
    paths = paths_of(printed, told["nodes"])
    for row, action in zip(printed, actions, strict=True):
        row["code"], row["version"] = action.code, action.version
        row["frame"] = paths.get(row["id"], ())
        row["expected_result"] = action.expected_result or None
        if action.expected_result:  # printed first among the texts that have no field of their own
            row["extra"] = row["extra"][1:]
    return printed


def base_of(plan: Plan) -> dict[str, Json]:
    """What each action says now, by code: what the next version is compared with."""
    return {action["code"]: action for action in present_actions(plan)}


def bases_of(plan: Plan) -> dict[str, Json]:
    """Each action as it was when the last import that spoke of it was applied, by code."""
    bases: dict[str, Json] = {}
    applied = plan.imports.filter(applied_at__isnull=False).order_by("applied_at", "pk")
    for values in applied.values_list("applied", flat=True):
        bases.update(values)
    return bases


def plan_import_bases(plan_import: PlanImport) -> dict[str, Json]:
    """The bases of a comparison: what a workbook of ours carries wins over older imports."""
    if plan_import.plan is None:
        return {}
    carried = (plan_import.reading or {}).get("bases", {})
    return {**bases_of(plan_import.plan), **carried}


def plan_of_document(plan_import: PlanImport) -> Plan | None:
    """The plan that a document seems to come from: by its codes, else by a file of that name."""
    plans = Plan.objects.present().filter(initiative=plan_import.initiative)
    codes = [action["code"] for action in (plan_import.reading or {}).get("actions", ())]
    codes = [code for code in codes if code][:50]
    if codes:
        return plans.filter(actions__code__in=codes, actions__deleted_at=None).first()
    source = plan_import.source
    earlier = PlanImport.objects.filter(
        Q(source__sha256=source.sha256) | Q(source__name=source.name),
        plan__in=plans,
        applied_at__isnull=False,
    )
    found = earlier.select_related("plan").order_by("-applied_at", "pk").first()
    return found.plan if found else None
