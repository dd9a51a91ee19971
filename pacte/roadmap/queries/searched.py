"""What of a plan people may find by its words: plans, their parts, their actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.core.search import Found, Keys, Source, Words, those
from pacte.roadmap.models import Action, Plan, PlanNode
from pacte.roadmap.queries.frame import said_under

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative

# The fields of an action whose words are indexed, by the column that keeps them to the team.
TEXTS = {
    "description": ("description",),
    "expected_result": ("expected_result",),
    "status": ("status_reason",),
    "waiting": ("waiting_for", "unblocking_condition"),
    "priority": ("priority",),
}
SEVERAL_TEXTS = ("indicators", "publics")
LINES = {"steps": "title", "achievements": "text", "ongoing": "text"}


def words_of_actions(keys: Keys | None) -> Iterator[Words]:
    actions = Action.objects.present().filter(plan__deleted_at=None)
    rows = those(actions, keys).select_related("plan").prefetch_related(*LINES)
    for action in rows.iterator(chunk_size=500):
        open_texts, kept_texts = texts_of(action)
        yield Words(
            key=action.pk,
            space=action.audit_space,
            title=f"{action.number} {action.code} {action.title}",
            text="\n".join(open_texts),
            kept="\n".join(kept_texts),
            is_kept=action.is_team_only or not action.plan.is_shared,
        )


def texts_of(action: Action) -> tuple[list[str], list[str]]:
    """What every reader of the action reads, and what it keeps to the team."""
    told: tuple[list[str], list[str]] = ([], [])
    hidden = frozenset(action.team_only_fields)
    for column, fields in TEXTS.items():
        told[column in hidden].extend(getattr(action, field) for field in fields)
    for column in SEVERAL_TEXTS:
        told[column in hidden].extend(str(text) for text in getattr(action, column))
    for column, field in LINES.items():
        for line in getattr(action, column).all():
            if line.deleted_at is not None:
                continue
            is_kept = column in hidden or getattr(line, "is_team_only", False)
            told[is_kept].append(getattr(line, field))
    told[True].extend(note.get("text", "") for note in action.notes)
    return told


def seen_actions(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Action.objects.visible_to(user).filter(initiative=initiative, pk__in=keys)
    return {
        action.pk: Found(action, str(action), str(action.node or action.plan))
        for action in rows.select_related("initiative", "plan", "node")
    }


def words_of_nodes(keys: Keys | None) -> Iterator[Words]:
    nodes = PlanNode.objects.present().filter(plan__deleted_at=None)
    for node in those(nodes, keys).select_related("plan").iterator(chunk_size=500):
        said = "\n".join(text for _heading, text in said_under(node))
        yield Words(node.pk, node.audit_space, str(node), said, is_kept=not node.plan.is_shared)


def seen_nodes(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = PlanNode.objects.present().filter(
        plan__in=Plan.objects.visible_to(user).filter(initiative=initiative), pk__in=keys
    )
    return {
        node.pk: Found(node, str(node), f"{node.level.label}, {node.plan}")
        for node in rows.select_related("plan__initiative", "level")
    }


def words_of_plans(keys: Keys | None) -> Iterator[Words]:
    for plan in those(Plan.objects.present(), keys):
        yield Words(
            plan.pk, plan.audit_space, plan.title, plan.orientation, is_kept=not plan.is_shared
        )


def seen_plans(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Plan.objects.visible_to(user).filter(initiative=initiative, pk__in=keys)
    return {
        plan.pk: Found(plan, plan.title, plan.get_kind_display())
        for plan in rows.select_related("initiative")
    }


def actions_of_plans(keys: Keys) -> Iterable[int]:
    """A plan put aside, or brought back, takes its actions with it."""
    return Action.objects.filter(plan__in=keys).values_list("pk", flat=True)


def nodes_of_plans(keys: Keys) -> Iterable[int]:
    return PlanNode.objects.filter(plan__in=keys).values_list("pk", flat=True)


SOURCES = (
    Source(
        kind="roadmap.plan",
        module="roadmap",
        label=_("Plans"),
        words=words_of_plans,
        seen=seen_plans,
    ),
    Source(
        kind="roadmap.plannode",
        module="roadmap",
        label=_("Parties du plan"),
        words=words_of_nodes,
        seen=seen_nodes,
        also={"roadmap.plan": nodes_of_plans},
    ),
    Source(
        kind="roadmap.action",
        module="roadmap",
        label=_("Actions"),
        words=words_of_actions,
        seen=seen_actions,
        also={"roadmap.plan": actions_of_plans},
    ),
)
