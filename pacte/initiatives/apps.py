from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "pacte.initiatives"

    def ready(self) -> None:
        from pacte.accounts import registry
        from pacte.core import history
        from pacte.initiatives import queries
        from pacte.initiatives.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        registry.register(queries.manages_somewhere)
