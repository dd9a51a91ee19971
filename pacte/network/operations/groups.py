"""Committees and working groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameMissing, NameTaken
from pacte.network.models import Group, Organisation
from pacte.network.operations.directory import NewName, stale
from pacte.network.queries import folded

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@transaction.atomic
def save_group(
    *,
    initiative: Initiative,
    name: str,
    short_name: str,
    organisations: Iterable[Organisation],
    by: Actor,
    at: dt.datetime,
    group: Group | None = None,
) -> Group:
    """Add a committee or a working group, or change one. Raise NameTaken."""
    if not name.strip():
        raise NameMissing
    before = told(group)
    group = group or Group(initiative=initiative)
    group.name, group.short_name = name.strip(), short_name.strip()
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken from None
    group.organisations.set(organisations)
    stale(initiative)
    changes = audit.between(before, told(group))
    audit.record("network.group.saved", target=group, by=by, at=at, changes=changes)
    return group


def told(group: Group | None) -> dict[str, str]:
    """What the history keeps of it."""
    if group is None:
        return {"name": "", "short_name": "", "members": ""}
    members = group.organisations.order_by("name", "pk")
    return {
        "name": group.name,
        "short_name": group.short_name,
        "members": ", ".join(member.label for member in members),
    }


@transaction.atomic
def add_groups(
    *, initiative: Initiative, names: Sequence[NewName], by: Actor, at: dt.datetime
) -> list[Group]:
    """Make committees and working groups of the initiative, one for each different name."""
    by_name = {folded(new.name): new for new in names}
    made = Group.objects.bulk_create(
        Group(initiative=initiative, name=new.name[:250], short_name=new.short_name[:60])
        for new in by_name.values()
    )
    audit.record_many(
        audit.entry(
            "network.group.added", target=group, by=by, at=at, changes={"name": ["", group.name]}
        )
        for group in made
    )
    return made
