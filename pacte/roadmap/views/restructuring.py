"""What was rearranged in a plan, before and after, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pacte.accounts.http import Request
from pacte.roadmap import operations
from pacte.roadmap.errors import AlreadyUndone, HoldsMoreSince, UndoLaterFirst
from pacte.roadmap.models import Restructuring
from pacte.roadmap.queries.restructurings import describe
from pacte.roadmap.views.table import edited_plan, trail_of

PAGE = 50


@require_GET
def restructurings(request: Request, initiative: str, plan: str) -> HttpResponse:
    """Everything that was rearranged in this plan, newest first."""
    found = edited_plan(request, initiative, plan)
    rows = found.restructurings.order_by("-done_at", "-pk")
    context = {
        "plan": found,
        "initiative": found.initiative,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "trail": [trail_of(found)],
    }
    return render(request, "roadmap/restructurings.html", context)


def seen_restructuring(request: Request, initiative: str, plan: str, key: int) -> Restructuring:
    return get_object_or_404(
        Restructuring.objects.visible_to(request.user).select_related("plan__initiative"),
        plan__initiative__slug=initiative,
        plan__slug=plan,
        pk=key,
    )


@require_GET
def restructuring(request: Request, initiative: str, plan: str, restructuring: int) -> HttpResponse:
    """Before and after, for each thing that was touched."""
    found = seen_restructuring(request, initiative, plan, restructuring)
    context = {
        "plan": found.plan,
        "initiative": found.plan.initiative,
        "restructuring": found,
        "described": describe(found),
        "trail": [
            trail_of(found.plan),
            {
                "label": _("Réorganisations"),
                "url": reverse("roadmap:restructurings", args=[initiative, plan]),
            },
        ],
    }
    return render(request, "roadmap/restructuring.html", context)


@require_POST
def undo_restructuring(
    request: Request, initiative: str, plan: str, restructuring: int
) -> HttpResponse:
    found = seen_restructuring(request, initiative, plan, restructuring)
    try:
        operations.undo_restructuring(restructuring=found, by=request.actor, at=timezone.now())
    except AlreadyUndone:
        messages.info(request, _("C’était déjà annulé."))
    except UndoLaterFirst:
        messages.warning(
            request,
            _(
                "Une réorganisation plus récente porte sur les mêmes lignes : annulez-la d’abord. "
                "Rien n’a été modifié."
            ),
        )
    except HoldsMoreSince as more:
        messages.warning(
            request,
            _("« %(what)s » a reçu autre chose depuis : fusionnez plutôt. Rien n’a été modifié.")
            % {"what": more.what},
        )
    else:
        messages.success(request, _("C’est annulé : tout est revenu à sa place."))
    return redirect("roadmap:restructurings", initiative, plan)
