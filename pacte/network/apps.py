from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "pacte.network"

    def ready(self) -> None:
        from pacte.core import history, letters
        from pacte.initiatives import registry  # a registry is filled once the models are there
        from pacte.network import registry as names
        from pacte.network.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS, LINKS
        from pacte.network.notifications import KINDS

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        names.register_links(LINKS)
        for kind in KINDS:
            letters.register(kind)
        registry.register(
            registry.Module(
                name="network",
                label=_("Partenaires"),
                address=lambda initiative: reverse("network:organisations", args=[initiative.slug]),
                position=20,
            )
        )
