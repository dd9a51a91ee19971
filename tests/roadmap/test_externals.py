"""Initiatives of others: their list, their actions, and what an action says of them everywhere."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from pacte.roadmap import operations
from pacte.roadmap.models import Attachment, ExternalInitiative
from pacte.roadmap.queries.attachments import names_on
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import THEN, ActionFactory, ExternalInitiativeFactory

pytestmark = pytest.mark.django_db


def door(name, place, *more):
    return reverse(f"roadmap:{name}", args=[place.slug, *more])


def tie(action, *names, read=()):
    return operations.edit_cell(
        action=action, column="externals", read=list(read), value=list(names), by=SYSTEM, at=THEN
    )


@pytest.fixture
def campus(plan):
    return ExternalInitiativeFactory(initiative=plan.initiative, name="Campus santé")


def test_the_team_adds_one_with_what_it_is(client, lead, plan):
    asked = {
        "name": " Campus  santé ",
        "kind": "PROJECT",
        "run_by": "La Région",
        "address": "campus.example",
        "purpose": "Former ici.",
        "starts_on": "2027-01-01",
        "ends_on": "2029-12-31",
    }

    client.post(door("add_external", plan.initiative), asked)

    made = ExternalInitiative.objects.get()
    assert (made.name, made.address, made.ends_on) == (
        "Campus santé",
        "https://campus.example",
        dt.date(2029, 12, 31),
    )
    assert "La Région" in client.get(door("external", plan.initiative, made.pk)).content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "CAMPUS santé"}, "Ce nom est déjà dans la liste."),
        ({"name": "Autre", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "avant le début"),
        ({"name": "Autre", "address": "javascript:alert(1)"}, "javascript:alert(1)"),
        ({"name": ""}, ""),
    ],
)
def test_what_cannot_stand_is_said_and_given_back(client, lead, plan, campus, asked, said):
    answer = client.post(door("add_external", plan.initiative), {"kind": "PROJECT", **asked})

    assert said in answer.content.decode()
    assert ExternalInitiative.objects.count() == 1


def test_its_page_shows_the_actions_that_contribute_to_it_and_how(client, lead, plan, campus):
    action = tie(ActionFactory(plan=plan, title="Former des aides"), "campus sante")
    attachment = Attachment.objects.get(external=campus)

    client.post(door("tell_bonds", plan.initiative, campus.pk), {f"lien-{attachment.pk}": "FEEDS"})

    page = client.get(door("external", plan.initiative, campus.pk)).content.decode()
    assert "Former des aides" in page
    assert "l’une nourrit l’autre" in page
    sheet = client.get(door("action", plan.initiative, action.code)).content.decode()
    assert "Campus santé" in sheet
    assert "l’une nourrit l’autre" in sheet


def test_the_plan_is_filtered_and_crossed_by_it(client, lead, plan, campus):
    tie(ActionFactory(plan=plan, title="Former des aides"), "Campus santé")
    ActionFactory(plan=plan, title="Prêter un vélo")

    table = client.get(door("plan_table", plan.initiative, plan.slug), {"exterieure": campus.pk})
    crossed = client.get(
        door("matrix", plan.initiative, plan.slug), {"lignes": "exterieure", "colonnes": "etat"}
    )

    page = table.content.decode()
    assert "Former des aides" in page
    assert "Prêter un vélo" not in page
    assert [(row.label, row.count) for row in crossed.context["rows"]] == [("Campus santé", 1)]


def test_a_name_that_the_list_does_not_have_is_said_with_where_to_add_it(client, lead, plan):
    action = ActionFactory(plan=plan)

    answer = client.post(
        door("edit_cell", plan.initiative, action.code, "externals"),
        {"read": "", "value": "Campus inconnu"},
    )

    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Pas dans la liste" in said
    assert "Démarches extérieures" in said


def test_once_used_it_is_closed_and_comes_back(client, lead, plan, campus):
    tie(action := ActionFactory(plan=plan), "Campus santé")

    client.post(door("remove_external", plan.initiative, campus.pk))
    campus.refresh_from_db()
    closed = campus.closed_at
    offered = client.get(door("edit_fieldset", plan.initiative, action.code, "rattachements"))
    client.post(door("reopen_external", plan.initiative, campus.pk))
    campus.refresh_from_db()

    assert closed is not None
    assert names_on(action, "externals") == ["Campus santé"]
    assert "Campus santé" in offered.content.decode()
    assert campus.closed_at is None


def test_one_that_nothing_uses_goes(client, lead, plan, campus):
    client.post(door("remove_external", plan.initiative, campus.pk))

    assert not ExternalInitiative.objects.exists()
    assert AuditEntry.objects.filter(event="roadmap.external.removed").count() == 1


def test_its_former_name_is_still_read(client, lead, plan, campus):
    address = door("edit_external", plan.initiative, campus.pk)
    sent = {"initial-name": "Campus santé", "name": "Campus du soin"}
    sent |= {"initial-kind": "PROJECT", "kind": "PROJECT"}

    client.post(address, sent)

    action = tie(ActionFactory(plan=plan), "Campus santé")
    assert names_on(action, "externals") == ["Campus du soin"]


def test_someone_else_changed_it_meanwhile(client, lead, plan, campus):
    sent = {"initial-name": "Campus santé", "name": "Campus santé", "kind": "PROJECT"}
    sent |= {"initial-kind": "PROJECT", "initial-run_by": "Le Département", "run_by": "La Région"}
    ExternalInitiative.objects.update(run_by="L’État")

    answer = client.post(door("edit_external", plan.initiative, campus.pk), sent)

    assert "L’État" in answer.content.decode()
    campus.refresh_from_db()
    assert campus.run_by == "L’État"


def test_members_do_not_learn_of_what_an_action_keeps(client, plan, campus):
    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    kept = ActionFactory(plan=plan, title="Chose gardée", team_only_fields=["externals"])
    tie(kept, "Campus santé")
    tie(ActionFactory(plan=plan, title="À l’équipe", is_team_only=True), "Campus santé")

    page = client.get(door("external", plan.initiative, campus.pk))
    (seen,) = client.get(door("externals", plan.initiative)).context["externals"]

    assert page.context["met"] == []
    assert seen.count == 0
    sheet = client.get(door("action", plan.initiative, kept.code)).content.decode()
    assert "Campus santé" not in sheet


@pytest.mark.parametrize("rows", [1, 3])
def test_its_pages_ask_the_base_as_often_for_one_action_as_for_three(
    client, lead, plan, campus, rows, django_assert_num_queries
):
    for _ in range(rows):
        tie(ActionFactory(plan=plan), "Campus santé")

    with django_assert_num_queries(7):
        client.get(door("external", plan.initiative, campus.pk))
    with django_assert_num_queries(6):
        client.get(door("externals", plan.initiative))
