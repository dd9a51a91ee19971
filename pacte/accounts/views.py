"""Doors of the account: who is here, in which language, by which link."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts import operations
from pacte.accounts.errors import LinkSpent, PersonExists
from pacte.accounts.forms import AccountForm, LanguageForm, MailboxForm, PersonForm
from pacte.accounts.http import LANGUAGE_COOKIE, PERSON_SESSION_KEY, Request
from pacte.accounts.models import MailboxPerson

YEAR = 60 * 60 * 24 * 365


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A mail scanner that opens the link signs nobody in: a person presses the button."""
    try:
        user = operations.user_of_link(secret)
    except LinkSpent:
        return render(request, "accounts/link_spent.html", status=410)
    if request.method == "POST":
        login(request, user)
        if user.has_usable_password() or user.is_shared_mailbox:
            return redirect(settings.LOGIN_REDIRECT_URL)
        # The link is spent, and where nothing is mailed no other way would lead her back.
        return redirect("account_set_password")
    return render(request, "accounts/sign_in_by_link.html", {"person": user})


@require_http_methods(["GET", "POST"])
def who_are_you(request: Request) -> HttpResponse:
    """Ask which of the people behind a shared mailbox is at the keyboard."""
    if not request.user.is_shared_mailbox:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = operations.name_person(
                user=request.user,
                name=form.cleaned_data["name"],
                job_title=form.cleaned_data["job_title"],
                at=timezone.now(),
            )
        except PersonExists:
            form.add_error("name", _("Ce nom est déjà dans la liste : choisissez-le plus haut."))
        else:
            request.session[PERSON_SESSION_KEY] = person.pk
            return redirect(settings.LOGIN_REDIRECT_URL)
    people = request.user.people.filter(left_at__isnull=True).order_by("name", "pk")
    return render(request, "accounts/who_are_you.html", {"people": people, "form": form})


@require_POST
def i_am(request: Request, person: int) -> HttpResponse:
    found = get_object_or_404(MailboxPerson, pk=person, user=request.user, left_at__isnull=True)
    request.session[PERSON_SESSION_KEY] = found.pk
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def remove_person(request: Request, person: int) -> HttpResponse:
    found = get_object_or_404(MailboxPerson, pk=person, user=request.user, left_at__isnull=True)
    operations.remove_person(person=found, by=request.actor, at=timezone.now())
    messages.info(request, _("%(name)s n’est plus dans la liste.") % {"name": found.name})
    return redirect("accounts:who_are_you")


@require_http_methods(["GET", "POST"])
def my_account(request: Request) -> HttpResponse:
    initial = {field: getattr(request.user, field) for field in ("name", "phone", "language")}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        is_first = not request.user.name
        operations.edit_account(
            user=request.user, by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Votre compte est à jour."))
        return redirect(settings.LOGIN_REDIRECT_URL if is_first else "accounts:my_account")
    return render(request, "accounts/my_account.html", {"form": form})


@require_POST
def share_mailbox(request: Request) -> HttpResponse:
    form = MailboxForm(request.POST)
    if form.is_valid():
        operations.share_mailbox(
            user=request.user,
            is_shared=form.cleaned_data["is_shared"],
            by=request.actor,
            at=timezone.now(),
        )
    return redirect("accounts:my_account")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice on the account, or in a cookie for who has none."""
    form = LanguageForm(request.POST)
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    if not back.startswith("/") or not ours:
        back = "/"
    response = redirect(back)
    if form.is_valid():
        if request.user.is_authenticated:
            operations.choose_language(
                user=cast("Request", request).user, language=form.cleaned_data["language"]
            )
        else:
            response.set_cookie(
                LANGUAGE_COOKIE,
                form.cleaned_data["language"],
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
    return response
