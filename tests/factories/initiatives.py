"""Démarches and who takes part in them."""

import datetime as dt

import factory

from pacte.initiatives.enums import Role
from pacte.initiatives.models import Initiative, Membership
from tests.factories.accounts import UserFactory
from tests.factories.territories import TerritoryFactory

LONG_AGO = dt.date(2020, 1, 1)


class InitiativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Initiative

    name = factory.Sequence(lambda n: f"Démarche {n}")
    slug = factory.Sequence(lambda n: f"demarche-{n}")
    territory = factory.SubFactory(TerritoryFactory)
    created_at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    initiative = factory.SubFactory(InitiativeFactory)
    role = Role.OBSERVER
    from_on = LONG_AGO

    class Params:
        lead = factory.Trait(role=Role.LEAD)
        elected = factory.Trait(role=Role.ELECTED)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
