"""The request as our views know it, and who is at the keyboard of a shared mailbox."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as SessionsInBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pacte.accounts import operations, queries, rules
from pacte.accounts.models import MailboxPerson, User
from pacte.core import mail, sealing
from pacte.core.actor import Actor
from pacte.core.devices import device_of

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.contrib.sessions.models import Session
    from django_htmx.middleware import HtmxDetails

logger = logging.getLogger(__name__)

PERSON_SESSION_KEY = "mailbox_person"
NOTED_SESSION_KEY = "noted_at"
LANGUAGE_COOKIE = "langue"
OPEN_WITHOUT_A_PERSON = {
    "who_are_you",
    "i_am",
    "remove_person",
    "account_logout",
    "choose_language",
}


class Request(HttpRequest):
    """An authenticated request: `actor` is who writes, `user` whose rights apply."""

    user: User
    actor: Actor
    needs_person: bool
    htmx: HtmxDetails


class SessionStore(SessionsInBase):
    """Django's sessions in the base; the question that every page asks is written once."""

    def _get_session_from_db(self) -> Session | None:
        found = queries.session_of.first(key=self.session_key or "", now=timezone.now())
        if found is None:
            self._session_key = None
        return found


class PersonAtMailbox:
    """Set `request.actor`; send a shared mailbox to « Qui êtes-vous ? » until someone is named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User):
            ours = cast("Request", request)
            person = person_named(ours) if ours.user.is_shared_mailbox else None
            ours.actor = ours.user.as_actor(person)
            ours.needs_person = ours.user.is_shared_mailbox and person is None
            sightings.of(ours, timezone.now())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _named: object
    ) -> HttpResponseBase | None:
        if not getattr(request, "needs_person", False):
            return None
        match = request.resolver_match
        if match and match.url_name in OPEN_WITHOUT_A_PERSON:
            return None
        return redirect("accounts:who_are_you")


def enter(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Sign someone in, and go there: the one way, so that none goes round her second factor."""
    entered: HttpResponse = perform_login(request, user, redirect_url=resolve_url(to))
    return entered  # allauth has no types


# Where one gives herself a second factor, and may leave instead.
OPEN_WITHOUT_SECOND_FACTOR = OPEN_WITHOUT_A_PERSON | {
    "account_reauthenticate",
    "account_set_password",
}


class SecondFactorFirst:
    """Where REQUIRE_SECOND_FACTOR asks one of her who has none, lead her to it before the rest.

    Who may pass is remembered for a while: a page asks nothing more, and none where none is asked.
    """

    FOR = dt.timedelta(minutes=5).total_seconds()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.passed: OrderedDict[int, float] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _named: object
    ) -> HttpResponseBase | None:
        if settings.REQUIRE_SECOND_FACTOR == "none" or not isinstance(request.user, User):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in OPEN_WITHOUT_SECOND_FACTOR or str(name).startswith("mfa_"):
            return None
        return None if self.may_pass(request.user) else redirect("mfa_index")

    def may_pass(self, user: User) -> bool:
        now = timezone.now().timestamp()
        if self.passed.get(user.pk, 0.0) > now:
            return True
        if not (rules.can_enter_without_second_factor(user) or queries.has_second_factor(user)):
            return False
        self.passed[user.pk] = now + self.FOR
        while len(self.passed) > Sightings.MOST:
            self.passed.popitem(last=False)
        return True


def note_session(request: HttpRequest, user: User, at: dt.datetime) -> None:
    """Write that this session is in use, and when: see `Sightings`."""
    write_session(request, user, at)
    request.session[NOTED_SESSION_KEY] = at.timestamp()


def write_session(request: HttpRequest, user: User, at: dt.datetime) -> None:
    device = device_of(request.headers.get("User-Agent", ""))
    operations.note_session(user=user, session=request.session, device=device, at=at)


class Sightings:
    """When each session was seen last, written a few times an hour and not at each page.

    What was written at the opening stands in the session itself; later times in this process only,
    so that no page has a session to save. Several processes write each for itself.
    """

    EVERY = dt.timedelta(minutes=15).total_seconds()
    MOST = 5_000  # sessions remembered by a process

    def __init__(self) -> None:
        self._noted: OrderedDict[str, float] = OrderedDict()

    def of(self, request: Request, at: dt.datetime) -> None:
        key, now = str(request.session.session_key), at.timestamp()
        opened = request.session.get(NOTED_SESSION_KEY, 0.0)
        if now - max(opened, self._noted.get(key, 0.0)) < self.EVERY:
            return
        self._noted[key] = now
        self._noted.move_to_end(key)
        while len(self._noted) > self.MOST:
            self._noted.popitem(last=False)
        write_session(request, request.user, at)


