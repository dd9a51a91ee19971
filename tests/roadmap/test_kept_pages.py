"""A table kept as it was drawn is the same page for each reader, and no page of another."""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from pacte.roadmap.models import SavedFilter
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PLAN_CACHE_SECONDS = 600
    caches["drawn"].clear()


@pytest.fixture
def plan():
    plan = PlanFactory(shared=True, slug="plan")
    ActionFactory(plan=plan, title="Tenir un forum", status="IN_PROGRESS")
    ActionFactory(plan=plan, title="Pour l’équipe", is_team_only=True)
    return plan


@pytest.fixture
def readers(plan):
    return [MembershipFactory(initiative=plan.initiative, lead=True).user for _ in range(2)]


def page(client, reader, plan, query=""):
    client.force_login(reader)
    address = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])
    return client.get(address + query).content.decode()


def without_secrets(html):
    """A form's secret is masked anew each time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", html)


def test_what_is_kept_is_what_would_be_drawn(client, plan, readers, settings):
    first, second = (page(client, readers[0], plan, "?etat=IN_PROGRESS") for _ in range(2))
    settings.PLAN_CACHE_SECONDS = 0
    drawn = page(client, readers[0], plan, "?etat=IN_PROGRESS")

    assert without_secrets(first) == without_secrets(second) == without_secrets(drawn)


def test_no_secret_of_a_form_goes_to_another_reader(client, plan, readers):
    pages = [page(client, reader, plan) for reader in readers]
    secrets = [set(re.findall(r"[A-Za-z0-9]{64}", html)) for html in pages]

    assert all(secrets)
    assert not secrets[0] & secrets[1]


def test_the_filters_of_one_are_not_shown_to_the_other(client, plan, readers):
    SavedFilter.objects.create(
        plan=plan,
        owner=readers[0],
        name="Les miennes",
        query="etat=DONE",
        created_at=timezone.now(),
    )

    assert "Les miennes" in page(client, readers[0], plan)
    assert "Les miennes" not in page(client, readers[1], plan)


def test_lines_of_the_team_are_printed_only_where_they_are_asked_for(client, plan, readers):
    assert "with-reserved" in page(client, readers[0], plan, "?impression=equipe")
    assert "with-reserved" not in page(client, readers[1], plan)


def test_a_member_reads_no_page_of_the_team(client, plan, readers):
    member = MembershipFactory(initiative=plan.initiative).user
    page(client, readers[0], plan)

    read = page(client, member, plan)

    assert "Pour l’équipe" not in read
    assert "Tenir un forum" in read
    assert "data-pacte-grid" not in read


def test_a_change_of_the_plan_is_seen_at_once(client, plan, readers):
    page(client, readers[0], plan)
    ActionFactory(plan=plan, title="Ouvrir une permanence")
    plan.version += 1
    plan.save(update_fields=["version"])

    assert "Ouvrir une permanence" in page(client, readers[1], plan)
    assert "3 actions" in page(client, readers[1], plan)


@pytest.mark.parametrize("query", ["", "?etat=IN_PROGRESS"])
def test_what_one_wrote_wrongly_in_an_address_is_in_no_link_of_another(
    client, plan, readers, query
):
    page(client, readers[0], plan, f"{query or '?'}&theme=hameçon&noeud=-1")

    assert "hame" not in page(client, readers[1], plan, query)
