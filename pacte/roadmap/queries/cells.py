"""What stands in each cell of a plan's table, read in a handful of queries for all rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext

from pacte.core.among import Among
from pacte.core.prepared import prepared
from pacte.network.models import Contact, Group, Organisation, Unit
from pacte.roadmap.enums import (
    LINKED,
    UNENDED,
    ActionStatus,
    Origin,
    ResponsibilityState,
    Weather,
)
from pacte.roadmap.models import (
    Achievement,
    Action,
    OngoingItem,
    PlanNode,
    Responsibility,
    Step,
)
from pacte.roadmap.queries.attachments import TIE_OF, names_by_action
from pacte.roadmap.queries.columns import EXTRA, LEVEL
from pacte.roadmap.queries.filters import COLUMN_OF, SILENT_AFTER
from pacte.roadmap.queries.kept import as_seen, hidden_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet, TextChoices

    from pacte.core.deletion import RecoverableQuerySet


class Line(NamedTuple):
    """One line of a cell; `mark` is SOUGHT, DECLINED, PLANNED or DONE where the line is one."""

    text: str
    mark: str = ""


@dataclass(slots=True)
class TableRow:
    action: Action
    frame: tuple[PlanNode, ...]  # outermost first
    cells: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    is_late: bool = False
    is_silent: bool = False
    hidden: frozenset[str] = frozenset()  # columns that this person may not read
    lead_states: tuple[str, ...] = ()  # what those who lead it answered


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Give each value its label, once a page: `get_…_display` hashes every choice at each call."""
    return {str(value): str(label) for value, label in choices.choices}


@dataclass(slots=True)
class People:
    """Who stands on the actions of one page."""

    lines: Mapping[int, Mapping[str, Sequence[Line]]]  # by action, then by column
    lead_states: Mapping[int, Sequence[str]]  # by action
    organisations: Mapping[int, str]  # those named in person, with their labels
    others: bool  # whether a unit or a group is named too


@dataclass(slots=True)
class Parts:
    """What the actions of one page share, and what belongs to each, by action."""

    labels: Mapping[str, Mapping[str, str]]  # by field, then by value
    lines: Mapping[str, Mapping[int, Sequence[Line]]]  # by column, then by action
    people: People
    ties: Mapping[tuple[int, str], list[str]]

    @classmethod
    def of(
        cls,
        actions: Sequence[Action],
        *,
        sees_team_only: bool,
        unread: frozenset[str] = frozenset(),  # columns that nobody will look at
    ) -> Parts:
        keys = [action.pk for action in actions]
        ties = [TIE_OF[column] for column in LINKED if column not in unread]
        return cls(
            labels={
                "status": labels_of(ActionStatus),
                "weather": labels_of(Weather),
                "origin": labels_of(Origin),
            },
            lines={
                "steps": {} if "steps" in unread else steps_of(keys),
                "ongoing": {} if "ongoing" in unread else ongoing_of(keys),
                "achievements": achievements_of(keys, sees_team_only=sees_team_only),
            },
            people=people_of(keys),
            ties=names_by_action(keys, ties) if ties else {},
        )

    def cells(self, action: int) -> dict[str, tuple[Line, ...]]:
        found = {key: tuple(rows[action]) for key, rows in self.lines.items() if action in rows}
        for key, lines in self.people.lines.get(action, {}).items():
            found[key] = tuple(lines)
        for key in LINKED if self.ties else ():
            if names := self.ties.get((action, key)):
                found[key] = tuple(Line(name) for name in names)
        return found


def steps_of(keys: list[int]) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for action, number, title, done_on in steps_among(actions=keys):
        found[action].append(Line(f"{number} {title}".strip(), "DONE" if done_on else ""))
    return found


def parts_among(rows: RecoverableQuerySet[Any], actions: Sequence[int]) -> QuerySet[Any]:
    present = rows.present().filter(Among("action", actions))
    return present.order_by("action_id", "position", "pk")


@prepared
def steps_among(*, actions: list[int]) -> QuerySet[Step, tuple[int, str, str, dt.date | None]]:
    rows = parts_among(Step.objects.all(), actions)
    return rows.values_list("action_id", "number", "title", "done_on")


@prepared
def ongoing_among(*, actions: list[int]) -> QuerySet[OngoingItem, tuple[int, str, str, str, str]]:
    who = ("organisation__short_name", "organisation__name", "organisation_text")
    rows = parts_among(OngoingItem.objects.all(), actions)
    return rows.values_list("action_id", *who, "text")


@prepared
def achievements_among(
    sees_team_only: bool, *, actions: list[int]
) -> QuerySet[Achievement, tuple[int, str, bool]]:
    rows = parts_among(Achievement.objects.all(), actions)
    if not sees_team_only:
        rows = rows.filter(is_team_only=False)
    return rows.values_list("action_id", "text", "is_planned")


@prepared
def people_among(*, actions: list[int]) -> QuerySet[Responsibility, tuple[Any, ...]]:
    return parts_among(Responsibility.objects.all(), actions).values_list(
        *("organisation", "unit", "group", "contact"),
        *("action_id", "role", "state", "is_all", "words", "amount_text"),
    )


