"""Settings read from the environment: typed, with a default, and a message saying how to mend."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on", "oui"}
FALSE = {"", "0", "false", "no", "off", "non"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def number(name: str, default: int) -> int:
    raw = text(name, str(default))
    try:
        return int(raw.replace("_", ""))
    except ValueError:
        message = f"{name}={raw}: a whole number is expected, such as {default}."
        raise ImproperlyConfigured(message) from None


def flag(name: str, *, default: bool = False) -> bool:
    raw = text(name, "1" if default else "0").lower()
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    message = f"{name}={raw}: 1 or 0 is expected."
    raise ImproperlyConfigured(message)


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not “{value}”.")
    return value


def secure_address(name: str) -> str:
    """An address without a slash at its end, by HTTPS unless on this machine; or nothing."""
    address = text(name).rstrip("/")
    parts = urlsplit(address)
    near = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if address and not (parts.hostname and (parts.scheme == "https" or near)):
        raise ImproperlyConfigured(f"{name}={address}: an address in https:// is expected.")
    return address


def database(url: str) -> dict[str, object]:
    """Turn `sqlite:///path` or `postgresql://user:password@host/name` into Django's setting."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path.removeprefix("/"))))
    if parts.scheme not in {"postgres", "postgresql"}:
        message = (
            f"DATABASE_URL={parts.scheme}://…: sqlite:///path/to/file or "
            "postgresql://user:password@host/name is expected."
        )
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": postgresql_options(dict(parse_qsl(parts.query))),
    }


def postgresql_options(given: dict[str, str]) -> dict[str, object]:
    """Let the server keep the plan of what a connection asks five times (decision 0025).

    `prepare_threshold=none` keeps none, for a pooler that gives each transaction another
    connection and cannot carry them along.
    """
    options: dict[str, object] = {**given}
    times = given.get("prepare_threshold", "5").lower()
    if times == "none":
        return {**options, "prepare_threshold": None}
    if not times.isdigit():
        message = f"DATABASE_URL: prepare_threshold={times}: a whole number or none is expected."
        raise ImproperlyConfigured(message)
    return {**options, "server_side_binding": True, "prepare_threshold": int(times)}


def sqlite(path: Path) -> dict[str, object]:
    """SQLite that one writer and many readers share (docs/decisions/0002)."""
    synchronous = text("SQLITE_SYNCHRONOUS", "NORMAL").upper()
    if synchronous not in {"NORMAL", "FULL"}:
        message = f"SQLITE_SYNCHRONOUS={synchronous}: NORMAL or FULL is expected."
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                f"PRAGMA synchronous={synchronous};"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-20000;"
                "PRAGMA temp_store=MEMORY"
            ),
        },
    }
