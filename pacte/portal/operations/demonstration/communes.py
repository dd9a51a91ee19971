"""The demonstration's referents of communes, and its elected people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import slugify

from pacte.core.models import Message
from pacte.initiatives.models import Initiative, Membership
from pacte.network import operations as network
from pacte.network.enums import ReferentState
from pacte.network.models import Contact, MunicipalReferent
from pacte.portal.operations.demonstration.asking import give
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Place, Table
from pacte.territories.queries import within

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.territories.models import Territory

# What each state went through, from the day someone was named.
STEPS = {
    ReferentState.NAMED: (),
    ReferentState.WELCOMED: (ReferentState.WELCOMED,),
    ReferentState.ACTIVE: (ReferentState.WELCOMED, ReferentState.ACTIVE),
    ReferentState.REPLACED: (ReferentState.WELCOMED, ReferentState.REPLACED),
}


def lay_communes(place: Place, initiative: Initiative, telling: Telling) -> None:
    """Name who answers for each commune; ask those that have nobody, some days ago."""
    told = place.get("referents")
    if not told:
        return
    lead = place["people"][0]
    by = telling.actors[lead["key"]]
    inside = within(initiative.territory, on=telling.today)
    territories = {row.name: row for row in inside}
    for name, *person in told["people"]:
        lay_referent(told, territories[name], person, initiative, telling, by)
    for key, title, where, start, end in told["mandates"]:
        network.save_mandate(
            contact=known(key, initiative, telling),
            territory=territories[where],
            title=title,
            term=(telling.day(start), telling.day(end)),
            by=by,
            at=telling.moment(-90),
        )
    asker = Membership.objects.get(initiative=initiative, user__name=lead["name"]).user
    at = telling.moment(told["asked"])
    network.ask_communes(initiative=initiative, asker=asker, by=by, at=at)
    give(Message.objects.of_space(initiative.audit_space), at)


def lay_referent(
    told: Table,
    territory: Territory,
    person: list[object],
    initiative: Initiative,
    telling: Telling,
    by: Actor,
) -> MunicipalReferent:
    """Named one day, welcomed some weeks later, at work since."""
    name, kind, state, since, phone = (str(part) for part in person)
    taken = MunicipalReferent.objects.of_initiative(initiative).filter(territory=territory)
    deputy = told["deputies"].get(territory.name)
    named = network.Naming(
        kind=kind,
        rank=2 if taken.exists() else 1,
        since_on=telling.day(int(since)),
        deputy=known(deputy, initiative, telling) if deputy else None,
    )
    address = f"{slugify(name).replace('-', '.')}@{slugify(territory.name)}.example"
    row = network.name_referent(
        initiative=initiative,
        territory=territory,
        contact=telling.contacts.get(name),
        someone_new={"name": name, "phone": phone, "email": address},
        named=named,
        by=by,
        at=telling.moment(int(since)),
    )
    for rank, step in enumerate(STEPS[ReferentState(state)], 1):
        at = telling.moment(int(since) + 20 * rank)
        row = network.edit_referent(referent=row, named=named, state=step, by=by, at=at)
    return row


def known(key: str, initiative: Initiative, telling: Telling) -> Contact:
    """By its key in the data, else by its name."""
    return telling.contacts.get(key) or initiative.contacts.get(name=key)
