"""Saving one cell of the table, whatever it holds: the one door of in-place editing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.enums import LINKED
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import Action
from pacte.roadmap.operations.actions import EDITABLE, edit_action, locked, save, schedule_action
from pacte.roadmap.operations.amounts import kept_amount
from pacte.roadmap.operations.attachments import edit_attachments
from pacte.roadmap.operations.lists import ROWS, as_shown, rewrite_lines
from pacte.roadmap.operations.statuses import move_status
from pacte.roadmap.queries.columns import EXTRA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.core.actor import Actor

LISTS = frozenset({"indicators", "publics"})  # lines in a field of the action


@dataclass(frozen=True, slots=True)
class ScheduleMeant:
    """A schedule's words with what they mean."""

    text: str
    kind: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BudgetMeant:
    text: str
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class StatusMeant:
    value: str
    reason: str = ""


def edit_cell(
    *, action: Action, column: str, read: object, value: object, by: Actor, at: dt.datetime
) -> Action:
    """Save `value` where the cell still holds `read`; raise FieldChangedMeanwhile otherwise.

    `value` is a text, a list of lines for columns of lines, or one of the *Meant* shapes; `read` is
    the text or the lines that the person had before her eyes.
    """
    if isinstance(value, ScheduleMeant):
        return schedule_action(
            action=action,
            read=str(read),
            text=value.text,
            kind=value.kind,
            start=value.start,
            end=value.end,
            by=by,
            at=at,
        )
    if isinstance(value, StatusMeant):
        return move_status(
            action=action, to=value.value, reason=value.reason, read=str(read), by=by, at=at
        )
    if isinstance(value, BudgetMeant):
        return edit_budget(action=action, read=str(read), value=value, by=by, at=at)
    if column.startswith(EXTRA):
        return edit_extra(
            action=action,
            header=column.removeprefix(EXTRA),
            read=str(read),
            text=str(value),
            by=by,
            at=at,
        )
    if column in LINKED or column in ROWS:
        write = edit_attachments if column in LINKED else rewrite_lines
        return write(
            action=action, column=column, read=as_lines(read), lines=as_lines(value), by=by, at=at
        )
    if column not in EDITABLE:
        raise KeyError(column)
    if column in LISTS:
        held: list[str] = getattr(action, column)
        read, value = (unshown(held, as_lines(told)) for told in (read, value))
    return edit_action(action=action, field=column, read=read, value=value, by=by, at=at)


def as_lines(value: object) -> list[str]:
    return list(value) if isinstance(value, list | tuple) else str(value).splitlines()


def unshown(held: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The lines as they are held, where a cell shows one of several lines as one."""
    texts = dict(zip(as_shown(held), held, strict=True))
    return [texts.get(line, line) for line in lines]


@transaction.atomic
def edit_budget(
    *, action: Action, read: str, value: BudgetMeant, by: Actor, at: dt.datetime
) -> Action:
    """Keep the words of the budget, and the amount that they mean."""
    action = locked(action)
    amount = kept_amount(value.amount)
    before = action.budget_text
    if before == value.text:
        return action
    if before != read:
        raise FieldChangedMeanwhile("budget", read, before, value.text)
    changes: dict[str, list[object]] = {
        "budget_text": [before, value.text],
        "budget_amount": [action.budget_amount, amount],
    }
    action.budget_text, action.budget_amount = value.text, amount
    action.budget_currency = value.currency
    save(action, ["budget_text", "budget_amount", "budget_currency"], at)
    audit.record("roadmap.action.edited", target=action, by=by, at=at, changes=changes)
    return action


@transaction.atomic
def edit_extra(
    *, action: Action, header: str, read: str, text: str, by: Actor, at: dt.datetime
) -> Action:
    """Change the text of a column that only the document knows; an empty one goes away."""
    action = locked(action)
    before = extra_text(action, header)
    if before == text:
        return action
    if before != read:
        raise FieldChangedMeanwhile(f"{EXTRA}{header}", read, before, text)
    same = [extra for extra in action.extra if extra["header"] == header]
    others = [extra for extra in action.extra if extra["header"] != header]
    kept = {**(same[0] if same else {"header": header}), "text": text}
    if any(extra.get("team_only") for extra in same):  # of several made one, none is opened
        kept["team_only"] = True
    action.extra = [*others, kept] if text else others
    save(action, ["extra"], at)
    audit.record(
        "roadmap.action.edited", target=action, by=by, at=at, changes={header: [before, text]}
    )
    return action


def extra_text(action: Action, header: str) -> str:
    return "\n".join(extra["text"] for extra in action.extra if extra["header"] == header)
