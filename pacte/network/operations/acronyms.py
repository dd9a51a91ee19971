"""What an acronym means in an initiative."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from pacte.core import audit
from pacte.initiatives.models import Initiative
from pacte.network.errors import NameMissing, NameTaken
from pacte.network.models import Acronym, Organisation
from pacte.network.operations.directory import stale

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@transaction.atomic
def save_acronym(
    *,
    initiative: Initiative,
    text: str,
    expansion: str,
    organisation: Organisation | None,
    by: Actor,
    at: dt.datetime,
    acronym: Acronym | None = None,
) -> Acronym:
    """Say what an acronym means in this initiative; its own meaning comes before its country's.

    Without `acronym`, one of that text says something else from now on. Raise NameTaken where
    `acronym` takes the text of another.
    """
    text, expansion = text.strip(), expansion.strip()
    if not text or not expansion:
        raise NameMissing
    if acronym is None:
        acronym = Acronym.objects.present().filter(initiative=initiative, text=text).first()
    acronym = acronym or Acronym(initiative=initiative)
    changes = audit.changed(acronym, {"text": text, "expansion": expansion})
    acronym.text, acronym.expansion, acronym.organisation = text, expansion, organisation
    try:
        with transaction.atomic():
            acronym.save()
    except IntegrityError:
        raise NameTaken from None
    stale(initiative)
    audit.record("network.acronym.saved", target=acronym, by=by, at=at, changes=changes)
    return acronym
