"""The items of one action as the user has split, joined or reworded them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pacte.core.ranks import keys_of
from pacte.roadmap.importing.coverage import words_left
from pacte.roadmap.importing.numbering import take_number
from pacte.roadmap.importing.plan import ReadAchievement, ReadStep, Unplaced

if TYPE_CHECKING:
    from pacte.roadmap.importing.plan import ReadAction, ReadPlan

FIELDS = ("leads", "partners", "steps", "achievements")


def amend(plan: ReadPlan, items: Mapping[str, Sequence[str]]) -> None:
    """Put the user's own items in the place of those understood, by « field|rank|where »."""
    keys = keys_of([action.where for action in plan.actions])
    for action, key in zip(plan.actions, keys, strict=True):
        for field in FIELDS:
            if lines := items.get(f"{field}|{key}"):
                before = list(_lines(action, field))
                _put(action, field, lines)
                rest = words_left("\n".join(before), tuple(lines))
                if rest:
                    plan.unplaced.append(Unplaced(action.where, rest))


def step_line(number: str | None, title: str) -> str:
    return f"{number or ''} {title}".strip()


def _lines(action: ReadAction, field: str) -> Iterator[str]:
    if field == "steps":
        for step in action.steps:
            yield " ".join(filter(None, (step.number, step.title)))
    elif field == "achievements":
        yield from (item.text for item in action.achievements)
    else:
        yield from getattr(action, field)


def _put(action: ReadAction, field: str, lines: Sequence[str]) -> None:
    if field == "steps":
        action.steps = [_step(line, action.steps) for line in lines]
    elif field == "achievements":
        action.achievements = [_achievement(line, action.achievements) for line in lines]
    else:
        setattr(action, field, list(dict.fromkeys(lines)))


def _step(line: str, before: Sequence[ReadStep]) -> ReadStep:
    """A step with the lead and the date of the one that it comes from."""
    for step in before:
        if line == step_line(step.number, step.title):
            return step
    taken = take_number(line)
    found = ReadStep(taken.number, taken.title) if taken.title else ReadStep(None, line)
    head, _space, rest = line.partition(" ")
    if rest and any(head == step.number for step in before):
        found = ReadStep(head, rest)
    for step in before:
        if found.title in step.title or step.title in found.title:
            found.lead, found.due = step.lead, step.due
            break
    return found


def _achievement(line: str, before: Sequence[ReadAchievement]) -> ReadAchievement:
    planned = any(item.planned and (line in item.text or item.text in line) for item in before)
    return ReadAchievement(line, planned)
