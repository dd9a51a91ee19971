"""Imports that nobody finished go after ninety days; those that made a plan stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from pacte.core import files, jobs
from pacte.core.actor import SYSTEM
from pacte.roadmap import tasks
from pacte.roadmap.models import PlanImport
from pacte.roadmap.operations import purge_drafts
from tests.factories.initiatives import InitiativeFactory

NOW = timezone.now()


@pytest.mark.django_db
def test_purge_drafts_removes_unfinished_imports_after_ninety_days() -> None:
    place = InitiativeFactory()

    def left(state: str, days: int) -> PlanImport:
        at = NOW - dt.timedelta(days=days)
        source = files.keep(b"plan", name="plan.docx", at=at)
        return PlanImport.objects.create(
            initiative=place, source=source, state=state, started_by="x", started_at=at
        )

    left("TO_REVIEW", 91)
    left("REFUSED", 91)
    kept = {left("TO_REVIEW", 89), left("APPLIED", 400)}

    assert purge_drafts(by=SYSTEM, at=NOW) == 2
    assert set(PlanImport.objects.all()) == kept


def test_purge_drafts_is_a_duty_of_the_worker() -> None:
    assert jobs.duties["roadmap.purge_drafts"].run is tasks.purge_old_drafts
