"""How long a text may be: what is typed is bounded, what a document brought is kept whole."""

import pytest
from django.urls import reverse

from pacte.roadmap.models import Action
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, OngoingItemFactory, PlanFactory

pytestmark = pytest.mark.django_db
TOO_LONG = "mot " * 5_001


@pytest.fixture
def plan(client):
    plan = PlanFactory()
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    return plan


def door(name, action, *more):
    return reverse(f"roadmap:{name}", args=[action.initiative.slug, action.code, *more])


@pytest.mark.parametrize("column", ["description", "title", "ongoing", "indicators", "extra:Avis"])
def test_a_cell_too_long_is_refused_and_comes_back(client, plan, column):
    action = ActionFactory(plan=plan)

    sent = {"read": "", "value": TOO_LONG}
    page = client.post(door("edit_cell", action, column), sent).content.decode()

    assert "joignez le reste dans un fichier" in page
    assert TOO_LONG.strip() in page
    assert Action.objects.get().updated_at == action.updated_at


@pytest.mark.parametrize(
    ("name", "more", "field"),
    [
        ("report_progress", (), "done"),
        ("add_part", ("realisations",), "text"),
        ("add_part", ("en-cours",), "text"),
    ],
)
def test_a_form_too_long_is_refused_and_comes_back(client, plan, name, more, field):
    action = ActionFactory(plan=plan)

    sent = {field: TOO_LONG, "said_by": "Claire", "said_on": "2026-03-03"}
    page = client.post(door(name, action, *more), sent).content.decode()

    assert "joignez le reste dans un fichier" in page
    assert TOO_LONG.strip() in page


def test_what_a_document_brought_longer_may_still_be_corrected(client, plan):
    long = "ligne\n" * 5_000
    action = ActionFactory(plan=plan, description=long)

    sent = {"read": long, "value": long.replace("\n", "\r\n").replace("ligne", "Ligne", 1)}
    client.post(door("edit_cell", action, "description"), sent)

    action.refresh_from_db()
    assert action.description.startswith("Ligne\nligne")
    assert len(action.description) >= len(long) - 1


def test_a_cell_too_long_is_not_pasted(client, plan):
    address = reverse("roadmap:paste_actions", args=[plan.initiative.slug, plan.slug])

    page = client.post(address, {"rows": f"1.1\tForum\n1.2\t{TOO_LONG}"}).content.decode()

    assert "Une cellule dépasse 20000 caractères" in page
    assert not Action.objects.exists()


def test_the_size_of_a_plan_counts_its_parts(django_assert_num_queries, plan):
    from pacte.roadmap.queries.sizes import characters_of

    action = ActionFactory(plan=plan, title="Titre", description="x" * 100)
    OngoingItemFactory(action=action, text="y" * 50)

    with django_assert_num_queries(4):
        found = characters_of(Action.objects.filter(plan=plan))

    assert found == len("Titre") + 100 + 50 + 3 * len("[]")
