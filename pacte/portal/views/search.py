"""Finding anything of an initiative by a few words, from any of its pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.portal import queries
from pacte.portal.forms import SearchForm
from pacte.portal.frame import menu

EACH = 20  # of a kind, on the page
EACH_AT_ONCE = 5  # under the field, while one types


@never_cache
@require_GET
def search(request: Request, initiative: str) -> HttpResponse:
    """The page, its results alone while one types there, or the short list under the field."""
    place = seen_initiative(request, initiative)
    form = SearchForm(request.GET)
    form.is_valid()
    question, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("sorte", "")
    target = request.headers.get("HX-Target", "") if request.htmx else ""
    is_short = target == "palette"
    each = EACH_AT_ONCE if is_short else queries.MOST_FOUND if kind else EACH
    answer = queries.look_for(question, place, request.user, each=each, kind=kind)
    context = {
        "initiative": place,
        "question": question,
        "kind": kind,
        "answer": answer,
        "places": queries.places_called(question, menu(request, place)),
    }
    part = "#short" if is_short else "#results" if target == "resultats" else ""
    return render(request, f"portal/search.html{part}", context)
