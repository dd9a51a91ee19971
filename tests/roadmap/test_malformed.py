"""What no page of ours sends: refused in words, and nothing changes."""

import pytest
from django.urls import reverse

from pacte.roadmap.forms.filters import keys_told
from pacte.roadmap.models import Action
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import GroupFactory
from tests.factories.roadmap import ActionFactory, KeyProjectFactory, PlanNodeFactory

pytestmark = pytest.mark.django_db
TOO_LARGE = "99999999999999999999"


@pytest.fixture(autouse=True)
def lead(client, plan):
    user = MembershipFactory(initiative=plan.initiative, lead=True).user
    client.force_login(user)
    return user


def door(name, plan, *keys):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, *keys])


def form_of(client, address):
    """What the form of the page would send, untouched."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        sent[field.html_name] = field.value() or ""
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = field.value() or ""
    return sent


def test_keys_are_those_that_the_database_may_hold():
    assert keys_told(["7", TOO_LARGE, "", "sept", "-1", "12"]) == [7, 12]


def test_an_answer_of_no_possible_key_is_left_aside(client, plan):
    sent = client.post(door("accept_answers", plan), {"answer": [TOO_LARGE, "x"]}, follow=True)

    assert "Aucune de ces réponses n’était encore à relire." in sent.content.decode()


def test_an_action_of_no_possible_key_is_a_wrong_choice(client, plan):
    node = PlanNodeFactory(plan=plan)
    ActionFactory(plan=plan, node=node)
    sent = {"title": "Autre", "actions": TOO_LARGE}

    page = client.post(door("split_node", plan, plan.slug, node.pk), sent)

    assert TOO_LARGE in str(page.context["form"].errors["actions"])
    assert plan.nodes.count() == 1


def test_a_wait_that_cannot_be_read_is_not_ended(client, plan):
    action = ActionFactory(plan=plan, is_waiting=True, waiting_for="Le bail")

    page = client.post(door("end_waiting", plan, action.code), {"waiting_for": "a\x00b"})

    assert page.status_code == 409
    assert Action.objects.get().is_waiting


def test_a_day_that_cannot_be_read_is_a_conflict(client, plan):
    action = ActionFactory(plan=plan, schedule_text="En continu", is_continuous=True)
    address = door("edit_fieldset", plan, action.code, "echeance")
    sent = form_of(client, address) | {"read-review_on": "x", "review_on": "2099-09-01"}

    page = client.post(address, sent)

    assert page.status_code == 409
    assert Action.objects.get().review_on is None


def test_a_group_that_cannot_be_read_is_a_conflict(client, plan):
    group = GroupFactory(initiative=plan.initiative)
    project = KeyProjectFactory(plan=plan)
    address = door("edit_key_project", plan, plan.slug, project.pk)
    sent = form_of(client, address) | {"group": group.pk, "initial-group": "NaN"}

    page = client.post(address, sent)

    assert "group" in page.context["form"].errors
    project.refresh_from_db()
    assert project.group is None
