"""Taking a plan out: what one chooses, files made at once, files that the worker prepares."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.core import files
from pacte.core.models import Job, JobStatus, StoredFile
from pacte.initiatives import registry
from pacte.initiatives.enums import Paper
from pacte.roadmap import exports, operations, rules
from pacte.roadmap.errors import PlanTooLongForPdf, TooManyExports
from pacte.roadmap.exports import MOST_IN_PDF, Form, MadeFile
from pacte.roadmap.forms.exports import ExportForm, asked_snapshot
from pacte.roadmap.forms.filters import FilterForm, active_filters
from pacte.roadmap.models import Action, Plan, Proposal
from pacte.roadmap.operations import BUNDLE, EXPORT_JOB, Asked
from pacte.roadmap.queries.filters import filtered
from pacte.roadmap.queries.sizes import characters_of
from pacte.roadmap.views.shown import filters_asked, names_of
from pacte.roadmap.views.table import seen_plan, trail_of

# What the archive holds: every column, and for the team what is its own.
EVERYTHING = "format=docx&colonnes=toutes&pour=equipe"
# Beyond these, the worker writes the file.
SHORT = 300  # actions
SHORT_TEXT = 200_000  # characters


@require_GET
def export_page(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Which document, with what inside."""
    found = seen_plan(request, initiative, plan)
    filters = filters_asked(request, found.initiative)
    is_bound = "format" in request.GET
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": export_form(request, found, request.GET if is_bound else None),
        "badges": active_filters(request.GET, filters, names=names_of(found, filters)),
        "kept": [
            (key, item)
            for key, items in request.GET.lists()
            for item in items
            if key in FilterForm.base_fields and item
        ],
        "ideas": Proposal.objects.visible_to(request.user).filter(plan=found).waiting().count()
        if registry.is_on("roadmap.proposals", found.initiative)
        else 0,
        "is_long": is_long(request, found, request.GET),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/export_page.html", context)


def actions_asked(request: Request, plan: Plan, asked: QueryDict) -> QuerySet[Action]:
    """The actions that the filters let through."""
    return filtered(
        Action.objects.visible_to(request.user).filter(plan=plan),
        FilterForm(asked).filters(request.user, plan.initiative),
        today=timezone.localdate(),
        sees_team_only=rules.can_see_team_only(request.user, plan.initiative),
    )


def is_long(request: Request, plan: Plan, asked: QueryDict) -> bool:
    actions = actions_asked(request, plan, asked)
    return actions.count() > SHORT or characters_of(actions) > SHORT_TEXT


def is_refused(request: Request, plan: Plan, form: ExportForm, asked: QueryDict) -> bool:
    """Say why a file is not written, if it is not."""
    if not form.is_valid():
        return True
    if form.form is Form.PDF and actions_asked(request, plan, asked).count() > MOST_IN_PDF:
        told = _(
            "Un PDF tient jusqu’à %(count)s actions. Filtrez le tableau, ou prenez le format Word."
        )
        most = formats.number_format(MOST_IN_PDF, force_grouping=True)
        messages.warning(request, told % {"count": most})
        return True
    return False


def export_form(request: Request, plan: Plan, asked: QueryDict | None) -> ExportForm:
    letter = plan.initiative.paper == Paper.LETTER
    return ExportForm(
        asked,
        has_source=bool(plan.source_columns),
        has_team=rules.can_see_team_only(request.user, plan.initiative),
        large_paper=_("Sur papier Tabloïd") if letter else _("Sur papier A3"),
    )


@require_GET
def download_plan(request: Request, initiative: str, plan: str) -> HttpResponse:
    """The file itself; a long plan is prepared by the worker instead."""
    found = seen_plan(request, initiative, plan)
    form = export_form(request, found, request.GET)
    if is_refused(request, found, form, request.GET):
        return redirect("roadmap:export_page", initiative, plan)
    if is_long(request, found, request.GET):
        messages.info(request, _("Ce plan est long : son fichier se prépare d’abord."))
        return redirect("roadmap:export_page", initiative, plan)
    snapshot = asked_snapshot(found, request.user, request.GET, at=timezone.now())
    return attachment(exports.export_plan(snapshot, form.form, form.parts))


@require_GET
def download_overview(request: Request, initiative: str, plan: str, ending: str) -> HttpResponse:
    if ending not in {Form.PDF, Form.DOCX}:
        raise Http404
    found = seen_plan(request, initiative, plan)
    snapshot = exports.take_snapshot(found, request.user, at=timezone.now(), with_team_only=False)
    return attachment(exports.export_overview(snapshot, Form(ending)))


def attachment(made: MadeFile) -> HttpResponse:
    return files.download(made.content, name=made.name)


@require_POST
def prepare_export(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Ask the worker for everything, or for one long file."""
    found = seen_plan(request, initiative, plan)
    if "tout" in request.POST:
        asked = Asked(BUNDLE, EVERYTHING)
    else:
        form = export_form(request, found, request.POST)
        if is_refused(request, found, form, request.POST):
            return redirect("roadmap:export_page", initiative, plan)
        sent = request.POST.copy()
        sent.pop("csrfmiddlewaretoken", None)
        asked = Asked(form.form, sent.urlencode())
    try:
        job = operations.ask_export(
            plan=found, user=request.user, asked=asked, by=request.actor, at=timezone.now()
        )
    except TooManyExports:
        told = _("Vous avez demandé beaucoup de fichiers. Attendez-les, puis redemandez celui-ci.")
        messages.warning(request, told)
        return redirect("roadmap:export_page", initiative, plan)
    return redirect("roadmap:export_ready", initiative, plan, job.key)


def asked_job(request: Request, plan: Plan, key: str) -> Job:
    """Only who asked for a file finds it."""
    return get_object_or_404(
        Job,
        key=key,
        name=EXPORT_JOB,
        space=str(plan.initiative_id),
        arguments__plan=plan.pk,
        asked_by_key=request.actor.key,
    )


@require_GET
def export_ready(request: Request, initiative: str, plan: str, key: str) -> HttpResponse:
    """How far the file is, then the file."""
    found = seen_plan(request, initiative, plan)
    job = asked_job(request, found, key)
    if request.htmx and job.status == JobStatus.DONE:
        # The whole page changes: its title says that the file is ready.
        return HttpResponse(headers={"HX-Refresh": "true"})
    steps = {
        "": _("en attente"),
        "reading": _("lecture du plan"),
        "bundle": _("écriture des fichiers"),
    }
    context = {
        "plan": found,
        "initiative": found.initiative,
        "job": job,
        "is_ready": job.status == JobStatus.DONE,
        "has_failed": job.status in {JobStatus.FAILED, JobStatus.CANCELLED},
        "is_too_long": job.failure == PlanTooLongForPdf.__name__,
        "step": steps.get(job.step, ""),
        "state_url": reverse("roadmap:export_ready", args=[initiative, plan, key]),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/export_ready.html", context)


@require_GET
def download_export(request: Request, initiative: str, plan: str, key: str) -> HttpResponseBase:
    """The file that was prepared, if one may still see what it holds."""
    found = seen_plan(request, initiative, plan)
    job = asked_job(request, found, key)
    if job.status != JobStatus.DONE or not isinstance(job.result, dict):
        raise Http404
    if job.result["team"] and not rules.can_see_team_only(request.user, found.initiative):
        raise Http404
    return files.response(get_object_or_404(StoredFile, pk=job.result["file"]))
