"""Where documents are brought: a démarche, who leads it, signed in, and a folder for files."""

import pytest

from tests.factories.initiatives import InitiativeFactory, MembershipFactory


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place():
    return InitiativeFactory(slug="grand-confluent")


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user
