"""What the worker does for the network."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core import automations, jobs
from pacte.core.actor import Actor, ActorKind
from pacte.documents.errors import DocumentError, describe
from pacte.documents.reading import Limits
from pacte.initiatives import registry
from pacte.initiatives.enums import Jurisdiction
from pacte.initiatives.tasks import in_team_week
from pacte.network import operations, queries
from pacte.network.errors import NoColumnKnown, SheetEnded
from pacte.network.importing import read_apart
from pacte.network.models import SheetImport
from pacte.network.operations.sheets import APPLYING_JOB, READING_JOB

if TYPE_CHECKING:
    from collections.abc import Sequence


@jobs.job(READING_JOB, label=gettext_lazy("Lire une liste de partenaires"), about="sheet")
def read_sheet(progress: jobs.Progress, *, sheet: int, actor: Sequence[str]) -> None:
    """Read a sheet, check its lines and say what they would change, or why it cannot be read."""
    del actor  # the same arguments as its applying
    found = SheetImport.objects.select_related("source", "initiative").get(pk=sheet)
    progress.advance(0, step="reading", total=2)
    problem, tables = "", []
    with translation.override(found.initiative.language):
        try:
            with found.source.content.open("rb") as source:
                tables = read_apart(
                    source.read(),
                    name=found.source.name,
                    limits=Limits.from_settings(settings),
                    restores_zero=found.initiative.jurisdiction == Jurisdiction.FRANCE,
                )
        except DocumentError as error:
            problem = describe(error)
        except NoColumnKnown:
            problem = _(
                "Aucune colonne ne s’appelle Organisme, Structure, Nom, Personne ou Contact. "
                "Nommez les colonnes sur une ligne, puis envoyez la liste à nouveau. "
                "Rien n’a été modifié."
            )
    progress.advance()
    at = timezone.now()
    with suppress(SheetEnded), progress.commit():
        if problem:
            operations.refuse_sheet(sheet=found, problem=problem, at=at)
        else:
            operations.keep_lines(sheet=found, tables=tables, at=at)


@jobs.job(APPLYING_JOB, label=gettext_lazy("Reprendre une liste de partenaires"), about="sheet")
def apply_sheet(progress: jobs.Progress, *, sheet: int, actor: Sequence[str]) -> None:
    """Write the right lines, all of them or none."""
    found = SheetImport.objects.get(pk=sheet)
    kind, key, label = actor
    progress.advance(0, step="applying", total=1)
    with suppress(SheetEnded), progress.commit():
        operations.apply_sheet(
            sheet=found, by=Actor(ActorKind(kind), key, label), at=timezone.now()
        )


def make_automations() -> tuple[automations.Automation, ...]:
    return (
        in_team_week(
            registry.Concern(
                "network.mandates_ending",
                gettext_lazy("Mandats électifs qui prennent fin"),
                queries.mandates_ending,
            ),
            module="network.mandates",
            label=gettext_lazy("Prévenir avant la fin d’un mandat électif"),
            purpose=gettext_lazy(
                "Dans le courriel du lundi à qui mène la démarche, une fois par mandat."
            ),
            number=automations.Number("before", gettext_lazy("Avant"), 60),
        ),
        in_team_week(
            registry.Concern(
                "network.communes_vacant",
                gettext_lazy("Communes où il n’y a personne"),
                queries.communes_vacant,
            ),
            module="network.referents",
            label=gettext_lazy("Rappeler les communes où il n’y a personne"),
            purpose=gettext_lazy(
                "Le premier lundi du mois, celles à qui l’on n’a pas écrit récemment."
            ),
            number=automations.Number("after", gettext_lazy("Sans lettre depuis"), 30),
        ),
    )
