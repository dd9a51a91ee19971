"""Whom people may find by a name, a role or an acronym."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.core.search import Found, Keys, Source, Words, those
from pacte.network.models import Acronym, Contact, Group, Organisation, Participation, Unit

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative


def words_of_organisations(keys: Keys | None) -> Iterator[Words]:
    """Once for each initiative it takes part in, with its former names and its services."""
    rows = Participation.objects.present().select_related("organisation")
    rows = rows.prefetch_related("organisation__names", "organisation__units")
    found = rows if keys is None else rows.filter(organisation__in=keys)
    for row in found.iterator(chunk_size=500):
        one = row.organisation
        others = [name for former in one.names.all() for name in (former.name, former.short_name)]
        units = [
            name
            for unit in one.units.all()
            if unit.deleted_at is None
            for name in (unit.name, unit.short_name)
        ]
        yield Words(
            one.pk, row.audit_space, f"{one.short_name} {one.name}", "\n".join([*others, *units])
        )


def seen_organisations(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Participation.objects.present().filter(
        initiative=initiative,
        organisation__in=Organisation.objects.visible_to(user).filter(pk__in=keys),
    )
    return {
        row.organisation_id: Found(
            row, row.organisation.name, row.organisation.get_sector_display()
        )
        for row in rows.select_related("organisation", "initiative")
    }


def words_of_contacts(keys: Keys | None) -> Iterator[Words]:
    rows = Contact.objects.present().prefetch_related("functions__organisation", "functions__unit")
    for contact in those(rows, keys).iterator(chunk_size=500):
        held = contact.functions.all()
        yield Words(contact.pk, contact.audit_space, contact.name, "\n".join(map(told, held)))


def told(function: object) -> str:
    """What she does, and where."""
    parts = (getattr(function, name) for name in ("title", "unit", "organisation"))
    return ", ".join(str(part) for part in parts if part)


def seen_contacts(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Contact.objects.visible_to(user).present().filter(initiative=initiative, pk__in=keys)
    rows = rows.select_related("initiative")
    rows = rows.prefetch_related("functions__organisation", "functions__unit")
    return {
        one.pk: Found(
            one, one.name, " · ".join([*map(told, one.functions.all()), *filter(None, [one.phone])])
        )
        for one in rows
    }


def words_of_groups(keys: Keys | None) -> Iterator[Words]:
    for group in those(Group.objects.present(), keys):
        yield Words(group.pk, group.audit_space, f"{group.short_name} {group.name}")


def seen_groups(user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Group.objects.visible_to(user).present().filter(initiative=initiative, pk__in=keys)
    return {
        one.pk: Found(one, one.name, one.short_name) for one in rows.select_related("initiative")
    }


def words_of_acronyms(keys: Keys | None) -> Iterator[Words]:
    """The initiative's own: those of a whole country are explained where they stand."""
    for one in those(Acronym.objects.present().exclude(initiative=None), keys):
        yield Words(one.pk, str(one.initiative_id), one.text, one.expansion)


def seen_acronyms(_user: User, initiative: Initiative, keys: Keys) -> Mapping[int, Found]:
    rows = Acronym.objects.heard_in(initiative).filter(pk__in=keys)
    return {
        one.pk: Found(one, one.text, one.expansion) for one in rows.select_related("initiative")
    }


def organisations_of_units(keys: Keys) -> Iterable[int]:
    return Unit.objects.filter(pk__in=keys).values_list("organisation", flat=True)


SOURCES = (
    Source(
        kind="network.organisation",
        module="network",
        label=_("Organismes"),
        words=words_of_organisations,
        seen=seen_organisations,
        also={"network.unit": organisations_of_units},
    ),
    Source(
        kind="network.contact",
        module="network",
        label=_("Personnes à appeler"),
        words=words_of_contacts,
        seen=seen_contacts,
    ),
    Source(
        kind="network.group",
        module="network",
        label=_("Groupes"),
        words=words_of_groups,
        seen=seen_groups,
    ),
    Source(
        kind="network.acronym",
        module="network",
        label=_("Sigles"),
        words=words_of_acronyms,
        seen=seen_acronyms,
    ),
)
