"""Actions told elsewhere: one in a form, ready to copy; all of a plan, with when each was told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.roadmap import operations
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted
from pacte.roadmap.exports.reporting import export_reporting
from pacte.roadmap.forms.reporting import FillForm
from pacte.roadmap.models import Reporting, ReportingForm
from pacte.roadmap.queries import reporting as queries
from pacte.roadmap.queries.filters import in_order
from pacte.roadmap.queries.table import seen_actions
from pacte.roadmap.views.exports import attachment
from pacte.roadmap.views.reporting import form_of, trail_to
from pacte.roadmap.views.table import edited_action, edited_plan
from pacte.roadmap.views.table import trail_to as trail_of_action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from pacte.accounts.http import Request
    from pacte.roadmap.models import Action, Plan

PAGE = 50
NEVER, AGAIN = "jamais", "a-reprendre"
WHOLE = "equipe"  # in the address: with what the team keeps


def filled(
    request: Request, form: ReportingForm, plan: Plan, actions: Sequence[Action], *, whole: bool
) -> list[queries.Filled]:
    today = timezone.localdate()
    return queries.filled(form, plan, request.user, actions, today=today, with_team_only=whole)


@require_GET
def report_elsewhere(request: Request, initiative: str, code: str) -> HttpResponse:
    """Each form, and when this action was last told in it."""
    action = edited_action(request, initiative, code)
    place = action.plan.initiative
    rows = ReportingForm.objects.visible_to(request.user).filter(initiative=place)
    last = {row.form_id: row for row in queries.reported_elsewhere(action)}
    context = {
        "action": action,
        "initiative": place,
        "forms": [(form, last.get(form.pk)) for form in rows.order_by("name", "pk")],
        "trail": trail_of_action(action),
    }
    return render(request, "roadmap/report_elsewhere.html", context)


@require_http_methods(["GET", "POST"])
def fill_reporting_form(request: Request, initiative: str, code: str, form: int) -> HttpResponse:
    """What to copy into each field, words kept for this form, and « Rapportée le »."""
    action = edited_action(request, initiative, code)
    found = form_of(request, action.plan.initiative, form)
    whole = (request.POST or request.GET).get("vue") == WHOLE
    (seen,) = filled(request, found, action.plan, [action], whole=whole)
    fill = FillForm(seen, request.POST or None)
    if request.method == "POST" and fill.is_valid() and saved(request, found, fill, whole=whole):
        address = reverse("roadmap:fill_reporting_form", args=[initiative, code, form])
        return redirect(f"{address}?vue={WHOLE}" if whole else address)
    context = {
        "action": action,
        "initiative": action.plan.initiative,
        "form": found,
        "seen": seen,
        "fill": fill,
        "whole": WHOLE if whole else "",
        "leaves_out": any(value.is_kept for value in seen.values) or action.is_team_only,
        "following": following(request, found, action),
        "is_told": seen.last is not None and not seen.last.changed,
        "trail": [
            *trail_to(action.plan.initiative),
            {
                "label": _("Actions à rapporter"),
                "url": reverse(
                    "roadmap:reporting_table", args=[initiative, action.plan.slug, form]
                ),
            },
        ],
    }
    return render(request, "roadmap/fill_reporting_form.html", context)


def following(request: Request, form: ReportingForm, action: Action) -> Action | None:
    """The next action of the plan never told in this form; after the last, the first again."""
    told = form.reportings.present().exclude(action=action).values("action")
    seen = seen_actions(action.plan, request.user, sees_team_only=True).exclude(pk__in=told)
    keys = list(in_order(seen, action.plan_id).values_list("pk", flat=True))
    place = keys.index(action.pk)
    after = [*keys[place + 1 :], *keys[:place]]
    return seen.get(pk=after[0]) if after else None


def saved(request: Request, form: ReportingForm, fill: FillForm, *, whole: bool) -> bool:
    """Keep the texts, and say that the action was told where the button says so."""
    keep = partial(
        operations.record_reporting,
        reported_on=fill.cleaned_data["reported_on"],
        has_team_only=whole,
    )
    is_told = "rapporter" in request.POST
    try:
        made = (keep if is_told else operations.keep_texts)(
            form=form, seen=fill.seen, typed=fill.typed(), by=request.actor, at=timezone.now()
        )
    except FieldChangedMeanwhile as changed:
        fill.add_error(
            f"text-{changed.field}",
            _("Ce texte a changé entre-temps : « %(theirs)s ». Rouvrez la page.")
            % {"theirs": changed.current},
        )
        return False
    if not isinstance(made, Reporting):
        messages.success(request, _("Gardé pour ce formulaire ; le plan n’a pas changé."))
        return True
    address = [form.initiative.slug, fill.seen.action.code, form.pk, made.pk]
    undo = reverse("roadmap:cancel_reporting", args=address)
    messages.success(request, _("C’est noté : l’action est rapportée."), extra_tags=undo)
    return True


def reporting_of(request: Request, initiative: str, code: str, form: int, key: int) -> Reporting:
    action = edited_action(request, initiative, code)
    found = form_of(request, action.plan.initiative, form)
    return get_object_or_404(found.reportings.filter(action=action).select_related("form"), pk=key)


@require_POST
def cancel_reporting(
    request: Request, initiative: str, code: str, form: int, reporting: int
) -> HttpResponse:
    found = reporting_of(request, initiative, code, form, reporting)
    operations.cancel_reporting(reporting=found, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_reporting", args=[initiative, code, form, reporting])
    messages.info(request, _("L’action n’est plus notée comme rapportée."), extra_tags=undo)
    return redirect("roadmap:fill_reporting_form", initiative, code, form)


@require_POST
def restore_reporting(
    request: Request, initiative: str, code: str, form: int, reporting: int
) -> HttpResponse:
    found = reporting_of(request, initiative, code, form, reporting)
    try:
        operations.restore_reporting(reporting=found, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return redirect("roadmap:fill_reporting_form", initiative, code, form)


@require_GET
def reporting_table(request: Request, initiative: str, plan: str, form: int) -> HttpResponse:
    """The actions of a plan: last told on, and what says otherwise since."""
    found = edited_plan(request, initiative, plan)
    reporting = form_of(request, found.initiative, form)
    asked = request.GET.get("montrer", "")
    actions = in_order(seen_actions(found, request.user, sees_team_only=True), found.pk)
    told = reporting.reportings.present().values("action")
    never = actions.exclude(pk__in=told)
    chosen: Sequence[Action] | QuerySet[Action] = never if asked == NEVER else actions
    if asked == AGAIN:
        rows = filled(request, reporting, found, list(actions.filter(pk__in=told)), whole=False)
        chosen = [row.action for row in rows if row.last and row.last.changed]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    shown = filled(request, reporting, found, list(page.object_list), whole=False)
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": reporting,
        "rows": shown,
        "page": page,
        "tabs": tabs(asked, actions.count(), never.count()),
        "asked": asked,
        "trail": trail_to(found.initiative, reporting),
    }
    return render(request, "roadmap/reporting_table.html", context)


def tabs(asked: str, total: int, never: int) -> list[dict[str, object]]:
    told = [("", _("Toutes"), total), (NEVER, _("Jamais rapportées"), never)]
    return [
        {
            "label": label,
            "url": f"?{urlencode({'montrer': key})}" if key else "?",
            "count": count,
            "current": key == asked,
        }
        for key, label, count in [*told, (AGAIN, _("Changées depuis"), None)]
    ]


@require_GET
def download_reporting(request: Request, initiative: str, plan: str, form: int) -> HttpResponse:
    """Every action of the plan with every field of the form, as all members may read them."""
    found = edited_plan(request, initiative, plan)
    reporting = form_of(request, found.initiative, form)
    actions = in_order(seen_actions(found, request.user, sees_team_only=False), found.pk)
    rows = filled(request, reporting, found, list(actions), whole=False)
    return attachment(export_reporting(found, reporting, rows, at=timezone.now()))
