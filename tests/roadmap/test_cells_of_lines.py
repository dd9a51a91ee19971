"""A cell of lines rewritten at once: which row each line is, and what stays reserved."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import Achievement, Action, Step
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    OngoingItemFactory,
    PlanFactory,
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
    return ActionFactory(plan=PlanFactory(shared=True))


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


def cell(client, action, column):
    """The door of a cell, with what its form would send untouched."""
    user = MembershipFactory(initiative=action.initiative, lead=True).user
    client.force_login(user)
    door = reverse("roadmap:edit_cell", args=[action.initiative.slug, action.code, column])
    form = client.get(door).context["form"]
    return door, {name: form[name].value().replace("\n", "\r\n") for name in ("read", "value")}


@pytest.mark.parametrize(
    ("column", "factory", "field"),
    [
        ("achievements", AchievementFactory, "text"),
        ("steps", StepFactory, "title"),
        ("ongoing", OngoingItemFactory, "text"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", " \n\n"])
def test_a_text_of_two_lines_is_one_line_of_its_cell(client, action, column, factory, field, ends):
    kept = factory(action=action, **{field: f"Ligne un{ends}Ligne deux "})
    before = getattr(kept, field)
    door, sent = cell(client, action, column)

    saved = client.post(door, {**sent, "value": sent["value"] + "\r\nEncore une"})

    assert sent["value"] == "Ligne un / Ligne deux"
    assert saved.status_code == 302
    assert operations.lines_of(action, column) == ["Ligne un / Ligne deux", "Encore une"]
    kept.refresh_from_db()
    assert getattr(kept, field) == before


def test_a_text_of_two_lines_mended_in_its_cell_keeps_them(client, action):
    kept = AchievementFactory(action=action, text="Ligne un\nLigne deus")
    door, sent = cell(client, action, "achievements")

    client.post(door, {**sent, "value": "Ligne un / Ligne deux"})

    assert achievements_of(action) == [(kept.pk, "Ligne un\nLigne deux", False, False)]


def test_an_indicator_of_two_lines_keeps_them_where_another_is_added(client, action):
    Action.objects.update(indicators=["Nombre de\npersonnes"])
    door, sent = cell(client, action, "indicators")

    saved = client.post(door, {**sent, "value": sent["value"] + "\r\nDurée"})

    assert saved.status_code == 302
    assert Action.objects.get().indicators == ["Nombre de\npersonnes", "Durée"]


def test_a_cell_of_lines_changed_meanwhile_is_still_a_conflict(client, action):
    AchievementFactory(action=action, text="Ligne un\nLigne deux")
    door, sent = cell(client, action, "achievements")
    AchievementFactory(action=action, text="Salon tenu")

    saved = client.post(door, {**sent, "value": "Ligne un"})

    assert saved.status_code == 409


def test_the_form_of_a_part_keeps_plain_line_ends(client, action):
    lead = MembershipFactory(initiative=action.initiative, lead=True).user
    client.force_login(lead)
    keys = [action.initiative.slug, action.code, "realisations"]
    client.post(reverse("roadmap:add_part", args=keys), {"text": "Ligne un\r\nLigne deux"})
    made = Achievement.objects.get()
    assert made.text == "Ligne un\nLigne deux"
    Achievement.objects.update(text="Ligne un\r\nLigne deux")  # as one was kept before

    sent = {"text": "Ligne un\r\nLigne trois", "initial-text": "Ligne un\r\nLigne deux"}
    saved = client.post(reverse("roadmap:edit_part", args=[*keys, made.pk]), sent)

    assert saved.status_code == 302
    assert Achievement.objects.get().text == "Ligne un\nLigne trois"
