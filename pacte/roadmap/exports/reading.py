"""The plan in the shape that `pacte read` prints: the base of exports and of comparisons."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pacte.roadmap.enums import LEADING_ROLES, LINKED, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.importing.plan import (
    LevelKind,
    ReadAchievement,
    ReadAction,
    ReadBudget,
    ReadExtra,
    ReadFunder,
    ReadLevel,
    ReadNode,
    ReadNote,
    ReadOngoing,
    ReadPlan,
    ReadSchedule,
    ReadSource,
    ReadStatus,
    ReadStep,
)
from pacte.roadmap.models import Achievement, Action, OngoingItem, Responsibility, Step
from pacte.roadmap.queries.attachments import TIE_OF, names_by_action
from pacte.roadmap.queries.columns import KNOWN, closed_columns
from pacte.roadmap.queries.filters import COLUMN_OF
from pacte.roadmap.queries.kept import as_seen, hidden_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pacte.roadmap.models import Plan, PlanLevel, PlanNode

SOURCE = "pacte"  # the format of a plan that comes from no file
READ = frozenset({"leads", "partners", "funders"})  # `pacte read` has none for elected referents

Part = TypeVar("Part", Step, OngoingItem, Achievement, Responsibility)


def read_actions(plan: Plan, actions: Sequence[Action], *, sees_team_only: bool) -> ReadPlan:
    levels = list(plan.levels.order_by("position"))
    nodes = _nodes(plan, levels)
    parts = _Parts.of(plan, actions, sees_team_only=sees_team_only)
    return ReadPlan(
        source=ReadSource(plan.title, "", SOURCE),
        title=plan.title,
        orientation=plan.orientation or None,
        territory=plan.initiative.territory.name,
        organisations=_organisations(plan),
        extra=[_extra(extra) for extra in plan.extra if sees_team_only or _is_open(extra)],
        levels=[ReadLevel(level.label, LevelKind(level.kind.lower())) for level in levels],
        nodes=list(nodes.values()),
        actions=[
            _action(action, f"a{rank}", nodes, parts, sees_team_only=sees_team_only)
            for rank, action in enumerate(actions, 1)
        ],
    )


def _organisations(plan: Plan) -> list[str]:
    present = plan.initiative.participations.filter(deleted_at=None)
    names = present.order_by("organisation__name", "pk")
    return list(names.values_list("organisation__name", flat=True))


def _nodes(plan: Plan, levels: Iterable[PlanLevel]) -> dict[int, ReadNode]:
    """By primary key, each after its parent."""
    ranks = {level.pk: rank for rank, level in enumerate(levels)}
    children: dict[int | None, list[PlanNode]] = defaultdict(list)
    for node in plan.nodes.filter(deleted_at=None).order_by("position", "pk"):
        children[node.parent_id].append(node)
    nodes: dict[int, ReadNode] = {}
    waiting = children[None][::-1]
    while waiting:
        node = waiting.pop()
        above = nodes.get(node.parent_id) if node.parent_id else None
        nodes[node.pk] = ReadNode(
            f"n{len(nodes) + 1}",
            ranks[node.level_id],
            node.number or None,
            node.title,
            above.id if above else None,
            [_extra(extra) for extra in node.extra],
        )
        waiting.extend(children[node.pk][::-1])
    return nodes


def _extra(extra: Mapping[str, str]) -> ReadExtra:
    return ReadExtra(extra["header"], extra["text"], extra.get("where"))


def _is_open(extra: Mapping[str, object]) -> bool:
    return not extra.get("team_only")


@dataclass(slots=True)
class _Parts:
    """What belongs to the actions, by action."""

    steps: dict[int, list[Step]] = field(default_factory=dict)
    ongoing: dict[int, list[OngoingItem]] = field(default_factory=dict)
    achievements: dict[int, list[Achievement]] = field(default_factory=dict)
    people: dict[int, list[Responsibility]] = field(default_factory=dict)
    ties: Mapping[tuple[int, str], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, actions: Sequence[Action], *, sees_team_only: bool) -> _Parts:
        keys = [action.pk for action in actions]
        closed = closed_columns(plan.initiative)
        order = ("action_id", "position", "pk")
        achievements = Achievement.objects.present().filter(action__in=keys).order_by(*order)
        if not sees_team_only:
            achievements = achievements.filter(is_team_only=False)
        ongoing = OngoingItem.objects.present().filter(action__in=keys).order_by(*order)
        people = (
            Responsibility.objects.present()
            .filter(action__in=keys)
            .exclude(state=ResponsibilityState.DECLINED)
            .order_by(*order)
        )
        return cls(
            steps=_grouped(Step.objects.present().filter(action__in=keys).order_by(*order)),
            ongoing=_grouped(ongoing.select_related("organisation")),
            achievements=_grouped(achievements),
            people=_grouped(people.select_related("organisation", "unit", "group", "contact")),
            ties=names_by_action(keys, [TIE_OF[c] for c in LINKED if c not in closed]),
        )


def _grouped(rows: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found


def _action(
    action: Action,
    key: str,
    nodes: Mapping[int, ReadNode],
    parts: _Parts,
    *,
    sees_team_only: bool,
) -> ReadAction:
    hidden = hidden_from(action, sees_team_only=sees_team_only)
    action = as_seen(action, sees_team_only=sees_team_only)
    node = nodes.get(action.node_id) if action.node_id else None
    read = ReadAction(key, node.id if node else None, action.number or None, action.title)
    read.code, read.version, read.where = action.code, action.version, action.where
    if "description" not in hidden:
        read.description = action.description or None
    if "priority" not in hidden:
        read.priority = action.priority or None
    _read_facts(read, action, hidden)
    _read_people(read, parts.people.get(action.pk, ()), hidden)
    _read_lists(read, action, parts, hidden)
    read.notes = [_note(note) for note in action.notes]
    if action.expected_result and "expected_result" not in hidden:
        # `pacte read` has no field for it: the heading of its column keeps it.
        heading = str(KNOWN["expected_result"].label)
        read.extra.append(ReadExtra(heading, action.expected_result))
    read.extra += [_extra(extra) for extra in action.extra]
    return read


def _read_facts(read: ReadAction, action: Action, hidden: frozenset[str]) -> None:
    if (action.schedule_text or action.schedule_kind) and "schedule" not in hidden:
        read.schedule = ReadSchedule(
            action.schedule_text,
            action.schedule_kind.lower() or "unknown",
            action.schedule_start,
            action.schedule_end,
        )
    if (action.status or action.status_text) and "status" not in hidden:
        text = action.status_text or action.get_status_display()
        read.status = ReadStatus(str(text), action.status or None)
    if action.budget_text and "budget" not in hidden:
        currency = action.budget_currency or None
        read.budget = ReadBudget(action.budget_text, action.budget_amount, currency)


def _read_people(
    read: ReadAction, people: Iterable[Responsibility], hidden: frozenset[str]
) -> None:
    for person in people:
        if COLUMN_OF[person.role] not in READ - hidden:
            continue
        if person.state == ResponsibilityState.SOUGHT and not person.is_all:
            read.sought.append(person.label)
        if person.role in LEADING_ROLES:
            read.leads.append(person.label)
        elif person.role == ResponsibilityRole.PARTNER:
            read.partners.append(person.label)
        elif person.role == ResponsibilityRole.FUNDER:
            text = person.source_text or " : ".join(
                filter(None, (person.label, person.amount_text))
            )
            read.funders.append(ReadFunder(person.label, text, person.amount))


def _read_lists(read: ReadAction, action: Action, parts: _Parts, hidden: frozenset[str]) -> None:
    if "indicators" not in hidden:
        read.indicators = list(action.indicators)
    if "publics" not in hidden:
        read.publics = list(action.publics)
    read.links = {
        column: names
        for column in LINKED
        if column not in hidden and (names := parts.ties.get((action.pk, column)))
    }
    if "achievements" not in hidden:
        found = parts.achievements.get(action.pk, ())
        read.achievements = [ReadAchievement(row.text, row.is_planned) for row in found]
    if "ongoing" not in hidden:
        read.ongoing = [
            ReadOngoing(
                (row.organisation.label if row.organisation else row.organisation_text) or None,
                row.text,
            )
            for row in parts.ongoing.get(action.pk, ())
        ]
    if "steps" not in hidden:
        read.steps = [
            ReadStep(step.number or None, step.title, step.lead or None, step.due_text or None)
            for step in parts.steps.get(action.pk, ())
        ]


def _note(note: Mapping[str, str | None]) -> ReadNote:
    date = note.get("date")
    return ReadNote(
        note.get("kind") or "",
        note.get("text") or "",
        note.get("author"),
        dt.datetime.fromisoformat(date) if date else None,
    )
