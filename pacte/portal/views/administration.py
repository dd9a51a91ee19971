"""How the installation is: for those who run it, and without anything of the plans."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import health
from pacte.core.models import JobStatus
from pacte.initiatives import operations as initiatives
from pacte.initiatives import rules
from pacte.initiatives.enums import Role
from pacte.initiatives.forms import LeadForm
from pacte.initiatives.models import Initiative
from pacte.initiatives.views import invitation_made
from pacte.portal import operations, queries
from pacte.territories.models import Territory


@require_GET
def administration(request: Request) -> HttpResponse:
    refuse_others(request)
    now = timezone.now()
    counts = queries.jobs_by_status()
    context = {
        "health": health.look(now),
        "updates": health.pending_updates(),
        "backups": queries.backups(),
        "backup_dir": settings.BACKUP_DIR,
        "waiting": counts.get(JobStatus.WAITING, 0),
        "running": counts.get(JobStatus.RUNNING, 0),
        "failed": counts.get(JobStatus.FAILED, 0),
        "held": queries.held_initiatives(at=now),
        "has_mail": bool(settings.EMAIL_HOST),
        "has_reference": Territory.objects.official().exists(),
    }
    return render(request, "portal/administration.html", context)


def refuse_others(request: Request) -> None:
    if not rules.can_administer(request.user):
        raise PermissionDenied


@require_POST
def make_backup(request: Request) -> HttpResponse:
    refuse_others(request)
    operations.ask_backup(by=request.actor, at=timezone.now())
    messages.success(
        request,
        _("La sauvegarde est demandée : elle paraît ici dès qu’elle est relue et vérifiée."),
    )
    return redirect("portal:administration")


@never_cache
@require_http_methods(["GET", "POST"])
def invite_lead(request: Request, initiative: str) -> HttpResponse:
    """Where nobody leads a démarche (the invitation was lost, someone left): another invitation."""
    refuse_others(request)
    # Who runs the installation takes no part in it: the rule below is the gate.
    place = get_object_or_404(Initiative, slug=initiative)
    if not rules.can_invite_lead(request.user, place):
        raise PermissionDenied
    former = place.invitations.filter(role=Role.LEAD, accepted_at=None).order_by("-pk").first()
    form = LeadForm(request.POST or None, initial={"email": former.email if former else ""})
    if request.method == "POST" and form.is_valid():
        invitation, secret = initiatives.invite_lead(
            initiative=place,
            email=form.cleaned_data["email"],
            by=request.actor,
            at=timezone.now(),
        )
        return invitation_made(request, place, invitation, secret)
    context = {
        "initiative": place,
        "form": form,
        "trail": [{"label": _("Installation"), "url": reverse("portal:administration")}],
    }
    return render(request, "portal/invite_lead.html", context)
