"""What leads to a row, and every row."""

import pytest

from pacte.core.models import StoredFile
from pacte.core.relations import columns_to, every, model_of, rows_of
from pacte.roadmap.models import Action, Attachment, Step
from tests.factories.roadmap import THEN, ActionFactory, StepFactory

pytestmark = pytest.mark.django_db


def names_to(model):
    return {f"{model_of(one)._meta.model_name}.{one.field.name}" for one in columns_to(model)}


def test_a_column_without_a_way_back_leads_there_too():
    assert {"step.action", "step.as_action", "action.merged_into"} <= names_to(Action)
    assert "actionfile.file" in names_to(StoredFile)


def test_rows_that_were_put_aside_are_found():
    step = StepFactory(deleted_at=THEN, as_action=ActionFactory())
    (column,) = (one for one in columns_to(Action) if one.field.name == "as_action")

    assert list(rows_of(column, step.as_action.pk)) == [step]
    assert list(every(Step)) == [step]
    assert not every(Attachment).exists()
