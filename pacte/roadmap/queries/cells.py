"""What stands in each cell of a plan's table, read in a handful of queries for all rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from pacte.network.models import Contact, Group, Organisation, Unit
from pacte.roadmap.enums import (
    OPEN_STATUSES,
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
from pacte.roadmap.queries.attachments import LINKED, names_by_action
from pacte.roadmap.queries.columns import EXTRA, LEVEL
from pacte.roadmap.queries.filters import COLUMN_OF, ROLES, SILENT_AFTER
from pacte.roadmap.queries.kept import as_seen, hidden_from

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import TextChoices


@dataclass(frozen=True, slots=True)
class Line:
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


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    """Give each value its label, once a page: `get_…_display` hashes every choice at each call."""
    return {str(value): str(label) for value, label in choices.choices}


@dataclass(slots=True)
class Parts:
    """What the actions of one page share, and what belongs to each, by action."""

    labels: Mapping[str, Mapping[str, str]]  # by field, then by value
    steps: Mapping[int, list[Line]]
    ongoing: Mapping[int, list[Line]]
    achievements: Mapping[int, list[Line]]
    people: Mapping[tuple[int, str], list[Line]]
    ties: Mapping[tuple[int, str], list[str]]

    @classmethod
    def of(cls, actions: Sequence[Action], *, sees_team_only: bool) -> Parts:
        keys = [action.pk for action in actions]
        return cls(
            labels={
                "status": labels_of(ActionStatus),
                "weather": labels_of(Weather),
                "origin": labels_of(Origin),
            },
            steps=steps_of(keys),
            ongoing=ongoing_of(keys),
            achievements=achievements_of(keys, sees_team_only=sees_team_only),
            people=people_of(keys),
            ties=names_by_action(keys),
        )

    def cells(self, action: int) -> dict[str, tuple[Line, ...]]:
        found = {key: tuple(self.people.get((action, key), ())) for key in ROLES}
        found["steps"] = tuple(self.steps.get(action, ()))
        found["ongoing"] = tuple(self.ongoing.get(action, ()))
        found["achievements"] = tuple(self.achievements.get(action, ()))
        for column in LINKED:
            found[column] = tuple(Line(name) for name in self.ties.get((action, column), ()))
        return found


def steps_of(keys: Sequence[int]) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    rows = (
        Step.objects.present()
        .filter(action__in=keys)
        .order_by("action_id", "position", "pk")
        .values_list("action_id", "number", "title", "done_on")
    )
    for action, number, title, done_on in rows:
        found[action].append(Line(f"{number} {title}".strip(), "DONE" if done_on else ""))
    return found


def ongoing_of(keys: Sequence[int]) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    rows = (
        OngoingItem.objects.present()
        .filter(action__in=keys)
        .order_by("action_id", "position", "pk")
        .values_list(
            "action_id",
            "organisation__short_name",
            "organisation__name",
            "organisation_text",
            "text",
        )
    )
    for action, short, name, words, text in rows:
        who = short or name or words
        found[action].append(Line(f"{who} : {text}" if who else text))
    return found


def achievements_of(keys: Sequence[int], *, sees_team_only: bool) -> Mapping[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    rows = Achievement.objects.present().filter(action__in=keys)
    if not sees_team_only:
        rows = rows.filter(is_team_only=False)
    for action, text, is_planned in rows.order_by("action_id", "position", "pk").values_list(
        "action_id", "text", "is_planned"
    ):
        found[action].append(Line(text, "PLANNED" if is_planned else ""))
    return found


Named = type[Organisation] | type[Unit] | type[Group] | type[Contact]
# whom a responsibility may name, in its own order
NAMED: tuple[Named, ...] = (Organisation, Unit, Group, Contact)


def labels_in(model: Named, keys: set[int]) -> dict[int, str]:
    return {one.pk: one.label for one in model.objects.filter(pk__in=keys)}


def people_of(keys: Sequence[int]) -> Mapping[tuple[int, str], list[Line]]:
    """Lines by action and column; a name is read once, however many actions it stands on."""
    found: dict[tuple[int, str], list[Line]] = defaultdict(list)
    rows = list(
        Responsibility.objects.present()
        .filter(action__in=keys)
        .order_by("action_id", "position", "pk")
        .values_list(
            *("organisation", "unit", "group", "contact"),
            *("action_id", "role", "state", "is_all", "words", "amount_text"),
        )
    )
    labels = [
        labels_in(model, {row[n] for row in rows if row[n] is not None})
        for n, model in enumerate(NAMED)
    ]
    everybody = gettext("Tous")
    for *targets, action, role, state, is_all, words, amount in rows:
        known = next((labels[n][key] for n, key in enumerate(targets) if key is not None), "")
        text = known or (everybody if is_all else words)
        mark = "" if state == ResponsibilityState.CONFIRMED or is_all else state
        line = Line(f"{text} : {amount}" if amount else text, mark)
        found[action, COLUMN_OF[role]].append(line)
    return found


TEXTS = ("number", "title", "description", "expected_result", "priority", "code", "where")


def make_row(
    action: Action,
    nodes: Mapping[int, PlanNode],
    parts: Parts,
    *,
    today: dt.date,
    sees_team_only: bool,
) -> TableRow:
    """Everything that this person may read of one action, by column."""
    hidden = hidden_from(action, sees_team_only=sees_team_only)
    action = as_seen(action, sees_team_only=sees_team_only)
    row = TableRow(
        action,
        frame_of(action, nodes),
        is_late=action.is_late(today),
        is_silent=is_silent(action, today),
        hidden=hidden,
    )
    found: dict[str, tuple[Line, ...]] = {
        f"{LEVEL}{node.level.position}": (Line(str(node)),) for node in row.frame
    }
    found |= own_cells(action, parts.labels)
    found |= parts.cells(action.pk)
    row.cells = {key: lines for key, lines in found.items() if lines and key not in hidden}
    return row


def own_cells(
    action: Action, labels: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[Line, ...]]:
    cells = {key: one(getattr(action, key)) for key in TEXTS}
    cells["schedule"] = one(action.schedule_text)
    cells["budget"] = one(action.budget_text)
    status = labels["status"][action.status] if action.status else action.status_text
    cells["status"] = one(status, action.status)
    cells["weather"] = one(labels["weather"].get(action.weather, ""), action.weather)
    cells["origin"] = one(labels["origin"].get(action.origin, ""), action.origin)
    cells["indicators"] = tuple(Line(text) for text in action.indicators)
    cells["publics"] = tuple(Line(text) for text in action.publics)
    cells["notes"] = tuple(Line(note["text"]) for note in action.notes)
    for extra in action.extra:
        key = f"{EXTRA}{extra['header']}"
        cells[key] = (*cells.get(key, ()), Line(extra["text"]))
    return cells


def one(text: object, mark: str = "") -> tuple[Line, ...]:
    return (Line(str(text), mark),) if text else ()


def frame_of(action: Action, nodes: Mapping[int, PlanNode]) -> tuple[PlanNode, ...]:
    path: list[PlanNode] = []
    key = action.node_id
    while key is not None and key in nodes and len(path) < len(nodes):
        path.append(nodes[key])
        key = nodes[key].parent_id
    return tuple(reversed(path))


def is_silent(action: Action, today: dt.date) -> bool:
    said = action.news_at or action.created_at
    return action.status in OPEN_STATUSES | {""} and said.date() < today - SILENT_AFTER
