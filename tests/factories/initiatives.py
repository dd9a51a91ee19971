"""Démarches and who takes part in them."""

import datetime as dt

import factory

from pacte.initiatives.enums import Role
from pacte.initiatives.models import (
    Delegation,
    Initiative,
    Membership,
    Pillar,
    PublicProfile,
    Theme,
)
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


class PublicProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PublicProfile

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Public {n}")
    position = factory.Sequence(int)


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Thème {n}")
    position = factory.Sequence(int)


class PillarFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pillar

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Pilier {n}")
    position = factory.Sequence(int)


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


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    initiative = factory.SubFactory(InitiativeFactory)
    absent = factory.SubFactory(UserFactory)
    deputy = factory.SubFactory(UserFactory)
    from_on = LONG_AGO
    to_on = dt.date(2100, 1, 1)
