"""The people every access matrix asks: each sees one démarche from her own place."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from pacte.accounts.models import User
from pacte.initiatives.enums import Role
from pacte.initiatives.models import Initiative
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

DAY = dt.timedelta(days=1)
MONTH = dt.timedelta(days=30)


@dataclass(frozen=True)
class Personas:
    initiative: Initiative
    anonymous: None
    outsider: User  # signed in, member of another initiative
    lead: User
    elected: User
    committee: User
    observer: User
    administrator: User
    operator: User  # runs the installation, member of nothing
    consultant: User  # of the team, for a time
    former: User  # led it, until yesterday
    coming: User  # will lead it, from tomorrow on

    def all(self) -> dict[str, User | None]:
        return {
            name: getattr(self, name) for name in self.__dataclass_fields__ if name != "initiative"
        }


def make_personas(
    *, name: str = "Grand Confluent", slug: str = "grand-confluent", today: dt.date | None = None
) -> Personas:
    initiative = InitiativeFactory(name=name, slug=slug)
    day = today or initiative.today(timezone.now())

    def member(role: Role, **dates: dt.date) -> User:
        return MembershipFactory(initiative=initiative, role=role, **dates).user

    return Personas(
        initiative=initiative,
        anonymous=None,
        outsider=MembershipFactory(role=Role.LEAD).user,
        lead=member(Role.LEAD),
        elected=member(Role.ELECTED),
        committee=member(Role.COMMITTEE),
        observer=member(Role.OBSERVER),
        administrator=member(Role.ADMINISTRATOR),
        operator=UserFactory(is_staff=True, is_superuser=True),
        consultant=member(Role.CONSULTANT, from_on=day, to_on=day + MONTH),
        former=member(Role.LEAD, to_on=day - DAY),
        coming=member(Role.LEAD, from_on=day + DAY),
    )
