"""What a rearrangement changes, in words: before and after, for each thing it touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core import history
from pacte.core.history import Change
from pacte.roadmap.models import Action, PlanNode
from pacte.roadmap.queries.columns import KNOWN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.roadmap.models import Restructuring

ACTION, NODE = Action._meta.label_lower, PlanNode._meta.label_lower
PARTS: Mapping[str, _StrPromise] = {
    "roadmap.step": gettext_lazy("Étapes"),
    "roadmap.achievement": gettext_lazy("Réalisations"),
    "roadmap.ongoingitem": gettext_lazy("Actions en cours"),
    "roadmap.responsibility": gettext_lazy("Qui s’en occupe"),
    "roadmap.progressreport": gettext_lazy("Suivi"),
    "roadmap.actionfile": gettext_lazy("Fichiers"),
    "roadmap.progressrequest": gettext_lazy("Demandes de nouvelles"),
    "roadmap.progressanswer": gettext_lazy("Réponses reçues"),
}
# The others have no name but that of their action.
TOLD = frozenset(PARTS) - {"roadmap.progressrequest", "roadmap.progressanswer"}
# Machinery that says nothing to a reader beside what it goes with.
UNTOLD = frozenset(
    {
        *("position", "deleted_at", "version", "plan_id", "is_waiting"),
        *("news_at", "open_news_at"),
        *("schedule_kind", "schedule_start", "schedule_end", "is_continuous"),
        *("budget_amount", "budget_currency", "status_text"),
    }
)


@dataclass(frozen=True, slots=True)
class Touched:
    """An action or a part of the plan, and what changes of it."""

    label: str
    changes: list[Change]
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What goes to one action, by sort: the labels of what has one, else how many."""

    to: str
    sorts: list[tuple[str, list[str]]]


@dataclass(slots=True)
class Described:
    touched: list[Touched] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    reorders: bool = False  # whether rows change places among themselves


@dataclass(slots=True)
class Names:
    """What keys of nodes and actions are called, read once."""

    nodes: dict[int, str]
    actions: dict[int, str]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Names:
        nodes: set[int] = set()
        actions: set[int] = set()
        for row in rows:
            for side in (row.get("before") or {}, row.get("after") or {}):
                for name, value in side.items():
                    is_action = name == "action_id" or (
                        name in {"merged_into_id", "split_from_id"} and row["kind"] == ACTION
                    )
                    if value is not None and name.endswith("_id"):
                        (actions if is_action else nodes).add(value)
        return cls(
            {node.pk: str(node) for node in PlanNode.objects.filter(pk__in=nodes)},
            {one.pk: f"{one.code} {one.title}" for one in Action.objects.filter(pk__in=actions)},
        )


def describe(restructuring: Restructuring) -> Described:
    """Read what it changed; a place among others that is not worth a line is left out."""
    rows = restructuring.rows
    names = Names.of(rows)
    found = Described()
    moved: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        is_new = bool(row.get("made"))
        if row["kind"] in {ACTION, NODE}:
            changes = [] if is_new else changes_of(row, names)
            if changes or is_new:
                found.touched.append(Touched(row["label"], changes, is_new))
        elif not is_new and "action_id" in row["after"]:
            to = names.actions.get(row["after"]["action_id"], "")
            sort = row["kind"] if row["kind"] in PARTS else ""
            moved[to][sort].append(row["label"])
    found.reorders = any("position" in (row.get("after") or {}) for row in rows)
    found.moved = [
        Moved(to, [told_of(sort, labels) for sort, labels in sorts.items()])
        for to, sorts in moved.items()
    ]
    return found


def told_of(sort: str, labels: list[str]) -> tuple[str, list[str]]:
    shown = labels if sort in TOLD else [str(len(labels))]
    return str(PARTS[sort]) if sort else _("Autres liens"), shown


def changes_of(row: Mapping[str, Any], names: Names) -> list[Change]:
    found = []
    for name, before in row["before"].items():
        after = row["after"][name]
        if name in UNTOLD or before == after:
            continue
        if name in {"node_id", "parent_id"}:
            nowhere = _("Hors de toute partie") if name == "node_id" else _("Le plan lui-même")
            label = _("Partie") if name == "node_id" else _("Dans")
            sides = [names.nodes.get(key, nowhere) if key else nowhere for key in (before, after)]
            found.append(Change(label, *sides))
        elif name == "merged_into_id":
            known = names.actions if row["kind"] == ACTION else names.nodes
            label = _("Fusionnée avec")
            found.append(Change(label, known.get(before, ""), known.get(after, "")))
        elif name == "notes":
            added = [note["text"] for note in after if note not in before]
            found.append(Change(_("Gardé dans les notes"), "", "\n".join(added)))
        elif name == "extra":
            found += extras(before, after)
        elif name == "team_only_fields":
            found.append(Change(_("Réservé à l’équipe"), columns(before), columns(after)))
        else:
            noun = "roadmap.action" if row["kind"] == ACTION else "roadmap.node"
            label = history.label_of(noun, name) or name
            sides = [history.said_of(noun, name, side) for side in (before, after)]
            found.append(Change(label, *sides))
    return found


def columns(keys: Iterable[str]) -> str:
    return ", ".join(str(KNOWN[key].label) if key in KNOWN else key for key in keys)


def extras(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[Change]:
    return [Change(one["header"], "", one["text"]) for one in after if one not in before]
