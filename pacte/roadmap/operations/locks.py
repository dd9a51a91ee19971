"""Keeping an action, or some of its fields, to the team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.operations.actions import locked, save

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Action


@transaction.atomic
def keep_to_team(
    *, action: Action, whole: bool, fields: Sequence[str], by: Actor, at: dt.datetime
) -> Action:
    """Hide the whole action, or only these of its columns, from those outside the team."""
    action = locked(action)
    wanted: dict[str, object] = {"is_team_only": whole, "team_only_fields": sorted(fields)}
    if changes := audit.changed(action, wanted):
        for field, (_, value) in changes.items():
            setattr(action, field, value)
        save(action, list(changes), at)
        audit.record("roadmap.action.edited", target=action, by=by, at=at, changes=changes)
    return action
