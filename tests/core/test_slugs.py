"""Addresses made from names."""

import pytest

from pacte.core import slugs
from pacte.network.models import Organisation
from tests.factories.network import OrganisationFactory

pytestmark = pytest.mark.django_db
LIKE = {"length": 12, "otherwise": "organisme"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Mission locale", "mission-loca"),
        ("Les Éoliennes", "les-eolienne"),
        ("Douze signe s", "douze-signe"),
        ("…", "organisme"),
    ],
)
def test_free_slug_is_the_name_as_an_address(name, address):
    assert slugs.free_slug(name, Organisation.objects.all(), **LIKE) == address


def test_free_slug_numbers_an_address_that_is_taken():
    OrganisationFactory(slug="ccas")
    OrganisationFactory(slug="ccas-2")
    OrganisationFactory(slug="ccas-nord")

    assert slugs.free_slug("CCAS", Organisation.objects.all(), **LIKE) == "ccas-3"


def test_free_slugs_differ_from_the_rows_and_from_one_another():
    OrganisationFactory(slug="ccas")

    found = slugs.free_slugs(["CCAS", "Cap", "ccas"], Organisation.objects.all(), **LIKE)

    assert found == ["ccas-2", "cap", "ccas-3"]
