from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pacte.network.models import Acronym, Contact, Group

# What a démarche may do without: its name, what goes with it, its addresses.
PARTS = {
    "referents": (
        _("Une personne par commune"),
        _("la liste, le carnet à emporter, les lettres aux communes"),
        "referents ask_communes booklet edit_referent name_referent",
    ),
    "mandates": (
        _("Mandats électifs"),
        _("leur page, ce qu’en disent le carnet et le dossier d’arrivée, les rappels"),
        "mandates add_mandate edit_mandate delete_mandate",
    ),
}


def address_of_contact(row: Contact) -> str:
    door = reverse("network:contacts", args=[row.initiative.slug])
    return f"{door}?q={quote(row.name)}"


def address_of_group(row: Group) -> str:
    return reverse("network:organisations", args=[row.initiative.slug]) + "#groupes"


def address_of_acronym(row: Acronym) -> str:
    assert row.initiative is not None  # noqa: S101 — a country's are not searched
    return reverse("network:acronyms", args=[row.initiative.slug])


class NetworkConfig(AppConfig):
    name = "pacte.network"

    def ready(self) -> None:
        from pacte.core import automations, history, letters, pages, search
        from pacte.initiatives import registry  # a registry is filled once the models are there
        from pacte.network import registry as names
        from pacte.network.enums import EVENT_FIELDS, EVENT_WORDS, EVENTS, LINKS
        from pacte.network.models import Acronym, Contact, Group
        from pacte.network.notifications import KINDS
        from pacte.network.queries.searched import SOURCES
        from pacte.network.tasks import make_automations

        history.register(EVENTS, EVENT_FIELDS, EVENT_WORDS)
        names.register_links(LINKS)
        for kind in KINDS:
            letters.register(kind)
        for source in SOURCES:
            search.register(source)
        for automation in make_automations():
            automations.register(automation)

        pages.register(Contact, address_of_contact)
        pages.register(Group, address_of_group)
        pages.register(Acronym, address_of_acronym)
        registry.register(
            registry.Module(
                name="network",
                label=_("Partenaires"),
                address=lambda initiative: reverse("network:organisations", args=[initiative.slug]),
                position=20,
                goes=_("le carnet, les groupes, les sigles ; la page d’un organisme reste"),
            )
        )
        for position, (part, (label, goes, screens)) in enumerate(PARTS.items(), 21):
            registry.register(
                registry.Module(
                    name=f"network.{part}",
                    label=label,
                    goes=goes,
                    within="network",
                    position=position,
                    screens=frozenset(f"network:{name}" for name in screens.split()),
                )
            )
