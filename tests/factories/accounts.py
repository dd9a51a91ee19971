"""People, minimal and unsurprising."""

import factory

from pacte.accounts.models import MailboxPerson, User


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
