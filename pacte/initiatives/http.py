"""The initiative that an address names: through its gate, with its language and its clock."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from contextlib import nullcontext

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation

from pacte.accounts.http import LANGUAGE_COOKIE, Request
from pacte.accounts.models import User
from pacte.initiatives import queries, registry, rules
from pacte.initiatives.enums import Jurisdiction
from pacte.initiatives.models import Initiative, roles_of, roles_read_once
from pacte.ui import refusals

CANADIAN = {"fr": "fr-ca", "en": "en-ca"}

# Other addresses that name an initiative are of those who run the installation.
ITS_PAGES = "/d/"


class PlacedRequest(Request):
    """A request whose address names an initiative that the person sees."""

    initiative: Initiative


def placed(request: Request) -> Initiative:
    """The initiative of the address, already taken through its gate; else raise Http404."""
    found: Initiative | None = getattr(request, "initiative", None)
    if found is None:
        raise Http404
    return found


def seen_initiative(request: Request, slug: str) -> Initiative:
    """Take it through its gate; raise Http404 for who takes no part in it."""
    return get_object_or_404(Initiative.objects.visible_to(request.user), slug=slug)


def place_of(request: Request, slug: str) -> Initiative:
    """The initiative of the address, which LanguageAndPlace took through its gate; Http404."""
    placed: Initiative | None = getattr(request, "initiative", None)
    return placed if placed and placed.slug == slug else seen_initiative(request, slug)


def language_for(language: str, initiative: Initiative | None) -> str:
    """Cross the person's language with the jurisdiction: `fr`, `fr-ca`, `en` or `en-ca`."""
    base = "en" if language.startswith("en") else "fr"
    if initiative is not None and initiative.jurisdiction == Jurisdiction.QUEBEC:
        return CANADIAN[base]
    return base


def spoken_here(request: HttpRequest) -> str:
    """Where no initiative says the country, the browser does: Québec signs in by « Courriel »."""
    language = language_for(spoken(request), None)
    first = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    return CANADIAN[language] if first.strip().upper().endswith("-CA") else language


def spoken(request: HttpRequest) -> str:
    """The reader's language: hers if she has an account, else her browser's."""
    if isinstance(request.user, User):
        return request.user.language
    return request.COOKIES.get(LANGUAGE_COOKIE) or translation.get_language_from_request(request)


def speak_for(request: HttpRequest, initiative: Initiative) -> None:
    """Speak the words of this initiative, by its clock: for pages that a secret opens."""
    translation.activate(language_for(spoken(request), initiative))
    timezone.activate(zoneinfo.ZoneInfo(initiative.time_zone))


def part_closed(request: HttpRequest, place: Initiative, module: registry.Module) -> HttpResponse:
    """Say kindly that the team closed this part, and give back what was being written."""
    context = {
        "initiative": place,
        "module": module,
        "can_open": rules.can_edit_settings(request.user, place),
        "typed": refusals.typed(request) if request.method == "POST" else [],
    }
    return render(request, "initiatives/part_closed.html", context, status=404)


class LanguageAndPlace:
    """Speak the reader's language, with the words and hours of the initiative in the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        translation.activate(spoken_here(request))
        only_reads = request.method in {"GET", "HEAD"}
        try:
            with roles_read_once() if only_reads else nullcontext():
                response = self.get_response(request)
        finally:
            timezone.deactivate()
        response.headers.setdefault("Content-Language", translation.get_language() or "fr")
        return response

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, named: dict[str, object]
    ) -> HttpResponse | None:
        slug = named.get("initiative")
        if not isinstance(slug, str) or not isinstance(request.user, User):
            return None
        initiative = queries.initiative_of_slug.first(slug=slug, seen=list(roles_of(request.user)))
        if initiative is None:
            return self.out_of_dates(request, request.user, slug)
        setattr(request, "initiative", initiative)  # noqa: B010 — see PlacedRequest
        speak_for(request, initiative)
        match = request.resolver_match
        closed = registry.closed_at(match.view_name, initiative) if match else None
        return part_closed(request, initiative, closed) if closed else None

    def out_of_dates(self, request: HttpRequest, user: User, slug: str) -> HttpResponse | None:
        """Tell kindly who took part, or will, and give back what she was writing."""
        if not request.path_info.startswith(ITS_PAGES):
            return None
        found = queries.out_of_dates(user, slug, timezone.now())
        if found is None:
            return None
        initiative, membership = found
        translation.activate(language_for(spoken(request), initiative))
        context = {
            "place": initiative,
            "membership": membership,
            "is_coming": membership.from_on > initiative.today(timezone.now()),
            "typed": refusals.typed(request) if request.method == "POST" else [],
        }
        response = render(request, "initiatives/out_of_dates.html", context, status=404)
        response.headers["Pacte-Word"] = "over"
        return response
