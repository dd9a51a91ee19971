"""Organisations that take part in an initiative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from pacte.core import audit, slugs
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameMissing, NameTaken, NumberInvalid, NumberTaken
from pacte.network.models import Organisation, Participation
from pacte.network.operations.directory import NewName, sharing, stale
from pacte.network.operations.naming import keep_name

if TYPE_CHECKING:
    from pacte.core.actor import Actor

IDENTITY = frozenset({"name", "short_name", "sector", "siret", "neq", "website"})
SIRET_DIGITS, NEQ_DIGITS = 14, 10
SLUG_LENGTH = 70


def check_identity(values: Mapping[str, object]) -> None:
    if not str(values.get("name", "x")).strip():
        raise NameMissing
    for field, digits in (("siret", SIRET_DIGITS), ("neq", NEQ_DIGITS)):
        number = str(values.get(field, "") or "")
        if number and not (number.isdecimal() and len(number) == digits):
            raise NumberInvalid


@transaction.atomic
def add_organisation(
    *, initiative: Initiative, values: Mapping[str, object], by: Actor, at: dt.datetime
) -> Organisation:
    """Make an organisation take part; one already known by its number or its name is taken up."""
    check_identity(values)
    given = {field: value for field, value in values.items() if field in IDENTITY}
    found = known_identity(initiative, given)
    if found is None:
        found = Organisation.objects.create(
            slug=slugs.free_slug(
                str(given["name"]),
                Organisation.objects.all(),
                length=SLUG_LENGTH,
                otherwise="organisme",
            ),
            jurisdiction=initiative.jurisdiction,
            **given,
        )
    participation, is_new = Participation.objects.get_or_create(
        initiative=initiative, organisation=found, defaults={"since_on": at.date()}
    )
    if not is_new:
        if participation.deleted_at is None:
            raise NameTaken
        participation.deleted_at = None
        participation.save(update_fields=["deleted_at"])
    stale(initiative)
    audit.record(
        "network.organisation.added",
        target=found,
        by=by,
        at=at,
        space=initiative.audit_space,
        changes={"name": ["", found.name]},
    )
    return found


@transaction.atomic
def add_organisations(
    *, initiative: Initiative, names: Sequence[NewName], by: Actor, at: dt.datetime
) -> list[Organisation]:
    """Make organisations that take part in the initiative, in the order of their names.

    The caller has looked for them in the directory: an identity is made for each.
    """
    addresses = slugs.free_slugs(
        [new.short_name or new.name for new in names],
        Organisation.objects.all(),
        length=SLUG_LENGTH,
        otherwise="organisme",
    )
    made = Organisation.objects.bulk_create(
        Organisation(
            name=new.name[:250],
            short_name=new.short_name[:60],
            slug=slug,
            jurisdiction=initiative.jurisdiction,
        )
        for new, slug in zip(names, addresses, strict=True)
    )
    add_participations(initiative, made)
    audit.record_many(
        audit.entry(
            "network.organisation.added",
            target=organisation,
            by=by,
            at=at,
            changes={"name": ["", organisation.name]},
            space=initiative.audit_space,
        )
        for organisation in made
    )
    return made


def add_participations(initiative: Initiative, organisations: Iterable[Organisation]) -> None:
    """Let these organisations take part, those that already do apart."""
    wanted = list(organisations)
    Participation.objects.filter(
        initiative=initiative, organisation__in=wanted, deleted_at__isnull=False
    ).update(deleted_at=None)
    Participation.objects.bulk_create(
        [Participation(initiative=initiative, organisation=found) for found in wanted],
        ignore_conflicts=True,
    )


def known_identity(initiative: Initiative, values: Mapping[str, object]) -> Organisation | None:
    """The same one: by its number anywhere, by its name among national ones and ours."""
    for field in ("siret", "neq"):
        if number := values.get(field):
            found = Organisation.objects.filter(**{field: number}).first()
            if found is not None:
                return found
    same = Organisation.objects.filter(
        name__iexact=str(values["name"]).strip(), merged_into__isnull=True
    )
    ours = same.filter(participations__initiative=initiative).first()  # put aside or not
    return ours or same.filter(is_national=True).first() or formerly(initiative, values)


def formerly(initiative: Initiative, values: Mapping[str, object]) -> Organisation | None:
    """One of ours, or a national one, that had this name before, or that took it up."""
    name = str(values["name"]).strip()
    known = Organisation.objects.filter(
        Q(pk__in=Organisation.objects.of_initiative(initiative).values("pk")) | Q(is_national=True)
    )
    return known.filter(Q(names__name__iexact=name) | Q(merged__name__iexact=name)).first()


@transaction.atomic
def edit_organisation(
    *,
    initiative: Initiative,
    organisation: Organisation,
    values: Mapping[str, object],
    by: Actor,
    at: dt.datetime,
    since_on: dt.date | None = None,
    is_correction: bool = False,
) -> Organisation:
    """Change its identity, for every initiative that shares it.

    A new name keeps the old one, as the name it had until `since_on` (today where none is given);
    the correction of a name does not. Raise NumberTaken where its SIRET or its NEQ is another's.
    """
    check_identity(values)
    given = {field: value for field, value in values.items() if field in IDENTITY}
    changes = audit.changed(organisation, given)
    if not changes:
        return organisation
    if changes.keys() & {"name", "short_name"} and not is_correction:
        today = initiative.today(at)
        keep_name(organisation, since_on=since_on or today, today=today)
        changes["since_on"] = [None, since_on or today]
    for field, value in given.items():
        setattr(organisation, field, value)
    try:
        with transaction.atomic():
            organisation.save(update_fields=list(given))
    except IntegrityError:
        raise NumberTaken from None
    stale(*sharing(organisation))
    audit.record(
        "network.organisation.edited",
        target=organisation,
        by=by,
        at=at,
        space=initiative.audit_space,
        changes=changes,
    )
    return organisation
