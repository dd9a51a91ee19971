"""What the plan still expects of someone, which another takes over when she leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from pacte.roadmap.models import Action, ProgressLink, ProgressRequest, Responsibility
from pacte.roadmap.queries.filters import TEAM, is_unended

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Contact, Unit


def parts_of(contact: Contact, user: User) -> QuerySet[Responsibility]:
    """Where she is named, or answers for an organisation; what is over keeps her name."""
    going_on = Action.objects.visible_to(user).filter(
        is_unended(TEAM), initiative=contact.initiative_id
    )
    return (
        Responsibility.objects.present()
        .filter(Q(contact=contact) | Q(person=contact), action__in=going_on)
        .select_related(
            "action__initiative",
            "action__plan",
            "organisation",
            "unit",
            "group",
            "contact",
            "person",
        )
        .order_by("action__position", "action_id", "pk")
    )


def parts_of_unit(unit: Unit, initiative: Initiative, user: User) -> QuerySet[Responsibility]:
    """Where this service is named still; what is over keeps its name."""
    going_on = Action.objects.visible_to(user).filter(is_unended(TEAM), initiative=initiative)
    rows = Responsibility.objects.present().filter(unit=unit, action__in=going_on)
    return rows.select_related("action__initiative", "unit").order_by(
        "action__position", "action_id", "pk"
    )


def is_unit_named_elsewhere(unit: Unit, initiative: Initiative) -> bool:
    """What was put aside counts: it may come back."""
    return Responsibility.objects.filter(unit=unit).exclude(action__initiative=initiative).exists()


def links_waiting(contact: Contact, *, now: dt.datetime) -> QuerySet[ProgressLink]:
    """Through which she is still asked something."""
    waiting = ProgressRequest.objects.open().values("link")
    return ProgressLink.objects.open(now).filter(contact=contact, pk__in=waiting)
