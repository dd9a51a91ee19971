"""Two tables that tell the same actions: the fuller one is the plan, the other repeats it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.importing.plan import Repeated
from pacte.roadmap.importing.summaries import CLOSE, NUMBERED, shared_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.plan import ReadAction

SAME = 0.6  # of the actions of one table, told again by another
_FIELDS = (
    *("node", "number", "description", "schedule", "status", "priority", "budget"),
    *("leads", "partners", "funders", "indicators", "publics", "achievements", "ongoing"),
    *("steps", "extra"),
)


def fold_sources(builder: Builder) -> None:
    """Fold each kind of table into a fuller one that tells the same actions."""
    families: dict[str, list[ReadAction]] = defaultdict(list)
    for action in builder.plan.actions:
        families[builder.sources[action.id]].append(action)
    if len(families) < 2:  # noqa: PLR2004 — one kind of table repeats none
        return
    folded: dict[str, str] = {}  # by the id of an action told again, that of the one kept
    fuller = sorted(families.values(), key=_fullness, reverse=True)
    for place, poor in enumerate(fuller[1:], 1):
        for rich in fuller[:place]:
            pairs = list(_pairs(poor, rich))
            if len(pairs) >= SAME * len(poor):
                for told, kept in pairs:
                    _fold(builder, told, kept)
                    folded[told.id] = kept.id
                break
    if folded:
        plan = builder.plan
        plan.actions = [action for action in plan.actions if action.id not in folded]
        plan.repeated = [
            replace(passage, of=folded[passage.of]) if passage.of in folded else passage
            for passage in plan.repeated
        ]


def _fullness(actions: Sequence[ReadAction]) -> float:
    filled = sum(1 for action in actions for name in _FIELDS if getattr(action, name))
    return filled / len(actions)


def _pairs(
    poor: Sequence[ReadAction], rich: Sequence[ReadAction]
) -> Iterator[tuple[ReadAction, ReadAction]]:
    by_number: dict[str, list[ReadAction]] = defaultdict(list)
    by_title: dict[str, list[ReadAction]] = defaultdict(list)
    for action in rich:
        by_title[fold(action.title)].append(action)
        if action.number:
            by_number[fold(action.number)].append(action)
    for action in poor:
        words = set(fold(action.title).split())
        numbered = by_number.get(fold(action.number), []) if action.number else []
        same = by_title.get(fold(action.title)) or [
            other
            for other in numbered or (rich if len(rich) <= FEW else [])
            if shared_words(words, other.title) >= (NUMBERED if numbered else CLOSE)
        ]
        if same:
            yield action, same[0]


def _fold(builder: Builder, told: ReadAction, kept: ReadAction) -> None:
    plan = builder.plan
    plan.repeated.append(Repeated(told.where, " | ".join(texts_of(told)), kept.id))
    for name in _FIELDS:
        if not getattr(kept, name) and getattr(told, name):
            setattr(kept, name, getattr(told, name))
    kept.notes.extend(told.notes)
    for doubt in plan.doubts:
        if doubt.target == told.id:
            doubt.target = kept.id


def texts_of(action: ReadAction) -> Iterator[str]:
    """Every text that an action holds, notes apart."""
    yield f"{action.number} {action.title}" if action.number else action.title
    if action.description:
        yield action.description
    yield from (*action.leads, *action.partners)
    yield from (funder.text for funder in action.funders)
    for fact in (action.schedule, action.status, action.budget):
        if fact is not None:
            yield fact.text
    if action.priority:
        yield action.priority
    yield from (*action.indicators, *action.publics)
    yield from (achievement.text for achievement in action.achievements)
    for ongoing in action.ongoing:
        yield f"{ongoing.organisation} : {ongoing.text}" if ongoing.organisation else ongoing.text
    for step in action.steps:
        yield f"{step.number} {step.title}" if step.number else step.title
    for extra in action.extra:
        yield f"{extra.header} : {extra.text}" if extra.header else extra.text


FEW = 400  # titles that are compared one by one
