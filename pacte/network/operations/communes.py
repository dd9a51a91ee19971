"""Naming who answers for each commune, asking those that have named nobody; elected mandates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from pacte.core import audit, letters
from pacte.initiatives.models import Initiative
from pacte.network.enums import REFERENT_MOVES, ReferentKind, ReferentState
from pacte.network.errors import DatesReversed, MoveRefused, NameMissing, PlaceTaken
from pacte.network.models import Contact, ElectedMandate, MunicipalReferent
from pacte.network.notifications import ASKING_REFERENT
from pacte.network.operations.contacts import save_contact
from pacte.network.queries import coverage_of, mayors_of

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.core.actor import Actor
    from pacte.territories.models import Territory


@dataclass(frozen=True, slots=True)
class Naming:
    """Who is named for a commune, as what, since when, with whom in reserve."""

    kind: str = ReferentKind.TECHNICAL
    rank: int = 1
    since_on: dt.date | None = None
    deputy: Contact | None = None


@transaction.atomic
def name_referent(
    *,
    initiative: Initiative,
    territory: Territory,
    contact: Contact | None,
    named: Naming,
    by: Actor,
    at: dt.datetime,
    someone_new: Mapping[str, object] | None = None,
) -> MunicipalReferent:
    """Name someone of the directory, or someone new, for a commune.

    Raise PlaceTaken where somebody holds that rank there.
    """
    if contact is None:
        values = {"may_publish": False, **(someone_new or {})}
        contact = save_contact(initiative=initiative, values=values, by=by, at=at)
    today = initiative.today(at)
    open_rows = MunicipalReferent.objects.of_initiative(initiative).open()
    # Someone taken off the directory answers for nobody any more.
    open_rows.filter(territory=territory, contact__deleted_at__isnull=False).update(
        state=ReferentState.ENDED, ended_on=today
    )
    row = open_rows.filter(territory=territory, rank=named.rank, contact=None).first()
    row = row or MunicipalReferent(initiative=initiative, territory=territory, rank=named.rank)
    row.contact, row.kind, row.deputy = contact, named.kind, named.deputy
    row.since_on, row.state = named.since_on or today, ReferentState.NAMED
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise PlaceTaken from None
    record("named", row, {"state": ["", row.state], "territory": ["", territory.name]}, by, at)
    return row


@transaction.atomic
def edit_referent(
    *,
    referent: MunicipalReferent,
    named: Naming,
    state: str,
    by: Actor,
    at: dt.datetime,
) -> MunicipalReferent:
    """Change what is said of her, or where she stands: see `enums.REFERENT_MOVES`."""
    row = MunicipalReferent.objects.select_for_update(of=("self",)).get(pk=referent.pk)
    before = told(row)
    row.kind, row.rank, row.deputy = named.kind, named.rank, named.deputy
    row.since_on = named.since_on
    move(row, to=ReferentState(state), today=row.initiative.today(at))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise PlaceTaken from None
    record("edited", row, audit.between(before, told(row)), by, at)
    return row


def move(row: MunicipalReferent, *, to: ReferentState, today: dt.date) -> None:
    """Raise MoveRefused for a step that nobody takes."""
    if to == row.state:
        return
    if to not in REFERENT_MOVES[ReferentState(row.state)]:
        raise MoveRefused
    row.state = to
    row.ended_on = today if to == ReferentState.ENDED else None


@transaction.atomic
def ask_communes(
    *, initiative: Initiative, asker: User, by: Actor, at: dt.datetime
) -> list[Territory]:
    """Write to each commune that has named nobody, once a day; return those written to.

    To someone elected there who has an address, else a letter to print.
    """
    today = initiative.today(at)
    vacant = coverage_of(initiative, today=today).vacant
    wanted = [line.territory for line in vacant if line.asked_on != today]
    mayors = mayors_of(initiative, wanted, today=today)
    recipients = []
    for territory in wanted:
        row, _ = (
            MunicipalReferent.objects.of_initiative(initiative)
            .open()
            .get_or_create(initiative=initiative, territory=territory, rank=1)
        )
        row.asked_on = today
        row.save(update_fields=["asked_on"])
        mayor = mayors.get(territory.pk)
        recipients.append(
            letters.Recipient(
                name=f"{mayor.name}, {territory.name}" if mayor else territory.name,
                address=mayor.email if mayor else "",
                once=f"{territory.pk} {today:%Y-%m-%d}",
                about={"referent": row.pk, "asker": asker.pk, "name": mayor.name if mayor else ""},
            )
        )
        record("asked", row, {"territory": ["", territory.name]}, by, at)
    letters.compose(ASKING_REFERENT, recipients, space=initiative.audit_space, at=at)
    return wanted


@transaction.atomic
def save_mandate(
    *,
    contact: Contact,
    territory: Territory,
    title: str,
    term: Sequence[dt.date | None],
    by: Actor,
    at: dt.datetime,
    mandate: ElectedMandate | None = None,
) -> ElectedMandate:
    """Say what someone was elected for; `term` is its first and last day. Raise DatesReversed."""
    if not title.strip():
        raise NameMissing
    first, last = term
    if first and last and last < first:
        raise DatesReversed
    row = mandate or ElectedMandate(contact=contact)
    before = told_mandate(mandate) if mandate else {}
    row.territory, row.title = territory, title.strip()
    row.from_on, row.to_on = first, last
    row.save()
    changes = audit.between(before, told_mandate(row))
    audit.record("network.mandate.saved", target=contact, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def delete_mandate(*, mandate: ElectedMandate, by: Actor, at: dt.datetime) -> None:
    """Forget a mandate noted by mistake; one that ended stays, with its dates."""
    contact, gone = mandate.contact, told_mandate(mandate)
    mandate.delete()
    changes = {field: [value, ""] for field, value in gone.items()}
    audit.record("network.mandate.deleted", target=contact, by=by, at=at, changes=changes)


def record(
    verb: str, row: MunicipalReferent, changes: audit.Changes, by: Actor, at: dt.datetime
) -> None:
    event = f"network.referent.{verb}"
    audit.record(event, target=row, by=by, at=at, changes=changes)


def told(row: MunicipalReferent) -> dict[str, object]:
    """What the history keeps of it; the person is not named there."""
    return {"state": row.state, "kind": row.kind, "since_on": row.since_on}


def told_mandate(row: ElectedMandate) -> dict[str, object]:
    return {
        "title": row.title,
        "territory": row.territory.name,
        "from_on": row.from_on,
        "to_on": row.to_on,
    }
