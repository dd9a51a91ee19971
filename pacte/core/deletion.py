"""Deletion that can be undone for thirty days."""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models

KEPT_FOR = dt.timedelta(days=30)


Row = TypeVar("Row", bound=models.Model)


class RecoverableQuerySet(models.QuerySet[Row]):
    def present(self) -> Self:
        return self.filter(deleted_at__isnull=True)


class Recoverable(models.Model):
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
