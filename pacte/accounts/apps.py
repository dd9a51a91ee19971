from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.signals import password_changed, password_set
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pacte.accounts.models import User


class AccountsConfig(AppConfig):
    """Stands before `django.contrib.auth` in the settings: that one then moves `last_login`."""

    name = "pacte.accounts"

    def ready(self) -> None:
        # A receiver is connected once the models are there.
        from pacte.accounts import operations
        from pacte.accounts.http import note_session

        def signed_in(user: User, request: HttpRequest, **_: object) -> None:
            now = timezone.now()
            operations.note_sign_in(user=user, at=now)
            note_session(request, user, now)

        def session_renewed(user: User, request: HttpRequest, **_: object) -> None:
            """A new password ends her other sessions, and gives this one another key."""
            note_session(request, user, timezone.now())

        user_logged_in.connect(signed_in, weak=False, dispatch_uid="pacte.accounts.signed_in")
        for changed in (password_changed, password_set):
            changed.connect(session_renewed, weak=False, dispatch_uid="pacte.accounts.renewed")
