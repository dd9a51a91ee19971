"""The plan crossed: counts that open what they count, empty cells that open a new action."""

import io
from itertools import permutations

import openpyxl
import pytest
from django.urls import reverse

from pacte.roadmap.models import Action, ActionCounter, Attachment
from pacte.roadmap.queries.attachments import names_on
from tests.factories.initiatives import (
    MembershipFactory,
    PillarFactory,
    PublicProfileFactory,
    ThemeFactory,
)
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
)
from tests.factories.territories import a_commune, a_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    made = PlanFactory(shared=True, initiative__territory=a_territory("Grand Val", "EPCI"))
    ActionCounter.objects.create(initiative=made.initiative, next_number=9000)
    made.axis = PlanLevelFactory(plan=made, position=0, label="Axe")
    made.aim = PlanLevelFactory(plan=made, position=1, label="Objectif")
    return made


def crossed(client, plan, rows, columns, **asked):
    address = reverse("roadmap:matrix", args=[plan.initiative.slug, plan.slug])
    return client.get(address, {"lignes": rows, "colonnes": columns, **asked})


def cells(answer):
    columns = [column["label"] for column in answer.context["columns"]]
    return {
        (row.label, column): cell.count
        for row in answer.context["rows"]
        for column, cell in zip(columns, row.cells, strict=True)
    }


def tie(action, **things):
    for name, thing in things.items():
        Attachment.objects.create(action=action, **{name: thing})


@pytest.fixture
def world(plan):
    """Two axes, an objective in the first; three actions tied to all sorts of things."""
    place = plan.initiative
    one = PlanNodeFactory(plan=plan, level=plan.axis, title="Un")
    two = PlanNodeFactory(plan=plan, level=plan.axis, title="Deux")
    aim = PlanNodeFactory(plan=plan, level=plan.aim, parent=one, title="But")
    young, old = (PublicProfileFactory(initiative=place, name=n) for n in ("Jeunes", "Aînés"))
    theme, pillar = ThemeFactory(initiative=place), PillarFactory(initiative=place)
    commune = a_commune("Brécy", place.territory)
    first = ActionFactory(plan=plan, node=aim, status="IN_PROGRESS")
    second = ActionFactory(plan=plan, node=one)
    third = ActionFactory(plan=plan, node=two, status="DONE")
    tie(first, public=young, theme=theme, territory=commune)
    tie(second, public=young, pillar=pillar)
    tie(third, public=old, territory=place.territory)
    relay = OrganisationFactory(name="Relais")
    ParticipationFactory(initiative=place, organisation=relay)
    ResponsibilityFactory(action=first, organisation=relay)
    ResponsibilityFactory(action=third, organisation=relay, role="PARTNER")
    ResponsibilityFactory(action=second, organisation=relay, state="DECLINED")
    return plan


def test_cells_count_the_actions_where_two_readings_meet(client, lead, world):
    answer = crossed(client, world, "public", "niveau-1")

    assert cells(answer) == {
        ("Jeunes", "Un"): 2,
        ("Jeunes", "Deux"): 0,
        ("Aînés", "Un"): 0,
        ("Aînés", "Deux"): 1,
    }


KEYS = ("niveau-1", "niveau-2", "public", "territoire", "pilier", "theme", "etat", "responsable")


@pytest.mark.parametrize(("rows", "columns"), list(permutations(KEYS, 2)))
def test_every_count_opens_exactly_the_actions_it_counts(client, lead, world, rows, columns):
    answer = crossed(client, world, rows, columns)
    opened = [
        (cell.url, cell.count) for row in answer.context["rows"] for cell in row.cells if cell.count
    ]
    opened += [(row.url, row.count) for row in answer.context["rows"] if row.count]
    opened += [(one["url"], one["count"]) for one in answer.context["columns"] if one["count"]]

    assert opened
    for url, count in opened:
        assert client.get(url).context["table"].total == count, url


def test_what_lies_in_a_territory_counts_with_it(client, lead, world):
    answer = crossed(client, world, "territoire", "niveau-1")

    assert cells(answer) == {
        ("Grand Val", "Un"): 1,
        ("Grand Val", "Deux"): 1,
        ("Brécy", "Un"): 1,
        ("Brécy", "Deux"): 0,
    }


