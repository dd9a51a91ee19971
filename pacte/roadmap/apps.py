from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RoadmapConfig(AppConfig):
    name = "pacte.roadmap"

    def ready(self) -> None:
        # A registry is filled once the models are there.
        from pacte.core import automations, letters
        from pacte.initiatives import registry
        from pacte.network import registry as names
        from pacte.roadmap.enums import LINKS
        from pacte.roadmap.notifications import KINDS
        from pacte.roadmap.operations.mergers import settle_merger
        from pacte.roadmap.queries.named import is_unit_named_elsewhere
        from pacte.roadmap.tasks import AUTOMATIONS

        for kind in KINDS:
            letters.register(kind)
        for automation in AUTOMATIONS:
            automations.register(automation)

        registry.register(
            registry.Module(
                name="roadmap",
                label=_("Plan d’action"),
                address=lambda initiative: reverse("roadmap:plans", args=[initiative.slug]),
                position=10,
                is_optional=False,
            )
        )
        names.register(is_unit_named_elsewhere)
        names.register_links(LINKS, settle_merger)
