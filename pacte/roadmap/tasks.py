"""What the worker does for the roadmap."""

from __future__ import annotations

import datetime as dt
import tempfile
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from pacte.accounts.models import User
from pacte.core import automations, files, jobs
from pacte.core.actor import SYSTEM, Actor, ActorKind
from pacte.core.days import is_working_hour
from pacte.documents.errors import DocumentError, MissingDocument
from pacte.documents.reading import Limits
from pacte.initiatives import registry
from pacte.initiatives.models import Initiative
from pacte.initiatives.tasks import in_team_week
from pacte.roadmap import operations
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.exports import Form, export_plan, file_name, write_bundle
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.exports.comparison import compared
from pacte.roadmap.forms.exports import ExportForm, asked_snapshot
from pacte.roadmap.importing.changes import as_kept, from_kept
from pacte.roadmap.importing.confining import draft_apart
from pacte.roadmap.importing.keeping import choices_of
from pacte.roadmap.importing.picking import Picked, stale_count, wanted
from pacte.roadmap.models import Plan, PlanImport
from pacte.roadmap.operations import BUNDLE, EXPORT_JOB, purge_drafts
from pacte.roadmap.operations.imports.waiting import APPLYING_JOB, COMPARING_JOB, UPDATING_JOB
from pacte.roadmap.queries import week
from pacte.roadmap.queries.asked import to_ask

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@jobs.job(EXPORT_JOB, label=_("Préparer un fichier du plan"))
def write_export(
    progress: jobs.Progress, *, plan: int, user: int, form: str, query: str, language: str
) -> None:
    """Write the file that someone asked for, as she may see the plan now."""
    person = User.objects.get(pk=user)
    found = Plan.objects.visible_to(person).select_related("initiative__territory").get(pk=plan)
    place = zoneinfo.ZoneInfo(found.initiative.time_zone)
    now = timezone.now()
    with (
        translation.override(language),
        timezone.override(place),
        tempfile.TemporaryFile() as target,
    ):
        progress.advance(0, step="reading", total=2)
        asked = QueryDict(query)
        snapshot = asked_snapshot(found, person, asked, at=now)
        progress.advance()
        if form == BUNDLE:
            write_bundle(snapshot, target, progress)
            name = file_name(snapshot, "zip")
        else:
            choice = ExportForm(asked, has_source=bool(found.source_columns))
            parts = choice.parts if choice.is_valid() else None
            made = export_plan(snapshot, Form(form), parts, apart=True)
            target.write(made.content)
            name = made.name
        progress.advance()
        target.seek(0)
        kept = files.keep(target, name=name, at=now)
    result = {"file": kept.pk, "team": snapshot.table.sees_team_only}
    with progress.commit(result=result):
        pass


@jobs.job("roadmap.read_document", label=_("Lire un document"), about="plan_import")
def read_document(progress: jobs.Progress, *, plan_import: int) -> None:
    """Read a document and keep what was understood, or why it cannot be read."""
    found = PlanImport.objects.select_related("source", "initiative").get(pk=plan_import)
    if found.state != ImportState.READING:
        return
    headings = found.initiative.headings.values_list("heading", "meaning")
    try:
        made = draft_apart(
            _bytes_of(found),
            name=found.source.name,
            choices=choices_of(found.choices, headings),
            limits=Limits.from_settings(settings),
            step=lambda name, total: progress.advance(step=name, total=total, to=0),
            at=lambda done: progress.advance(0, to=done),
            earlier=found.choices.get("earlier"),
        )
    except DocumentError as error:
        with suppress(ImportEnded), progress.commit(result={"problem": type(error).__name__}):
            operations.refuse_reading(
                plan_import=found, problem=type(error).__name__, values=error.values()
            )
        return
    with suppress(ImportEnded), progress.commit(result={"actions": len(made.reading["actions"])}):
        operations.keep_reading(plan_import=found, reading=made.reading, pages=made.pages)


def _bytes_of(found: PlanImport) -> bytes:
    try:
        with found.source.content.open("rb") as source:
            return bytes(source.read())
    except FileNotFoundError as error:
        raise MissingDocument from error


