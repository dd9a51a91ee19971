"""Making a backup while people work."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection, transaction

from pacte.core.backup import rows
from pacte.core.backup.archive import DATABASE, FILES, ROWS, Manifest, Writer, verify
from pacte.core.models import StoredFile

AUTOMATIC_KEPT = 10


def is_new() -> bool:
    """Say whether the database holds nothing yet."""
    return not rows.applied_migrations()


def automatic(reason: str, *, at: dt.datetime, spare: Path | None = None) -> Path:
    """Make a backup before something that cannot be undone; keep the last ten of its kind.

    `spare` is a file about to be read: it is never the one removed to make room.
    """
    path = Path(settings.BACKUP_DIR) / f"{reason}-{at:%Y%m%d-%H%M%S-%f}.zip"
    make(path, at=at)
    for old in sorted(path.parent.glob(f"{reason}-*.zip"))[:-AUTOMATIC_KEPT]:
        if spare is None or old.resolve() != spare.resolve():
            old.unlink()
    return path


def make(path: Path, *, at: dt.datetime, form: str = "", with_files: bool = True) -> Manifest:
    """Write the backup, read it again whole, and only then give it its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            _fill(Writer(archive), at=at, form=form or _own_form(), with_files=with_files)
        manifest = verify(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _own_form() -> str:
    return "sqlite" if connection.vendor == "sqlite" else "rows"


def _fill(writer: Writer, *, at: dt.datetime, form: str, with_files: bool) -> None:
    # Files are only ever added, and purged long after their row: the database goes first.
    expected = _names_of_files() if with_files else set()
    counts = _add_sqlite(writer) if form == "sqlite" else _add_rows(writer)
    if with_files:
        _add_files(writer)
    writer.close(
        Manifest(
            version=version("pacte"),
            made_at=at.isoformat(),
            form=form,
            migrations=rows.applied_migrations(),
            rows=counts,
            parts=writer.parts,
            missing_files=sorted(expected - {name.removeprefix(FILES) for name in writer.parts}),
        )
    )


def _names_of_files() -> set[str]:
    if StoredFile._meta.db_table not in connection.introspection.table_names():
        return set()
    return set(StoredFile.objects.values_list("content", flat=True))


def _add_sqlite(writer: Writer) -> dict[str, int]:
    """Copy the file through SQLite itself: exact, while others read and write."""
    connection.ensure_connection()
    with TemporaryDirectory(dir=scratch_folder()) as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            counts = count_rows(target)
        writer.add_file(DATABASE, copy)
    return counts


def count_rows(file: sqlite3.Connection) -> dict[str, int]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = [name for (name,) in file.execute(named)]
    return {
        name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 — from SQLite
        for name in sorted(names)
    }


def _add_rows(writer: Writer) -> dict[str, int]:
    """Copy every table as it is at one instant."""
    counts: dict[str, int] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in rows.tables():
            name = table._meta.db_table
            writer.add(f"{ROWS}{name}.jsonl", _counting(rows.dump(table), counts, name))
    return counts


def _counting(lines: Iterator[bytes], counts: dict[str, int], name: str) -> Iterator[bytes]:
    counts[name] = -1  # the first line names the columns
    for line in lines:
        counts[name] += 1
        yield line


def _add_files(writer: Writer) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            with suppress(FileNotFoundError):  # purged meanwhile
                name = f"{FILES}{path.relative_to(root).as_posix()}"
                writer.add_file(name, path, packed=False)


def scratch_folder() -> Path:
    """Return a place on the same disk as the data, which is known to be large enough."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
