"""What the worker does for the portal."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pacte.core import backup, jobs


@jobs.job("portal.make_backup", label=_("Faire une sauvegarde"))
def make_backup(_progress: jobs.Progress) -> jobs.Json:
    return {"name": backup.automatic("a-la-demande", at=timezone.now()).name}