@jobs.job(COMPARING_JOB, label=_("Comparer un document avec le plan"), about="plan_import")
def compare_import(progress: jobs.Progress, *, plan_import: int, actor: list[str]) -> None:
    """Compare a newer version with its plan, and keep what it would change."""
    found = PlanImport.objects.select_related("plan", "initiative").get(pk=plan_import)
    if found.state != ImportState.COMPARING or found.plan is None:
        return
    with _reopened_if_stopped(found, actor):
        progress.advance(step="comparing", total=len((found.reading or {})["actions"]), to=0)
        comparison = compared(found, found.plan, watch=progress.advance)
        with suppress(ImportEnded), progress.commit(result={"changes": comparison.count}):
            operations.keep_comparison(
                plan_import=found,
                comparison=as_kept(comparison),
                plan_version=found.plan.version,
            )


@jobs.job(APPLYING_JOB, label=_("Créer un plan"), about="plan_import")
def apply_import(progress: jobs.Progress, *, plan_import: int, actor: list[str]) -> None:
    """Make a large plan, wholly or not at all."""
    found = PlanImport.objects.get(pk=plan_import)
    progress.advance(step="making", to=0)
    with _reopened_if_stopped(found, actor), progress.commit():
        operations.apply_import(
            plan_import=found,
            by=_actor(actor),
            at=timezone.now(),
            base_of=base_of,
            watch=lambda done, total: progress.advance(to=done, total=total),
        )


@jobs.job(UPDATING_JOB, label=_("Mettre un plan à jour"), about="plan_import")
def update_plan(
    progress: jobs.Progress, *, plan_import: int, actor: list[str], picked: dict[str, Any]
) -> Mapping[str, object] | None:
    """Change a plan as was picked in a comparison, wholly or not at all."""
    found = PlanImport.objects.select_related("plan").get(pk=plan_import)
    if found.state != ImportState.APPLYING or found.comparison is None:
        return None
    comparison = from_kept(found.comparison)
    choice = Picked(**picked)
    taken = wanted(choice, comparison, found.reading or {})
    progress.advance(step="updating", total=len(taken.accepted) + 1, to=0)
    result: dict[str, object] = {}
    with _reopened_if_stopped(found, actor), progress.commit(result):
        outcome = operations.update_plan(
            plan_import=found,
            wanted=taken,
            base_of=base_of,
            by=_actor(actor),
            at=timezone.now(),
            watch=progress.advance,
        )
        result |= {
            "changed": outcome.changed,
            "added": outcome.added,
            "removed": outcome.removed,
            "refused": len(outcome.refused) + stale_count(choice, comparison),
        }
    return None


def _actor(told: list[str]) -> Actor:
    kind, key, label = told
    return Actor(ActorKind(kind), key, label)


@contextmanager
def _reopened_if_stopped(found: PlanImport, actor: list[str]) -> Iterator[None]:
    """The draft goes back to its review when the person stops the work: nothing was made of it."""
    try:
        yield
    except jobs.JobCancelled:
        operations.reopen_import(
            plan_import=found, by=_actor(actor), at=timezone.now(), is_stopped=True
        )
        raise


@jobs.periodic(
    "roadmap.purge_drafts",
    every=dt.timedelta(days=1),
    label=_("Retirer les brouillons d’imports anciens"),
)
def purge_old_drafts(now: dt.datetime) -> None:
    purge_drafts(by=SYSTEM, at=now)


def asked_spaces() -> list[str]:
    """The démarches that share a plan: the others ask nobody anything."""
    shared = Plan.objects.present().filter(shared_at__isnull=False)
    return [str(key) for key in shared.order_by().values_list("initiative", flat=True).distinct()]


