"""The demonstration's organisations, groups, contacts and acronyms."""

from __future__ import annotations

import datetime as dt
from itertools import starmap

from django.utils.text import slugify

from pacte.core.actor import Actor
from pacte.initiatives.models import Initiative
from pacte.network import operations as network
from pacte.network.models import Acronym, Organisation, OrganisationName
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Place, Table


def lay_directory(place: Place, initiative: Initiative, telling: Telling) -> None:
    """Write whom the démarche works with, each on a day of its beginnings."""
    by = telling.actors[place["people"][0]["key"]]
    for rank, told in enumerate(place["organisations"]):
        if told["key"] in telling.organisations:  # it took part already
            continue
        at = telling.moment(place["opened"] + rank // 3, rank)
        telling.organisations[told["key"]] = lay_organisation(told, initiative, telling, by, at)
    at = telling.moment(place["opened"] + 20)
    for told in place["groups"]:
        telling.groups[told["key"]] = network.save_group(
            initiative=initiative,
            name=told["name"],
            short_name=told.get("short_name", ""),
            organisations=[telling.organisations[key] for key in told["organisations"]],
            by=by,
            at=at,
        )
    for told in place["contacts"]:
        lay_contact(told, initiative, telling, by, at)
    for told in place["acronyms"]:
        lay_acronym(told, initiative, by, at)


def lay_organisation(
    told: Table, initiative: Initiative, telling: Telling, by: Actor, at: dt.datetime
) -> Organisation:
    """National institutions are known already, under their names of each time; others are new."""
    if told.get("national"):
        know_institution(told, initiative)
    organisation = network.add_organisation(
        initiative=initiative,
        values={
            "name": told["name"],
            "short_name": told.get("short_name", ""),
            "sector": told["sector"],
        },
        by=by,
        at=at,
    )
    for key, name, short_name in told.get("units", ()):
        telling.units[key] = network.save_unit(
            initiative=initiative,
            organisation=organisation,
            name=name,
            short_name=short_name,
            by=by,
            at=at,
        )
    return organisation


def know_institution(told: Table, initiative: Initiative) -> None:
    """An installation would bring them with its reference data, before any démarche."""
    organisation, is_new = Organisation.objects.get_or_create(
        slug=told["slug"],
        defaults={
            "name": told["name"],
            "short_name": told.get("short_name", ""),
            "sector": told["sector"],
            "jurisdiction": initiative.jurisdiction,
            "is_national": True,
        },
    )
    if is_new:
        names = starmap(former_name, ((organisation, *name) for name in told.get("names", ())))
        OrganisationName.objects.bulk_create(names)


def former_name(
    organisation: Organisation, name: str, short_name: str, start: str, end: str
) -> OrganisationName:
    return OrganisationName(
        organisation=organisation,
        name=name,
        short_name=short_name,
        from_on=dt.date.fromisoformat(start) if start else None,
        to_on=dt.date.fromisoformat(end) if end else None,
    )


def lay_contact(
    told: Table, initiative: Initiative, telling: Telling, by: Actor, at: dt.datetime
) -> None:
    title, where = told["function"]
    unit = telling.units.get(where)
    telling.contacts[told["key"]] = network.save_contact(
        initiative=initiative,
        values={
            "name": told["name"],
            "email": told.get("email")
            or f"{slugify(told['name']).replace('-', '.')}@{initiative.slug}.example",
            "phone": told.get("phone", ""),
            "may_publish": False,
            "title": title,
            "organisation": unit.organisation if unit else telling.organisations.get(where),
            "unit": unit,
        },
        by=by,
        at=at,
    )
    if told.get("main"):
        telling.contacts[told["key"]].functions.update(is_main=True)
    telling.voices.setdefault(where, told["name"])


def lay_acronym(told: Table, initiative: Initiative, by: Actor, at: dt.datetime) -> None:
    """Those of a whole country come with its reference data; the others are the démarche's own."""
    if told.get("everywhere"):
        Acronym.objects.create(
            text=told["text"], expansion=told["expansion"], jurisdiction=initiative.jurisdiction
        )
        return
    network.save_acronym(
        initiative=initiative,
        text=told["text"],
        expansion=told["expansion"],
        organisation=None,
        by=by,
        at=at,
    )
