"""People, minimal and unsurprising."""

import datetime as dt

import factory

from pacte.accounts.models import MailboxPerson, OpenSession, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    name = factory.Sequence(lambda n: f"Personne {n}")
    language = "fr"
    password = factory.django.Password("motdepasse-solide")


class MailboxPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MailboxPerson

    user = factory.SubFactory(UserFactory, is_shared_mailbox=True)
    name = factory.Sequence(lambda n: f"Agente {n}")


class OpenSessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpenSession

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence(lambda n: f"session{n}")
    opened_at = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
    seen_at = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
