"""A plan of the demonstration: its frame, then the life of each action, told in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pacte.accounts.models import User
from pacte.core.actor import Actor
from pacte.initiatives.models import Initiative
from pacte.portal.operations.demonstration.lives import live
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import ActionTold, PlanTold
from pacte.roadmap import operations as roadmap
from pacte.roadmap.enums import ResponsibilityRole
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.models import Action, Plan, PlanNode
from pacte.roadmap.queries.columns import LEVEL, every_column


def lay_plan(told: PlanTold, initiative: Initiative, telling: Telling) -> Plan:
    by = telling.actors[told["by"]]
    at = telling.moment(told["created"])
    plan = roadmap.create_plan(
        initiative=initiative,
        title=told["title"],
        levels=told["levels"],
        kind=told["kind"],
        orientation=told["orientation"],
        by=by,
        at=at,
    )
    set_period(plan, told, by, at)
    choose_columns(plan, told, by, at)
    nodes = lay_frame(plan, told, by, at)
    actions = [
        live(action, plan, node_of(action, nodes), told, telling) for action in told["actions"]
    ]
    if "shared" in told:
        roadmap.share_plan(plan=plan, by=by, at=telling.moment(told["shared"]))
    write_overview(plan, told, actions)
    merge_twins(plan, told, actions, telling)
    open_projects(plan, told, actions, telling)
    propose(plan, told, nodes, telling)
    return plan


def set_period(plan: Plan, told: PlanTold, by: Actor, at: dt.datetime) -> None:
    for field, day in (("starts_on", told.get("starts")), ("ends_on", told.get("ends"))):
        if day:
            roadmap.edit_plan(
                plan=plan, field=field, read=None, value=dt.date.fromisoformat(day), by=by, at=at
            )


def lay_frame(plan: Plan, told: PlanTold, by: Actor, at: dt.datetime) -> list[PlanNode]:
    levels = list(plan.levels.order_by("position"))
    nodes: list[PlanNode] = []
    for one in told["frame"]:
        under = one.get("under")
        nodes.append(
            roadmap.add_node(
                plan=plan,
                level=levels[one.get("level", 0)],
                title=one["title"],
                number=one["number"],
                parent=nodes[under - 1] if under else None,
                by=by,
                at=at,
            )
        )
    return nodes


def node_of(action: ActionTold, nodes: list[PlanNode]) -> PlanNode:
    """The node it names by its rank, or whose number opens its own."""
    if under := action.get("under"):
        return nodes[under - 1]
    number = action["number"].partition(".")[0] if "number" in action else ""
    return next(node for node in reversed(nodes) if node.number == number)


def choose_columns(plan: Plan, told: PlanTold, by: Actor, at: dt.datetime) -> None:
    shown = told["columns"]
    known = every_column(list(plan.levels.order_by("position")), ())
    frame = [column for column in known if column.key.startswith(LEVEL)]
    by_key = {column.key: column for column in known}
    chosen = [*frame, *(by_key[key] for key in shown)]
    rest = [column for column in known if column not in chosen]
    columns: Iterator[dict[str, object]] = (
        {"key": column.key, "label": column.label, "is_shown": column in chosen}
        for column in (*chosen, *rest)
    )
    roadmap.choose_columns(plan=plan, columns=list(columns), by=by, at=at)


def merge_twins(plan: Plan, told: PlanTold, actions: list[Action], telling: Telling) -> None:
    """Actions that someone wrote twice, and that were made one."""
    by = telling.actors[told["by"]]
    for twin in told.get("merged", ()):
        kept = next(action for action in actions if action.number == twin["into"])
        written = roadmap.add_action(
            plan=plan,
            node=kept.node,
            title=twin["title"],
            fields={"description": twin["description"], "publics": twin.get("publics", [])},
            by=by,
            at=telling.moment(twin["written"]),
        )
        roadmap.name_responsible(
            action=written,
            role=ResponsibilityRole.PARTNER,
            named=telling.named(twin["partner"]),
            by=by,
            at=telling.moment(twin["written"], 1),
        )
        roadmap.merge_actions(kept=kept, absorbed=written, by=by, at=telling.moment(twin["on"]))


def open_projects(plan: Plan, told: PlanTold, actions: list[Action], telling: Telling) -> None:
    """Key projects with their milestones, and the actions they gather from several axes."""
    by = telling.actors[told["by"]]
    codes = {action.number: action.code for action in actions}
    for one in told.get("projects", ()):
        at = telling.moment(one["opened"])
        fields = {
            "title": one["title"],
            "purpose": one["purpose"],
            "group": telling.groups[one["group"]],
            "people": one["people"],
            "target": one["target"],
            "reached": one["reached"],
            "reached_on": telling.day(one["counted"]),
            "funded_until": telling.day(one["funded"]),
            "afterwards": one["afterwards"],
        }
        project = roadmap.add_key_project(plan=plan, fields=fields, by=by, at=at)
        gathered = [codes[number] for number in one["actions"]]
        roadmap.gather_actions(project=project, read=[], codes=gathered, by=by, at=at)
        for milestone in one["milestones"]:
            meant = schedule_meant(milestone["when"])
            fields = {
                "title": milestone["title"],
                "schedule_text": meant.text,
                "schedule_kind": meant.kind,
                "due_on": meant.end or meant.start,
                "reached_on": telling.day(milestone["reached"]) if "reached" in milestone else None,
            }
            roadmap.add_milestone(project=project, fields=fields, by=by, at=at)


def propose(plan: Plan, told: PlanTold, nodes: list[PlanNode], telling: Telling) -> None:
    """What members proposed, and what the team answered."""
    team = telling.actors[told["by"]]
    for one in told.get("proposals", ()):
        by = telling.actors[one["by"]]
        made = roadmap.propose_action(
            plan=plan,
            kind=one["kind"],
            title=one["title"],
            words={"schedule_text": one.get("schedule", ""), **one},
            node=nodes[one["under"] - 1],
            proposer=User.objects.filter(pk=int(by.key)).first() if by.key.isdigit() else None,
            by=by,
            at=telling.moment(one["on"]),
        )
        if reason := one.get("refused"):
            roadmap.refuse_proposal(
                proposal=made, reason=reason, by=team, at=telling.moment(one["answered"])
            )


def write_overview(plan: Plan, told: PlanTold, actions: list[Action]) -> None:
    """The words of the officer, and the actions she picked, by their codes."""
    if not (picked := told.get("overview")):
        return
    codes = {action.number: action.code for action in actions}
    overview = {
        "lines": picked["lines"],
        "successes": [codes[number] for number in picked["successes"]],
        "difficulties": [codes[number] for number in picked["difficulties"]],
    }
    Plan.objects.filter(pk=plan.pk).update(overview=overview)
