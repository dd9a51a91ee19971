"""Questions to the base whose SQL is written once, then asked with other values.

Django writes the SQL of a queryset anew each time, which costs many times what the base takes to
answer (docs/decisions/0025). What is asked on every page is prepared instead:

    steps_of = prepared(lambda *, action: Step.objects.present().filter(action=action))
    steps_of(action=3)  # a list

One is named after the rows it gives, then what they are of; `among` says that it takes a list.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# What stands for a value while the SQL is written: nothing that a question would say by itself.
FIRST_KEY = 7_000_000_000_000_001
FIRST_DAY = dt.date(1, 2, 3)


class ValueNotSent(TypeError):
    """A value that the SQL does not hold as it is given: the question cannot be prepared so."""


class prepared(Generic[Row]):  # noqa: N801 — written and read as a function
    """A question by its shape (what changes the SQL, in order) and its values (by name).

    Values are whole numbers, texts, days, moments, or lists of keys for `Among`; never None, which
    SQL compares otherwise. Each is sent as it is: what `make` would add to one is refused.
    """

    # Shapes remembered: one that an address decides, such as a page, must not fill the memory.
    MOST = 200

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self.written: OrderedDict[Hashable, _Written[Row]] = OrderedDict()

    def __call__(self, *shape: Hashable, **values: object) -> list[Row]:
        kinds = tuple((name, type(value)) for name, value in values.items())
        key = (shape, kinds)
        written = self.written.get(key)
        if written is None:
            written = self.written[key] = self._write(shape, values)
            while len(self.written) > self.MOST:
                self.written.popitem(last=False)
        return written.ask(values)

    def first(self, *shape: Hashable, **values: object) -> Row | None:
        """The first of the rows, all of which are read: for a question that limits itself."""
        return next(iter(self(*shape, **values)), None)

    def _write(self, shape: Sequence[Hashable], values: dict[str, object]) -> _Written[Row]:
        marks = {name: _mark(value, place) for place, (name, value) in enumerate(values.items())}
        rows = self.make(*shape, **marks)
        connection = connections[rows.db]
        compiler = rows.query.get_compiler(connection=connection)
        sql, sent = compiler.as_sql()
        names = {_sent(mark, connection): name for name, mark in marks.items()}
        slots = [names.get(_hashable(value)) for value in sent]
        if missing := values.keys() - {*slots}:
            raise ValueNotSent(f"not sent as it is: {', '.join(sorted(missing))}")
        return _Written(rows, compiler, sql, tuple(zip(slots, sent, strict=True)))


@dataclass(frozen=True, slots=True)
class _Written(Generic[Row]):
    rows: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    slots: Sequence[tuple[str | None, object]]  # the name of a value, or what is always sent

    def ask(self, values: dict[str, object]) -> list[Row]:
        connection = connections[self.rows.db]
        sent = {name: _adapted(value, connection) for name, value in values.items()}
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        query = cast("_WrittenQuery", copy.copy(self.rows.query))
        query.__class__ = _WrittenQuery
        query.written = compiler
        query.sent = tuple(always if name is None else sent[name] for name, always in self.slots)
        query.sql = self.sql
        asked: QuerySet[Any, Row] = QuerySet(self.rows.model, query=query, using=self.rows.db)
        for part in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, part, getattr(self.rows, part))
        return list(asked)


class _WrittenQuery(Query):
    """A query that keeps the compiler which wrote it, and what it wrote."""

    written: SQLCompiler
    sql: str
    sent: tuple[Any, ...]

    def get_compiler(self, *_arguments: object, **_named: object) -> SQLCompiler:
        self.written.as_sql = lambda *_, **__: (self.sql, self.sent)  # type: ignore[method-assign]
        return self.written


def _mark(value: object, place: int) -> object:
    """What stands for a value of this kind; two names never share one."""
    if isinstance(value, bool) or value is None:
        raise ValueNotSent(f"{value} changes the SQL: make it part of the shape")
    if isinstance(value, int):
        return FIRST_KEY + place
    if isinstance(value, list):
        return [FIRST_KEY + place]
    if isinstance(value, dt.datetime):
        return dt.datetime.combine(FIRST_DAY, dt.time(place), dt.UTC)
    if isinstance(value, dt.date):
        return FIRST_DAY + dt.timedelta(days=place)
    if isinstance(value, str):
        return f"\ue000{place}"
    raise ValueNotSent(f"a {type(value).__name__} cannot be prepared")


def _adapted(value: object, connection: BaseDatabaseWrapper) -> object:
    if isinstance(value, list):
        return json.dumps(value) if connection.vendor == "sqlite" else value
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _sent(mark: object, connection: BaseDatabaseWrapper) -> Hashable:
    return _hashable(_adapted(mark, connection))


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
