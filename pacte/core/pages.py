"""Which address shows a thing: low apps link to pages of higher ones through this registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)
_addresses: dict[type[models.Model], Callable[[Any], str]] = {}  # each takes a row of its model


def register(model: type[Row], address: Callable[[Row], str]) -> None:
    """Say once, in `AppConfig.ready()`, where the rows of a model are shown."""
    _addresses[model] = address


def address_of(thing: models.Model) -> str | None:
    """Return None where no installed app shows this kind."""
    found = _addresses.get(type(thing))
    return found(thing) if found else None
