"""Reads across the network: whom a text names, what an acronym means, names of a date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q

from pacte.network.models import (
    Acronym,
    Contact,
    ContactFunction,
    Group,
    Organisation,
    OrganisationName,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative


def folded(text: str) -> str:
    """Without accents, case, punctuation or an article at its head: what two spellings share."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[^a-z0-9]+", " ", plain.replace("œ", "oe")).strip()
    return re.sub(r"^(?:les|la|le|l) ", "", plain)


@dataclass(frozen=True, slots=True)
class Known:
    """Someone of the directory: exactly one is set."""

    organisation: Organisation | None = None
    unit: Unit | None = None
    group: Group | None = None
    contact: Contact | None = None

    @property
    def label(self) -> str:
        found = self.organisation or self.unit or self.group or self.contact
        return found.label if found else ""


@dataclass(slots=True)
class Directory:
    """Whom the names of one initiative mean; made once, asked many times."""

    by_name: dict[str, Known] = field(default_factory=dict)

    def find(self, text: str) -> Known | None:
        return self.by_name.get(folded(text))

    def labels(self) -> list[str]:
        """What one may write, for suggestions."""
        return sorted({known.label for known in self.by_name.values()}, key=folded)

    def learn(self, known: Known, *names: str) -> None:
        """Earlier names win: what is closest to the initiative is told first."""
        for name in names:
            if key := folded(name):
                self.by_name.setdefault(key, known)


def directory_of(initiative: Initiative) -> Directory:
    """Everyone a plan of this initiative may name: its own, then its country's, then national."""
    directory = Directory()
    for group in Group.objects.filter(initiative=initiative, deleted_at=None).order_by("pk"):
        directory.learn(Known(group=group), group.name, group.short_name)
    acronyms = ranked(Acronym.objects.heard_in(initiative).select_related("organisation"))
    for acronym in acronyms:
        if acronym.organisation is not None:
            known = Known(organisation=acronym.organisation)
            directory.learn(known, acronym.text, acronym.expansion)
    organisations = Organisation.objects.filter(
        Q(pk__in=Organisation.objects.of_initiative(initiative).values("pk"))
        | Q(is_national=True, jurisdiction__in=["", initiative.jurisdiction])
    )
    for organisation in organisations.order_by("is_national", "pk"):
        directory.learn(
            Known(organisation=organisation), organisation.name, organisation.short_name
        )
    dated = OrganisationName.objects.filter(organisation__in=organisations)
    for past in dated.select_related("organisation").order_by("pk"):
        directory.learn(Known(organisation=past.organisation), past.name, past.short_name)
    units = Unit.objects.present().filter(organisation__in=organisations)
    for unit in units.select_related("organisation").order_by("pk"):
        directory.learn(
            Known(unit=unit),
            unit.name,
            unit.short_name,
            f"{unit.organisation.label} {unit.label}",
            f"{unit.organisation.name} {unit.name}",
        )
    contacts = Contact.objects.filter(initiative=initiative, deleted_at=None)
    for contact in contacts.order_by("pk"):
        directory.learn(Known(contact=contact), contact.name)
    return directory


def ranked(acronyms: Iterable[Acronym]) -> list[Acronym]:
    """The initiative's own first, then its jurisdiction's, then those of everywhere."""
    return sorted(acronyms, key=lambda a: (a.initiative_id is None, not a.jurisdiction, a.pk))


def expand(text: str, initiative: Initiative, *, on: dt.date | None = None) -> str | None:
    """What an acronym means here (CLE is three things); on that day where one is given."""
    heard = Acronym.objects.heard_in(initiative).filter(text__iexact=text)
    if on is not None:
        heard = heard.filter(Q(from_on=None) | Q(from_on__lte=on), Q(to_on=None) | Q(to_on__gt=on))
    found = ranked(heard)
    return found[0].expansion if found else None


def called(initiative: Initiative, words: str) -> set[int]:
    """Keys of its organisations so called, now or before, or by an acronym heard here.

    Accents, case and punctuation do not count: no engine folds them alike, and they are few.
    """
    wanted = folded(words)
    ours = Organisation.objects.of_initiative(initiative)
    named = [
        *ours.values_list("pk", "name", "short_name"),
        *OrganisationName.objects.filter(organisation__in=ours).values_list(
            "organisation", "name", "short_name"
        ),
        *Acronym.objects.heard_in(initiative)
        .filter(organisation__in=ours)
        .values_list("organisation", "expansion", "text"),
    ]
    return {key for key, *names in named if any(wanted in folded(name) for name in names)}


def functions_of(contact: Contact) -> QuerySet[ContactFunction]:
    """What she does and did, the present first."""
    present_first = F("to_on").desc(nulls_first=True)
    functions = contact.functions.select_related("organisation", "unit")
    return functions.order_by(present_first, F("from_on").desc(nulls_last=True), "-pk")


def current_name(organisation: Organisation, on: dt.date | None) -> str:
    """Its name on that day, from prefetched `names`; the present one where none was recorded."""
    if on is not None:
        for name in organisation.names.all():
            if (name.from_on is None or name.from_on <= on) and (
                name.to_on is None or on < name.to_on
            ):
                return name.short_name or name.name
    return organisation.label
