from urllib.parse import quote

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "pacte.network"

    def ready(self) -> None:
        from pacte.core import history, letters, pages, search
        from pacte.initiatives import registry  # a registry is filled once the models are there
        from pacte.network import registry as names
        from pacte.network.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS, LINKS
        from pacte.network.models import Acronym, Contact, Group
        from pacte.network.notifications import KINDS
        from pacte.network.queries.searched import SOURCES

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        names.register_links(LINKS)
        for kind in KINDS:
            letters.register(kind)
        for source in SOURCES:
            search.register(source)

        def contact(row: Contact) -> str:
            door = reverse("network:contacts", args=[row.initiative.slug])
            return f"{door}?q={quote(row.name)}"

        def group(row: Group) -> str:
            return reverse("network:organisations", args=[row.initiative.slug]) + "#groupes"

        def acronym(row: Acronym) -> str:
            assert row.initiative is not None  # noqa: S101 — a country's are not searched
            return reverse("network:acronyms", args=[row.initiative.slug])

        pages.register(Contact, contact)
        pages.register(Group, group)
        pages.register(Acronym, acronym)
        registry.register(
            registry.Module(
                name="network",
                label=_("Partenaires"),
                address=lambda initiative: reverse("network:organisations", args=[initiative.slug]),
                position=20,
            )
        )
