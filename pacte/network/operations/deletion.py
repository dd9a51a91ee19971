"""Putting something of the network aside, and bringing it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

from django.db import IntegrityError, models, transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameTaken
from pacte.network.models import Acronym, Contact, Group, Organisation, Participation, Unit
from pacte.network.operations.directory import sharing, stale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.core.actor import Actor

Deletable: TypeAlias = Group | Contact | Unit | Acronym | Participation


@transaction.atomic
def delete_row(*, initiative: Initiative, row: Deletable, by: Actor, at: dt.datetime) -> None:
    """Put it aside: it comes back within thirty days, and what the plan says of it stays."""
    row.deleted_at = at
    row.save(update_fields=["deleted_at"])
    stale(initiative, *others_reading(row))
    tell("deleted", initiative, row, by, at)


@transaction.atomic
def restore_row(*, initiative: Initiative, row: Deletable, by: Actor, at: dt.datetime) -> None:
    """Bring it back. Raise NameTaken where another took its name meanwhile."""
    row.deleted_at = None
    try:
        with transaction.atomic():
            row.save(update_fields=["deleted_at"])
    except IntegrityError:
        raise NameTaken from None
    stale(initiative, *others_reading(row))
    tell("restored", initiative, row, by, at)


def others_reading(row: Deletable) -> Iterable[Initiative]:
    """A service is read in every initiative that shares its organisation."""
    return sharing(row.organisation) if isinstance(row, Unit) else ()


def tell(verb: str, initiative: Initiative, row: Deletable, by: Actor, at: dt.datetime) -> None:
    """Write the entry; that of a participation is read with the organisation it is of."""
    target: models.Model = row.organisation if isinstance(row, Participation) else row
    if isinstance(target, Organisation):
        verb = {"deleted": "left", "restored": "returned"}[verb]
    event = f"network.{target._meta.model_name}.{verb}"
    audit.record(event, target=target, by=by, at=at, space=initiative.audit_space)
