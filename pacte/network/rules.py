"""Who may change the network of an initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.core import audit
from pacte.initiatives.models import is_in_team
from pacte.network import registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Organisation, Unit


def can_edit_organisation(
    user: User | AnonymousUser, initiative: Initiative, organisation: Organisation
) -> bool:
    """Identity is shared: where others use it, only those who run the installation change it."""
    if not can_edit_network(user, initiative):
        return False
    return user.is_staff or not organisation.is_shared_beyond(initiative)


def can_merge_organisations(
    user: User | AnonymousUser, initiative: Initiative, *both: Organisation
) -> bool:
    """The right over the one that goes and over the one that stays: others read both."""
    return all(can_edit_organisation(user, initiative, one) for one in both)


def can_edit_unit(user: User | AnonymousUser, initiative: Initiative, unit: Unit) -> bool:
    """Of a shared organisation, the services that were added here and that no one else names."""
    if not can_edit_network(user, initiative):
        return False
    if user.is_staff or not unit.organisation.is_shared_beyond(initiative):
        return True
    added = audit.history_of(unit).filter(event="network.unit.added", space=initiative.audit_space)
    called = unit.functions.exclude(contact__initiative=initiative)
    return (
        added.exists() and not called.exists() and not registry.is_named_elsewhere(unit, initiative)
    )


def can_edit_network(user: User | AnonymousUser, initiative: Initiative) -> bool:
    return is_in_team(user, initiative)
