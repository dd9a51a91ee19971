"""« Existe déjà ? » of a document: which of its actions say what the démarche holds already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from pacte.core.similarity import VERY_CLOSE, Index
from pacte.initiatives import registry
from pacte.roadmap.models import Action, Proposal
from pacte.roadmap.queries.similar import index_of, leads_of, parts_of

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan, PlanImport

MOST_READ = 2_000  # actions of one document
MOST_KEPT = 8  # documents whose answers a process remembers
MOST_PROPOSALS = 500
Json = Mapping[str, Any]

_kept: dict[int, tuple[int, Index[int], dict[str, int]]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Alike:
    """An action of a document, and the one, or the proposal, that says nearly the same."""

    key: str  # of the action, from one reading to the next
    id: str
    title: str
    where: str
    is_alone: bool  # its row holds no other action
    action: Action | None
    proposal: Proposal | None
    leads: Sequence[str]


def alike(
    found: PlanImport, user: User, keys: Sequence[str], *, besides: Plan | None = None
) -> list[Alike]:
    """Those that nobody answered about yet, in the order of the document; `besides` is left aside.

    `keys` name the actions of the document, from one reading to the next. Eleven queries at most,
    whatever the document: the words are compared in memory, once for each reading and each state
    of the plans.
    """
    told = (found.reading or {}).get("actions", [])[:MOST_READ]
    answered = found.choices.get("alike", {})
    asked = {key: action for key, action in zip(keys, told, strict=False) if key not in answered}
    near = nearest_actions(found, dict(zip(keys, told, strict=False)))
    rows = Action.objects.visible_to(user).filter(initiative=found.initiative_id)
    if besides is not None:
        rows = rows.exclude(plan=besides)
    wanted = {near[key] for key in asked if key in near}
    actions = {one.pk: one for one in rows.filter(pk__in=wanted).select_related("plan")}
    proposals = nearest_proposals(found, user, asked)
    leads = leads_of(list(actions))
    wheres = [action["where"] for action in told]
    made = []
    for key, action in asked.items():
        same = actions.get(near.get(key, 0))
        idea = None if same else proposals.get(key)
        if same is None and idea is None:
            continue
        made.append(
            Alike(
                key,
                action["id"],
                f"{action['number'] or ''} {action['title']}".strip(),
                action["where"],
                wheres.count(action["where"]) == 1,
                same,
                idea,
                leads.get(same.pk, []) if same else [],
            )
        )
    return made


def said_by(action: Json) -> list[tuple[str, float]]:
    return parts_of(action["title"], action["description"] or "")


def nearest_actions(found: PlanImport, asked: Mapping[str, Json]) -> dict[str, int]:
    """By the key of an action of the document, that of the action which says nearly the same."""
    index = index_of(found.initiative)
    kept = _kept.get(found.pk)
    if kept is not None and kept[0] == found.version and kept[1] is index:
        return kept[2]
    near = {
        key: best.key
        for key, action in asked.items()
        if (best := index.nearest(said_by(action), at_least=VERY_CLOSE))
    }
    with _lock:
        _kept.pop(found.pk, None)
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[found.pk] = (found.version, index, near)
    return near


def nearest_proposals(
    found: PlanImport, user: User, asked: Mapping[str, Json]
) -> dict[str, Proposal]:
    """The same, of the ideas and the proposals that wait for an answer, where these are open."""
    if not registry.is_on("roadmap.proposals", found.initiative):
        return {}
    rows = Proposal.objects.visible_to(user).waiting().filter(plan__initiative=found.initiative_id)
    waiting = {
        one.pk: one for one in rows.select_related("plan").order_by("-proposed_at")[:MOST_PROPOSALS]
    }
    if not waiting:
        return {}
    index = Index((key, parts_of(one.title, one.text)) for key, one in waiting.items())
    return {
        key: waiting[best.key]
        for key, action in asked.items()
        if (best := index.nearest(said_by(action), at_least=VERY_CLOSE))
    }
