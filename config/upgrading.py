"""Bringing the database up to date, with a backup before anything is changed."""

from __future__ import annotations

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from pacte.core import backup, health


def pending() -> list[str]:
    return health.pending_updates()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let several processes that start together update the database one after the other."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate() -> tuple[int, Path | None]:
    """Apply what is pending; return how many migrations, and the backup made before them."""
    with one_at_a_time():
        steps = pending()
        saved = None
        if steps and not backup.is_new():
            saved = backup.automatic("avant-migration", at=timezone.now())
        if steps:
            call_command("migrate", interactive=False, verbosity=0)
    return len(steps), saved


def lacks_territories() -> bool:
    from pacte.territories.models import Territory  # models wait for Django to be set up

    return not Territory.objects.official().exists()


def load_territories() -> None:
    call_command("load_territories", stdout=io.StringIO())


def lacks_people() -> bool:
    from pacte.accounts.models import User  # models wait for Django to be set up

    return not User.objects.exists()
