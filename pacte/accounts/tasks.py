"""What the worker does by itself for the accounts."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from pacte.accounts import operations
from pacte.core import jobs


@jobs.periodic(
    "accounts.sessions",
    every=dt.timedelta(days=1),
    label=_("Oublier les connexions terminées"),
)
def forget_ended_sessions(_now: dt.datetime) -> None:
    operations.forget_ended_sessions()
