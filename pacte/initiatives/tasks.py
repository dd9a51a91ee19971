"""What the worker does by itself for the démarches."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from pacte.core import automations, jobs
from pacte.initiatives import registry
from pacte.initiatives.models import Initiative

HOURLY = dt.timedelta(hours=1)


@jobs.periodic(
    "initiatives.automations",
    every=HOURLY,
    label=_("Faire ce que les démarches ont choisi"),
)
def run_automations(now: dt.datetime) -> None:
    automations.run_all(now, is_open)


def is_open(module: str, space: str) -> bool:
    initiative = Initiative.objects.filter(pk=space).first()
    return initiative is not None and registry.is_on(module, initiative)
