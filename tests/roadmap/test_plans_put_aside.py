"""A plan put aside, with all it holds, and brought back within thirty days."""

import pytest
from django.urls import reverse

from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


def test_a_plan_goes_with_its_actions_and_comes_back_with_them(client):
    plan = PlanFactory(shared=True, title="Plan 2024")
    place = plan.initiative.slug
    action = ActionFactory(plan=plan)
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    table = reverse("roadmap:plan_table", args=[place, plan.slug])
    page = reverse("roadmap:action", args=[place, action.code])

    said = client.post(reverse("roadmap:delete_plan", args=[place, plan.slug]), follow=True)

    back = reverse("roadmap:restore_plan", args=[place, plan.pk])
    assert said.content.decode().count(back) == 2  # the message, and the list of those put aside
    assert [client.get(address).status_code for address in (table, page)] == [404, 404]
    client.post(back)
    assert [client.get(address).status_code for address in (table, page)] == [200, 200]


def test_only_the_team_puts_aside_sees_what_was_and_brings_back(client):
    plan = PlanFactory(shared=True, title="Plan 2024")
    place = plan.initiative.slug
    client.force_login(MembershipFactory(initiative=plan.initiative, administrator=True).user)
    delete = reverse("roadmap:delete_plan", args=[place, plan.slug])
    restore = reverse("roadmap:restore_plan", args=[place, plan.pk])

    assert client.post(delete).status_code == 403
    assert client.post(restore).status_code == 403
    plan.refresh_from_db()
    assert plan.deleted_at is None
