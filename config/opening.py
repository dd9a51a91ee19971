"""Opening the site for a command: its folder, its secret key, Django."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from typing import IO

import django

ROOT = Path(__file__).resolve().parent.parent
# Whoever else has an account on the machine reads neither the database nor the files.
NOT_FOR_ALL = 0o027


def data_folder() -> Path:
    """Return the folder that settings will choose, before they are read."""
    return Path(os.environ.get("PACTE_DATA_DIR", "").strip() or ROOT / "var").resolve()


def kept_secret_key(folder: Path) -> str:
    """Return the key kept in the folder, made at the first start, legible to its owner only."""
    path = folder / "secret-key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


def open_site(*, keeps_data: bool = True) -> None:
    """Set Django up; without `keeps_data` nothing is written and no database is needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.umask(os.umask(NOT_FOR_ALL) | NOT_FOR_ALL)  # a stricter one stays
    if not os.environ.get("SECRET_KEY", "").strip():
        os.environ["SECRET_KEY"] = (
            kept_secret_key(data_folder()) if keeps_data else secrets.token_urlsafe(50)
        )
    django.setup()


class DemonstrationRunning(Exception):
    """The demonstration runs already, in another terminal."""


def open_demonstration(port: int) -> IO[str]:
    """Set the site up apart from any real data; return what keeps others out until closed."""
    if not os.environ.get("PACTE_DATA_DIR"):
        os.environ["PACTE_DATA_DIR"] = str(data_folder() / "demo")
    # Starting over erases everything: that must never be somebody's database.
    os.environ.pop("DATABASE_URL", None)
    os.environ["PACTE_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    open_site()
    lock = (data_folder() / ".demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise DemonstrationRunning from None
    return lock
