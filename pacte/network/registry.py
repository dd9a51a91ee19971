"""What higher apps say of organisations: who else names them, what a merger changes there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Organisation, Unit

NamedElsewhere: TypeAlias = "Callable[[Unit, Initiative], bool]"
_asked: list[NamedElsewhere] = []


def register(asked: NamedElsewhere) -> None:
    """Say once, in `AppConfig.ready()`, whether another initiative than this one names a unit."""
    _asked.append(asked)


def is_named_elsewhere(unit: Unit, initiative: Initiative) -> bool:
    return any(asked(unit, initiative) for asked in _asked)


AfterMerger: TypeAlias = "Callable[[Organisation, Actor, dt.datetime], None]"
_settled: list[AfterMerger] = []
_links: dict[str, _StrPromise] = {}


def register_links(labels: Mapping[str, _StrPromise], settle: AfterMerger | None = None) -> None:
    """Say how each column that leads to an organisation is called, `app.model.field` by key.

    A merger moves them all; `settle` then tidies what has become double there.
    """
    _links.update(labels)
    if settle is not None:
        _settled.append(settle)


def label_of_link(key: str) -> _StrPromise:
    """Raise KeyError where nobody said it: a test sees to it that all are."""
    return _links[key]


def settle_merger(kept: Organisation, by: Actor, at: dt.datetime) -> None:
    for settle in _settled:
        settle(kept, by, at)
