"""Pages are compressed where no proxy stands in front: a weak network gets a fifth of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

WORDS = ("text/", "application/json", "image/svg+xml")


class CompressedPages(GZipMiddleware):
    """Only words: office files are compressed already, and a stream would lose its length.

    Django adds random bytes to each answer, so that its length betrays no secret (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)
