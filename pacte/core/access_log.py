"""One line for each request, with nothing of a person: no address, no query, no secret link."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("pacte.access")


def access_log(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Log the pattern of the address that answered (`compte/lien/<key>/`), never the address."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        start = time.monotonic()
        response = get_response(request)
        if request.resolver_match is not None:
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "route": f"/{request.resolver_match.route}",
                    "status": response.status_code,
                    "ms": round((time.monotonic() - start) * 1000),
                },
            )
        return response

    return middleware
