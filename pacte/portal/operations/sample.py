"""An example to try with: added to a démarche in one click, taken away in another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.initiatives import operations as initiatives
from pacte.initiatives.models import Initiative
from pacte.network import operations as network
from pacte.network.models import Contact, Group, Organisation, Participation
from pacte.portal.errors import SampleAbsent, SamplePresent
from pacte.portal.operations.demonstration.directory import lay_directory
from pacte.portal.operations.demonstration.plans import lay_plan
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Place, sample
from pacte.roadmap import operations as roadmap
from pacte.roadmap.models import Plan

if TYPE_CHECKING:
    from pacte.core.actor import Actor

OFFICER = "you"  # how the example calls whoever adds it


@transaction.atomic
def add_sample(*, initiative: Initiative, by: Actor, at: dt.datetime) -> Plan:
    """Lay a plan of seven actions and whom it names; raise SamplePresent where one stands."""
    initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if initiative.sample:
        raise SamplePresent
    told = sample(initiative.today(at))
    telling = Telling(at)
    telling.actors[OFFICER], telling.names[OFFICER] = by, by.label
    telling.organisations.update(already_there(told.place, initiative))
    already = {one.pk for one in telling.organisations.values()}
    lay_directory(told.place, initiative, telling)
    (book,) = told.plans
    plan = lay_plan(book, initiative, telling)
    new = [one.pk for one in telling.organisations.values() if one.pk not in already]
    initiatives.note_sample(
        initiative=initiative,
        sample={
            "plans": [plan.pk],
            "participations": list(
                initiative.participations.filter(organisation__in=new).values_list("pk", flat=True)
            ),
            "groups": [group.pk for group in telling.groups.values()],
            "contacts": [contact.pk for contact in telling.contacts.values()],
        },
        by=by,
        at=at,
    )
    return plan


def already_there(place: Place, initiative: Initiative) -> dict[str, Organisation]:
    """Those of the example that take part under the same name, by their key."""
    keys = {told["name"]: told["key"] for told in place["organisations"]}
    rows = Organisation.objects.of_initiative(initiative).filter(name__in=keys)
    return {keys[found.name]: found for found in rows}


@transaction.atomic
def remove_sample(*, initiative: Initiative, by: Actor, at: dt.datetime) -> None:
    """Put aside all that the example brought; raise SampleAbsent where none stands.

    What a real action names keeps its words, as with anything of the network put aside.
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if not initiative.sample:
        raise SampleAbsent
    for plan in Plan.objects.present().filter(pk__in=initiative.sample["plans"]):
        roadmap.delete_plan(plan=plan, by=by, at=at)
    for kind, rows in (
        ("groups", Group.objects.all()),
        ("contacts", Contact.objects.all()),
        ("participations", Participation.objects.all()),
    ):
        for row in rows.filter(pk__in=initiative.sample[kind], deleted_at=None):
            network.delete_row(initiative=initiative, row=row, by=by, at=at)
    initiatives.note_sample(initiative=initiative, sample={}, by=by, at=at)
