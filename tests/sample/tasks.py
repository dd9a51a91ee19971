"""Jobs of the sample: one that takes time, one that fails, one that kills its worker."""

from __future__ import annotations

import os
import signal
import time

from django.utils import timezone

from pacte.core import audit, jobs
from pacte.core.actor import SYSTEM
from pacte.core.models import PeriodicRun


@jobs.job("sample.count")
def count(progress: jobs.Progress, *, steps: str, rows: str = "0") -> None:
    """Count slowly, then write all the rows at once."""
    for _ in range(int(steps)):
        time.sleep(0.05)
        progress.advance(step="counting", total=int(steps))
    with progress.commit({"rows": int(rows)}):
        for number in range(int(rows)):
            audit.record(
                "sample.row.written",
                target=PeriodicRun(pk=number),
                by=SYSTEM,
                at=timezone.now(),
                space=progress.job.key if progress.job else "",
            )


@jobs.job("sample.fail")
def fail(progress: jobs.Progress) -> None:
    raise LookupError


@jobs.job("sample.die")
def die(progress: jobs.Progress) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
