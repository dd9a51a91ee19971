"""Who names what the initiatives share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap.models import Responsibility

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Unit


def is_unit_named_elsewhere(unit: Unit, initiative: Initiative) -> bool:
    """What was put aside counts: it may come back."""
    return Responsibility.objects.filter(unit=unit).exclude(action__initiative=initiative).exists()
