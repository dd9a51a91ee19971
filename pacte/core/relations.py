"""What leads to a row: every column of every app, and every row, those put aside too."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import ManyToOneRel


def columns_to(model: type[models.Model]) -> list[ManyToOneRel]:
    """Every column of every table that leads to its rows, many-to-many tables included.

    Those without a way back (`related_name="+"`) lead to them all the same.
    """
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToOneRel)  # a one-to-one is one as well
    ]


def model_of(column: ManyToOneRel) -> type[models.Model]:
    """Where the column stands, once all models are loaded."""
    model: Any = column.related_model
    return cast("type[models.Model]", model)  # the stubs allow for "self", which is resolved


def rows_of(column: ManyToOneRel, key: int) -> models.QuerySet[Any]:
    """The rows that lead to this one by that column."""
    return every(model_of(column)).filter(**{column.field.name: key})


def every(model: type[models.Model]) -> models.QuerySet[Any]:
    """All its rows, whatever its managers leave out."""
    return models.QuerySet(model)
