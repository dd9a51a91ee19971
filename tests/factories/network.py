"""Organisations, groups and contacts."""

import factory

from pacte.network.enums import ReferentState
from pacte.network.models import (
    Acronym,
    Contact,
    ContactFunction,
    ElectedMandate,
    Group,
    MunicipalReferent,
    Organisation,
    Participation,
    Unit,
)
from tests.factories.initiatives import InitiativeFactory
from tests.factories.territories import TerritoryFactory


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


class ElectedMandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ElectedMandate

    contact = factory.SubFactory(ContactFactory)
    territory = factory.SubFactory(TerritoryFactory)
    title = "Maire"


class MunicipalReferentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MunicipalReferent

    initiative = factory.SubFactory(InitiativeFactory)
    territory = factory.SelfAttribute("initiative.territory")
    contact = factory.SubFactory(ContactFactory, initiative=factory.SelfAttribute("..initiative"))
    state = ReferentState.NAMED


class AcronymFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acronym

    initiative = factory.SubFactory(InitiativeFactory)
    text = factory.Sequence(lambda n: f"SIG{n}")
    expansion = factory.Sequence(lambda n: f"Sens {n}")
