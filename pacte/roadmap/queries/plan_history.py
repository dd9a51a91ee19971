"""What happened to a plan, to its parts and documents, and what came into it or left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pacte.core import audit, history
from pacte.roadmap.models import Action, Plan, PlanImport, PlanNode, Restructuring

if TYPE_CHECKING:
    from pacte.core.models import AuditEntry

# What makes the plan hold one action more or less; the rest is read on the action itself.
OF_AN_ACTION = tuple(
    f"roadmap.action.{verb}"
    for verb in ("added", "deleted", "restored", "merged", "split_off", "indented")
)
ADDED = ("roadmap.node.added", "roadmap.action.added")
ACTION, NODE = Action._meta.label_lower, PlanNode._meta.label_lower
LONGEST = 50


def plan_history(plan: Plan) -> QuerySet[AuditEntry]:
    """Return the entries, newest first; the caller has checked the team.

    What an imported document brought is told by its own entry, made at the same moment.
    """
    imports = PlanImport.objects.filter(plan=plan)
    of_plan = audit.history_among(
        Plan.objects.filter(pk=plan.pk),
        PlanNode.objects.filter(plan=plan),
        imports,
        Restructuring.objects.filter(plan=plan),
    )
    of_actions = audit.history_among(Action.objects.filter(plan=plan))
    found = of_plan | of_actions.filter(event__in=OF_AN_ACTION)
    found = found.filter(space=plan.audit_space)  # its index: the keys alone would read all entries
    brought = imports.filter(applied_at__isnull=False).values("applied_at")
    return found.exclude(event__in=ADDED, at__in=brought)


def part_history(node: PlanNode) -> list[history.Line]:
    """Return what happened to a part of the plan, newest first, as the timeline takes it."""
    return lines(audit.history_of(node)[:LONGEST], parts_of(node.plan), {})


def told_in_plan(entries: Iterable[AuditEntry], plan: Plan) -> list[history.Line]:
    """Return the entries of `plan_history` as the timeline takes them, each with its target."""
    found = list(entries)
    keys = {int(entry.target_key) for entry in found if entry.target_kind == ACTION}
    actions = Action.objects.filter(plan=plan).in_bulk(list(keys))
    parts = parts_of(plan)
    names = {(ACTION, str(key)): str(action) for key, action in actions.items()}
    names |= {(NODE, str(key)): name for key, name in parts.items()}
    return lines(found, parts, names)


def parts_of(plan: Plan) -> dict[int, str]:
    return {node.pk: str(node) for node in PlanNode.objects.filter(plan=plan)}


def lines(
    entries: Iterable[AuditEntry], parts: Mapping[int, str], names: Mapping[tuple[str, str], str]
) -> list[history.Line]:
    """One line for an entry, and for those that say the same again."""
    found: list[history.Line] = []
    later = None
    for entry in entries:
        if later is None or not is_again(later, entry):
            name = names.get((entry.target_kind, entry.target_key), "")
            found.append(line_of(entry, parts, name))
        later = entry
    return found


def is_again(later: AuditEntry, earlier: AuditEntry) -> bool:
    """One person who corrects the reading of one document, answer after answer."""
    return later.event == earlier.event == "roadmap.import.corrected" and (
        (later.actor_key, later.target_key) == (earlier.actor_key, earlier.target_key)
    )


def line_of(entry: AuditEntry, parts: Mapping[int, str], name: str) -> history.Line:
    """Say parts by their name; only this copy, read for a page, is changed."""
    before, after = entry.changes.get("parent", (None, None))
    if before != after:
        whole = _("Le plan lui-même")
        entry.changes["parent"] = [parts.get(key, whole) for key in (before, after)]
    else:  # it moved among its neighbours
        entry.changes.pop("parent", None)
    if name and not all(entry.changes.get("title", ())):  # not renamed: its name is said once
        entry.changes.pop("title", None)
    return history.line_of(entry, about=name)
