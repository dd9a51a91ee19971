"""What the names of an initiative share: how a new one is told, and a version that each raises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from pacte.initiatives.models import Initiative

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.network.models import Organisation


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that a document brings, and its acronym."""

    name: str
    short_name: str = ""


def sharing(organisation: Organisation) -> QuerySet[Initiative]:
    """The initiatives in which it takes part, or took part."""
    return Initiative.objects.filter(participations__organisation=organisation)


def stale(*initiatives: Initiative) -> None:
    """A name changed: what was cached with the old one is stale."""
    Initiative.objects.filter(pk__in=[i.pk for i in initiatives]).update(
        directory_version=F("directory_version") + 1
    )
