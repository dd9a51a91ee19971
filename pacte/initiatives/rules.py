"""Who may do what in an initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from pacte.initiatives.enums import MANAGERS, TEAM, Role
from pacte.initiatives.models import Membership, roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative


def has_role(user: User | AnonymousUser, initiative: Initiative, *roles: Role) -> bool:
    return not roles_of(user).get(initiative.pk, frozenset()).isdisjoint(roles)


def can_manage_members(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return has_role(user, initiative, *MANAGERS)


def roles_managed_by(user: User | AnonymousUser, initiative: Initiative) -> frozenset[str]:
    """The roles that she may give and take back.

    Only project officers choose who joins the team: an administrator reads neither its drafts nor
    what it keeps.
    """
    if has_role(user, initiative, Role.LEAD):
        return frozenset(Role.values)
    if has_role(user, initiative, Role.ADMINISTRATOR):
        return frozenset(Role.values) - set(TEAM)
    return frozenset()


def can_edit_settings(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return has_role(user, initiative, *MANAGERS)


def can_send_letters(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """The team: a letter may hold a link that acts for its reader."""
    return has_role(user, initiative, *TEAM)


def can_edit_territory(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return has_role(user, initiative, *MANAGERS)


def can_invite_lead(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Who runs the installation, where nobody leads: she opens no one else's plan so."""
    today = initiative.today(timezone.now())
    led = Membership.objects.current(today).leading().filter(initiative=initiative).exists()
    return user.pk is not None and user.is_staff and not led


def can_administer(user: User | AnonymousUser) -> bool:
    """Those who run the installation see how it is; it opens no initiative's plan."""
    return user.pk is not None and user.is_staff


def can_create_initiative(user: User | AnonymousUser) -> bool:
    """Those who run the installation."""
    return user.pk is not None and user.is_staff
