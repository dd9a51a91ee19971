"""What higher apps tell of a person: whether a second factor is asked of her."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.accounts.models import User

_holds_power: list[Callable[[User], bool]] = []


def register(holds_power: Callable[[User], bool]) -> None:
    """Say once, in `AppConfig.ready()`, who decides for others in a place of one's own."""
    _holds_power.append(holds_power)


def administers(user: User) -> bool:
    """Whether she runs the installation, or decides for others somewhere."""
    return user.is_staff or any(holds(user) for holds in _holds_power)
