"""The queue, as those who run the installation see it: nothing of what jobs hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pacte.core import automations, jobs
from pacte.core.models import AutomationChoice, Job, JobStatus, PeriodicRun
from pacte.initiatives.models import Initiative

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
# What the page shows, by the word of its address: the statuses of each.
LOOKS: dict[str, tuple[_StrPromise, Sequence[str]]] = {
    "": (
        gettext_lazy("À suivre"),
        (JobStatus.WAITING, JobStatus.RUNNING, JobStatus.FAILED),
    ),
    "attente": (gettext_lazy("En attente"), (JobStatus.WAITING,)),
    "cours": (gettext_lazy("En cours"), (JobStatus.RUNNING,)),
    "echec": (gettext_lazy("Échoués"), (JobStatus.FAILED,)),
    "fin": (gettext_lazy("Terminés"), (JobStatus.DONE, JobStatus.CANCELLED)),
}
MEMORY = gettext_lazy("La mémoire du serveur n’a pas suffi.")
DISK = gettext_lazy("Le disque ou un fichier n’a pas répondu.")
BUSY = gettext_lazy("La base de données n’a pas répondu à temps.")
SERVER = gettext_lazy("Un autre serveur n’a pas répondu à temps.")
GONE = gettext_lazy("Ce dont il parlait a changé ou n’existe plus.")
# Kinds of errors that administrators can do something about; never their message, which may name.
FAILURES: dict[str, _StrPromise] = {
    "WorkerKeptDying": gettext_lazy("L’exécutant s’est arrêté net à chaque essai."),
    "MemoryError": MEMORY,
    "OperationalError": BUSY,
    "TimeoutError": SERVER,
    "ConnectionError": SERVER,
    "ConnectionRefusedError": SERVER,
    "ConnectionResetError": SERVER,
    "OSError": DISK,
    "FileNotFoundError": DISK,
    "PermissionError": DISK,
    "DoesNotExist": GONE,
    "ImportEnded": GONE,
    "SheetEnded": GONE,
    "BackupDamaged": gettext_lazy("La sauvegarde, relue, n’était pas bonne : elle est retirée."),
}


@dataclass(frozen=True, slots=True)
class ShownJob:
    job: Job
    label: str
    initiative: str  # empty where it is of the whole installation
    failure: str  # in words
    tries: str
    can_retry: bool


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """What the worker does by itself, whatever the démarches choose."""

    label: str
    every: str
    ran_at: dt.datetime | None
    failure: str


@dataclass(frozen=True, slots=True)
class ShownAutomation:
    """What démarches may change or stop, and how it goes in all of them together."""

    label: str
    delays: str  # by default
    stopped: int  # in how many démarches
    ran_at: dt.datetime | None
    failures: Sequence[tuple[str, str]]  # a démarche, what stopped it there in words


def jobs_by_status() -> dict[str, int]:
    counted = Job.objects.values("status").annotate(count=Count("pk")).order_by("status")
    return {row["status"]: row["count"] for row in counted}


def jobs_in(look: str) -> QuerySet[Job]:
    """Those of one look, what was asked last first."""
    return Job.objects.filter(status__in=LOOKS[look][1]).order_by("-asked_at", "-pk")


def shown_jobs(found: Iterable[Job]) -> list[ShownJob]:
    found = list(found)
    names = names_of({job.space for job in found})
    return [
        ShownJob(
            job,
            jobs.label_of(job.name),
            names.get(job.space, ""),
            failure_in_words(job.failure) if job.status != JobStatus.DONE else "",
            said_tries(job.attempts),
            job.status == JobStatus.FAILED and job.attempts < jobs.MOST_TRIES,
        )
        for job in found
    ]


def names_of(spaces: Iterable[str]) -> dict[str, str]:
    keys = [int(space) for space in spaces if space.isdigit()]
    rows = Initiative.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def said_tries(count: int) -> str:
    return ngettext("%(count)s essai", "%(count)s essais", count) % {"count": count}


def failure_in_words(kind: str) -> str:
    """What stopped it, for who runs the server: the kind of error, never what it was about."""
    if not kind:
        return ""
    known = FAILURES.get(kind)
    return str(known) if known else _("Une erreur que Pacte ne connaît pas (%s).") % kind


def shown_duties() -> list[ShownDuty]:
    ran = {row.name: row for row in PeriodicRun.objects.all()}
    return [
        ShownDuty(
            str(duty.label),
            said_every(duty.every),
            ran[name].ran_at if name in ran else None,
            failure_in_words(ran[name].failure) if name in ran else "",
        )
        for name, duty in sorted(jobs.all_duties().items(), key=lambda item: item[1].every)
    ]


def said_every(every: dt.timedelta) -> str:
    for unit, one, many in (
        (DAY, _("chaque jour"), _("tous les %s jours")),
        (HOUR, _("chaque heure"), _("toutes les %s heures")),
        (MINUTE, _("chaque minute"), _("toutes les %s minutes")),
    ):
        if every >= unit:
            count = every // unit
            return one if count == 1 else many % count
    return _("sans cesse")


def shown_automations() -> list[ShownAutomation]:
    """Each with how many démarches stopped it, and where its last turn failed."""
    rows = defaultdict(list)
    troubled = AutomationChoice.objects.filter(~Q(last_failure=""), is_on=True)
    for row in troubled.order_by("space", "pk"):
        rows[row.name].append(row)
    names = names_of({row.space for found in rows.values() for row in found})
    told = {
        row["name"]: row
        for row in AutomationChoice.objects.values("name")
        .annotate(stopped=Count("pk", filter=Q(is_on=False)), ran_at=Max("last_run_at"))
        .order_by("name")
    }
    return [
        ShownAutomation(
            str(one.label),
            said_delays(one),
            told[one.name]["stopped"] if one.name in told else 0,
            told[one.name]["ran_at"] if one.name in told else None,
            [
                (names.get(row.space, row.space), failure_in_words(row.last_failure))
                for row in rows[one.name]
            ],
        )
        for one in automations.every()
    ]


def said_delays(automation: automations.Automation) -> str:
    said = (
        ngettext("%(label)s %(count)s jour", "%(label)s %(count)s jours", number.default)
        % {"label": number.label, "count": number.default}
        for number in automation.numbers
    )
    return " ; ".join(said)
