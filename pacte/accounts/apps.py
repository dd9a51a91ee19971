from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone


class AccountsConfig(AppConfig):
    """Stands before `django.contrib.auth` in the settings: that one then moves `last_login`."""

    name = "pacte.accounts"

    def ready(self) -> None:
        # A receiver is connected once the models are there.
        from pacte.accounts import operations
        from pacte.accounts.models import User

        def signed_in(user: User, **_: object) -> None:
            operations.note_sign_in(user=user, at=timezone.now())

        user_logged_in.connect(signed_in, weak=False, dispatch_uid="pacte.accounts.signed_in")
