"""Organisations, groups and contacts."""

import factory

from pacte.network.models import (
    Acronym,
    Contact,
    ContactFunction,
    Group,
    Organisation,
    Participation,
    Unit,
)
from tests.factories.initiatives import InitiativeFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")


class ParticipationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participation

    initiative = factory.SubFactory(InitiativeFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Service {n}")


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Group

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Groupe {n}")


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")


class ContactFunctionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContactFunction

    contact = factory.SubFactory(ContactFactory)
    title = "Directrice"


class AcronymFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acronym

    initiative = factory.SubFactory(InitiativeFactory)
    text = factory.Sequence(lambda n: f"SIG{n}")
    expansion = factory.Sequence(lambda n: f"Sens {n}")
