"""Several rows at once, pasted or mended."""

import csv
import datetime as dt

import pytest
from django.urls import reverse

from pacte.roadmap.models import Action, Responsibility
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    columns = [{"key": "number"}, {"key": "title"}, {"key": "leads"}, {"key": "schedule"}]
    return PlanFactory(shared=True, columns=columns)


def door(name, plan):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug])


def test_pasted_rows_become_actions_in_the_order_of_the_columns(client, lead, plan):
    known = ParticipationFactory(
        initiative=plan.initiative, organisation=OrganisationFactory(name="Cap emploi")
    ).organisation
    pasted = 'N°\tAction\tResponsables\tÉchéance\n1.1\tForum\t"Cap emploi\nTous"\t2027\n1.2\tSuite'

    client.post(door("paste_actions", plan), {"rows": pasted})

    first, second = Action.objects.order_by("pk")
    assert (first.number, first.title, first.schedule_kind) == ("1.1", "Forum", "YEAR")
    assert [row.organisation for row in first.responsibilities.order_by("position")] == [
        known,
        None,
    ]
    assert (second.title, second.schedule_text) == ("Suite", "")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("CLE ; UQAT", ["CLE", "UQAT"]),
        ("CLE;UQAT\nTous", ["CLE", "UQAT", "Tous"]),
        ("Carrefour jeunesse, CLE", ["Carrefour jeunesse", "CLE"]),
        ("Carrefour jeunesse et CLE", ["Carrefour jeunesse", "CLE"]),
        ("Accueil et soutien", ["Accueil et soutien"]),
        ("Emploi, formation et Cie ; CLE", ["Emploi, formation et Cie", "CLE"]),
    ],
)
def test_names_typed_together_are_split_as_a_document_is(client, lead, plan, typed, names):
    for known in ("CLE", "UQAT", "Carrefour jeunesse", "Emploi, formation et Cie"):
        organisation = OrganisationFactory(name=known)
        ParticipationFactory(initiative=plan.initiative, organisation=organisation)

    client.post(door("paste_actions", plan), {"rows": f'1.1\tUne\t"{typed}"\n1.2\tDeux'})
    last = Action.objects.get(title="Deux").code
    cell = reverse("roadmap:edit_cell", args=[plan.initiative.slug, last, "leads"])
    client.post(cell, {"read": "", "value": typed})

    for made in Action.objects.order_by("pk"):
        assert [row.label for row in made.responsibilities.order_by("position")] == names


def test_a_name_that_was_whole_stays_whole_beside_a_new_one(client, lead, plan):
    action = ActionFactory(plan=plan)
    whole = ResponsibilityFactory(action=action, organisation=None, words="Ville, service emploi")
    cell = reverse("roadmap:edit_cell", args=[plan.initiative.slug, action.code, "leads"])

    client.post(cell, {"read": whole.words, "value": f"{whole.words}\nCLE ; UQAT"})

    labels = [row.label for row in action.responsibilities.order_by("position")]
    assert labels == [whole.words, "CLE", "UQAT"]


def test_a_pasted_column_of_titles_is_enough(client, lead, plan):
    client.post(door("paste_actions", plan), {"rows": "Une\nDeux\n\n"})

    assert list(Action.objects.order_by("pk").values_list("title", flat=True)) == ["Une", "Deux"]


def test_a_row_without_a_title_adds_nothing_and_says_which(client, lead, plan):
    answer = client.post(door("paste_actions", plan), {"rows": "1.1\tForum\n1.2\t\tTous"})
    page = answer.content.decode()

    assert "La ligne 2 n’a pas d’intitulé" in page
    assert "Forum" in page
    assert not Action.objects.exists()


def test_a_cell_that_no_table_holds_is_refused_and_what_was_pasted_comes_back(client, lead, plan):
    csv.field_size_limit(131_072)  # as a process starts: reading a document raises it
    pasted = "Forum\t" + "x" * 140_000

    page = client.post(door("paste_actions", plan), {"rows": pasted}).content.decode()

    assert "Une cellule est trop longue" in page
    assert pasted in page
    assert not Action.objects.exists()