def ongoing_of(keys: list[int]) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for action, short, name, words, text in ongoing_among(actions=keys):
        who = short or name or words
        found[action].append(Line(f"{who} : {text}" if who else text))
    return found


def achievements_of(keys: list[int], *, sees_team_only: bool) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for action, text, is_planned in achievements_among(sees_team_only, actions=keys):
        found[action].append(Line(text, "PLANNED" if is_planned else ""))
    return found


Named = type[Organisation] | type[Unit] | type[Group] | type[Contact]
# whom a responsibility may name, in its own order
NAMED: tuple[Named, ...] = (Organisation, Unit, Group, Contact)


def labels_in(model: Named, keys: set[int]) -> dict[int, str]:
    return {one.pk: one.label for one in named_among(model, keys=list(keys))}


@prepared
def named_among(model: Named, *, keys: list[int]) -> QuerySet[Any]:
    return model.objects.filter(Among("pk", keys))


def people_of(keys: Sequence[int]) -> People:
    """Lines by action and column; a name is read once, however many actions it stands on."""
    rows = people_among(actions=list(keys))
    labels = [
        labels_in(model, named) if (named := {row[n] for row in rows} - {None}) else {}
        for n, model in enumerate(NAMED)
    ]
    lines: dict[int, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    lead_states: dict[int, list[str]] = defaultdict(list)
    everybody, confirmed = gettext("Tous"), ResponsibilityState.CONFIRMED.value
    for *targets, action, role, state, is_all, words, amount in rows:
        known = next((labels[n][key] for n, key in enumerate(targets) if key is not None), "")
        text = known or (everybody if is_all else words)
        line = Line(f"{text} : {amount}" if amount else text, "" if is_all else state)
        if line.mark == confirmed:
            line = Line(line.text)
        column = COLUMN_OF[role]
        lines[action][column].append(line)
        if column == "leads":
            lead_states[action].append(state)
    organisations, units, groups, _contacts = labels
    return People(lines, lead_states, organisations, others=bool(units or groups))


# The field that each column of one text shows.
TEXTS = {
    "number": "number",
    "title": "title",
    "description": "description",
    "expected_result": "expected_result",
    "priority": "priority",
    "code": "code",
    "where": "where",
    "schedule": "schedule_text",
    "budget": "budget_text",
}
CHOICES = ("weather", "origin")
SEVERAL_TEXTS = ("indicators", "publics")


def make_row(
    action: Action,
    frame: tuple[PlanNode, ...],
    parts: Parts,
    *,
    today: dt.date,
    sees_team_only: bool,
    unread: frozenset[str],
) -> TableRow:
    """Everything that this person may read of one action, by column, but for what is unread."""
    hidden = hidden_from(action, sees_team_only=sees_team_only)
    action = as_seen(action, sees_team_only=sees_team_only)
    found: dict[str, tuple[Line, ...]] = {
        f"{LEVEL}{node.level.position}": (Line(str(node)),) for node in frame
    }
    found |= own_cells(action, parts.labels, unread)
    found |= parts.cells(action.pk)
    return TableRow(
        action,
        frame,
        {key: lines for key, lines in found.items() if key not in hidden} if hidden else found,
        is_late=action.is_late(today),
        is_silent=is_silent(action, today),
        hidden=hidden,
        lead_states=tuple(parts.people.lead_states.get(action.pk, ())),
    )


def own_cells(
    action: Action, labels: Mapping[str, Mapping[str, str]], unread: frozenset[str]
) -> dict[str, tuple[Line, ...]]:
    """What stands in the action's own fields, none empty."""
    cells: dict[str, tuple[Line, ...]] = {
        key: (Line(text),)
        for key, field_ in TEXTS.items()
        if key not in unread and (text := getattr(action, field_))
    }
    if status := labels["status"][action.status] if action.status else action.status_text:
        cells["status"] = (Line(status, action.status),)
    for key in CHOICES:
        if key not in unread and (value := getattr(action, key)):
            cells[key] = (Line(labels[key].get(value, ""), value),)
    for key in SEVERAL_TEXTS:
        if key not in unread and (texts := getattr(action, key)):
            cells[key] = tuple(Line(text) for text in texts)
    if "notes" not in unread and action.notes:
        cells["notes"] = tuple(Line(note["text"]) for note in action.notes)
    for extra in action.extra:
        key = f"{EXTRA}{extra['header']}"
        cells[key] = (*cells.get(key, ()), Line(extra["text"]))
    return cells


def frame_of(node: int | None, nodes: Mapping[int, PlanNode]) -> tuple[PlanNode, ...]:
    """The parts that a node stands in, outermost first, and itself."""
    path: list[PlanNode] = []
    key = node
    while key is not None and key in nodes and len(path) < len(nodes):
        path.append(nodes[key])
        key = nodes[key].parent_id
    return tuple(reversed(path))


def is_silent(action: Action, today: dt.date) -> bool:
    said = action.news_at or action.created_at
    return action.status in UNENDED and said.date() < today - SILENT_AFTER
