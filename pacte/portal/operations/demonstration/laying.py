"""Laying the two fictitious territories, once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from pacte.initiatives.models import Initiative
from pacte.portal.operations.demonstration.around import (
    lay_externals,
    lay_frameworks,
    lay_reporting,
)
from pacte.portal.operations.demonstration.asking import lay_questions
from pacte.portal.operations.demonstration.communes import lay_communes
from pacte.portal.operations.demonstration.directory import lay_directory
from pacte.portal.operations.demonstration.places import open_place
from pacte.portal.operations.demonstration.plans import lay_plan
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Territory, demonstrations


def load_demonstration(*, at: dt.datetime) -> list[Initiative]:
    """Lay both territories as of that moment; do nothing where a demonstration stands already."""
    if Initiative.objects.filter(is_demo=True).exists():
        return []
    return [lay(told, at) for told in demonstrations(at.date())]


@transaction.atomic
def lay(told: Territory, at: dt.datetime) -> Initiative:
    telling = Telling(at)
    initiative = open_place(told.place, telling)
    lay_directory(told.place, initiative, telling)
    lay_communes(told.place, initiative, telling)
    lay_externals(told.place, initiative, telling)
    lay_frameworks(told.place, initiative, telling)
    for plan in told.plans:
        lay_plan(plan, initiative, telling)
    lay_questions(told.place, initiative, telling)
    lay_reporting(told.place, initiative, telling)
    return initiative
