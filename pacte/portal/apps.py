from django.apps import AppConfig
from django.urls import reverse


class PortalConfig(AppConfig):
    name = "pacte.portal"

    def ready(self) -> None:
        # A registry is filled once the models are there.
        from pacte.core import letters, pages
        from pacte.core.models import Unsubscription
        from pacte.initiatives.models import Initiative
        from pacte.network.models import Participation

        def home(initiative: Initiative) -> str:
            return reverse("portal:initiative_home", args=[initiative.slug])

        def organisation(shown: Participation) -> str:
            return reverse(
                "portal:organisation", args=[shown.initiative.slug, shown.organisation.slug]
            )

        pages.register(Initiative, home)

        def leaving(row: Unsubscription) -> str:
            return reverse("portal:leave_letters", args=[letters.leaving_token(row)])

        pages.register(Participation, organisation)
        pages.register(Unsubscription, leaving)
