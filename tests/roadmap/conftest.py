"""A shared plan, and who leads its démarche, signed in; a module may have its own."""

import pytest

from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import PlanFactory


@pytest.fixture
def plan():
    return PlanFactory(shared=True)


@pytest.fixture
def lead(client, plan):
    user = MembershipFactory(initiative=plan.initiative, lead=True, user__name="Claire").user
    client.force_login(user)
    return user
