"""Doors of invitations: making one, showing it once, joining by it."""

from __future__ import annotations

from typing import cast

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request, enter
from pacte.accounts.models import User
from pacte.core import pages
from pacte.initiatives import notifications, operations, queries, rules
from pacte.initiatives.errors import InvitationForAnother, InvitationSpent
from pacte.initiatives.forms import AcceptForm, CodeForm, InvitationForm
from pacte.initiatives.http import language_for, spoken
from pacte.initiatives.models import Initiative, Invitation
from pacte.initiatives.views.members import REFUSALS, managed, refuse_unless_managed, say_refusal

CODE_OPENS_NOTHING = gettext_noop(
    "Ce code n’ouvre rien : il a déjà servi, il a plus de trente jours, ou un caractère est mal "
    "recopié. Vérifiez-le."
)


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: Request, initiative: str) -> HttpResponse:
    place = managed(request, initiative)
    roles = rules.roles_managed_by(request.user, place)
    form = InvitationForm(roles, request.POST or None, initial={"role": "COMMITTEE"})
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = operations.invite(
                initiative=place, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except tuple(REFUSALS) as error:
            say_refusal(form, error)
        else:
            return invitation_made(request, place, invitation, secret)
    return render(request, "initiatives/invite.html", {"initiative": place, "form": form})


def invitation_made(
    request: Request, place: Initiative, invitation: Invitation, secret: str
) -> HttpResponse:
    """The only page that ever shows the secret: to send, to read out or to print."""
    link = settings.SITE_URL + reverse("initiatives:accept_invitation", args=[secret])
    was_sent = notifications.send_invitation(invitation, link, sender=str(request.user))
    context = {
        "initiative": place,
        "invitation": invitation,
        "link": link,
        "code": secret,
        "door": settings.SITE_URL + reverse("initiatives:enter_code"),
        "phone": request.user.phone,
        "was_sent": was_sent,
        "host": str(request.user),
        "is_member": Initiative.objects.visible_to(request.user).filter(pk=place.pk).exists(),
    }
    return render(request, "initiatives/invitation_made.html", context)


@never_cache
@require_POST
def renew_invitation(request: Request, initiative: str, invitation: int) -> HttpResponse:
    place = managed(request, initiative)
    found = get_object_or_404(place.invitations, pk=invitation, accepted_at__isnull=True)
    refuse_unless_managed(request, place, found.role)
    renewed, secret = operations.renew_invitation(
        invitation=found, by=request.actor, at=timezone.now()
    )
    return invitation_made(request, place, renewed, secret)


@require_POST
def revoke_invitation(request: Request, initiative: str, invitation: int) -> HttpResponse:
    place = managed(request, initiative)
    found = get_object_or_404(place.invitations, pk=invitation, accepted_at__isnull=True)
    refuse_unless_managed(request, place, found.role)
    operations.revoke_invitation(invitation=found, by=request.actor, at=timezone.now())
    messages.info(request, _("L’invitation est retirée : son lien ne sert plus."))
    return redirect("initiatives:members", place.slug)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Where a letter sends: its code is typed here. Only codes that open nothing are counted."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="entry_code", dry_run=True):
            paused: HttpResponse = ratelimit.respond_429(request)  # allauth has no types
            return paused
        if form.is_valid():
            code = queries.as_code(form.cleaned_data["code"])
            try:
                operations.open_invitation(code, timezone.now())
            except InvitationSpent:
                ratelimit.consume(request, action="entry_code")
                concern(request, queries.invitation_of(code))
                form.add_error("code", _(CODE_OPENS_NOTHING))
            else:
                return redirect("initiatives:accept_invitation", code)
    return render(request, "initiatives/enter_code.html", {"form": form})


def concern(request: HttpRequest, invitation: Invitation | None) -> None:
    """Tell the frame which démarche's team to call: who holds a code of hers may know it."""
    if invitation is not None:
        request.concerned = invitation.initiative  # type: ignore[attr-defined]  # see portal.frame


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link changes nothing: a person presses the button."""
    try:
        invitation = operations.open_invitation(secret, timezone.now())
    except InvitationSpent:
        concern(request, queries.invitation_of(secret))
        return render(request, "initiatives/invitation_spent.html", status=410)
    concern(request, invitation)
    translation.activate(language_for(spoken(request), invitation.initiative))
    signed_in = cast("Request", request).user if request.user.is_authenticated else None
    has_account = User.objects.filter(email__iexact=invitation.email).exists()
    form = AcceptForm(invitation, request.POST or None, initial={"name": invitation.name})
    # Who holds the secret may make the account, but not take one over: she signs in first.
    may_join = signed_in is not None or (not has_account and form.is_valid())
    if request.method == "POST" and may_join:
        try:
            user = operations.accept_invitation(
                secret=secret,
                at=timezone.now(),
                signed_in=signed_in,
                **({} if signed_in else form.cleaned_data),
            )
        except (InvitationForAnother, InvitationSpent):
            return render(request, "initiatives/invitation_for_another.html", status=409)
        place = pages.address_of(invitation.initiative) or settings.LOGIN_REDIRECT_URL
        return redirect(place) if signed_in else enter(request, user, to=place)
    context = {
        "invitation": invitation,
        "form": form,
        "has_account": has_account,
        "is_signed_in": signed_in is not None,
    }
    return render(request, "initiatives/accept_invitation.html", context)