def ask_progress(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
    """Ask those whose actions nobody spoke of for long; on a working day, in working hours."""
    initiative = Initiative.objects.get(pk=space)
    if not is_working_hour(now, initiative.time_zone):
        return
    wanted = to_ask(
        initiative,
        now=now,
        every=numbers["every"],
        together=numbers["together"],
        apart=numbers["apart"],
    )
    if wanted:
        operations.ask_progress(initiative=initiative, wanted=wanted, by=SYSTEM, at=now)


def remind_progress(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
    initiative = Initiative.objects.get(pk=space)
    if is_working_hour(now, initiative.time_zone):
        operations.remind_progress(
            initiative=initiative, after=dt.timedelta(days=numbers["after"]), at=now
        )


def mark_to_clarify(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
    operations.mark_to_clarify(
        initiative=Initiative.objects.get(pk=space),
        after=dt.timedelta(days=numbers["after"]),
        at=now,
    )


def tell_overdue(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
    initiative = Initiative.objects.get(pk=space)
    if is_working_hour(now, initiative.time_zone):
        operations.tell_overdue(initiative=initiative, after=numbers["after"], at=now)


def clarify_overdue(space: str, numbers: Mapping[str, int], now: dt.datetime) -> None:
    operations.clarify_overdue(
        initiative=Initiative.objects.get(pk=space), after=numbers["after"], at=now
    )


def for_the_team(
    name: str,
    title: _StrPromise,
    read: registry.Read,
    *,
    told: tuple[_StrPromise, _StrPromise],
    after: int,
) -> automations.Automation:
    label, purpose = told
    return in_team_week(
        registry.Concern(name, title, read),
        module="roadmap",
        label=label,
        purpose=purpose,
        number=automations.Number("after", _("Après"), after),
        spaces=asked_spaces,
    )


def make_automations() -> tuple[automations.Automation, ...]:
    return (*ASKED, *DATED, *on_mondays())


ASKED = (
    automations.Automation(
        name="roadmap.ask_progress",
        module="roadmap.asking",
        label=_("Demander des nouvelles des actions"),
        purpose=_(
            "À qui mène une action dont personne n’a parlé depuis longtemps. Un seul courriel par "
            "personne, avec un lien pour répondre en deux minutes."
        ),
        numbers=(
            automations.Number("every", _("Sans nouvelles depuis"), 90, least=7),
            automations.Number("together", _("Joindre celles qui le seraient sous"), 21, least=0),
            automations.Number("apart", _("Entre deux courriels à la même personne"), 21),
        ),
        spaces=asked_spaces,
        run=ask_progress,
        sends_mail=True,
    ),
    automations.Automation(
        name="roadmap.remind_progress",
        module="roadmap.asking",
        label=_("Rappeler une fois qui n’a pas répondu"),
        purpose=_("Puis plus rien : la personne passe dans la liste « À appeler »."),
        numbers=(automations.Number("after", _("Après"), 10, least=2),),
        spaces=asked_spaces,
        run=remind_progress,
        sends_mail=True,
    ),
    automations.Automation(
        name="roadmap.mark_to_clarify",
        module="roadmap.asking",
        label=_("Marquer « point à éclaircir »"),
        purpose=_(
            "Une action restée sans réponse après le rappel est signalée pour la prochaine réunion."
        ),
        numbers=(automations.Number("after", _("Après"), 45),),
        spaces=asked_spaces,
        run=mark_to_clarify,
    ),
)

DATED = (
    automations.Automation(
        name="roadmap.tell_overdue",
        module="roadmap",
        label=_("Dire à qui mène une action que sa date est passée"),
        purpose=_(
            "Échéance, ou revue d’une action en continu : un seul courriel par semaine et par "
            "personne, une fois par date."
        ),
        numbers=(automations.Number("after", _("Après"), 0, least=0),),
        spaces=asked_spaces,
        run=tell_overdue,
        sends_mail=True,
    ),
    automations.Automation(
        name="roadmap.clarify_overdue",
        module="roadmap",
        label=_("Porter à la réunion ce dont la date est passée"),
        purpose=_("Une action dont personne n’a rien dit depuis devient « point à éclaircir »."),
        numbers=(automations.Number("after", _("Après"), 45),),
        spaces=asked_spaces,
        run=clarify_overdue,
    ),
)


def on_mondays() -> tuple[automations.Automation, ...]:
    return (
        for_the_team(
            "roadmap.overdue",
            _("Échéances et revues passées"),
            week.overdue_for_team,
            told=(
                _("Dire à l’équipe ce dont la date est passée"),
                _("Dans le courriel du lundi à qui mène la démarche, une fois par date."),
            ),
            after=15,
        ),
        for_the_team(
            "roadmap.sought",
            _("Actions dont le responsable n’a pas encore dit oui"),
            week.sought_for_team,
            told=(
                _("Rappeler les pressentis sans réponse"),
                _("Le premier lundi du mois, dans les plans partagés depuis ce temps."),
            ),
            after=30,
        ),
        for_the_team(
            "roadmap.undated",
            _("Actions sans échéance"),
            week.undated_for_team,
            told=(
                _("Rappeler les actions sans échéance"),
                _("Le premier lundi du mois, dans les plans partagés depuis ce temps."),
            ),
            after=30,
        ),
    )
