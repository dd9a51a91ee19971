"""Saying to whom a success is owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.network.queries import directory_of
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import Achievement, AchievementCredit
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.operations.plans import STEP_BETWEEN_POSITIONS
from pacte.roadmap.queries.achievements import credited

if TYPE_CHECKING:
    from pacte.core.actor import Actor

LONGEST_WORDS = 250


@transaction.atomic
def share_credit(
    *,
    achievement: Achievement,
    read: Sequence[str],
    names: Sequence[str],
    by: Actor,
    at: dt.datetime,
) -> Achievement:
    """Say who made this success, by name; `read` is whom it named when the form was opened.

    Names that the directory knows are its organisations, the others stay as words. However many
    share it, the achievement stays one row and is counted once.
    """
    action = locked(achievement.action)
    before = credited(achievement)
    made = meant(achievement, names)
    after = [str(one) for one in made]
    if before == after:
        return achievement
    if before != list(read):
        raise FieldChangedMeanwhile("credits", list(read), before, after)
    achievement.credits.all().delete()
    AchievementCredit.objects.bulk_create(made)
    save(action, [], at)
    audit.record(
        "roadmap.achievement.credited",
        target=action,
        by=by,
        at=at,
        changes={"part": [achievement.pk, str(achievement)], "credits": [before, after]},
    )
    return achievement


def meant(achievement: Achievement, names: Sequence[str]) -> list[AchievementCredit]:
    """One credit for each, in this order, nobody named twice."""
    directory = directory_of(achievement.action.initiative)
    found: dict[object, AchievementCredit] = {}
    for name in filter(None, (name.strip() for name in names)):
        known = directory.find(name)
        organisation = known.organisation if known else None
        words = "" if organisation else name[:LONGEST_WORDS]
        found.setdefault(
            organisation or words.casefold(),
            AchievementCredit(
                achievement=achievement,
                organisation=organisation,
                words=words,
                position=(len(found) + 1) * STEP_BETWEEN_POSITIONS,
            ),
        )
    return list(found.values())
