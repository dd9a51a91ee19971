"""Doors of the account: who is here, in which language, by which link."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from allauth.account import views as allauth
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from pacte.accounts import operations, queries, rules
from pacte.accounts.errors import LinkSpent, PersonExists
from pacte.accounts.forms import AccountForm, LanguageForm, MailboxForm, PersonForm
from pacte.accounts.http import (
    LANGUAGE_COOKIE,
    PERSON_SESSION_KEY,
    Request,
    enter,
    provider_refused,
)
from pacte.accounts.models import MailboxPerson, OpenSession
from pacte.core import security

logger = logging.getLogger(__name__)

YEAR = 60 * 60 * 24 * 365


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Allauth's page, which also leads to the identity provider where there is one.

    A browser checks where a form leads to the end of its redirections: this page alone may lead
    to that site.
    """
    response: HttpResponse = allauth.login(request)  # allauth has no types
    if settings.OIDC_SERVER_URL and isinstance(response, TemplateResponse):
        parts = urlsplit(settings.OIDC_SERVER_URL)
        site = f"{parts.scheme}://{parts.netloc}"
        response.headers["Content-Security-Policy"] = security.policy(sends_to=site)
        response.context_data = {**(response.context_data or {}), "provider": settings.OIDC_NAME}
    return response


@never_cache
@login_not_required
@require_POST
def go_to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    return asking_provider(oidc.login, request, provider_id)


@never_cache
@login_not_required
@require_GET
def back_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    return asking_provider(oidc.callback, request, provider_id)


def asking_provider(
    view: Callable[[HttpRequest, str], HttpResponse], request: HttpRequest, provider_id: str
) -> HttpResponse:
    """Allauth asks the provider where its pages are; one that is down, or says nothing, is told."""
    try:
        return view(request, provider_id)
    except (RequestException, LookupError) as error:
        logger.warning("provider.failed", extra={"error": type(error).__name__})
        return provider_refused(request, "failed")


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
        if user.has_usable_password() or user.is_shared_mailbox:
            return enter(request, user, to=settings.LOGIN_REDIRECT_URL)
        # The link is spent, and where nothing is mailed no other way would lead her back.
        return enter(request, user, to="account_set_password")
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


@never_cache
@require_GET
def sessions(request: Request) -> HttpResponse:
    """Where one is signed in; behind a shared mailbox, who is."""
    found = seen_sessions(request)
    context = {
        "sessions": found,
        "others": [one for one in found if not one.is_this_one],
        "mine": [one for one in found if is_mine_elsewhere(request, one)],
    }
    return render(request, "accounts/sessions.html", context)


def seen_sessions(request: Request) -> list[queries.SeenSession]:
    return queries.open_sessions(
        request.user,
        this_key=request.session.session_key,
        person_key=PERSON_SESSION_KEY,
        now=timezone.now(),
    )


def is_mine_elsewhere(request: Request, seen: queries.SeenSession) -> bool:
    """Behind a shared mailbox the sessions of a colleague are hers: each closes her own."""
    person = request.session.get(PERSON_SESSION_KEY)
    return not seen.is_this_one and seen.person_pk == person


@require_POST
def close_session(request: Request, session: int) -> HttpResponse:
    found = get_object_or_404(OpenSession, pk=session, user=request.user)
    if found.session_key == request.session.session_key:
        return redirect("account_logout")
    operations.close_sessions(
        user=request.user, sessions=[found], by=request.actor, at=timezone.now()
    )
    messages.success(request, _("Cette session est fermée."))
    return redirect("accounts:sessions")


@require_POST
def close_other_sessions(request: Request) -> HttpResponse:
    mine = [one.row for one in seen_sessions(request) if is_mine_elsewhere(request, one)]
    operations.close_sessions(user=request.user, sessions=mine, by=request.actor, at=timezone.now())
    messages.success(request, _("Vos autres sessions sont fermées."))
    return redirect("accounts:sessions")


@never_cache
@require_GET
def second_factor(request: Request) -> HttpResponse:
    """What one passes besides the password: an application, passkeys, codes kept on paper."""
    context = {
        "factors": queries.second_factors(request.user),
        "is_required": not rules.can_enter_without_second_factor(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


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
