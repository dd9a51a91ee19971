"""Who carries an action, among those who have an account.

An account and the directory meet by the e-mail address: the team writes a contact's, and the
account's is where its invitation went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from pacte.initiatives.queries import stood_in_by
from pacte.network.models import Contact, ContactFunction, Organisation
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.models import Action, Responsibility

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Delegation, Initiative

NAMED_ROLES = (*LEADING_ROLES, ResponsibilityRole.ELECTED_REFERENT)


def carries(user: User | AnonymousUser, action: Action) -> bool:
    """Named herself as lead, co-lead or referent; or where she works leads or co-leads it.

    The caller took the action through its gate. A role that was declined carries nothing.
    """
    email = getattr(user, "email", "")
    return bool(email) and carried_by(email).filter(action=action).exists()


def stands_in(user: User, action: Action, at: dt.datetime) -> Delegation | None:
    """The absence in which she stands in for somebody who carries the action, if there is one."""
    for delegation in stood_in_by(user, action.initiative, at):
        if carries(delegation.absent, action):
            return delegation
    return None


def carried_by(email: str) -> QuerySet[Responsibility]:
    """The roles that whoever reads this address carries, by the directory of each initiative."""
    works = functions_of(email).filter(contact__initiative=OuterRef("action__initiative"))
    return (
        Responsibility.objects.present()
        .exclude(state=ResponsibilityState.DECLINED)
        .filter(
            Q(
                contact__in=contacts_of(email),
                contact__initiative=F("action__initiative"),
                role__in=NAMED_ROLES,
            )
            | Q(Exists(works.filter(organisation=OuterRef("organisation"))), role__in=LEADING_ROLES)
            | Q(Exists(works.filter(unit=OuterRef("unit"))), role__in=LEADING_ROLES)
        )
    )


def contacts_of(email: str) -> QuerySet[Contact]:
    return Contact.objects.filter(deleted_at=None, email__iexact=email)


def functions_of(email: str) -> QuerySet[ContactFunction]:
    return ContactFunction.objects.filter(contact__in=contacts_of(email)).filter(
        Q(to_on=None) | Q(to_on__gte=timezone.localdate())
    )


def organisations_of(user: User, initiative: Initiative) -> QuerySet[Organisation]:
    """Where the directory says that she works, in person or in one of its units."""
    works = functions_of(user.email).filter(contact__initiative=initiative)
    return Organisation.objects.filter(
        Q(pk__in=works.values("organisation")) | Q(pk__in=works.values("unit__organisation")),
        pk__in=Organisation.objects.of_initiative(initiative).values("pk"),
    ).order_by("pk")
