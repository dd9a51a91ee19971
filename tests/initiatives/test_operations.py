"""Opening an initiative, placing it and changing what it says of itself: what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.initiatives import operations
from pacte.initiatives.enums import Role
from pacte.initiatives.errors import (
    AlreadyLed,
    AlreadyMember,
    SeveralCountries,
    SlugTaken,
    TerritoryMissing,
)
from pacte.initiatives.models import Initiative, Logo, roles_of
from pacte.territories.enums import Jurisdiction
from pacte.territories.models import Territory
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.territories import a_commune, an_epci

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
WHO = {"by": SYSTEM, "at": NOW}


def created(country: str = Jurisdiction.FRANCE, slug: str = "val") -> Initiative:
    return operations.create_initiative(
        name="Pacte du Val",
        slug=slug,
        territory=a_commune(),
        jurisdiction=country,
        lead_email="Claire@exemple.test",
        **WHO,
    )


def placed(initiative: Initiative, *parts: Territory) -> Territory:
    return operations.set_territory(
        initiative=initiative, parts=parts, perimeter_name="", on=NOW.date(), **WHO
    )


@pytest.mark.parametrize(
    ("country", "paper", "currency"),
    [(Jurisdiction.FRANCE, "A4", "EUR"), (Jurisdiction.QUEBEC, "LETTER", "CAD")],
)
def test_an_initiative_has_the_habits_of_its_country_and_one_who_leads_it(country, paper, currency):
    initiative = created(country)

    lead = initiative.memberships.get()
    assert (initiative.paper, initiative.currency) == (paper, currency)
    assert (lead.user.email, lead.role) == ("claire@exemple.test", Role.LEAD)
    assert not lead.user.has_usable_password()


def test_one_who_has_an_account_leads_with_it_and_once():
    claire = UserFactory(email="claire@exemple.test")
    initiative = created()

    assert initiative.memberships.get().user == claire
    with pytest.raises(AlreadyMember):
        operations.add_lead(initiative=initiative, email="CLAIRE@exemple.test", **WHO)


def test_two_initiatives_have_two_addresses():
    created()

    with pytest.raises(SlugTaken):
        created()


def test_nobody_is_invited_to_lead_what_someone_leads():
    initiative = created()

    with pytest.raises(AlreadyLed):
        operations.invite_lead(initiative=initiative, email="idriss@exemple.test", **WHO)

    assert not initiative.invitations.exists()


def test_one_is_not_invited_to_what_one_does_already():
    initiative = created()
    asked = {"initiative": initiative, "email": "Claire@exemple.test", **WHO}

    with pytest.raises(AlreadyMember):
        operations.invite(role=Role.LEAD, **asked)
    operations.invite(role=Role.ELECTED, **asked)

    assert initiative.invitations.get().role == Role.ELECTED


def test_an_invitation_made_again_lives_as_long_as_a_new_one():
    asked = {"initiative": InitiativeFactory(), "email": "a@exemple.test", "role": Role.ELECTED}
    later = NOW + dt.timedelta(days=20)

    first, _ = operations.invite(**asked, **WHO)
    operations.invite(**asked, by=SYSTEM, at=later)
    operations.revoke_invitation(invitation=first, by=SYSTEM, at=later)
    again, _ = operations.renew_invitation(invitation=first, by=SYSTEM, at=later)

    assert again == first
    assert (again.expires_at, again.revoked_at) == (later + operations.INVITATION_LIVES, None)


def test_an_initiative_stays_in_its_country():
    initiative = created()
    there = a_commune(jurisdiction=Jurisdiction.QUEBEC)

    with pytest.raises(TerritoryMissing):
        placed(initiative)
    for parts in ([there], [there, a_commune()], [a_commune(jurisdiction="")]):
        with pytest.raises(SeveralCountries):
            placed(initiative, *parts)


def test_an_initiative_moves_from_one_territory_to_another_and_the_history_says_so():
    initiative, epci = created(), an_epci("CC du Grand Val")
    before = initiative.territory

    assert placed(initiative, epci) == epci
    placed(initiative, epci)

    initiative.refresh_from_db()
    assert initiative.territory == epci
    moved = audit.history_of(initiative).get(event="initiatives.initiative.placed")
    assert moved.changes == {"territory": [before.name, "CC du Grand Val"]}


def test_settings_are_told_when_they_change_and_hold_nothing_else():
    initiative = InitiativeFactory(name="Pacte")

    for name in ("Pacte", "Pacte du Val", "Pacte du Val"):
        operations.edit_settings(initiative=initiative, values={"name": name}, **WHO)
    with pytest.raises(KeyError, match="slug"):
        operations.edit_settings(initiative=initiative, values={"slug": "autre"}, **WHO)

    assert audit.history_of(initiative).get().changes == {"name": ["Pacte", "Pacte du Val"]}


def test_rows_say_who_they_are():
    membership = MembershipFactory(user__name="Claire", lead=True)
    invitation, _ = operations.invite(
        initiative=membership.initiative, email="a@exemple.test", role=Role.ELECTED, **WHO
    )
    space = str(membership.initiative_id)

    assert str(membership) == f"Claire · {membership.get_role_display()}"
    assert (str(invitation), str(Logo(owner="Région"))) == ("a@exemple.test", "Région")
    assert (membership.audit_space, invitation.audit_space) == (space, space)
    assert roles_of(AnonymousUser()) == {}
