"""Keeping an action, or some of its fields, to the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.operations.actions import locked, save

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Action


@transaction.atomic
def keep_to_team(
    *,
    action: Action,
    whole: bool,
    fields: Collection[str],
    read_whole: bool,
    read_fields: Collection[str],
    by: Actor,
    at: dt.datetime,
) -> Action:
    """Hide the whole action, or only these of its columns, from those outside the team.

    Only what differs from what was read is applied: what a colleague hid meanwhile stays hidden.
    """
    action = locked(action)
    opened = set(read_fields) - set(fields)
    hidden = set(fields) - set(read_fields)
    wanted: dict[str, object] = {
        "is_team_only": action.is_team_only if whole == read_whole else whole,
        "team_only_fields": sorted((set(action.team_only_fields) - opened) | hidden),
    }
    if changes := audit.changed(action, wanted):
        for field, (_, value) in changes.items():
            setattr(action, field, value)
        save(action, list(changes), at)
        audit.record("roadmap.action.edited", target=action, by=by, at=at, changes=changes)
    return action
