"""What people do with their account, and whom a shared mailbox is read by."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.accounts import operations
from pacte.accounts.errors import MailboxNotShared, PersonExists
from pacte.accounts.models import User
from pacte.core import audit
from pacte.core.actor import SYSTEM
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def told(user: User) -> list[str]:
    return list(audit.history_of(user).order_by("pk").values_list("event", flat=True))


def test_a_name_and_a_language_are_one_s_own_and_the_history_keeps_both() -> None:
    user = UserFactory(name="Karim", language="fr")

    operations.edit_account(
        user=user, name="Karim Belhadi", language="en", by=user.as_actor(), at=NOW
    )

    user.refresh_from_db()
    assert (user.get_full_name(), user.language) == ("Karim Belhadi", "en")
    assert audit.history_of(user).get().changes == {
        "name": ["Karim", "Karim Belhadi"],
        "language": ["fr", "en"],
    }


def test_only_a_shared_mailbox_has_people() -> None:
    with pytest.raises(MailboxNotShared):
        operations.name_person(user=UserFactory(), name="Line", job_title="", at=NOW)


def test_who_left_a_mailbox_comes_back_as_the_same_person() -> None:
    town_hall = UserFactory(is_shared_mailbox=True)
    line = operations.name_person(user=town_hall, name="Line", job_title="Secrétaire", at=NOW)
    with pytest.raises(PersonExists):
        operations.name_person(user=town_hall, name="LINE", job_title="", at=NOW)

    operations.remove_person(person=line, by=SYSTEM, at=NOW)
    assert line.left_at == NOW
    back = operations.name_person(user=town_hall, name="LINE", job_title="Directrice", at=NOW)

    assert (back, back.left_at, back.job_title, str(back)) == (line, None, "Directrice", "Line")
    assert town_hall.people.count() == 1
    assert told(town_hall) == [
        "accounts.person.named",
        "accounts.person.left",
        "accounts.person.named",
    ]


def test_one_is_found_by_one_s_address_whatever_its_case() -> None:
    nadege = User.objects.create_superuser("Nadege@exemple.test", "une phrase solide")

    assert User.objects.get_by_natural_key("NADEGE@exemple.test") == nadege
    assert (nadege.email, nadege.is_staff, nadege.is_superuser) == (
        "nadege@exemple.test",
        True,
        True,
    )
    assert nadege.check_password("une phrase solide")
