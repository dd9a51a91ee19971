"""Who else names the services of an organisation: higher apps say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative
    from pacte.network.models import Unit

NamedElsewhere: TypeAlias = "Callable[[Unit, Initiative], bool]"
_asked: list[NamedElsewhere] = []


def register(asked: NamedElsewhere) -> None:
    """Say once, in `AppConfig.ready()`, whether another initiative than this one names a unit."""
    _asked.append(asked)


def is_named_elsewhere(unit: Unit, initiative: Initiative) -> bool:
    return any(asked(unit, initiative) for asked in _asked)
