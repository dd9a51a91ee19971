"""Putting a backup back: verified first, then in one transaction: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from pacte.core.backup import rows
from pacte.core.backup.archive import (
    DATABASE,
    FILES,
    ROWS,
    BackupDamaged,
    BackupTooNew,
    Manifest,
    part_of,
    verify,
)
from pacte.core.backup.making import count_rows, scratch_folder

# Sessions of the past must not open doors again: people sign in once more.
NOT_KEPT = "django_session"


def restore(path: Path) -> Manifest:
    """Replace the database and the files by the backup's, then update them to this version."""
    manifest = verify(path)
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if any(known.isdisjoint({(app, name)}) for app, name in steps_of(manifest)):
        raise BackupTooNew
    with zipfile.ZipFile(path) as archive:
        with TemporaryDirectory(dir=scratch_folder()) as folder:
            scratch = Path(folder)
            # No row names them yet: where the disk is full, nothing has changed.
            kept = _put_files(archive, manifest)
            if connection.vendor == "sqlite":
                _replace_sqlite(_as_sqlite(path, archive, manifest, scratch), manifest)
            else:
                _replace_rows(_as_rows(path, archive, manifest, scratch))
        _remove_other_files(kept)
    caches["drawn"].clear()  # versions go back: what was drawn at a later one must not come again
    return manifest


def steps_of(manifest: Manifest) -> list[tuple[str, str]]:
    return [(app, name) for app, names in manifest.migrations.items() for name in names]


# SQLite: a whole file takes the place of the other, through SQLite, under the eyes of its readers


def _as_sqlite(path: Path, archive: zipfile.ZipFile, manifest: Manifest, scratch: Path) -> Path:
    file = scratch / DATABASE
    if manifest.form == "sqlite":
        _extract(archive, DATABASE, file)
    else:
        _run_on(file, "load-rows", str(path))
    return file


def _replace_sqlite(source_path: Path, manifest: Manifest) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(source_path)) as source:
        if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupDamaged
        counted = count_rows(source)
        if any(counted.get(name) != count for name, count in manifest.rows.items()):
            raise BackupDamaged
        source.execute(f"DELETE FROM {NOT_KEPT}")  # noqa: S608 — a constant
        source.commit()
        source.backup(connection.connection)
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)


# PostgreSQL: tables emptied or made as they were, filled, brought up to date: one transaction


def _as_rows(path: Path, archive: zipfile.ZipFile, manifest: Manifest, scratch: Path) -> Path:
    if manifest.form == "rows":
        return path
    file, converted = scratch / DATABASE, scratch / "rows.zip"
    _extract(archive, DATABASE, file)
    _run_on(file, "backup", "--rows", str(converted))
    return converted


def _replace_rows(path: Path) -> None:
    manifest = verify(path)
    with transaction.atomic():
        if rows.applied_migrations() != manifest.migrations:
            _drop_tables()
            _lay_tables(manifest)
        _fill_tables(path, manifest)
        for table in rows.tables():
            if table._meta.db_table == NOT_KEPT:
                rows.empty(table)
        _settle()
        call_command("migrate", interactive=False, verbosity=0)


def load_rows(path: Path) -> None:
    """Fill an empty database with a backup's rows, at the migrations of that backup."""
    manifest = verify(path)
    _lay_tables(manifest)
    with transaction.atomic():
        _fill_tables(path, manifest)


def _drop_tables() -> None:
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")


def _lay_tables(manifest: Manifest) -> None:
    executor = MigrationExecutor(connection, progress_callback=_settle)
    executor.migrate(_last_steps(executor.loader, set(steps_of(manifest))))


def _fill_tables(path: Path, manifest: Manifest) -> None:
    tables = rows.tables()
    # All are emptied before the first is filled: rows speak of one another.
    for table in tables:
        rows.empty(table)
    with zipfile.ZipFile(path) as archive:
        for table in tables:
            name = table._meta.db_table
            with archive.open(f"{ROWS}{name}.jsonl") as lines:
                if rows.load(table, lines) != manifest.rows[name]:
                    raise BackupDamaged
    rows.reset_sequences(tables)
    connection.check_constraints()


def _last_steps(loader: MigrationLoader, steps: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the steps that no other step of the same app follows: the past state of each app."""

    def is_last(step: tuple[str, str]) -> bool:
        followers = loader.graph.node_map[step].children
        return not any(node.key in steps and node.key[0] == step[0] for node in followers)

    return sorted(step for step in steps if is_last(step))


def _settle(*_progress: object) -> None:
    """Check foreign keys now: PostgreSQL alters no table while a check is pending."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# Files, and what both engines share


def _put_files(archive: zipfile.ZipFile, manifest: Manifest) -> set[Path]:
    """Write each file of the backup that is not there as it was; return where they all are."""
    kept = set()
    for name in manifest.files:
        path = Path(settings.MEDIA_ROOT) / name.removeprefix(FILES)
        kept.add(path)
        if not path.exists() or part_of(path) != manifest.parts[name]:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.part")
            _extract(archive, name, unfinished)
            unfinished.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
            unfinished.replace(path)
    return kept


def _remove_other_files(kept: set[Path]) -> None:
    """No row speaks of them any more; one that stays is purged some day."""
    for path in [found for found in Path(settings.MEDIA_ROOT).rglob("*") if found.is_file()]:
        if path not in kept:
            with suppress(OSError):
                path.unlink()


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    with archive.open(name) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)


def _run_on(file: Path, *arguments: str) -> None:
    """Run a command of ours on another SQLite file: settings name one database a process."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}"}
    command = [sys.executable, "-m", "config.cli", *arguments]
    subprocess.run(  # noqa: S603 — our own command
        command, env=environment, cwd=settings.ROOT, check=True, capture_output=True
    )
