from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "pacte.initiatives"

    def ready(self) -> None:
        from pacte.accounts import registry
        from pacte.core import automations, history, letters
        from pacte.initiatives import queries
        from pacte.initiatives.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS
        from pacte.initiatives.notifications import KINDS
        from pacte.initiatives.tasks import make_automations

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        registry.register(queries.manages_somewhere)
        for kind in KINDS:
            letters.register(kind)
        for automation in make_automations():
            automations.register(automation)
