"""The demonstration's territory, its démarche, and the people who sign in."""

from __future__ import annotations

from django.utils.text import slugify

from pacte.accounts import operations as accounts
from pacte.accounts.models import User
from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.initiatives import operations as initiatives
from pacte.initiatives.enums import Role
from pacte.initiatives.models import Initiative
from pacte.portal.operations.demonstration import pictures
from pacte.portal.operations.demonstration.telling import Telling
from pacte.portal.providers.demonstration import Person, Place, Table
from pacte.territories.enums import finest_kind
from pacte.territories.models import Territory, TerritoryMembership


def open_place(place: Place, telling: Telling) -> Initiative:
    """Make the territory and its démarche, with everyone who may sign in."""
    lead, *others = place["people"]
    open_account(lead, place, telling)
    initiative = initiatives.create_initiative(
        name=place["name"],
        slug=place["slug"],
        territory=draw_territory(place, telling),
        jurisdiction=place["jurisdiction"],
        lead_email=lead["email"],
        is_demo=True,
        by=SYSTEM,
        at=telling.moment(place["opened"]),
    )
    initiative.memberships.filter(role=Role.LEAD).update(title=lead["title"])
    set_up(initiative, place, telling)
    for person in others:
        join(person, initiative, place, telling)
    return initiative


def set_up(initiative: Initiative, place: Place, telling: Telling) -> None:
    """Its words, its colour and its strip of logos."""
    by = telling.actors[place["people"][0]["key"]]
    initiatives.edit_settings(
        initiative=initiative,
        values={
            "presentation": place["presentation"],
            "funders_notice": place["funders_notice"],
            "colour": place["colour"],
        },
        by=by,
        at=telling.moment(place["opened"], 30),
    )
    for picture in place["logos"]:
        initiatives.add_logo(
            initiative=initiative,
            content=pictures.logo(picture["letters"], picture["colour"]),
            name=f"{slugify(picture['owner'])}.png",
            owner=picture["owner"],
            by=by,
            at=telling.moment(place["opened"], 45),
        )


def draw_territory(place: Place, telling: Telling) -> Territory:
    """Fictitious territories have no official code, so no list of communes can bring them."""
    told = place["territory"]
    above = territory(place, told["within"])
    root = territory(place, told)
    TerritoryMembership.objects.create(child=root, parent=above)
    communes = Territory.objects.bulk_create(
        Territory(
            name=name,
            slug=f"{slugify(name)}-{place['slug']}",
            kind=finest_kind(place["jurisdiction"]),
            jurisdiction=place["jurisdiction"],
            population=population,
            population_year=told["population_year"],
        )
        for name, population in told["communes"]
    )
    TerritoryMembership.objects.bulk_create(
        TerritoryMembership(child=commune, parent=root) for commune in communes
    )
    audit.record(
        "territories.communes.imported",
        target=root,
        by=SYSTEM,
        at=telling.moment(place["opened"]),
        changes={"communes": [0, len(communes)], "created": [0, len(communes)]},
    )
    return root


def territory(place: Place, told: Table) -> Territory:
    return Territory.objects.create(
        name=told["name"],
        slug=slugify(told["name"]),
        kind=told["kind"],
        jurisdiction=place["jurisdiction"],
    )


LAST_CAME = -14  # so that something has changed since


def open_account(person: Person, place: Place, telling: Telling) -> User:
    """Without a password: in the demonstration one signs in by choosing a person."""
    at = telling.moment(person.get("since", place["opened"]))
    user = accounts.create_account(email=person["email"], name=person["name"], by=SYSTEM, at=at)
    user.last_login = telling.moment(LAST_CAME)
    user.phone = person.get("phone", "")
    user.save(update_fields=["last_login", "phone"])
    telling.actors[person["key"]] = user.as_actor()
    telling.names[person["key"]] = person["name"]
    if people := person.get("mailbox"):
        accounts.share_mailbox(user=user, is_shared=True, by=user.as_actor(), at=at)
        for one in people:
            named = accounts.name_person(
                user=user, name=one["name"], job_title=one["job_title"], at=at
            )
            telling.actors[one["key"]] = user.as_actor(named)
            telling.names[one["key"]] = one["name"]
    return user


def join(person: Person, initiative: Initiative, place: Place, telling: Telling) -> None:
    lead = place["people"][0]
    initiatives.add_member(
        initiative=initiative,
        user=open_account(person, place, telling),
        role=person["role"],
        title=person["title"],
        by=telling.actors[lead["key"]],
        at=telling.moment(person.get("since", place["opened"] + 5), 60),
    )
