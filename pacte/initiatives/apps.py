from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "pacte.initiatives"

    def ready(self) -> None:
        from pacte.core import history
        from pacte.initiatives.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
