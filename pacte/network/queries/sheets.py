"""What the lines of a sheet would make of the directory: nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from pacte.network.enums import LineProblem
from pacte.network.models import (
    Contact,
    ContactFunction,
    Organisation,
    OrganisationName,
    Participation,
    Unit,
)
from pacte.network.queries.directory import folded

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative

IDENTITY = ("short_name", "sector", "siret", "neq", "website")
Values = Mapping[str, str]


@dataclass(eq=False, slots=True)
class Org:
    """An organisation that a line names; `changed` holds the fields that the sheet says anew."""

    row: Organisation
    may_change: bool
    is_new: bool = False
    joins: bool = False  # known elsewhere, it takes part from now on
    changed: dict[str, list[str]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Person:
    row: Contact
    is_new: bool = False
    changed: dict[str, list[object]] = field(default_factory=dict)
    functions: list[ContactFunction] = field(default_factory=list)


@dataclass(slots=True)
class DirectoryDraft:
    """The directory as it stands, then as the lines taken so far would leave it."""

    initiative: Initiative
    today: dt.date
    ours: set[int] = field(default_factory=set)  # that take part already
    orgs: list[Org] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    by_number: dict[str, Org] = field(default_factory=dict)
    by_name: dict[str, Org] = field(default_factory=dict)
    by_key: dict[int, Org] = field(default_factory=dict)
    named: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    new_units: list[Unit] = field(default_factory=list)
    functions: dict[int, ContactFunction] = field(default_factory=dict)  # to write, by identity

    def take(self, values: Values) -> str:
        """Note what a line says; return its problem, or nothing."""
        org = None
        if values.get("organisation"):
            org = self.org_of(values)
            if org is None:
                return LineProblem.TWO_NAMES
            org.joins = not org.is_new and org.row.pk not in self.ours
            self.change(org, values)
        if values.get("person"):
            self.note_person(values, org)
        return ""

    def org_of(self, values: Values) -> Org | None:
        """The one of that number, else of that name, else a new one; None for two names."""
        name = folded(values["organisation"])
        for kind in ("siret", "neq"):
            found = self.by_number.get(f"{kind}:{values.get(kind)}")
            if found is not None:
                return None if found.is_new and folded(found.row.name) != name else found
        found = self.by_name.get(name)
        return found or self.make(values["organisation"])

    def make(self, name: str) -> Org:
        made = Org(Organisation(name=name), may_change=True, is_new=True)
        self.orgs.append(made)
        self.by_name[folded(name)] = made
        return made

    def change(self, org: Org, values: Values) -> None:
        """A cell left empty changes nothing; what others share keeps its identity."""
        if not org.may_change:
            return
        for key in IDENTITY:
            value, held = values.get(key, ""), getattr(org.row, key)
            if value and value != held and not self.is_taken(key, value, org):
                first = org.changed.get(key, [held])[0]
                org.changed[key] = [first, value]
                setattr(org.row, key, value)
                if key in {"siret", "neq"}:
                    self.by_number[f"{key}:{value}"] = org
                elif key == "short_name":
                    self.by_name.setdefault(folded(value), org)

    def is_taken(self, key: str, value: str, org: Org) -> bool:
        return self.by_number.get(f"{key}:{value}", org) is not org

    def note_person(self, values: Values, org: Org | None) -> None:
        person = self.person_of(values, org)
        told: dict[str, object] = {key: values.get(key, "") for key in ("phone", "email")}
        if "may_publish" in values:
            told["may_publish"] = values["may_publish"] == "yes"
        for key, value in told.items():
            held = getattr(person.row, key)
            if value not in ("", held):
                person.changed[key] = [person.changed.get(key, [held])[0], value]
                setattr(person.row, key, value)
        self.note_function(person, values, org)

    def person_of(self, values: Values, org: Org | None) -> Person:
        """Of that name: the one of that address, else of that organisation, else the only one."""
        email = values.get("email", "").casefold()
        same = self.named[folded(values["person"])]
        for one in same:
            if email and one.row.email.casefold() == email:
                return one
        for one in same:
            if org and any(self.stands_in(function, org) for function in one.functions):
                return one
        if len(same) == 1 and not (email and same[0].row.email) and not (org and same[0].functions):
            return same[0]
        made = Person(Contact(initiative=self.initiative, name=values["person"]), is_new=True)
        self.people.append(made)
        same.append(made)
        return made

    def stands_in(self, function: ContactFunction, org: Org) -> bool:
        return function.organisation is org.row or (
            function.organisation_id is not None and function.organisation_id == org.row.pk
        )

    def note_function(self, person: Person, values: Values, org: Org | None) -> None:
        """What she does there: her present function takes the new title, or a first one begins."""
        title, unit = values.get("title", ""), self.unit_of(values, org)
        here = [
            function
            for function in person.functions
            if (self.stands_in(function, org) if org else function.organisation_id is None)
        ]
        if any(folded(one.title) == folded(title) for one in here) or (here and not title):
            return
        if len(here) == 1:
            here[0].title = title
            here[0].unit = unit or here[0].unit
            self.functions[id(here[0])] = here[0]
            return
        if not (title or org):
            return
        made = ContactFunction(
            contact=person.row,
            title=title,
            organisation=org.row if org else None,
            unit=unit,
            from_on=None,
        )
        person.functions.append(made)
        self.functions[id(made)] = made

    def unit_of(self, values: Values, org: Org | None) -> Unit | None:
        name = values.get("unit", "")
        if not name or org is None:
            return None
        if folded(name) not in org.units:
            org.units[folded(name)] = made = Unit(organisation=org.row, name=name)
            self.new_units.append(made)
        return org.units[folded(name)]

    def counts(self) -> dict[str, int]:
        old = [org for org in self.orgs if not org.is_new]
        known = [person for person in self.people if not person.is_new]
        touched = {id(function.contact) for function in self.functions.values()}
        return {
            "new_organisations": sum(org.is_new for org in self.orgs),
            "changed_organisations": sum(bool(org.changed or org.joins) for org in old),
            "new_people": sum(person.is_new for person in self.people),
            "changed_people": sum(
                bool(person.changed) or id(person.row) in touched for person in known
            ),
        }


def number_it(draft: DirectoryDraft, row: Organisation, org: Org) -> None:
    for kind in ("siret", "neq"):
        if number := getattr(row, kind):
            draft.by_number[f"{kind}:{number}"] = org


def draft_of(initiative: Initiative, *, today: dt.date, numbers: set[str]) -> DirectoryDraft:
    """The directory that the lines are held against; `numbers` are those of the sheet."""
    ours = set(Organisation.objects.of_initiative(initiative).values_list("pk", flat=True))
    draft = DirectoryDraft(initiative, today, ours)
    numbered = Q(siret__in=numbers - {""}) | Q(neq__in=numbers - {""})
    merged = Organisation.objects.filter(numbered).exclude(merged_into=None)
    known = Organisation.objects.filter(merged_into=None).filter(
        Q(pk__in=ours)
        | Q(is_national=True, jurisdiction__in=["", initiative.jurisdiction])
        | numbered
        | Q(pk__in=merged.values("merged_into"))
    )
    shared = set(
        Participation.objects.present()
        .filter(organisation__in=known)
        .exclude(initiative=initiative)
        .values_list("organisation", flat=True)
    )
    for row in known.order_by("is_national", "pk"):
        may_change = row.pk in ours and row.pk not in shared and not row.is_national
        org = Org(row, may_change=may_change)
        draft.orgs.append(org)
        draft.by_key[row.pk] = org
        number_it(draft, row, org)
    for row in merged:  # the number of one that was merged leads to what took it in
        number_it(draft, row, draft.by_key[row.merged_into_id or row.pk])
    learn_names(draft)
    learn_people(draft)
    return draft


def learn_names(draft: DirectoryDraft) -> None:
    """Its present names first, then those before, then those of what was merged into it."""
    told = [
        *((org.row.pk, name) for org in draft.orgs for name in (org.row.name, org.row.short_name)),
        *OrganisationName.objects.filter(organisation__in=draft.by_key).values_list(
            "organisation", "name"
        ),
        *Organisation.objects.filter(merged_into__in=draft.by_key).values_list(
            "merged_into", "name"
        ),
    ]
    for key, name in told:
        if key is not None and folded(name):
            draft.by_name.setdefault(folded(name), draft.by_key[key])
    for unit in Unit.objects.present().filter(organisation__in=draft.by_key):
        draft.by_key[unit.organisation_id].units[folded(unit.name)] = unit


def learn_people(draft: DirectoryDraft) -> None:
    rows = Contact.objects.filter(initiative=draft.initiative, deleted_at=None).order_by("pk")
    by_key = {row.pk: Person(row) for row in rows}
    current = ContactFunction.objects.current(draft.today).filter(contact__in=by_key)
    for function in current.order_by("pk"):
        person = by_key[function.contact_id]
        function.contact = person.row
        person.functions.append(function)
    for person in by_key.values():
        draft.people.append(person)
        draft.named[folded(person.row.name)].append(person)
