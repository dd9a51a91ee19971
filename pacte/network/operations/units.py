"""Services of an organisation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameMissing, NameTaken
from pacte.network.models import Organisation, Unit
from pacte.network.operations.directory import sharing, stale

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@transaction.atomic
def save_unit(
    *,
    initiative: Initiative,
    organisation: Organisation,
    name: str,
    short_name: str,
    by: Actor,
    at: dt.datetime,
    unit: Unit | None = None,
) -> Unit:
    """Add a service of an organisation, or rename one. Raise NameTaken for the name of another."""
    if not name.strip():
        raise NameMissing
    event = "edited" if unit else "added"
    unit = unit or Unit(organisation=organisation)
    before = told(unit)
    unit.name, unit.short_name = name.strip(), short_name.strip()
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError:
        raise NameTaken from None
    stale(initiative, *sharing(organisation))
    audit.record(
        f"network.unit.{event}",
        target=unit,
        by=by,
        at=at,
        space=initiative.audit_space,
        changes=audit.between(before, told(unit)),
    )
    return unit


def told(unit: Unit) -> dict[str, str]:
    """What the history keeps of it."""
    return {"unit": unit.name, "short_name": unit.short_name}
