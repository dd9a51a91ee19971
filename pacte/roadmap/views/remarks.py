"""What is worth a word once a cell is saved, though nothing in it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.models import Responsibility
from pacte.roadmap.queries.filters import ROLES

if TYPE_CHECKING:
    from pacte.roadmap.models import Action


def remark_on(action: Action, column: str) -> str:
    """Say what was kept as it was typed, for want of being understood; else nothing."""
    if column == "schedule" and action.schedule_kind == ScheduleKind.UNKNOWN:
        return _("Gardé en mots, sans date.")
    if column not in ROLES:
        return ""
    people = Responsibility.objects.present().filter(action=action, role__in=ROLES[column])
    unknown = list(people.exclude(words="").values_list("words", flat=True))
    if not unknown:
        return ""
    return _("Enregistré. Pas encore dans l’annuaire : %(names)s.") % {"names": ", ".join(unknown)}
