"""`pacte import`: read a document and make a plan of it, without the review screen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.core.actor import SYSTEM
from pacte.documents.errors import DocumentError, describe
from pacte.documents.reading import Limits, read
from pacte.initiatives.models import Initiative
from pacte.roadmap import operations
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.importing import as_text, understand
from pacte.roadmap.importing.command import PASTED
from pacte.roadmap.importing.confining import apart
from pacte.roadmap.importing.drafting import draft
from pacte.roadmap.importing.keeping import choices_of

if TYPE_CHECKING:
    from pacte.roadmap.importing import Choices

USAGE, UNREADABLE, NO_ACTION = 2, 3, 4  # the statuses of `pacte read`


class Command(BaseCommand):
    help = "Lire un document et en faire un plan."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--initiative", required=True)
        parser.add_argument("--yes", action="store_true")

    def handle(self, *_arguments: object, **options: object) -> None:
        file, slug = str(options["file"]), str(options["initiative"])
        place = Initiative.objects.filter(slug=slug).first()
        if place is None:
            raise CommandError(
                _("Aucune démarche ne porte l’adresse « %s ».") % slug, returncode=USAGE
            )
        is_sure = bool(options["yes"])
        name, content = self._content(file, is_sure=is_sure)
        choices = choices_of({}, place.headings.values_list("heading", "meaning"))
        limits = Limits.from_settings(settings)
        self._show(name, content, choices, limits)
        if not is_sure and not self._agreed(place):
            self.stdout.write(_("Rien n’a été créé."))
            return
        plan = operations.import_at_once(
            initiative=place,
            content=content,
            name=name,
            reading=apart(lambda _say: _drafted(name, content, choices, limits), limits=limits),
            base_of=base_of,
            by=SYSTEM,
            at=timezone.now(),
        )
        self.stdout.write(
            _("Le plan « %(plan)s » est créé : /d/%(initiative)s/plan/%(slug)s/")
            % {"plan": plan, "initiative": place.slug, "slug": plan.slug}
        )

    def _content(self, file: str, *, is_sure: bool) -> tuple[str, bytes]:
        """The name and the bytes of a file, or of a text pasted on standard input."""
        if file == PASTED:
            if not is_sure:  # the answer could only come by the same way as the text
                message = _("Un texte collé s’importe avec --yes : relisez-le d’abord par %s.")
                raise CommandError(message % "pacte read -", returncode=USAGE)
            return PASTED, sys.stdin.buffer.read()
        path = Path(file)
        if not path.is_file():
            message = _("Il n’y a pas de fichier « %s ».") % path
            raise CommandError(message, returncode=USAGE)
        try:
            return path.name, path.read_bytes()
        except PermissionError as error:
            message = _("Le fichier « %s » ne peut pas être ouvert : vérifiez ses droits.")
            raise CommandError(message % path, returncode=UNREADABLE) from error

    def _show(self, name: str, data: bytes, choices: Choices, limits: Limits) -> None:
        """Say what would be made."""
        try:
            told, has_actions = apart(
                lambda _say: _understood(name, data, choices, limits), limits=limits
            )
        except DocumentError as error:
            raise CommandError(describe(error), returncode=UNREADABLE) from error
        self.stdout.write(told)
        if not has_actions:
            message = _("Aucune action n’a été trouvée dans ce document.")
            raise CommandError(message, returncode=NO_ACTION)

    def _agreed(self, place: Initiative) -> bool:
        question = _("Créer ce plan dans « %s » ? [o/N] ") % place
        return input(question).strip().lower() in {"o", "oui", "y", "yes"}


def _understood(name: str, data: bytes, choices: Choices, limits: Limits) -> tuple[str, bool]:
    content = read(data, name=name, limits=limits)
    plan = understand(content, choices=choices, watch=limits.started().check_time)
    return as_text(plan), bool(plan.actions)


def _drafted(name: str, data: bytes, choices: Choices, limits: Limits) -> dict[str, Any]:
    return draft(data, name=name, choices=choices, limits=limits).reading
