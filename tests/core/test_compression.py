"""Pages are compressed for those who can read them so; files are left alone."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from pacte.core.compression import CompressedPages

LONG = b"<p>Accompagner les organismes du territoire.</p>" * 100


def answer(response: HttpResponse | StreamingHttpResponse, accepts: str = "gzip") -> HttpResponse:
    middleware = CompressedPages(lambda _request: response)
    made = middleware(RequestFactory().get("/", headers={"Accept-Encoding": accepts}))
    assert isinstance(made, HttpResponse | StreamingHttpResponse)
    return made  # type: ignore[return-value]  # a stream has the same headers


def test_a_page_is_compressed() -> None:
    made = answer(HttpResponse(LONG))

    assert made["Content-Encoding"] == "gzip"
    assert len(made.content) < len(LONG) / 5
    assert gzip.decompress(made.content) == LONG


def test_a_client_that_does_not_ask_gets_the_page_as_it_is() -> None:
    made = answer(HttpResponse(LONG), accepts="identity")

    assert not made.has_header("Content-Encoding")


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(LONG, content_type="application/zip"),
        StreamingHttpResponse([LONG], content_type="text/csv"),
    ],
)
def test_files_and_streams_are_left_alone(
    response: HttpResponse | StreamingHttpResponse,
) -> None:
    assert not answer(response).has_header("Content-Encoding")
