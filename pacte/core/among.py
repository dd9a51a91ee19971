"""Rows whose key is one of many: the keys leave as one value, whatever their number.

`field__in` writes each key apart: two hundred cost more to write and to read than to find.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.models import F, Lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup[bool]):
    """`queryset.filter(Among("action", keys))`; keys are whole numbers."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, field: str, keys: Sequence[int]) -> None:
        super().__init__(F(field), list(keys))

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, self.rhs]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        keys = json.dumps(self.rhs)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, keys]  # noqa: S608 — the column is Django's
