"""The history: what of a row changed, and what JSON keeps of it."""

import datetime as dt
from decimal import Decimal

import pytest

from pacte.accounts.models import User
from pacte.core import audit
from pacte.core.actor import SYSTEM
from tests.factories.accounts import UserFactory

NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def test_between_gives_both_sides_of_what_differs():
    before = {"name": "Une", "place": 1}

    assert audit.between(before, {"name": "Une", "place": 2, "note": ""}) == {
        "place": [1, 2],
        "note": [None, ""],
    }


def test_changed_compares_a_row_with_what_it_is_to_hold():
    user = User(name="Claire", language="fr")

    assert audit.changed(user, {"name": "Claire", "language": "en"}) == {"language": ["fr", "en"]}


@pytest.mark.django_db
def test_entry_keeps_what_json_can_hold():
    user = UserFactory()
    changes = {
        "on": [None, NOW.date()],
        "at": [None, NOW],
        "amount": [Decimal("1.50"), None],
        "who": [user, None],
        "held": [{1: NOW.date()}, [frozenset({"a"})]],
    }

    entry = audit.entry("accounts.user.edited", target=user, by=SYSTEM, at=NOW, changes=changes)

    assert entry.changes == {
        "on": [None, "2026-03-03"],
        "at": [None, "2026-03-03T09:00:00+00:00"],
        "amount": ["1.50", None],
        "who": [user.pk, None],
        "held": [{"1": "2026-03-03"}, [["a"]]],
    }


def test_history_of_nothing_is_nothing():
    assert list(audit.history_of()) == []
