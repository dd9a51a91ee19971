"""Changing fields of a row that others may be changing too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pacte.roadmap.errors import FieldChangedMeanwhile

if TYPE_CHECKING:
    from django.db.models import Model

AskedFields = Mapping[str, tuple[object, object]]  # by field: what was read, what is wanted


def change_fields(
    row: Model, asked: AskedFields, known: Collection[str]
) -> dict[str, list[object]]:
    """Set what is asked where it still is as it was read; return both sides of each. Not saved.

    Raise KeyError out of `known`, and FieldChangedMeanwhile where someone else changed one of them.
    """
    if unknown := set(asked) - set(known):
        raise KeyError(*unknown)
    changes: dict[str, list[object]] = {}
    for field, (read, value) in asked.items():
        before = getattr(row, field)
        if before not in (read, value):
            raise FieldChangedMeanwhile(field, read, before, value)
        if before != value:
            changes[field] = [before, value]
            setattr(row, field, value)
    return changes
