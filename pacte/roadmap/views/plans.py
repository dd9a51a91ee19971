"""Plans of an initiative: the list, a new one, its columns, sharing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import ColumnsChangedMeanwhile, NotDeleted
from pacte.roadmap.forms.plans import ColumnsForm, PlanForm
from pacte.roadmap.models import Plan
from pacte.roadmap.providers.starting_points import STARTING_POINTS, starting_point
from pacte.roadmap.queries.deleted import deleted_plans
from pacte.roadmap.queries.drafts import open_imports
from pacte.roadmap.queries.plan_history import plan_history as entries_of
from pacte.roadmap.queries.plan_history import told_in_plan
from pacte.roadmap.queries.table import plan_table
from pacte.roadmap.views.table import edited_plan, seen_plan, trail_of

PAGE = 50
COLUMNS_CHANGED = gettext_lazy(
    "Quelqu’un d’autre vient de ranger les colonnes. Voici ce que vous avez demandé, chaque colonne"
    " à son nom : regardez, puis enregistrez à nouveau."
)


@require_GET
def plans(request: Request, initiative: str) -> HttpResponse:
    """One plan opens at once; `?tous=1` lists all, with the documents under review."""
    place = seen_initiative(request, initiative)
    found = list(
        Plan.objects.visible_to(request.user)
        .filter(initiative=place)
        .order_by(F("shared_at").desc(nulls_last=True), "-created_at", "pk")
    )
    if len(found) == 1 and request.GET.get("tous") != "1":
        return redirect("roadmap:plan_table", place.slug, found[0].slug)
    context = {
        "initiative": place,
        "plans": found,
        "drafts": list(open_imports(place, request.user)),
        "can_create": rules.can_create_plan(request.user, place),
        "deleted": deleted_plans(place, timezone.now())
        if rules.can_create_plan(request.user, place)
        else [],
    }
    return render(request, "roadmap/plans.html", context)


@require_http_methods(["GET", "POST"])
def create_plan(request: Request, initiative: str) -> HttpResponse:
    """First what it starts from, then `?modele=` says it and the rest is asked."""
    place = seen_initiative(request, initiative)
    if not rules.can_create_plan(request.user, place):
        raise PermissionDenied
    start = starting_point(request.GET.get("modele", ""))
    if start is None and request.method == "GET":
        context = {"initiative": place, "starting_points": STARTING_POINTS}
        return render(request, "roadmap/choose_start.html", context)
    start = start or STARTING_POINTS[0]
    form = PlanForm(start, request.POST if request.method == "POST" else None)
    if form.is_valid():
        plan = operations.start_plan(
            initiative=place,
            title=form.cleaned_data["title"],
            kind=form.cleaned_data["kind"],
            levels=form.levels(),
            parts=form.parts(),
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("roadmap:plan_table", place.slug, plan.slug)
    context = {
        "initiative": place,
        "form": form,
        "start": start,
        "trail": [{"label": _("Plans"), "url": reverse("roadmap:plans", args=[place.slug])}],
    }
    return render(request, "roadmap/create_plan.html", context)


@require_http_methods(["GET", "POST"])
def choose_columns(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Which columns the table shows, under which headings, in which order."""
    found = edited_plan(request, initiative, plan)
    table = plan_table(found, request.user, today=timezone.localdate())
    form = ColumnsForm(found, table.columns, request.POST or None)
    if request.method == "POST" and ("source" in request.POST or form.is_valid()):
        as_imported = (found.source_columns, None)
        columns, read = as_imported if "source" in request.POST else (form.columns(), form.read)
        try:
            operations.choose_columns(
                plan=found, columns=columns, by=request.actor, at=timezone.now(), read=read
            )
        except ColumnsChangedMeanwhile:
            form.add_error(None, COLUMNS_CHANGED)
        else:
            messages.success(request, _("Les colonnes sont rangées comme vous l’avez demandé."))
            return redirect("roadmap:plan_table", initiative, plan)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "has_source": bool(found.source_columns),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/choose_columns.html", context)


def shareable_plan(request: Request, initiative: str, plan: str) -> Plan:
    found = seen_plan(request, initiative, plan)
    if not rules.can_share_plan(request.user, found):
        raise PermissionDenied
    return found


@require_POST
def share_plan(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = shareable_plan(request, initiative, plan)
    operations.share_plan(plan=found, by=request.actor, at=timezone.now())
    messages.success(
        request,
        _("Tous les membres de la démarche voient maintenant le plan."),
        extra_tags=reverse("roadmap:unshare_plan", args=[initiative, plan]),
    )
    return redirect("roadmap:plan_table", initiative, plan)


@require_POST
def unshare_plan(request: Request, initiative: str, plan: str) -> HttpResponse:
    found = shareable_plan(request, initiative, plan)
    operations.unshare_plan(plan=found, by=request.actor, at=timezone.now())
    messages.info(request, _("Le plan est de nouveau visible de l’équipe seule."))
    return redirect("roadmap:plan_table", initiative, plan)


@require_POST
def delete_plan(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Put the plan aside with all it holds, for thirty days."""
    found = edited_plan(request, initiative, plan)
    operations.delete_plan(plan=found, by=request.actor, at=timezone.now())
    text = _("« %(plan)s » est mis de côté. Il peut être rétabli pendant 30 jours.")
    undo = reverse("roadmap:restore_plan", args=[initiative, found.pk])
    messages.info(request, text % {"plan": found}, extra_tags=undo)
    return redirect(reverse("roadmap:plans", args=[initiative]) + "?tous=1")


@require_POST
def restore_plan(request: Request, initiative: str, put_aside: int) -> HttpResponse:
    place = seen_initiative(request, initiative)
    if not rules.can_create_plan(request.user, place):
        raise PermissionDenied
    found = get_object_or_404(Plan.objects.filter(initiative=place), pk=put_aside)
    try:
        found = operations.restore_plan(plan=found, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("Ce plan n’est pas mis de côté."))
    return redirect("roadmap:plan_table", initiative, found.slug)


@require_GET
def plan_history(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Who did what to the plan as a whole: it tells what members may not read."""
    found = edited_plan(request, initiative, plan)
    page = Paginator(entries_of(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": found,
        "initiative": found.initiative,
        "page": page,
        "history": told_in_plan(page.object_list, found),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/plan_history.html", context)
