"""`manage.py load_territories`: bring in the official territories, or bring them up to date."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.territories import operations
from pacte.territories.enums import Jurisdiction


class Command(BaseCommand):
    help = "Charge les territoires officiels de France et du Québec, ou les met à jour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--jurisdiction",
            action="append",
            choices=Jurisdiction.values,
            help="FR ou QC ; les deux par défaut.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        loaded = operations.load_reference(
            jurisdictions=options["jurisdiction"] or Jurisdiction.values,
            by=SYSTEM,
            at=timezone.now(),
        )
        for one in loaded:
            self.stdout.write(
                f"{one.source.jurisdiction} au {one.source.as_of:%d/%m/%Y}. "
                f"Créés : {one.created}. Modifiés : {one.changed}. Disparus : {one.ended}. "
                f"Rattachements changés : {one.moved}."
            )
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
