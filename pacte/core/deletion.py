"""Deletion that can be undone for thirty days."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self, TypeVar

from django.db import models

KEPT_FOR = dt.timedelta(days=30)


Row = TypeVar("Row", bound=models.Model)


class RecoverableQuerySet(models.QuerySet[Row]):
    def present(self) -> Self:
        return self.filter(deleted_at__isnull=True)


class Recoverable(models.Model):
    deleted_at = models.DateTimeField(null=True, blank=True)

    # Deleted rows that something leads through: they are never purged.
    kept_for_good: ClassVar[models.Q] = models.Q()

    class Meta:
        abstract = True
