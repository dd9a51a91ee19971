"""A cell of lines rewritten at once: which row each line is, and what stays reserved."""

import datetime as dt

import pytest

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import Achievement, Step
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
FIRST_OF_MAY = dt.date(2026, 5, 1)
SECRET = "Entreprise Dupont va licensier douze personnes"
MENDED = "Entreprise Dupont va licencier douze personnes"


@pytest.fixture
def action():
    return ActionFactory()


def rewrite(action, column, *lines):
    read = operations.lines_of(action, column)
    operations.rewrite_lines(
        action=action, column=column, read=read, lines=lines, by=SYSTEM, at=NOW
    )


def steps_of(action):
    return list(
        Step.objects.present()
        .filter(action=action)
        .order_by("position")
        .values_list("pk", "title", "done_on")
    )


def achievements_of(action):
    return list(
        Achievement.objects.present()
        .filter(action=action)
        .order_by("position")
        .values_list("pk", "text", "is_team_only", "is_publishable")
    )


def test_a_line_mended_keeps_its_row_where_the_one_before_it_goes(action):
    StepFactory(action=action, title="Recruter", done_on=FIRST_OF_MAY)
    kept = StepFactory(action=action, title="Ouvrir la maisson")

    rewrite(action, "steps", "Ouvrir la maison")

    assert steps_of(action) == [(kept.pk, "Ouvrir la maison", None)]


def test_a_line_moved_keeps_its_row(action):
    first = StepFactory(action=action, title="Recruter", done_on=FIRST_OF_MAY)
    second = StepFactory(action=action, title="Ouvrir la maison")

    rewrite(action, "steps", "Ouvrir la maison", "Recruter")

    assert steps_of(action) == [
        (second.pk, "Ouvrir la maison", None),
        (first.pk, "Recruter", FIRST_OF_MAY),
    ]


def test_a_line_told_at_length_keeps_its_row(action):
    step = StepFactory(action=action, title="Recruter", done_on=FIRST_OF_MAY)

    rewrite(action, "steps", "Recruter la directrice et son équipe")

    assert steps_of(action) == [(step.pk, "Recruter la directrice et son équipe", FIRST_OF_MAY)]


def test_a_line_that_says_another_thing_is_another_row(action):
    StepFactory(action=action, title="Recruter", done_on=FIRST_OF_MAY)

    rewrite(action, "steps", "Signer le bail des locaux")

    assert [row[1:] for row in steps_of(action)] == [("Signer le bail des locaux", None)]
    assert Step.objects.get(title="Recruter").deleted_at == NOW


def test_somebody_else_has_not_answered_what_another_did(action):
    ResponsibilityFactory(
        action=action,
        role="PARTNER",
        organisation=OrganisationFactory(name="Cap emploi"),
        state="DECLINED",
        state_reason="Trop loin",
    )

    rewrite(action, "partners", "Chambre de métiers")

    (there,) = action.responsibilities.present()
    assert (there.words, there.state, there.state_reason) == ("Chambre de métiers", "SOUGHT", "")


def test_a_reserved_line_mended_stays_reserved_where_an_open_one_goes(action):
    AchievementFactory(action=action, text="Salon tenu", is_publishable=True)
    kept = AchievementFactory(action=action, text=SECRET, is_team_only=True)

    rewrite(action, "achievements", MENDED)

    assert achievements_of(action) == [(kept.pk, MENDED, True, False)]


def test_a_reserved_line_moved_stays_reserved(action):
    AchievementFactory(action=action, text="Salon tenu")
    kept = AchievementFactory(action=action, text=SECRET, is_team_only=True)

    rewrite(action, "achievements", SECRET, "Salon tenu")

    assert achievements_of(action)[0] == (kept.pk, SECRET, True, False)


def test_a_reserved_line_told_otherwise_stays_reserved(action):
    AchievementFactory(action=action, text=SECRET, is_team_only=True)

    rewrite(action, "achievements", "Des postes perdus chez un sous-traitant automobile")

    assert [row[2:] for row in achievements_of(action)] == [(True, False)]


def test_a_reserved_line_cut_in_two_gives_nothing_to_an_open_row(action):
    AchievementFactory(action=action, text="Entreprise Dupont va recruter", is_publishable=True)
    kept = AchievementFactory(action=action, text=SECRET, is_team_only=True)
    half = "Entreprise Dupont va licensier"

    rewrite(action, "achievements", SECRET, half)

    first, second = achievements_of(action)
    assert first == (kept.pk, SECRET, True, False)
    assert second[1:] == (half, True, False)


def test_a_line_added_beside_a_reserved_one_is_open(action):
    AchievementFactory(action=action, text=SECRET, is_team_only=True)

    rewrite(action, "achievements", SECRET, "Salon tenu")

    assert achievements_of(action)[1][1:] == ("Salon tenu", False, False)
