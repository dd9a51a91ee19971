"""A plan made whole out of a reading: in one transaction, by rows written many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from pacte.core import audit, files
from pacte.roadmap.enums import ImportState, LevelKind
from pacte.roadmap.errors import ImportEnded, NothingToImport
from pacte.roadmap.models import Action, Plan, PlanImport, PlanLevel, PlanNode
from pacte.roadmap.operations.actions import take_codes
from pacte.roadmap.operations.attachments import attach_read
from pacte.roadmap.operations.imports.alike import with_links
from pacte.roadmap.operations.imports.drafts import locked
from pacte.roadmap.operations.imports.people import settle_names
from pacte.roadmap.operations.imports.rows import action_row, parts_of
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS, create_plan
from pacte.roadmap.operations.publics import match_publics

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.operations.imports.people import People

Json = Mapping[str, Any]
Base = Callable[[Plan], Mapping[str, Json]]
Watch = Callable[[int, int], None]
BATCH = 500


@transaction.atomic
def apply_import(
    *,
    plan_import: PlanImport,
    base_of: Base,
    by: Actor,
    at: dt.datetime,
    version: int | None = None,
    watch: Watch | None = None,
) -> Plan:
    """Make the plan that was reviewed, once: whoever asks again is given the same plan.

    `base_of` tells what each action of a plan says, by code, for the next comparison. `version` is
    the reading that the person saw; raise ImportEnded where it changed meanwhile, or
    where the draft is no longer one. `watch` is told how many actions of how many are made, and
    may raise to stop.
    """
    plan_import = locked(plan_import)
    if plan_import.state == ImportState.APPLIED and plan_import.plan is not None:
        return plan_import.plan
    if plan_import.state not in {ImportState.TO_REVIEW, ImportState.APPLYING}:
        raise ImportEnded
    if version is not None and version != plan_import.version:
        raise ImportEnded
    reading, choices = plan_import.reading or {}, plan_import.choices
    if not reading.get("actions"):
        raise NothingToImport
    people = settle_names(
        initiative=plan_import.initiative,
        reading=reading,
        chosen=choices.get("names", {}),
        agreed=choices.get("agreed") == "yes",
        by=by,
        at=at,
    )
    plan = _make_plan(plan_import, reading, choices, by=by, at=at)
    nodes = _make_nodes(plan, reading["nodes"], by=by, at=at)
    actions = with_links(
        plan_import.initiative, reading["actions"], choices.get("alike", {}), by=by, at=at
    )
    make_actions(plan, actions, nodes, people, by=by, at=at, watch=watch)
    finish(plan_import, plan, base_of, "roadmap.import.applied", by=by, at=at)
    return plan


@transaction.atomic
def import_at_once(
    *,
    initiative: Initiative,
    content: bytes,
    name: str,
    reading: Json,
    base_of: Base,
    by: Actor,
    at: dt.datetime,
) -> Plan:
    """Make a plan of a document that was read elsewhere, with its file and its history."""
    draft = PlanImport.objects.create(
        initiative=initiative,
        source=files.keep(content, name=name, at=at),
        state=ImportState.TO_REVIEW,
        reading=reading,
        started_by=by.label,
        started_at=at,
    )
    return apply_import(plan_import=draft, base_of=base_of, by=by, at=at)


def finish(
    plan_import: PlanImport, plan: Plan, base_of: Base, event: str, *, by: Actor, at: dt.datetime
) -> None:
    """Keep what each action says now: the base of the next comparison."""
    plan_import.plan, plan_import.state = plan, ImportState.APPLIED
    plan_import.applied = dict(base_of(plan))
    plan_import.applied_at = at
    plan_import.save(update_fields=["plan", "state", "applied", "applied_at"])
    audit.record(
        event,
        target=plan,
        by=by,
        at=at,
        changes={"file": ["", plan_import.source.name], "import": [None, plan_import.pk]},
    )


def _make_plan(
    plan_import: PlanImport, reading: Json, choices: Json, *, by: Actor, at: dt.datetime
) -> Plan:
    told = reading["plan"]
    title = choices.get("title") or told["title"] or PurePath(plan_import.source.name).stem
    plan = create_plan(
        initiative=plan_import.initiative,
        title=title.strip()[:300],
        levels=levels_of(reading, choices),
        orientation=told["orientation"] or "",
        by=by,
        at=at,
    )
    plan.source_columns = reading.get("source_columns", [])
    plan.columns = shown_columns(reading)
    plan.extra = [*told["extra"], *_members(told["organisations"])]
    plan.save(update_fields=["source_columns", "columns", "extra"])
    return plan


def _members(names: list[str]) -> list[Json]:
    """What the plan's page says of the members that the document names."""
    return [{"header": gettext("Membres"), "text": "\n".join(names)}] if names else []


