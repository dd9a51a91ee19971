"""Reads across the network: whom a text names, what an acronym means, names of a date."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.utils.translation import gettext as _

from pacte.core.days import said_day
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
    for merged in Organisation.objects.filter(merged_into__in=organisations).select_related(
        "merged_into"
    ):
        directory.learn(Known(organisation=merged.merged_into), merged.name, merged.short_name)
    dated = OrganisationName.objects.filter(organisation__in=organisations)
    for past in dated.select_related("organisation").order_by("pk"):
        directory.learn(Known(organisation=past.organisation), past.name, past.short_name)
    units = Unit.objects.present().filter(organisation__in=organisations)
    for unit in units.select_related("organisation").order_by("pk"):
        directory.learn(
            Known(unit=unit if unit.ended_on is None else goes_on_as(unit)),
            unit.name,
            unit.short_name,
            f"{unit.organisation.label} {unit.label}",
            f"{unit.organisation.name} {unit.name}",
        )
    contacts = Contact.objects.filter(initiative=initiative, deleted_at=None)
    for contact in contacts.order_by("pk"):
        directory.learn(Known(contact=contact), contact.name)
    return directory


def goes_on_as(unit: Unit) -> Unit:
    """What it became, where that is one thing; else itself."""
    became = list(unit.successors.filter(deleted_at=None).select_related("organisation")[:2])
    return became[0] if len(became) == 1 else unit


def ranked(acronyms: Iterable[Acronym]) -> list[Acronym]:
    """The initiative's own first, then its jurisdiction's, then those of everywhere."""
    return sorted(acronyms, key=lambda a: (a.initiative_id is None, not a.jurisdiction, a.pk))


def meanings_in(initiative: Initiative) -> dict[str, str]:
    """What each acronym means in an initiative, its own meaning before its country's."""
    found: dict[str, str] = {}
    for row in ranked(Acronym.objects.heard_in(initiative)):
        found.setdefault(row.text, row.expansion)
    return found


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
        *Organisation.objects.merged_in(initiative).values_list(
            "merged_into", "name", "short_name"
        ),
        *Acronym.objects.heard_in(initiative)
        .filter(organisation__in=ours)
        .values_list("organisation", "expansion", "text"),
    ]
    return {key for key, *names in named if key and any(wanted in folded(name) for name in names)}


def functions_of(contact: Contact) -> list[tuple[ContactFunction, str]]:
    """What she does and did, the present first, and where, under its name of that time."""
    present_first = F("to_on").desc(nulls_first=True)
    functions = contact.functions.select_related("organisation", "unit")
    ordered = functions.prefetch_related("organisation__names").order_by(
        present_first, F("from_on").desc(nulls_last=True), "-pk"
    )
    return [(row, place_of(row)) for row in ordered]


def place_of(function: ContactFunction) -> str:
    where = [function.unit.label] if function.unit else []
    if function.organisation:
        where.append(current_name(function.organisation, function.to_on))
    return ", ".join(where)


def people_by_organisation(
    initiative: Initiative, *, on: dt.date
) -> list[tuple[Organisation, list[ContactFunction]]]:
    """Whom to call in each organisation that day, by name."""
    found: dict[Organisation, list[ContactFunction]] = {}
    rows = ContactFunction.objects.current(on).filter(contact__initiative=initiative)
    for row in rows.exclude(organisation=None).select_related("contact", "organisation", "unit"):
        if row.organisation is not None:
            found.setdefault(row.organisation, []).append(row)
    for functions in found.values():
        functions.sort(key=lambda one: (not one.is_main, folded(one.contact.name), one.pk))
    return sorted(found.items(), key=lambda one: (folded(one[0].name), one[0].pk))


def current_name(organisation: Organisation, on: dt.date | None) -> str:
    """Its name on that day, from prefetched `names`; the present one where none was recorded."""
    if on is not None:
        for name in organisation.names.all():
            if name.was_held(on):
                return name.short_name or name.name
    return organisation.label


@dataclass(frozen=True, slots=True)
class Named:
    """A name and its days in words; `former` where it can be mended."""

    name: str
    short_name: str
    days: str
    former: OrganisationName | None = None


def names_over_time(organisation: Organisation) -> list[Named]:
    """The present name first, then those before, then those without dates; none where one only."""
    rows = sorted(
        organisation.names.all(),
        key=lambda row: (row.to_on or dt.date.min, row.from_on or dt.date.min, row.pk),
        reverse=True,
    )
    merged = organisation.merged.order_by("merged_at", "pk")
    if not rows and not merged:
        return []
    since = max((row.to_on for row in rows if row.to_on), default=None)
    return [
        Named(organisation.name, organisation.short_name, days(since, None) if since else ""),
        *(Named(row.name, row.short_name, days(row.from_on, row.to_on), row) for row in rows),
        *(Named(row.name, row.short_name, days(None, None)) for row in merged),
    ]


def days(start: dt.date | None, end: dt.date | None) -> str:
    told = {"start": start and said_day(start), "end": end and said_day(end)}
    if start and end:
        return _("du %(start)s au %(end)s") % told
    if start:
        return _("depuis le %(start)s") % told
    return _("jusqu’au %(end)s") % told if end else _("aussi appelé")
