"""`manage.py import_communes FILE`: bring in a list of communes, with a report line by line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, TypeAlias

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.territories import importing, operations
from pacte.territories.enums import Jurisdiction
from pacte.territories.errors import NotAPerimeter, UnreadableList
from pacte.territories.models import Territory

Brought: TypeAlias = tuple[operations.Imported, list[operations.RefusedLine]]


class Command(BaseCommand):
    help = "Importe une liste de communes ou de municipalités (CSV), et dit les lignes refusées."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--jurisdiction", choices=Jurisdiction.values, default=Jurisdiction.FRANCE
        )
        parser.add_argument("--into", metavar="ADRESSE", help="Périmètre qui les reçoit.")
        parser.add_argument("--since", type=dt.date.fromisoformat, metavar="AAAA-MM-JJ")
        parser.add_argument("--year", type=int, help="Année des populations du fichier.")
        parser.add_argument(
            "--zones",
            action="store_true",
            help="Le fichier donne la zone d’emploi de chaque commune, depuis le jour de --since.",
        )

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        bring_in = self.zones if options["zones"] else self.communes
        try:
            imported, refused = bring_in(options["file"].read_bytes(), options)
        except FileNotFoundError:
            message = f"Le fichier « {options['file']} » n’existe pas."
            raise CommandError(message) from None
        except UnreadableList as refusal:
            message = f"« {options['file']} » : {refusal.reason.label}."
            raise CommandError(message) from None
        except NotAPerimeter:
            message = f"« {options['into']} » n’est pas un périmètre dessiné."
            raise CommandError(message) from None
        self.report(imported, [*refused, *imported.refused])

    def communes(self, content: bytes, options: dict[str, Any]) -> Brought:
        found = importing.read_communes(content)
        imported = operations.import_communes(
            rows=found.rows,
            jurisdiction=options["jurisdiction"],
            into=self.perimeter(options["into"]),
            since=options["since"],
            population_year=options["year"],
            by=SYSTEM,
            at=timezone.now(),
        )
        return imported, found.refused

    def zones(self, content: bytes, options: dict[str, Any]) -> Brought:
        if options["since"] is None:
            message = "Indiquez la date de ces zones : --since AAAA-MM-JJ."
            raise CommandError(message)
        found = importing.read_zones(content)
        imported = operations.import_zones(
            rows=found.rows, since=options["since"], by=SYSTEM, at=timezone.now()
        )
        return imported, found.refused

    def perimeter(self, slug: str | None) -> Territory | None:
        if slug is None:
            return None
        found = Territory.objects.filter(slug=slug).first()
        if found is None:
            message = f"Aucun territoire n’a l’adresse « {slug} »."
            raise CommandError(message)
        return found

    def report(self, imported: operations.Imported, refused: list[operations.RefusedLine]) -> None:
        for line in sorted(refused, key=lambda one: one.line):
            self.stdout.write(f"ligne {line.line} : {line.problem.label} ({line.text})")
        self.stdout.write(
            f"Prises : {len(imported.communes)} (nouvelles : {imported.created}). "
            f"Populations mises à jour : {imported.counted}. Lignes refusées : {len(refused)}."
        )
