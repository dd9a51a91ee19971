"""The user's guide: read inside a démarche with its menu, or by anyone, signed in or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.portal.providers import guide


@login_not_required
@require_GET
def guide_page(request: HttpRequest, page: str = "") -> HttpResponse:
    return shown(request, page, reverse("portal:guide"))


@require_GET
def initiative_guide(request: Request, initiative: str, page: str = "") -> HttpResponse:
    """The same text, with the menu of the démarche around it."""
    place = seen_initiative(request, initiative)
    return shown(request, page, reverse("portal:initiative_guide", args=[place.slug]))


def shown(request: HttpRequest, slug: str, root: str) -> HttpResponse:
    """One page of the guide, or its contents without a name."""
    pages = guide.pages(get_language() or "fr")
    place = next((at for at, page in enumerate(pages) if page.slug == slug), None)
    if place is None and slug:
        raise Http404
    context = {
        "root": root,
        "trail": [{"label": _("Aide"), "url": root}] if slug else [],
        "pages": pages,
        "page": None if place is None else pages[place],
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place is not None and place + 1 < len(pages) else None,
    }
    return render(request, "portal/guide.html", context)
