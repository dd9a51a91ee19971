"""Opening an initiative on a territory, and giving it another territory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.accounts import operations as accounts
from pacte.accounts.models import User
from pacte.core import audit
from pacte.initiatives.enums import Role
from pacte.initiatives.errors import (
    AlreadyLed,
    SeveralCountries,
    SlugTaken,
    TerritoryMissing,
)
from pacte.initiatives.models import Initiative, Invitation, Membership
from pacte.initiatives.operations.invitations import invite
from pacte.initiatives.operations.lists import start_lists
from pacte.initiatives.operations.people import add_member
from pacte.territories import operations as territories
from pacte.territories.enums import Jurisdiction
from pacte.territories.models import Territory

if TYPE_CHECKING:
    from pacte.core.actor import Actor

# What an initiative starts with where its territory is.
HABITS: dict[str, dict[str, str]] = {
    Jurisdiction.FRANCE: {"paper": "A4", "currency": "EUR", "time_zone": "Europe/Paris"},
    Jurisdiction.QUEBEC: {"paper": "LETTER", "currency": "CAD", "time_zone": "America/Toronto"},
}


@dataclass(frozen=True, slots=True)
class Opened:
    """`invitation` and its `secret` are there where whom it is for has no account yet."""

    initiative: Initiative
    invitation: Invitation | None = None
    secret: str = ""


@transaction.atomic
def create_initiative(
    *,
    name: str,
    slug: str,
    territory: Territory,
    jurisdiction: str,
    by: Actor,
    at: dt.datetime,
    lead_email: str,
    is_demo: bool = False,
) -> Initiative:
    """Open a démarche with the habits of its country, led by whom this address is.

    Her account is opened if need be: she signs in by a link that `pacte sign-in-link` makes.
    Raise SlugTaken.
    """
    initiative = begin(name, slug, territory, jurisdiction, by=by, at=at, is_demo=is_demo)
    add_lead(initiative=initiative, email=lead_email, by=by, at=at)
    return initiative


@transaction.atomic
def add_lead(*, initiative: Initiative, email: str, by: Actor, at: dt.datetime) -> User:
    """Make whom this address is lead the initiative; raise AlreadyMember where she does."""
    lead = User.objects.filter(email__iexact=email).first()
    if lead is None:
        lead = accounts.create_account(email=email, by=by, at=at)
    add_member(initiative=initiative, user=lead, role=Role.LEAD, by=by, at=at)
    return lead


@transaction.atomic
def open_initiative(
    *,
    name: str,
    slug: str,
    parts: Sequence[Territory],
    perimeter_name: str,
    lead_email: str,
    by: Actor,
    at: dt.datetime,
) -> Opened:
    """Open a démarche on one territory, or on a perimeter that holds several.

    Who has an account leads it at once; anyone else is invited to.
    Raise SlugTaken, TerritoryMissing, SeveralCountries.
    """
    country = country_of(parts)
    initiative = begin(name, slug, parts[0], country, by=by, at=at)
    if len(parts) > 1:
        initiative.territory = territories.make_perimeter(
            name=perimeter_name or name, parts=parts, space=initiative.audit_space, by=by, at=at
        )
        initiative.save(update_fields=["territory"])
    lead = User.objects.filter(email__iexact=lead_email, is_active=True).first()
    if lead is not None:
        add_member(initiative=initiative, user=lead, role=Role.LEAD, by=by, at=at)
        return Opened(initiative)
    return Opened(
        initiative, *invite(initiative=initiative, email=lead_email, role=Role.LEAD, by=by, at=at)
    )


def country_of(parts: Sequence[Territory]) -> str:
    if not parts:
        raise TerritoryMissing
    countries = {part.jurisdiction for part in parts}
    if len(countries) > 1 or not countries <= set(Jurisdiction.values):
        raise SeveralCountries
    return countries.pop()


@transaction.atomic
def invite_lead(
    *, initiative: Initiative, email: str, by: Actor, at: dt.datetime
) -> tuple[Invitation, str]:
    """Invite whom will lead an initiative that nobody leads; former invitations die.

    Raise AlreadyLed.
    """
    if (
        Membership.objects.current(initiative.today(at))
        .leading()
        .filter(initiative=initiative)
        .exists()
    ):
        raise AlreadyLed
    initiative.invitations.filter(role=Role.LEAD, accepted_at=None, revoked_at=None).update(
        revoked_at=at
    )
    return invite(initiative=initiative, email=email, role=Role.LEAD, by=by, at=at)


@transaction.atomic
def set_territory(
    *,
    initiative: Initiative,
    parts: Sequence[Territory],
    perimeter_name: str,
    on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Territory:
    """Give the initiative one territory, or a perimeter of several from that day on.

    A perimeter that it has already is changed, so that the days before keep what it held.
    Raise TerritoryMissing, SeveralCountries.
    """
    if country_of(parts) != initiative.jurisdiction:
        raise SeveralCountries
    before = initiative.territory
    mine = before.is_perimeter and before.space == initiative.audit_space
    if len(parts) == 1:
        after = parts[0]
    elif mine:
        after = territories.change_perimeter(perimeter=before, parts=parts, on=on, by=by, at=at)
        after = territories.rename_perimeter(perimeter=after, name=perimeter_name, by=by, at=at)
    else:
        after = territories.make_perimeter(
            name=perimeter_name or initiative.name,
            parts=parts,
            space=initiative.audit_space,
            by=by,
            at=at,
        )
    if after.pk != before.pk:
        initiative.territory = after
        initiative.save(update_fields=["territory"])
        audit.record(
            "initiatives.initiative.placed",
            target=initiative,
            by=by,
            at=at,
            changes={"territory": [before.name, after.name]},
        )
    return after


def begin(
    name: str,
    slug: str,
    territory: Territory,
    jurisdiction: str,
    *,
    by: Actor,
    at: dt.datetime,
    is_demo: bool = False,
) -> Initiative:
    if Initiative.objects.filter(slug=slug).exists():
        raise SlugTaken
    initiative = Initiative.objects.create(
        name=name,
        slug=slug,
        territory=territory,
        jurisdiction=jurisdiction,
        is_demo=is_demo,
        created_at=at,
        **HABITS[jurisdiction],
    )
    audit.record("initiatives.initiative.created", target=initiative, by=by, at=at)
    start_lists(initiative=initiative, by=by, at=at)
    return initiative
