"""The territory of a démarche: what it covers, what it is part of, what changed and when."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pacte.accounts.http import Request
from pacte.core import history
from pacte.initiatives import rules
from pacte.initiatives.models import Initiative
from pacte.territories import queries

PAGE = 100


@require_GET
def territory(request: Request, initiative: str) -> HttpResponse:
    place = get_object_or_404(
        Initiative.objects.visible_to(request.user).select_related("territory"), slug=initiative
    )
    today = timezone.localdate()
    found = place.territory
    around = queries.surroundings(found, on=today)
    communes = queries.communes_of(found, on=today).exclude(pk=found.pk)
    page = Paginator(communes.order_by("search_key", "pk"), PAGE).get_page(request.GET.get("page"))
    nearest = queries.nearest_of(page.object_list, on=today)
    shown = [(commune, nearest.get(commune.pk)) for commune in page]
    # A column that says nothing, or the territory's own name on each row, is left out.
    within = {near.pk for _commune, near in shown if near} - {found.pk}
    context = {
        "initiative": place,
        "territory": found,
        "has_codes": any(commune.official_code for commune in page),
        "has_within": bool(within),
        "has_population": any(commune.population is not None for commune in page),
        "population": queries.population_of(found, on=today),
        "around": [one for one in around if one.holds_all],
        "across": [one for one in around if not one.holds_all],
        "parts": queries.placed(list(queries.parts_of(found, on=today)), on=today)
        if found.is_perimeter
        else [],
        "page": page,
        "communes": shown,
        "stays": queries.dated_stays(found, on=today),
        "history": history.told(found, space=place.audit_space)
        + history.told(place, events="initiatives.initiative.placed"),
        "can_edit": rules.can_edit_territory(request.user, place),
    }
    return render(request, "portal/territory.html", context)
