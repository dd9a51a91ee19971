from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allauth.account.signals import password_changed, password_set
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from allauth.mfa.models import Authenticator
    from django.dispatch import Signal
    from django.http import HttpRequest

    from pacte.accounts.http import Request
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
        connect_second_factor()
        for changed in (password_changed, password_set):
            changed.connect(session_renewed, weak=False, dispatch_uid="pacte.accounts.renewed")


def connect_second_factor() -> None:
    """Keep in the history what someone does to her second factor: allauth writes it, and tells."""
    from allauth.account.internal.flows.login import record_authentication
    from allauth.mfa import signals

    from pacte.accounts import operations

    def noted(event: Literal["added", "removed", "renewed"]) -> Callable[..., None]:
        def receive(
            user: User, authenticator: Authenticator, request: Request, **_: object
        ) -> None:
            if event == "added":  # she just proved it: the codes that follow do not ask it again
                record_authentication(request, user, method="mfa", reauthenticated=True)
            operations.note_second_factor(
                user=user, event=event, kind=authenticator.type, by=request.actor, at=timezone.now()
            )

        return receive

    told: list[tuple[Signal, Literal["added", "removed", "renewed"]]] = [
        (signals.authenticator_added, "added"),
        (signals.authenticator_removed, "removed"),
        (signals.authenticator_reset, "renewed"),
    ]
    for signal, event in told:
        signal.connect(noted(event), weak=False, dispatch_uid=f"pacte.accounts.factor.{event}")
