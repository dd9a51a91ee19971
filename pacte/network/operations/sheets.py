"""Taking in a sheet of organisations and people: right lines go in, the others come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction

from pacte.core import audit, files, jobs, slugs
from pacte.initiatives.models import Initiative
from pacte.network.enums import SheetState
from pacte.network.errors import SheetEnded
from pacte.network.models import (
    Contact,
    ContactFunction,
    Organisation,
    Participation,
    SheetImport,
    Unit,
)
from pacte.network.operations.directory import sharing, stale
from pacte.network.operations.organisations import SLUG_LENGTH, add_participations
from pacte.network.queries.sheets import IDENTITY, DirectoryDraft, Org, draft_of

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.core.models import AuditEntry

READING_JOB, APPLYING_JOB = "network.read_sheet", "network.apply_sheet"
CONTACT = ("phone", "email", "may_publish")
Tables = Sequence[Mapping[str, Any]]


@transaction.atomic
def start_sheet(
    *, initiative: Initiative, content: bytes | IO[bytes], name: str, by: Actor, at: dt.datetime
) -> SheetImport:
    """Keep the file, and ask the worker to read it."""
    made = SheetImport.objects.create(
        initiative=initiative,
        source=files.keep(content, name=name, at=at),
        started_by=by.label,
        started_at=at,
    )
    ask(made, READING_JOB, by, at)
    return made


def ask(sheet: SheetImport, name: str, by: Actor, at: dt.datetime) -> None:
    arguments = {"sheet": sheet.pk, "actor": [by.kind.value, by.key, by.label]}
    job = jobs.enqueue(name, by=by, at=at, space=str(sheet.initiative_id), arguments=arguments)
    SheetImport.objects.filter(pk=sheet.pk).update(job_key=job.key)


@transaction.atomic
def keep_lines(*, sheet: SheetImport, tables: Tables, at: dt.datetime) -> SheetImport:
    """Keep what was read, and what it would change."""
    sheet = locked(sheet, SheetState.READING)
    draft = take_lines(sheet.initiative, tables, at)
    sheet.tables, sheet.state = list(tables), SheetState.TO_REVIEW
    sheet.counts = draft.counts() | counts_of(tables)
    sheet.save(update_fields=["tables", "state", "counts"])
    return sheet


@transaction.atomic
def refuse_sheet(*, sheet: SheetImport, problem: str, at: dt.datetime) -> None:
    """Note why it cannot be read."""
    del at  # nothing is dated
    found = locked(sheet, SheetState.READING)
    found.state, found.problem = SheetState.REFUSED, problem
    found.save(update_fields=["state", "problem"])


@transaction.atomic
def ask_sheet(*, sheet: SheetImport, by: Actor, at: dt.datetime) -> None:
    """Ask the worker to take its right lines in. Raise SheetEnded where it was asked already."""
    found = locked(sheet, SheetState.TO_REVIEW)
    found.state = SheetState.APPLYING
    found.save(update_fields=["state"])
    ask(found, APPLYING_JOB, by, at)


@transaction.atomic
def apply_sheet(*, sheet: SheetImport, by: Actor, at: dt.datetime) -> SheetImport:
    """Write what its right lines say, against the directory as it stands now."""
    sheet = locked(sheet, SheetState.APPLYING)
    initiative = sheet.initiative
    draft = take_lines(initiative, sheet.tables, at)
    sheet.counts = draft.counts() | counts_of(sheet.tables)
    entries = [*write_organisations(draft, by, at), *write_people(draft, by, at)]
    changes = {name: [0, count] for name, count in sheet.counts.items()}
    entries.append(
        audit.entry("network.sheet.applied", target=sheet, by=by, at=at, changes=changes)
    )
    audit.record_many(entries)
    changed = [org.row for org in draft.orgs if org.changed and not org.is_new]
    stale(initiative, *sharing_any(changed))
    sheet.state, sheet.applied_at = SheetState.APPLIED, at
    sheet.save(update_fields=["tables", "counts", "state", "applied_at"])
    return sheet


def locked(sheet: SheetImport, state: SheetState) -> SheetImport:
    found = SheetImport.objects.select_for_update(of=("self",)).select_related("initiative")
    row = found.get(pk=sheet.pk)
    if row.state != state:
        raise SheetEnded
    return row


def take_lines(initiative: Initiative, tables: Tables, at: dt.datetime) -> DirectoryDraft:
    """Hold each right line against the directory; note the problem of one that does not fit."""
    lines = [line for table in tables for line in table["lines"] if not line["problem"]]
    numbers = {line["values"].get(key, "") for line in lines for key in ("siret", "neq")}
    draft = draft_of(initiative, today=initiative.today(at), numbers=numbers)
    for line in lines:
        line["problem"] = draft.take(line["values"])
    return draft


def counts_of(tables: Tables) -> dict[str, int]:
    lines = [line for table in tables for line in table["lines"]]
    wrong = sum(bool(line["problem"]) for line in lines)
    return {"lines": len(lines), "wrong": wrong}


def write_organisations(draft: DirectoryDraft, by: Actor, at: dt.datetime) -> Iterator[AuditEntry]:
    new = [org for org in draft.orgs if org.is_new]
    addresses = slugs.free_slugs(
        [org.row.short_name or org.row.name for org in new],
        Organisation.objects.all(),
        length=SLUG_LENGTH,
        otherwise="organisme",
    )
    for org, slug in zip(new, addresses, strict=True):
        org.row.slug, org.row.jurisdiction = slug, draft.initiative.jurisdiction
    Organisation.objects.bulk_create([org.row for org in new], batch_size=500)
    changed = [org for org in draft.orgs if org.changed and not org.is_new]
    Organisation.objects.bulk_update([org.row for org in changed], IDENTITY, batch_size=500)
    joining = [org for org in draft.orgs if org.is_new or org.joins]
    add_participations(draft.initiative, [org.row for org in joining])
    Participation.objects.filter(
        initiative=draft.initiative,
        organisation__in=[org.row.pk for org in new],
        since_on=None,
    ).update(since_on=draft.today)
    space = draft.initiative.audit_space
    for org in joining:
        yield told_organisation(org, "added", {"name": ["", org.row.name]}, by, at, space)
    for org in changed:
        yield told_organisation(org, "edited", org.changed, by, at, space)


def told_organisation(
    org: Org, verb: str, changes: audit.Changes, by: Actor, at: dt.datetime, space: str
) -> AuditEntry:
    event = f"network.organisation.{verb}"
    return audit.entry(event, target=org.row, by=by, at=at, changes=changes, space=space)


def write_people(draft: DirectoryDraft, by: Actor, at: dt.datetime) -> Iterator[AuditEntry]:
    """Who was added or changed is told, not her telephone: the history outlives the contact."""
    for unit in draft.new_units:
        unit.organisation = unit.organisation  # its key, now that it has one
    Unit.objects.bulk_create(draft.new_units, batch_size=500)
    new = [person for person in draft.people if person.is_new]
    Contact.objects.bulk_create([person.row for person in new], batch_size=500)
    changed = [person for person in draft.people if person.changed and not person.is_new]
    Contact.objects.bulk_update([person.row for person in changed], CONTACT, batch_size=500)
    write_functions(draft.functions.values(), draft.today)
    space = draft.initiative.audit_space
    for unit in draft.new_units:
        named = {"unit": ["", unit.name]}
        yield audit.entry(
            "network.unit.added", target=unit, by=by, at=at, space=space, changes=named
        )
    for event, people in (("added", new), ("edited", changed)):
        for person in people:
            agreed = {key: told for key, told in person.changed.items() if key == "may_publish"}
            yield audit.entry(
                f"network.contact.{event}", target=person.row, by=by, at=at, changes=agreed
            )


def write_functions(functions: Iterable[ContactFunction], today: dt.date) -> None:
    """Rows made before what they lead to had a key take it up here."""
    rows = list(functions)
    for function in rows:
        function.contact, function.organisation = function.contact, function.organisation
        function.unit = function.unit
    known = [function for function in rows if function.pk]
    new = [function for function in rows if not function.pk]
    for function in new:
        function.from_on = today
    ContactFunction.objects.bulk_create(new, batch_size=500)
    ContactFunction.objects.bulk_update(known, ["title", "unit"], batch_size=500)


def sharing_any(organisations: Sequence[Organisation]) -> set[Initiative]:
    return {place for organisation in organisations for place in sharing(organisation)}
