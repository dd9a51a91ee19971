"""Pages that mix apps: home, the démarche's own home, first steps, what the law asks for."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pacte.accounts.http import Request, enter
from pacte.accounts.models import User
from pacte.accounts.operations import reset_second_factor
from pacte.accounts.queries import has_second_factor
from pacte.core import files, history
from pacte.core.actor import SYSTEM
from pacte.initiatives import rules
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.initiatives.queries import coming_of
from pacte.network import rules as network_rules
from pacte.network.models import Organisation
from pacte.network.queries import names_over_time, successor
from pacte.portal import exports, queries
from pacte.portal.providers.demonstration import SAMPLES
from pacte.ui import views as ui

# In the dark and contrasted modes the colours of Pacte stay: they alone are legible there.
LIGHT_ONLY = (
    "@media (prefers-color-scheme: light){:root:not([data-theme])"
    "{--accent:%(colour)s;--accent-strong:%(colour)s}}"
    ":root[data-theme=light]{--accent:%(colour)s;--accent-strong:%(colour)s}"
)


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """One démarche opens at once; several are listed; none says whom to ask."""
    if not isinstance(request.user, User):
        return redirect("portal:demo" if settings.DEMO else "account_login")
    initiatives = list(Initiative.objects.visible_to(request.user).order_by("name", "pk"))
    if len(initiatives) == 1 and not request.user.is_staff:
        return redirect("portal:initiative_home", initiatives[0].slug)
    context = {
        "initiatives": initiatives,
        "coming": coming_of(request.user, timezone.now()),
        "can_create": rules.can_create_initiative(request.user),
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """The personas of the demonstration, in one click; nowhere else does this exist."""
    if not settings.DEMO:
        raise Http404
    people = queries.demo_people()
    if request.method == "POST":
        person = get_object_or_404(people, pk=request.POST.get("person") or 0)
        home = reverse("portal:initiative_home", args=[person.initiative.slug])
        if has_second_factor(person.user):  # of another visitor, who alone could pass it
            reset_second_factor(user=person.user, by=SYSTEM, at=timezone.now())
        return enter(request, person.user, to=home)
    return render(request, "portal/demo.html", {"places": queries.by_initiative(people)})


@require_GET
def demo_sample(_request: Request, name: str) -> FileResponse:
    """A fictitious plan to drop on the import page, for whoever has none at hand."""
    if not settings.DEMO or name not in SAMPLES:
        raise Http404
    return FileResponse(SAMPLES[name].open("rb"), as_attachment=True, filename=name)


@require_GET
def organisation(request: Request, initiative: str, organisation: str) -> HttpResponse:
    """An organisation with its part of the plan, as this person sees it."""
    place = seen_initiative(request, initiative)
    if (into := successor(place, organisation)) is not None:
        return redirect("portal:organisation", place.slug, into.slug)
    found = get_object_or_404(Organisation.objects.of_initiative(place), slug=organisation)
    units = list(found.units.select_related("organisation").order_by("name", "pk"))
    context = {
        "initiative": place,
        "organisation": found,
        "roles": queries.part_of_the_plan(place, found, request.user),
        "units": [unit for unit in units if unit.deleted_at is None],
        "own_units": [
            unit for unit in units if network_rules.can_edit_unit(request.user, place, unit)
        ],
        "people": queries.people_of(place, found, request.user, on=timezone.localdate()),
        "groups": found.groups.visible_to(request.user)
        .filter(initiative=place, deleted_at=None)
        .order_by("name", "pk"),
        "names": names_over_time(found),
        "history": history.told(found, *found.merged.all(), *units, space=place.audit_space)
        if network_rules.can_edit_network(request.user, place)
        else [],
        "can_edit": network_rules.can_edit_network(request.user, place),
        "can_edit_identity": network_rules.can_edit_organisation(request.user, place, found),
        "trail": [
            {
                "label": _("Partenaires"),
                "url": reverse("network:organisations", args=[place.slug]),
            }
        ],
    }
    return render(request, "portal/organisation.html", context)


@require_GET
def organisation_sheet(
    request: Request, initiative: str, organisation: str, ending: str
) -> HttpResponse:
    """Who does what in the plan, for one organisation: what every member may read, to hand over."""
    place = seen_initiative(request, initiative)
    found = get_object_or_404(Organisation.objects.of_initiative(place), slug=organisation)
    if ending not in exports.PAGED:
        raise Http404
    made = exports.organisation_sheet(place, found, request.user, ending, at=timezone.now())
    return files.download(made.content, name=made.name)


@require_GET
def theme(request: Request, initiative: str) -> HttpResponse:
    """The territory's colour as a style sheet: the policy allows no inline style."""
    place = seen_initiative(request, initiative)
    css = LIGHT_ONLY % {"colour": place.colour} if place.colour else ""
    response = HttpResponse(css, content_type="text/css")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@login_not_required
@require_GET
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/legal.html", {"publisher": settings.PUBLISHER})


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@require_GET
def gallery(request: Request) -> HttpResponse:
    """Every component in every state, for those who run the installation."""
    if not request.user.is_staff:
        raise Http404
    return ui.gallery(request)
