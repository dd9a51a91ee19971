"""The history of an action: the sentences and labels that every page of the history uses."""

import datetime as dt

import pytest

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.core.history import Change
from pacte.roadmap import operations
from pacte.roadmap.models import Achievement, ProgressReport, Step
from pacte.roadmap.operations import parts
from pacte.roadmap.queries.events import EVENT_FIELDS, EVENT_WORDS, EVENTS
from pacte.roadmap.queries.history import history_of
from tests.factories.roadmap import AchievementFactory, ActionFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
BY = {"by": SYSTEM, "at": NOW}


def said(line):
    return line["what"], line["changes"]


@pytest.fixture
def action():
    return ActionFactory(title="Ouvrir un lieu")


def test_what_changes_of_a_part_is_called_as_its_form_calls_it(action):
    one = AchievementFactory(action=action, text="Deux lieux", quantity=None)

    operations.edit_part(
        part=one, asked={"unit": ("", "lieux"), "is_publishable": (False, True)}, **BY
    )

    (line,) = history_of(action, sees_team_only=True)
    assert said(line) == (
        "Réalisation modifiée\xa0: Deux lieux",
        [Change("De quoi", "", "lieux"), Change("Peut être publiée", "non", "oui")],
    )


@pytest.mark.parametrize("kind", [Step, Achievement, ProgressReport])
def test_no_field_of_a_part_is_told_by_its_english_name(kind):
    noun = parts.EVENT[kind]

    named = {field for field in parts.FIELDS[kind] if {*keys(noun, field)} & EVENT_FIELDS.keys()}

    assert named == parts.FIELDS[kind]


def keys(noun, field):
    return f"roadmap.{noun}.{field}", f"roadmap.{field}"


def test_a_column_that_only_the_document_knows_goes_by_its_heading(action):
    audit.record(
        "roadmap.action.edited", target=action, changes={"Quartier": ["", "La gare"]}, **BY
    )
    audit.record(
        "roadmap.action.scheduled",
        target=action,
        changes={"schedule_text": ["", "2027"], "schedule_kind": ["", "YEAR"]},
        **BY,
    )

    assert [said(line) for line in history_of(action, sees_team_only=True)] == [
        ("Échéance changée", [Change("Échéance", "", "2027")]),
        ("Modification", [Change("Quartier", "", "La gare")]),
    ]


def test_members_read_what_happened_and_no_value(action):
    audit.record("roadmap.action.edited", target=action, changes={"title": ["A", "B"]}, **BY)
    audit.record("roadmap.step.edited", target=action, changes={"part": [1, "Étape 1"]}, **BY)

    assert [said(line) for line in history_of(action, sees_team_only=False)] == [
        ("Étape modifiée", []),
        ("Modification", []),
    ]


def test_what_no_sentence_tells_is_left_out(action):
    audit.record("roadmap.action.unheard_of", target=action, **BY)

    assert history_of(action, sees_team_only=True) == []


def test_every_field_and_word_is_of_something_that_happens():
    nouns = {event.rpartition(".")[0] for event in EVENTS}

    strays = {
        key
        for key in {*EVENT_FIELDS, *EVENT_WORDS}
        if key.count(".") == 2 and key.rpartition(".")[0] not in nouns
    }

    assert strays == set()
