"""Headers that each answer carries, and addresses that none answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


def policy(*, sends_to: str = "") -> str:
    """What a page may do; `sends_to` is the one other site that its forms may lead to."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action 'self' {sends_to}".rstrip(),
            "frame-ancestors 'none'",
        )
    )


POLICY = policy()


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # On a shared computer, Back after signing out must not show what was read.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class WritableAddresses:
    """Answer 404 to an address with a NUL, which PostgreSQL refuses even to look for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, _named: object
    ) -> None:
        if "\0" in request.path_info:
            raise Http404
