"""The demonstration: a folder and a database of its own, filled once, kept from start to start."""

from __future__ import annotations

import io
import shutil

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from config import upgrading

FILLED = ".demo-filled"


def is_filled() -> bool:
    return bool((settings.DATA_DIR / FILLED).exists())


def prepare(*, reset: bool) -> None:
    """Fill the database unless it is; what was begun and not ended begins again."""
    if not reset and is_filled():
        upgrading.migrate()
        return
    _erase()
    upgrading.migrate()
    if "load_demo" in get_commands():
        call_command("load_demo", stdout=io.StringIO())
    upgrading.load_territories()
    (settings.DATA_DIR / FILLED).touch()


def _erase() -> None:
    connection.close()
    for ending in ("", "-wal", "-shm"):
        (settings.DATA_DIR / f"pacte.sqlite3{ending}").unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, settings.BACKUP_DIR):
        shutil.rmtree(folder, ignore_errors=True)
    (settings.DATA_DIR / FILLED).unlink(missing_ok=True)
