"""The database as rows of JSON, which either engine gives and takes, as the models once were."""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from pacte.core.backup.archive import BackupDamaged
from pacte.core.relations import every

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH = 500
Row = type[models.Model]


def applied_migrations() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationExecutor(connection).loader.applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def tables() -> list[Row]:
    """Return every table as the models were at the migrations applied, links included."""
    loader = MigrationExecutor(connection).loader
    state = loader.project_state(list(loader.applied_migrations))
    found = state.apps.get_models(include_auto_created=True)
    return [table for table in found if table._meta.managed and not table._meta.proxy]


def columns(table: Row) -> list[models.Field[Any, Any]]:
    return [field for field in table._meta.concrete_fields if not field.generated]


def empty(table: Row) -> None:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table._meta.db_table)
        cursor.execute(f"DELETE FROM {name}")  # noqa: S608 — the model's own name


def plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | uuid.UUID | dt.timedelta):
        return str(value)
    return value


def dump(table: Row) -> Iterator[bytes]:
    """Give the names of the columns, then one line a row."""
    names = [field.attname for field in columns(table)]
    yield (json.dumps(names) + "\n").encode()
    rows = every(table).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        yield (json.dumps([plain(value) for value in row], ensure_ascii=False) + "\n").encode()


def lively(field: models.Field[Any, Any], value: Any) -> Any:
    """Return what `plain` was given."""
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.to_python(value)


def load(table: Row, lines: Iterable[bytes]) -> int:
    """Put the rows into the empty table; return how many."""
    fields = columns(table)
    for field in fields:
        if isinstance(field, models.DateField | models.TimeField):
            # The dates are those of the backup, not of now; the model is a passing one.
            field.auto_now = field.auto_now_add = False
    source = iter(lines)
    if json.loads(next(source)) != [field.attname for field in fields]:
        raise BackupDamaged
    count, batch = 0, []
    for line in source:
        values = zip(fields, json.loads(line), strict=True)
        batch.append(table(**{field.attname: lively(field, value) for field, value in values}))
        count += 1
        if len(batch) == BATCH:
            every(table).bulk_create(batch)
            batch.clear()
    every(table).bulk_create(batch)
    return count


def reset_sequences(of: list[Row]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), of):
            cursor.execute(statement)
