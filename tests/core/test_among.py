"""Keys sent as one value."""

import pytest

from pacte.core.among import Among
from pacte.initiatives.models import Membership
from tests.factories.initiatives import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_rows_are_those_whose_key_is_among_many(wanted):
    rows = [MembershipFactory() for _ in range(5)][:wanted]

    found = Membership.objects.filter(Among("initiative", [row.initiative_id for row in rows]))

    assert set(found) == set(rows)
