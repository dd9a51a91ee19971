"""Whom to call, by last name, each with what she does and where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from pacte.initiatives import registry
from pacte.network.enums import ReferentState
from pacte.network.models import Contact, ContactFunction, ElectedMandate, MunicipalReferent
from pacte.territories.models import Territory, search_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative

# What belongs to the name that follows; « de » does not count in the French order.
PARTICLES = {"le", "la", "les", "du", "des", "ben", "el", "van", "von", "saint", "sainte"}
LONG = 3  # letters; fewer are initials


@dataclass(frozen=True, slots=True)
class Person:
    contact: Contact
    functions: Sequence[ContactFunction]
    mandates: Sequence[ElectedMandate]
    communes: Sequence[Territory]  # that call her for employment

    @property
    def words(self) -> str:
        """All that one may look for."""
        told = [self.contact.name, *(place.name for place in self.communes)]
        for mandate in self.mandates:
            told += [mandate.title, mandate.territory.name]
        for function in self.functions:
            told.append(function.title)
            for place in (function.organisation, function.unit):
                told += [place.name, place.short_name] if place else []
        return "".join(search_key(word) for word in told)


def people_to_call(
    initiative: Initiative, user: User, *, on: dt.date, words: str = ""
) -> list[Person]:
    """Those whose name, function, organisation or commune holds each of the words.

    Accents and case do not count: no engine folds them alike, and they are few.
    """
    held = ContactFunction.objects.current(on).select_related("organisation", "unit")
    mandates = ElectedMandate.objects.current(on).select_related("territory")
    if not registry.is_on("network.mandates", initiative):
        mandates = mandates.none()
    referents = MunicipalReferent.objects.exclude(state=ReferentState.ENDED)
    rows = (
        Contact.objects.visible_to(user)
        .filter(initiative=initiative, deleted_at=None)
        .prefetch_related(
            Prefetch("functions", held.order_by("pk")),
            Prefetch("mandates", mandates.order_by("pk")),
            Prefetch("referent_of", referents.select_related("territory").order_by("pk")),
        )
    )
    people = [
        Person(
            row,
            list(row.functions.all()),
            list(row.mandates.all()),
            [one.territory for one in row.referent_of.all()],
        )
        for row in rows.order_by("pk")
    ]
    asked = search_key(words).split()
    found = [one for one in people if all(word in one.words for word in asked)]
    return sorted(found, key=lambda one: by_last_name(one.contact.name))


def by_last_name(name: str) -> tuple[str, str]:
    """The words in capitals where a list wrote « ROY Anne », else the last with its particle."""
    words = name.split()
    capitals = [word for word in words if len(word) >= LONG and word.isupper()]
    if capitals and len(capitals) < len(words):
        return search_key(" ".join(capitals)), search_key(name)
    start = max(len(words) - 1, 0)
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return search_key(" ".join(words[start:])), search_key(name)


def communes_of_person(initiative: Initiative, user: User, *, on: dt.date) -> QuerySet[Territory]:
    """Those that she answers for, or where she is elected, by the directory.

    An account and the directory meet by the e-mail address, as in `roadmap.queries.carried`.
    """
    if not user.email:
        return Territory.objects.none()
    herself = Contact.objects.filter(
        initiative=initiative, deleted_at=None, email__iexact=user.email
    ).values("pk")
    referents = MunicipalReferent.objects.of_initiative(initiative).open()
    answers = referents.filter(Q(contact__in=herself) | Q(deputy__in=herself))
    elected = ElectedMandate.objects.current(on).filter(contact__in=herself)
    return Territory.objects.filter(
        Q(pk__in=answers.values("territory")) | Q(pk__in=elected.values("territory"))
    )
