"""Saving several fields of an action at once, as one form asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.roadmap.operations.cells import edit_cell

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.roadmap.models import Action


@transaction.atomic
def edit_fieldset(
    *, action: Action, asked: Mapping[str, tuple[object, object]], by: Actor, at: dt.datetime
) -> Action:
    """Save each column with what was read of it and what is wanted, as `edit_cell` takes them.

    All or none: raise FieldChangedMeanwhile where someone else changed one of them.
    """
    # The status last: an action that is done may lose the weather that was read with it.
    for column, (read, value) in sorted(asked.items(), key=lambda one: one[0] == "status"):
        action = edit_cell(action=action, column=column, read=read, value=value, by=by, at=at)
    return action
