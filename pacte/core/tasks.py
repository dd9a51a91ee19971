"""What the worker does by itself for the kernel."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pacte.core import jobs, letters, purging, search
from pacte.core.letters import bounces
from pacte.core.letters.composing import SENDING_JOB, ask_sending
from pacte.core.models import Message, MessageStatus, SearchEntry

MINUTE = dt.timedelta(minutes=1)
DAILY = dt.timedelta(days=1)


@jobs.periodic("core.purge", every=DAILY, label=_("Effacer ce dont le délai est passé"))
def purge(now: dt.datetime) -> None:
    purging.purge_sessions(now)
    purging.purge_jobs(now)
    purging.purge_deleted(now)
    purging.purge_files(now)
    purging.purge_strays(now)
    purging.purge_tallies()


@jobs.job(SENDING_JOB, label=_("Envoyer des courriels"))
def send_mail(progress: jobs.Progress) -> None:
    """Send some letters; others are left to the next job, so that an import need not wait."""
    taken = letters.send_due(timezone.now())
    progress.advance(taken)
    if taken:
        ask_sending(at=timezone.now())


@jobs.periodic("core.mail", every=MINUTE, label=_("Regarder quels courriels doivent partir"))
def mind_mail(now: dt.datetime) -> None:
    """Wake the worker for letters whose time has come."""
    if Message.objects.filter(status=MessageStatus.WAITING, due_at__lte=now).exists():
        ask_sending(at=now)
    letters.doubt_lost(now)
    letters.forget_old(now)


@jobs.periodic(
    "core.search",
    every=dt.timedelta(hours=1),
    label=_("Remplir l’index de la recherche s’il est vide"),
)
def fill_index(_now: dt.datetime) -> None:
    """Read everything where nothing was: after an upgrade, or rows brought in without history."""
    if not SearchEntry.objects.exists():
        search.rebuild()


@jobs.periodic(
    "core.search_anew", every=dt.timedelta(days=7), label=_("Relire tout pour la recherche")
)
def renew_index(_now: dt.datetime) -> None:
    """Read everything again: what was written without history, words that nothing holds."""
    search.rebuild()


@jobs.periodic(
    "core.bounces",
    every=dt.timedelta(minutes=10),
    label=_("Relever les courriels qui reviennent"),
)
def read_bounces(now: dt.datetime) -> None:
    if settings.BOUNCE_MAILBOX:
        bounces.read_bounces(at=now)
