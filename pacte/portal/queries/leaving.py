"""What someone, or a service, holds in every app, which another takes over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pacte.initiatives.models import Membership
from pacte.initiatives.rules import roles_managed_by
from pacte.network.models import ContactFunction
from pacte.network.queries import held_by
from pacte.portal.enums import HeldSort
from pacte.roadmap.queries.leaving import links_waiting, parts_of, parts_of_unit

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Contact, Unit


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held of one sort."""

    sort: HeldSort
    rows: Sequence[Any]  # of whatever model leads to someone


def holdings(
    initiative: Initiative, contact: Contact, user: User, *, at: dt.datetime
) -> list[Holding]:
    """All that she holds, in the order in which one thinks of it; no empty sort."""
    today = initiative.today(at)
    held = held_by(contact, on=today)
    roles = Membership.objects.current(today).filter(
        initiative=initiative,
        user__email__iexact=contact.email or "-",
        role__in=roles_managed_by(user, initiative),
    )
    found = [
        Holding(HeldSort.PART, list(parts_of(contact, user))),
        Holding(HeldSort.REQUESTS, list(links_waiting(contact, now=at))),
        Holding(HeldSort.FUNCTION, held.functions),
        Holding(HeldSort.REFERENT, held.referents),
        Holding(HeldSort.DEPUTY_REFERENT, held.deputy_referents),
        Holding(HeldSort.GROUP, held.groups),
        Holding(HeldSort.DEPUTY, held.deputies),
        Holding(HeldSort.ROLE, list(roles)),
    ]
    return [holding for holding in found if holding.rows]


def held_by_unit(
    initiative: Initiative, unit: Unit, user: User, *, at: dt.datetime
) -> list[Holding]:
    """The actions that name a service, then who works there; no empty sort."""
    people = ContactFunction.objects.current(initiative.today(at)).filter(
        unit=unit, contact__initiative=initiative
    )
    found = [
        Holding(HeldSort.PART, list(parts_of_unit(unit, initiative, user))),
        Holding(HeldSort.FUNCTION, list(people.select_related("contact").order_by("pk"))),
    ]
    return [holding for holding in found if holding.rows]
