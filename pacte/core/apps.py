from django.apps import AppConfig
from django.core.signals import got_request_exception


class CoreConfig(AppConfig):
    name = "pacte.core"

    def ready(self) -> None:
        from pacte.core.stale import close_what_is_stale

        got_request_exception.connect(close_what_is_stale, weak=False, dispatch_uid="pacte.stale")
