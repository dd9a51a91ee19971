"""Who carries an action, among those who have an account.

An account and the directory meet by the e-mail address: the team writes a contact's, and the
account's is where its invitation went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from pacte.network.models import Contact, ContactFunction
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.models import Action, Responsibility

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User

NAMED_ROLES = (*LEADING_ROLES, ResponsibilityRole.ELECTED_REFERENT)


def carries(user: User | AnonymousUser, action: Action) -> bool:
    """Named herself as lead, co-lead or referent; or where she works leads or co-leads it.

    The caller took the action through its gate. A role that was declined carries nothing.
    """
    email = getattr(user, "email", "")
    if not email:
        return False
    herself = Contact.objects.filter(
        initiative=action.initiative_id, deleted_at=None, email__iexact=email
    )
    works = ContactFunction.objects.filter(contact__in=herself).filter(
        Q(to_on=None) | Q(to_on__gte=timezone.localdate())
    )
    return (
        Responsibility.objects.present()
        .filter(action=action)
        .exclude(state=ResponsibilityState.DECLINED)
        .filter(
            Q(contact__in=herself, role__in=NAMED_ROLES)
            | Q(organisation__in=works.values("organisation"), role__in=LEADING_ROLES)
            | Q(unit__in=works.values("unit"), role__in=LEADING_ROLES)
        )
        .exists()
    )
