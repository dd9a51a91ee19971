"""What Pacte does by itself: declared once, then chosen, delayed or stopped in each space."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.core.models import AutomationChoice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.core.actor import Actor

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Number:
    """A delay that a space may change, in days."""

    key: str
    label: _StrPromise
    default: int
    least: int = 1
    most: int = 730


@dataclass(frozen=True, slots=True)
class Automation:
    """`run` does it in one space; it may be run again at any time and does nothing twice.

    `spaces` tells where it could have something to do; `module` is the part of the menu it
    belongs to: a space that closed it is not visited.
    """

    name: str  # app.verb_noun
    module: str
    label: _StrPromise
    purpose: _StrPromise
    numbers: tuple[Number, ...]
    spaces: Callable[[], Iterable[str]]
    run: Callable[[str, Mapping[str, int], dt.datetime], object]
    sends_mail: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An automation as one space has it."""

    automation: Automation
    is_on: bool
    numbers: Mapping[str, int]
    last_run_at: dt.datetime | None = None
    last_failure: str = ""


_automations: dict[str, Automation] = {}


def register(automation: Automation) -> None:
    """Declare one, in `AppConfig.ready()`."""
    _automations[automation.name] = automation


def every() -> list[Automation]:
    return list(_automations.values())


def chosen(name: str, space: str) -> Chosen:
    """How this space has it; its defaults where nothing was decided."""
    row = AutomationChoice.objects.filter(space=space, name=name).first()
    return _chosen(_automations[name], row)


def chosen_in(space: str) -> list[Chosen]:
    """Every automation as this space has it, in the order they were declared."""
    rows = {row.name: row for row in AutomationChoice.objects.filter(space=space)}
    return [_chosen(one, rows.get(one.name)) for one in every()]


def _chosen(automation: Automation, row: AutomationChoice | None) -> Chosen:
    defaults = {number.key: number.default for number in automation.numbers}
    if row is None:
        return Chosen(automation, is_on=True, numbers=defaults)
    kept = {key: value for key, value in row.numbers.items() if key in defaults}
    return Chosen(automation, row.is_on, defaults | kept, row.last_run_at, row.last_failure)


@transaction.atomic
def choose(
    name: str,
    *,
    space: str,
    is_on: bool,
    numbers: Mapping[str, int],
    by: Actor,
    at: dt.datetime,
) -> AutomationChoice:
    """Keep what a space decided. The caller cleaned the numbers against their bounds."""
    before = chosen(name, space)
    row, _ = AutomationChoice.objects.get_or_create(space=space, name=name)
    row.is_on, row.numbers = is_on, dict(numbers)
    row.save(update_fields=["is_on", "numbers"])
    changes: dict[str, list[object]] = {
        "is_on": [before.is_on, is_on],
        **{key: [before.numbers[key], value] for key, value in numbers.items()},
    }
    audit.record(
        "core.automation.chosen",
        target=row,
        by=by,
        at=at,
        space=space,
        changes={key: sides for key, sides in changes.items() if sides[0] != sides[1]},
    )
    return row


def run_all(now: dt.datetime, is_open: Callable[[str, str], bool]) -> None:
    """Do what is on, everywhere; `is_open(module, space)` says whether a part is open there."""
    for automation in every():
        for space in automation.spaces():
            if is_open(automation.module, space):
                run_one(automation, space, now)


def run_one(automation: Automation, space: str, now: dt.datetime) -> None:
    """Do one thing in one space, and keep when; a failure there stops nothing elsewhere."""
    mine = chosen(automation.name, space)
    if not mine.is_on:
        return
    failure = ""
    try:
        automation.run(space, mine.numbers, now)
    except Exception as error:
        logger.exception("automation.failed", extra={"automation": automation.name})
        failure = type(error).__name__
    AutomationChoice.objects.update_or_create(
        space=space,
        name=automation.name,
        defaults={"last_run_at": now, "last_failure": failure},
    )
