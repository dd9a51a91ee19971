"""What goes for good, once the time to change one's mind is over."""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import models, transaction
from django_tasks_db.models import DBTaskResult

from pacte.core.deletion import KEPT_FOR, Recoverable
from pacte.core.models import Job, StoredFile
from pacte.core.relations import columns_to, every, model_of
from pacte.core.tallies import Tallies

logger = logging.getLogger(__name__)

JOBS_KEPT_FOR = dt.timedelta(days=90)
STRAY_FOR = dt.timedelta(days=1)  # no transaction lasts so long
QUEUE_KEPT_FOR = dt.timedelta(days=7)


def purge_deleted(now: dt.datetime) -> int:
    """Remove rows deleted for thirty days, in every app; return how many there were."""
    count = 0
    for model in apps.get_models():
        if issubclass(model, Recoverable):
            old = every(model).filter(deleted_at__lt=now - KEPT_FOR)
            if model.kept_for_good:
                old = old.exclude(model.kept_for_good)
            count += sum(_remove(row) for row in old.order_by("pk"))
    return count


def _remove(row: models.Model) -> bool:
    try:
        row.delete()
    except (models.ProtectedError, models.RestrictedError):
        # Something present still speaks of it: it goes when that goes.
        logger.info("purge.kept", extra={"kind": row._meta.label_lower})
        return False
    return True


def purge_files(now: dt.datetime) -> int:
    """Remove the files that no row has spoken of for thirty days, and their bytes."""
    unused = StoredFile.objects.filter(created_at__lt=now - KEPT_FOR)
    for column in columns_to(StoredFile):
        mine = every(model_of(column)).filter(**{column.field.name: models.OuterRef("pk")})
        unused = unused.exclude(models.Exists(mine))
    count = 0
    for file in unused:
        with transaction.atomic():
            path = str(file.content.name)
            file.delete()
            transaction.on_commit(partial(file.content.storage.delete, path))
        count += 1
    return count


def purge_strays(now: dt.datetime) -> int:
    """Remove bytes that no row names: their transaction was undone, or their process killed."""
    old = (now - STRAY_FOR).timestamp()
    paths = [p for p in settings.MEDIA_ROOT.glob("[0-9]*/[0-9]*/*") if p.stat().st_mtime < old]
    known = set(StoredFile.objects.values_list("content", flat=True))
    strays = [p for p in paths if p.relative_to(settings.MEDIA_ROOT).as_posix() not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def purge_jobs(now: dt.datetime) -> None:
    Job.objects.filter(ended_at__lt=now - JOBS_KEPT_FOR).delete()
    DBTaskResult.objects.filter(finished_at__lt=now - QUEUE_KEPT_FOR).delete()


def purge_tallies() -> None:
    """Forget who tried to sign in, and when."""
    counted = caches["default"]
    if isinstance(counted, Tallies):
        counted.forget_ended()


def purge_sessions(now: dt.datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()
