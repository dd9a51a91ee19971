"""Filters kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pacte.roadmap import operations, rules
from pacte.roadmap.enums import FilterReach
from pacte.roadmap.forms.filters import SavedFilterForm, kept_query
from pacte.roadmap.models import SavedFilter
from pacte.roadmap.views.table import seen_plan, trail_of

if TYPE_CHECKING:
    from pacte.accounts.http import Request


@require_http_methods(["GET", "POST"])
def save_filter(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Name the filters of the address, for oneself; the team may share them."""
    found = seen_plan(request, initiative, plan)
    query = kept_query(request.GET).removeprefix("?")
    table = reverse("roadmap:plan_table", args=[initiative, plan])
    if not query:
        messages.info(request, _("Choisissez d’abord des filtres : ce sont eux que l’on garde."))
        return redirect(table)
    may_share = rules.can_share_filter(request.user, found)
    form = SavedFilterForm(request.POST or None, may_share=may_share)
    if request.method == "POST" and form.is_valid():
        operations.save_filter(
            plan=found,
            owner=request.user,
            name=form.cleaned_data["name"],
            query=query,
            reach=form.cleaned_data.get("reach") or FilterReach.MINE,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Les filtres sont gardés sous ce nom."))
        return redirect(f"{table}?{query}")
    context = {
        "plan": found,
        "initiative": found.initiative,
        "form": form,
        "back": f"{table}?{query}",
        "trail": [trail_of(found, f"?{query}")],
    }
    return render(request, "roadmap/save_filter.html", context)


@require_POST
def delete_filter(request: Request, initiative: str, plan: str, saved: int) -> HttpResponse:
    found = get_object_or_404(
        SavedFilter.objects.visible_to(request.user).select_related("plan__initiative"),
        pk=saved,
        plan__slug=plan,
        plan__initiative__slug=initiative,
    )
    if not rules.can_delete_filter(request.user, found):
        raise PermissionDenied
    operations.delete_filter(saved=found, by=request.actor, at=timezone.now())
    messages.info(request, _("Ces filtres ne sont plus gardés."))
    return redirect("roadmap:plan_table", initiative, plan)
