"""What is asked of whom at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from pacte.accounts import registry

if TYPE_CHECKING:
    from pacte.accounts.models import User


def can_enter_without_second_factor(user: User) -> bool:
    """REQUIRE_SECOND_FACTOR asks it of nobody, of those who decide for others, or of everyone."""
    asked = settings.REQUIRE_SECOND_FACTOR
    return asked == "none" or (asked == "administrators" and not registry.administers(user))