def levels_of(reading: Json, choices: Json) -> list[tuple[str, str]]:
    """Names and kinds of the levels, of which one is the action."""
    names = choices.get("level_names", {})
    levels = [
        (str(names.get(level["label"]) or level["label"])[:80], level["kind"].upper())
        for level in reading["levels"]
    ]
    if LevelKind.ACTION not in {kind for _, kind in levels}:
        levels.append((str(names.get("Action") or "Action"), LevelKind.ACTION))
    return levels


def shown_columns(reading: Json) -> list[dict[str, Any]]:
    """The document's own columns, and the frame levels that only its headings tell."""
    shown = list(reading.get("source_columns", []))
    held = {column["key"] for column in shown}
    if not shown:
        return []
    for position, level in enumerate(reading["levels"]):
        key = f"level:{position}"
        if level["kind"] == "frame" and key not in held:
            outer = [
                place for place, c in enumerate(shown, 1) if c["key"] == f"level:{position - 1}"
            ]
            column = {"key": key, "label": level["label"], "is_shown": True}
            shown.insert(outer[0] if outer else 0, column)
    if "number" not in held and any(action["number"] for action in reading["actions"]):
        # The document writes numbers before titles: the plan keeps them apart.
        title = next((place for place, c in enumerate(shown) if c["key"] == "title"), 0)
        shown.insert(title, {"key": "number", "label": "", "is_shown": True})
    return shown


def _make_nodes(
    plan: Plan, told: Sequence[Json], *, by: Actor, at: dt.datetime
) -> dict[str, PlanNode]:
    """Frame nodes by their id in the reading, parents before what stands below them."""
    levels = list(PlanLevel.objects.filter(plan=plan).order_by("position"))
    made: dict[str, PlanNode] = {}
    waiting = {node["id"]: (place, node) for place, node in enumerate(told, 1)}
    while waiting:
        ready = [(place, node) for place, node in waiting.values() if node["parent"] not in waiting]
        rows = PlanNode.objects.bulk_create(
            [
                PlanNode(
                    plan=plan,
                    level=levels[node["level"]],
                    parent=made.get(node["parent"]),
                    position=place * STEP_BETWEEN_POSITIONS,
                    number=(node["number"] or "")[:30],
                    title=node["title"],
                    extra=node["extra"],
                )
                for place, node in ready
            ],
            batch_size=BATCH,
        )
        for (_, node), row in zip(ready, rows, strict=True):
            made[node["id"]] = row
            del waiting[node["id"]]
    audit.record_many(
        audit.entry(
            "roadmap.node.added", target=node, by=by, at=at, changes={"title": ["", node.title]}
        )
        for node in made.values()
    )
    return made


def make_actions(
    plan: Plan,
    told: Sequence[Json],
    nodes: Mapping[str, PlanNode],
    people: People,
    *,
    by: Actor,
    at: dt.datetime,
    after: int = 0,
    watch: Watch | None = None,
) -> list[Action]:
    """Write actions and what belongs to them, behind the position `after`."""
    codes = take_codes(plan, len(told))
    made: list[Action] = []
    for start in range(0, len(told), BATCH):
        part = told[start : start + BATCH]
        rows = [
            action_row(action, plan=plan, at=at, node=nodes.get(action["node"]), code=code)
            for action, code in zip(part, codes[start:], strict=False)
        ]
        for place, row in enumerate(rows, start + 1):
            row.position = after + place * STEP_BETWEEN_POSITIONS
        Action.objects.bulk_create(rows)
        match_publics(plan.initiative, rows)
        links = {row.pk: action for row, action in zip(rows, part, strict=True)}
        attach_read(plan.initiative, links, at)
        for model, parts in parts_of(zip(rows, part, strict=True), people).items():
            QuerySet(model).bulk_create(parts, batch_size=BATCH)
        made += rows
        if watch is not None:
            watch(len(made), len(told))
    audit.record_many(
        audit.entry(
            "roadmap.action.added",
            target=action,
            by=by,
            at=at,
            changes={"title": ["", action.title], "where": ["", action.where]},
        )
        for action in made
    )
    return made
