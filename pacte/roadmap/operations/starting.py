"""Starting a plan: its levels, and the parts it begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.roadmap.enums import LevelKind
from pacte.roadmap.models import Plan
from pacte.roadmap.operations.frame import add_node
from pacte.roadmap.operations.plans import create_plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative


@transaction.atomic
def start_plan(
    *,
    initiative: Initiative,
    title: str,
    kind: str,
    levels: Sequence[tuple[str, str]],
    parts: Sequence[tuple[str, Sequence[str]]],
    by: Actor,
    at: dt.datetime,
) -> Plan:
    """Make a plan that holds these parts, each with the parts beneath it.

    The parts of the innermost level are numbered from 1 through the whole plan, as an imported
    plan's are; those above them are not.
    """
    plan = create_plan(initiative=initiative, title=title, levels=levels, kind=kind, by=by, at=at)
    frame = list(plan.levels.filter(kind=LevelKind.FRAME).order_by("position"))
    innermost = 0
    for heading, beneath in parts:
        if not beneath:
            innermost += 1
        number = "" if beneath else str(innermost)
        node = add_node(plan=plan, level=frame[0], title=heading, number=number, by=by, at=at)
        for one in beneath:
            innermost += 1
            add_node(
                plan=plan,
                level=frame[1],
                title=one,
                number=str(innermost),
                parent=node,
                by=by,
                at=at,
            )
    plan.refresh_from_db()
    return plan