def test_more_rows_than_are_taken_at_once_come_back_with_the_limit(client, lead, plan):
    pasted = "\n".join(f"Action {place}\tTous" for place in range(5000))

    page = client.post(door("paste_actions", plan), {"rows": pasted}).content.decode()

    assert "vous avez collé 5\xa0000 lignes. Collez au plus 500 lignes à la fois." in page
    assert pasted in page
    assert not Action.objects.exists()


@pytest.mark.parametrize("pasted", [" \n\t\n \n", "N°\tAction\n\n"])
def test_rows_that_hold_nothing_add_nothing_and_say_so(client, lead, plan, pasted):
    page = client.post(door("paste_actions", plan), {"rows": pasted}).content.decode()

    assert "Il n’y a rien à ajouter" in page
    assert not Action.objects.exists()


def test_what_the_grid_caught_is_shown_before_it_is_written(client, lead, plan):
    page = client.post(door("paste_actions", plan), {"rows": "Une\tDeux", "apercu": "1"})

    assert "Une\tDeux" in page.content.decode()
    assert not Action.objects.exists()


def test_missing_leads_are_mended_together(client, lead, plan):
    named = ActionFactory(plan=plan, title="Déjà nommée")
    ResponsibilityFactory(action=named)
    codes = [ActionFactory(plan=plan).code for _ in range(3)]
    address = door("mend_actions", plan) + "?manque=lead"

    page = client.get(address).content.decode()
    client.post(address, {"column": "leads", "value": "Tous", "codes": codes[:2]})

    assert "Déjà nommée" not in page
    assert Action.objects.filter(responsibilities__is_all=True).count() == 2


def test_mending_without_ticking_says_what_to_do(client, lead, plan):
    ActionFactory(plan=plan)

    answer = client.post(door("mend_actions", plan), {"column": "leads", "value": "Tous"})

    assert "Cochez au moins une action." in answer.content.decode()


def test_bulk_answers_confirm_the_leads_of_ticked_actions_by_whom_and_when(client, lead, plan):
    ticked, other = ActionFactory(plan=plan), ActionFactory(plan=plan)
    for action in (ticked, other):
        ResponsibilityFactory(action=action)
        ResponsibilityFactory(action=action, role="PARTNER")

    client.post(
        door("mend_actions", plan) + "?manque=answer",
        {
            "column": "answers:leads",
            "said_by": "le comité",
            "said_on": "2026-03-02",
            "codes": [ticked.code],
        },
    )

    (confirmed,) = Responsibility.objects.filter(state="CONFIRMED")
    assert (confirmed.action, confirmed.role) == (ticked, "LEAD")
    assert (confirmed.state_by, confirmed.state_on) == ("le comité", dt.date(2026, 3, 2))


def test_bulk_lines_come_after_those_that_are_there(client, lead, plan):
    action = ActionFactory(plan=plan)
    ResponsibilityFactory(action=action, role="PARTNER", organisation=None, words="La Ruche")
    sent = {"column": "partners", "value": "Cap emploi ; La Ruche", "codes": [action.code]}

    client.post(door("mend_actions", plan), sent)

    labels = [row.label for row in action.responsibilities.order_by("position")]
    assert labels == ["La Ruche", "Cap emploi"]


def test_bulk_status_is_refused_by_name_where_it_cannot_follow(client, lead, plan):
    idea = ActionFactory(plan=plan, title="Sans état")
    done = ActionFactory(plan=plan, title="Arrêtée", status="DONE")
    sent = {"column": "status", "value": "TO_START", "codes": [idea.code, done.code]}

    page = client.post(door("mend_actions", plan), sent).content.decode()
    client.post(door("mend_actions", plan), sent | {"codes": [idea.code]})

    assert "ne peut pas suivre celui de" in page
    idea.refresh_from_db()
    assert idea.status == "TO_START"


def test_filtered_actions_come_ticked_and_all_may_be(client, lead, plan):
    ActionFactory.create_batch(3, plan=plan)

    filtered = client.get(door("mend_actions", plan) + "?manque=status").content.decode()
    whole = client.get(door("mend_actions", plan)).content.decode()

    assert (filtered.count(" checked"), whole.count(" checked")) == (3, 0)
    assert "cochees=toutes" in whole
