"""Actions that say nearly the same: while one is typed, and side by side in the whole plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from pacte.core.similarity import CLOSE, Index
from pacte.roadmap.models import Action, Attachment, Plan
from pacte.roadmap.queries.cells import people_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative

TITLE, REST = 2.0, 0.5  # a title says what an action is; its description says more than that
MOST_KEPT = 8  # indexes held in the memory of a process
MOST_PAIRS = 60
MOST_SHOWN = 4
MOST_ALIKE = 8  # actions for one public on one theme: beyond, that says nothing of two of them

Tie = tuple[str, int]  # « public », « theme » or « territory », and its key

_kept: dict[int, tuple[tuple[int, int], Index[int]]] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Similar:
    action: Action
    score: float
    leads: Sequence[str]


def index_of(initiative: Initiative) -> Index[int]:
    """The actions present in its plans; made again once one of the plans has changed."""
    plans = Plan.objects.present().filter(initiative=initiative)
    told = plans.aggregate(count=Count("pk"), versions=Sum("version"))
    version = (told["count"], told["versions"] or 0)
    kept = _kept.get(initiative.pk)
    if kept is not None and kept[0] == version:
        return kept[1]
    rows = Action.objects.present().filter(plan__in=plans).order_by("pk")
    index = Index(
        (key, parts_of(title, description))
        for key, title, description in rows.values_list("pk", "title", "description")
    )
    with _lock:
        _kept.pop(initiative.pk, None)
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[initiative.pk] = (version, index)
    return index


def parts_of(title: str, description: str = "") -> list[tuple[str, float]]:
    return [(title, TITLE), (description, REST)]


def similar_actions(
    initiative: Initiative,
    user: User | AnonymousUser,
    title: str,
    description: str = "",
    *,
    at_least: float = CLOSE,
) -> list[Similar]:
    """Actions of any plan of the initiative that this person sees and that say nearly this."""
    close = index_of(initiative).close_to(
        parts_of(title, description), limit=3 * MOST_SHOWN, at_least=at_least
    )
    seen = {
        action.pk: action
        for action in Action.objects.visible_to(user)
        .filter(pk__in=[one.key for one in close])
        .select_related("plan")
    }
    shown = [one for one in close if one.key in seen][:MOST_SHOWN]
    leads = leads_of([one.key for one in shown])
    return [Similar(seen[one.key], one.score, leads.get(one.key, [])) for one in shown]


def leads_of(keys: Sequence[int]) -> dict[int, list[str]]:
    """Who leads each, by name."""
    lines = people_of(keys).lines
    return {key: [line.text for line in lines.get(key, {}).get("leads", ())] for key in keys}


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two actions of a plan that may do the same: why, and how near their words are."""

    first: Action
    second: Action
    score: float
    shared: Sequence[str]  # publics, themes and territories that both have
    leads: Mapping[int, Sequence[str]]

    @property
    def is_near(self) -> bool:
        return self.score >= CLOSE


def overlaps(plan: Plan, user: User | AnonymousUser) -> list[Overlap]:
    """Pairs of a plan taken through its gate: near by their words, or alike by what they serve.

    That is the same publics on the same themes, in places that do not exclude each other. For the
    team: it alone reads what actions keep.
    """
    actions = {
        action.pk: action
        for action in Action.objects.visible_to(user).filter(plan=plan).order_by("position", "pk")
    }
    index = Index(
        (key, parts_of(action.title, action.description)) for key, action in actions.items()
    )
    ties, names = ties_of(actions)
    scores = {(first, second): score for first, second, score in index.pairs()}
    places = {key: {tie for tie in ties[key] if tie[0] == "territory"} for key in actions}
    found: dict[tuple[int, int], tuple[float, list[str]]] = {}
    for first, second in dict.fromkeys((*scores, *alike(list(actions), ties))):
        if places[first] and places[second] and places[first].isdisjoint(places[second]):
            continue
        shared = sorted(ties[first] & ties[second])
        found[first, second] = (scores.get((first, second), 0.0), [names[one] for one in shared])
    ranked = sorted(found.items(), key=lambda item: (-weight(item[1]), item[0]))[:MOST_PAIRS]
    people = leads_of([key for pair, _ in ranked for key in pair])
    return [
        Overlap(
            actions[first],
            actions[second],
            score,
            shared,
            {key: people.get(key, []) for key in (first, second)},
        )
        for (first, second), (score, shared) in ranked
    ]


def alike(keys: Sequence[int], ties: Mapping[int, set[Tie]]) -> Iterator[tuple[int, int]]:
    """Two and two, the actions for one public on one theme, where these are few enough to tell."""
    groups: dict[tuple[Tie, Tie], list[int]] = defaultdict(list)
    for key in keys:
        for public in (tie for tie in ties[key] if tie[0] == "public"):
            for theme in (tie for tie in ties[key] if tie[0] == "theme"):
                groups[public, theme].append(key)
    for group in groups.values():
        if len(group) <= MOST_ALIKE:
            yield from combinations(group, 2)


def weight(told: tuple[float, list[str]]) -> float:
    """Words first, then each thing that both share."""
    score, shared = told
    return score + 0.1 * len(shared)


def ties_of(actions: Mapping[int, Action]) -> tuple[Mapping[int, set[Tie]], Mapping[Tie, str]]:
    ties: dict[int, set[Tie]] = defaultdict(set)
    names: dict[Tie, str] = {}
    rows = Attachment.objects.filter(action__in=list(actions), pillar=None)
    told = rows.values_list(
        "action_id",
        *("public_id", "public__name", "theme_id", "theme__name"),
        *("territory_id", "territory__name"),
    )
    for action, *values in told:
        for place, kind in enumerate(("public", "theme", "territory")):
            key, name = values[2 * place : 2 * place + 2]
            if key is not None:
                ties[action].add((kind, key))
                names[kind, key] = name
    return ties, names