def test_an_empty_cell_opens_a_new_action_that_is_tied_already(client, lead, world):
    answer = crossed(client, world, "public", "territoire")
    row = next(row for row in answer.context["rows"] if row.label == "Aînés")
    empty = next(cell for cell in row.cells if cell.column == "Brécy")
    form = client.get(empty.url).content.decode()
    assert "Aînés, Brécy" in form
    sent = dict(pair.split("=") for pair in empty.url.partition("?")[2].split("&"))

    client.post(empty.url.partition("?")[0], {"title": "Une visite", **sent})

    made = Action.objects.get(title="Une visite")
    assert (names_on(made, "publics"), names_on(made, "territories")) == (["Aînés"], ["Brécy"])


def test_an_empty_cell_of_a_responsible_and_an_axis_names_both(client, lead, world):
    ActionFactory(plan=world, status="IDEA")
    answer = crossed(client, world, "responsable", "niveau-1")
    (row,) = answer.context["rows"]
    empty = next(cell for cell in row.cells if not cell.count)
    sent = dict(pair.split("=") for pair in empty.url.partition("?")[2].split("&"))

    client.post(
        empty.url.partition("?")[0],
        {"title": "Une visite", "node": sent["noeud"], "responsable": sent["responsable"]},
    )

    made = Action.objects.get(title="Une visite")
    assert made.node.title == "Deux"
    assert [str(row) for row in made.responsibilities.all()] == ["Relais"]


def test_two_parts_that_never_meet_offer_no_new_action(client, lead, world):
    answer = crossed(client, world, "niveau-1", "niveau-2")
    told = {row.label: row.cells[0] for row in answer.context["rows"]}

    assert (told["Un"].count, told["Un"].is_apart) == (1, False)
    assert (told["Deux"].url, told["Deux"].is_apart) == ("", True)


def test_members_read_the_counts_and_are_offered_no_new_action(client, world):
    client.force_login(MembershipFactory(initiative=world.initiative).user)

    answer = crossed(client, world, "public", "niveau-1")

    empty = [cell for row in answer.context["rows"] for cell in row.cells if not cell.count]
    assert {cell.url for cell in empty} == {""}
    assert "aucune" in answer.content.decode()


def test_what_the_team_keeps_is_counted_for_the_team_only(client, lead, world):
    kept = ActionFactory(plan=world, team_only=True)
    shy = ActionFactory(plan=world, team_only_fields=["publics", "themes"])
    node = world.nodes.get(title="Un")
    Action.objects.filter(pk__in=[kept.pk, shy.pk]).update(node=node)
    young = Attachment.objects.filter(public__name="Jeunes").first().public
    tie(kept, public=young)
    tie(shy, public=young)

    ours = cells(crossed(client, world, "public", "niveau-1"))
    client.force_login(MembershipFactory(initiative=world.initiative).user)
    theirs = cells(crossed(client, world, "public", "niveau-1"))

    assert (ours["Jeunes", "Un"], theirs["Jeunes", "Un"]) == (4, 2)


def test_filters_of_the_table_hold_and_the_one_that_is_crossed_is_left_aside(client, lead, world):
    young = Attachment.objects.filter(public__name="Jeunes").first().public

    answer = crossed(client, world, "public", "niveau-1", etat="DONE", public=young.pk)

    assert [count for count in cells(answer).values() if count] == [1]
    assert [badge.label for badge in answer.context["badges"]] == ["Réalisée"]


@pytest.mark.parametrize("asked", [{}, {"lignes": "rien", "colonnes": "public"}])
def test_an_address_that_crosses_nothing_known_still_opens(client, lead, world, asked):
    address = reverse("roadmap:matrix", args=[world.initiative.slug, world.slug])

    answer = client.get(address, asked)

    form = answer.context["form"]
    assert (form.rows.key, form.columns.key) == ("public", "niveau-1")


def test_the_counts_leave_as_a_spreadsheet(client, lead, world):
    address = reverse("roadmap:download_matrix", args=[world.initiative.slug, world.slug])

    answer = client.get(address, {"lignes": "public", "colonnes": "niveau-1"})

    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Jeunes", 2, 2, 0] in told


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_asks_the_base_twelve_times_at_most(
    client, lead, world, count, django_assert_max_num_queries
):
    for _ in range(count):
        tie(ActionFactory(plan=world), public=PublicProfileFactory(initiative=world.initiative))
    crossed(client, world, "public", "territoire")

    with django_assert_max_num_queries(12):
        crossed(client, world, "public", "territoire")
