"""Passing an action from one status to another, and what that settles."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.enums import NEEDS_REASON, TRANSITIONS, WORRIES, ActionStatus, RequestEnd
from pacte.roadmap.errors import (
    ContinuousNeverDone,
    FieldChangedMeanwhile,
    ReasonMissing,
    TransitionRefused,
)
from pacte.roadmap.models import Action
from pacte.roadmap.operations.actions import locked, save

if TYPE_CHECKING:
    from pacte.core.actor import Actor


def end_requests(action: Action, *, end: RequestEnd, at: dt.datetime) -> None:
    """Ask nobody about this action any more, in the caller's transaction."""
    action.requests.open().update(end=end, ended_at=at)


@transaction.atomic
def move_status(
    *,
    action: Action,
    to: str,
    by: Actor,
    at: dt.datetime,
    reason: str = "",
    read: str | None = None,
) -> Action:
    """Pass to another status, as `enums.TRANSITIONS` allows; a pause or an end wants a reason.

    An action that had no status may take any.
    """
    action = locked(action)
    before = action.status
    if before == to:
        return reword_reason(action, reason.strip(), by=by, at=at)
    if read is not None and read != before:
        raise FieldChangedMeanwhile("status", read, before, to)
    if before and to not in TRANSITIONS[before]:
        raise TransitionRefused
    if to in NEEDS_REASON and not reason.strip():
        raise ReasonMissing
    if to == ActionStatus.DONE and action.is_continuous:
        raise ContinuousNeverDone
    changes = {"status": [before, to]}
    if action.status_reason != reason.strip():
        changes["status_reason"] = [action.status_reason, reason.strip()]
    action.status, action.status_reason, action.news_at = to, reason.strip(), at
    action.to_clarify_since = None
    if "status" not in action.team_only_fields:
        action.open_news_at = at
    settled = settle(action, changes) if to == ActionStatus.DONE else []
    moved = ["status", "status_reason", "news_at", "open_news_at", "to_clarify_since"]
    save(action, [*moved, *settled], at)
    audit.record("roadmap.action.status_moved", target=action, by=by, at=at, changes=changes)
    end_requests(action, end=RequestEnd.TOLD_OTHERWISE, at=at)
    return action


def settle(action: Action, changes: dict[str, list[str]]) -> list[str]:
    """What is done waits for nothing and worries nobody any more."""
    settled = []
    if action.is_waiting:
        changes["waiting_for"] = [action.waiting_for, ""]
        action.is_waiting, action.waiting_for, action.unblocking_condition = False, "", ""
        settled += ["is_waiting", "waiting_for", "unblocking_condition"]
    if action.weather in WORRIES:
        changes["weather"] = [action.weather, ""]
        action.weather = ""
        settled.append("weather")
    return settled


def reword_reason(action: Action, reason: str, *, by: Actor, at: dt.datetime) -> Action:
    """Say otherwise why it is paused or ended, its status being the same."""
    before = action.status_reason
    if action.status in NEEDS_REASON and reason and reason != before:
        action.status_reason = reason
        save(action, ["status_reason"], at)
        audit.record(
            "roadmap.action.edited",
            target=action,
            by=by,
            at=at,
            changes={"status_reason": [before, reason]},
        )
    return action
