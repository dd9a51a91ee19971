"""Jobs of the sample: one that takes time, one that fails, one that kills its worker."""

from __future__ import annotations

import os
import signal
import time

from django.utils import timezone

from pacte.core import audit, jobs, letters
from pacte.core.actor import SYSTEM
from pacte.core.letters import kinds
from pacte.core.models import Message, PeriodicRun


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


def greeting(message: Message) -> letters.Letter:
    return letters.Letter(
        subject="Bonjour",
        text=f"Bonjour {message.name}.",
        html="",
        sender="Claire Vasseur",
        reply_to="claire@territoire.example",
        secrets=(),
    )


GREETING = kinds.Kind("sample.greeting", "Bonjour", "Dire bonjour", greeting)  # type: ignore[arg-type]  # one language
kinds.register(GREETING)


@jobs.job("sample.greet")
def greet(progress: jobs.Progress, *, people: str) -> None:
    """Put as many letters in the outbox as there are people, all at once."""
    now = timezone.now()
    letters.approve_kind(GREETING.name, space="1", by=SYSTEM, at=now)
    with progress.commit({}):
        letters.compose(
            GREETING.name,
            [
                letters.Recipient(f"Personne {n}", f"p{n}@ville.example", once=str(n), about={})
                for n in range(int(people))
            ],
            space="1",
            at=now,
        )
