"""Answers to what could not be taken: they say so, and give back what was typed."""

from __future__ import annotations

import errno
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url

from pacte.core.files import DiskFull
from pacte.core.mail import MailNotSent

WORTH_GIVING_BACK = 3  # characters: what is shorter was ticked or chosen
NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "initial-")


def typed(request: HttpRequest) -> list[str]:
    """The texts of the form that was sent, secrets and what was there before left out."""
    return [
        text
        for name, texts in request.POST.lists()
        if not name.startswith(NEVER_SHOWN) and "password" not in name and name != "read"
        for text in texts
        if len(text.strip()) > WORTH_GIVING_BACK
    ]


def is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form: another site's words are not shown as ours."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — Django's signature
    given_back = typed(request) if is_ours(request) else []
    return render(request, "403_csrf.html", {"typed": given_back}, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 — Django's signature
    """What one sees but may not do; who lost the right while she wrote keeps what she wrote."""
    given_back = typed(request) if request.method == "POST" else []
    response = render(request, "403.html", {"typed": given_back}, status=403)
    response.headers["Pacte-Word"] = "denied"  # what a script says (docs/interface.md)
    return response


class SignInFirst(LoginRequiredMiddleware):
    """Ask to sign in; who was writing when her session ended keeps what she wrote."""

    def handle_no_permission(  # type: ignore[override]  # the stubs know redirects only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        by_script = "HX-Request" in request.headers  # a script keeps what it sent, and says so
        given_back = typed(request) if request.method == "POST" and not by_script else []
        if not given_back:
            return super().handle_no_permission(request, view_func)
        context = {"typed": given_back, "login_url": resolve_url(settings.LOGIN_URL)}
        return render(request, "403_signed_out.html", context, status=403)


class FullDisk:
    """Say that the disk is full, whether a file or the database met it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_full(error):
            return None
        return render(request, "507.html", {"typed": typed(request)}, status=507)


class MailDown:
    """Say that a mail that one waits for has not left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MailNotSent):
            return None
        return render(request, "503_mail.html", status=503)


def is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    if isinstance(error, OperationalError):
        told = str(error).lower()
        return "disk is full" in told or "no space left" in told
    return isinstance(error, DiskFull)
