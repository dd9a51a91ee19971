"""Load the two fictitious territories of the demonstration; a second time changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pacte.portal.operations import load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration: two fictitious territories, their people and their plans."

    def handle(self, *_args: object, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Réservé à la démonstration (PACTE_DEMO=1).")
        made = load_demonstration(at=timezone.now())
        names = ", ".join(initiative.name for initiative in made)
        self.stdout.write(names or "La démonstration est déjà là.")
