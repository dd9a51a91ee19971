"""Whether the site is well: its database, its worker, its disk; for monitors, without a person."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from pacte.core.models import Job, JobStatus, WorkerBeat

if TYPE_CHECKING:
    from django.http import HttpRequest

SILENT_FOR = dt.timedelta(seconds=60)
LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class Health:
    """`worker` is how many seconds ago one last spoke, `disk` how many bytes are free."""

    database: bool
    worker: int | None
    waiting: int | None
    disk: int

    @property
    def troubles(self) -> list[str]:
        if not self.database:
            return ["database"]
        found = []
        if self.worker is None or self.worker > SILENT_FOR.total_seconds():
            found.append("worker")
        if self.disk < LEAST_FREE_BYTES:
            found.append("disk")
        return found


def pending_updates() -> list[str]:
    """The migrations that this version has and the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _ in plan]


def look(now: dt.datetime) -> Health:
    disk = shutil.disk_usage(settings.DATA_DIR).free
    try:
        connection.ensure_connection()
        beat = WorkerBeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
        waiting = Job.objects.filter(status=JobStatus.WAITING).count()
    except DatabaseError:
        return Health(database=False, worker=None, waiting=None, disk=disk)
    silent = int((now - beat).total_seconds()) if beat else None
    return Health(database=True, worker=silent, waiting=waiting, disk=disk)


@require_GET
@never_cache
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    found = look(timezone.now())
    troubles = found.troubles
    answer = {"ok": not troubles, "troubles": troubles, **asdict(found)}
    return JsonResponse(answer, status=503 if troubles else 200)
