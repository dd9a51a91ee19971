from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "pacte.territories"

    def ready(self) -> None:
        from pacte.core import history
        from pacte.territories.enums import EVENT_FIELDS, EVENTS  # they wait for the models

        history.register(EVENTS, EVENT_FIELDS)