sightings = Sightings()


def person_named(request: Request) -> MailboxPerson | None:
    chosen = request.session.get(PERSON_SESSION_KEY)
    if not isinstance(chosen, int):
        return None
    return MailboxPerson.objects.filter(user=request.user, pk=chosen, left_at__isnull=True).first()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets unreadable in the database, squares by the library that draws ours, our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Ce n’est pas le bon code, ou il a déjà servi. Attendez le suivant et réessayez."
        ),
        "incorrect_passkey": _(
            "Cette clé d’accès n’ouvre pas ce compte. Essayez-en une autre, ou une autre façon."
        ),
    }

    def get_totp_issuer(self) -> str:
        return f"Pacte {urlsplit(settings.SITE_URL).hostname}"

    def _get_site_name(self) -> str:
        return "Pacte"

    def build_totp_svg(self, url: str) -> str:  # noqa: ARG002 — allauth gives it
        """Drawn by the page itself: `{{ address|qr_code }}`."""
        return ""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Once its key is lost, a secret is another one, which nobody knows: no code fits it."""
        try:
            return sealing.unseal(encrypted_text)
        except sealing.SealBroken:
            logger.error("second_factor.unreadable")  # noqa: TRY400 — its trace tells nothing
            return base64.b32encode(secrets.token_bytes(20)).decode()


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """An identity provider says who is there; only an account that is there already opens."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match by the address alone, each time: as for a code by mail, the address is the account.

        Nothing of the provider is kept, nothing is made; the second factor is asked as elsewhere.
        """
        told = sociallogin.account.extra_data
        claims, signed = told.get("userinfo") or told["id_token"], told.get("id_token") or {}
        if signed and signed.get("sub") != claims.get("sub"):
            self._refuse(request, "failed")  # OpenID Connect Core, 5.3.2
        if not is_verified(claims):
            self._refuse(request, "unverified")
        email = str(claims.get("email") or "")
        user = User.objects.filter(email__iexact=email).first() if email else None
        if user is None or not is_same_address(email, user.email):
            self._refuse(request, "unknown", email)
        else:
            to = sociallogin.state.get("next") or settings.LOGIN_REDIRECT_URL
            raise ImmediateHttpResponse(enter(request, user, to=to))

    def on_authentication_error(
        self, request: HttpRequest, _provider: object, error: str | None = None, **_more: object
    ) -> None:
        """The provider is down, refused, or answers what nobody here asked."""
        logger.warning("provider.failed", extra={"error": str(error)})
        self._refuse(request, "cancelled" if error == AuthError.CANCELLED else "failed")

    def _refuse(self, request: HttpRequest, why: str, email: str = "") -> NoReturn:
        raise ImmediateHttpResponse(provider_refused(request, why, email))


def provider_refused(request: HttpRequest, why: str, email: str = "") -> HttpResponse:
    told = {"why": why, "provider": settings.OIDC_NAME, "email": email}
    return render(request, "accounts/provider_refused.html", told, status=403)


def is_verified(claims: dict[str, object]) -> bool:
    """Some write the word instead of the value; what says nothing is taken only where one chose."""
    told = claims.get("email_verified")
    return told in (True, "true") or (told is None and bool(settings.OIDC_TRUST_EMAIL))


def is_same_address(told: str, ours: str) -> bool:
    """Whatever the case of plain letters: PostgreSQL takes « ı », another address, for « I »."""
    return told == ours or (told.isascii() and told.lower() == ours.lower())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation only; mails speak of this site, whatever a request says."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Who has no name yet says it first: invitations and the history are signed by it."""
        is_named = cast("Request", request).user.name
        return resolve_url(settings.LOGIN_REDIRECT_URL if is_named else "accounts:my_account")

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth gives it
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """An address that cannot even be read leads nowhere, instead of to the page of errors."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """`Host` is the client's word: only SITE_URL names where a mailed secret leads."""
        user, _dash, token = key.partition("-")
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return f"{settings.SITE_URL}{address}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Raise MailNotSent: who waits for a code is told that none comes."""
        told = {
            "request": self.request,
            "email": email,
            "current_site": {"name": "Pacte", "domain": settings.SITE_URL},
            **context,
        }
        mail.send_message(self.render_mail(template_prefix, email, told))
