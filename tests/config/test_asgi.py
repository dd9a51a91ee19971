"""The dispatcher: what it answers itself, and what it hands to Django."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from config import asgi

SEEN: dict[str, object] = {}
WHOLE: dict[str, Any] = {"type": "http.request", "body": b"", "more_body": False}
LEFT: dict[str, Any] = {"type": "http.disconnect"}


def page(environ: dict[str, object], start_response: Any) -> list[bytes]:
    SEEN.update(environ)
    start_response("200 OK", [])
    return [b"page"]


def ask(
    path: str, *headers: tuple[bytes, bytes], body: Iterable[dict[str, Any]] = (WHOLE,)
) -> tuple[int, bytes] | None:
    """Give the status and the words of the answer; None where there is none."""
    sent: list[dict[str, Any]] = []
    coming = iter(body)

    async def receive() -> dict[str, Any]:
        for message in coming:
            return message
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(b"host", b"testserver"), *headers],
    }
    # In a thread of its own: a browser's event loop may run in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, asgi.application(scope, receive, send)).result()
    if not sent:
        return None
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def test_application_says_without_django_that_it_lives() -> None:
    assert ask("/health") == (200, b"ok\n")


def test_application_does_not_receive_what_is_far_too_large() -> None:
    answer = ask("/", (b"content-length", str(asgi.MOST_BYTES + 1).encode()))

    assert answer is not None
    assert (answer[0], "trop gros" in answer[1].decode()) == (413, True)


@pytest.mark.parametrize("charset", ["utf-7", "UTF-16", "zip", "rot13", "\0"])
def test_application_reads_no_other_alphabet_than_ours(charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}".encode()

    answer = ask("/compte/connexion/", (b"content-type", kind))

    assert answer is not None
    assert answer[0] == 415


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", '"utf-8"', "nonsense"])
def test_application_reads_our_alphabet_however_it_is_called(
    monkeypatch: pytest.MonkeyPatch, charset: str
) -> None:
    monkeypatch.setattr(asgi._pages, "app", page)
    kind = f"text/plain; charset={charset}".encode()

    assert ask("/", (b"content-type", kind)) == (200, b"page")


def test_application_leaves_out_headers_that_pass_for_the_proxy_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asgi._pages, "app", page)

    answer = ask("/", (b"x_forwarded_for", b"9.9.9.9"), (b"x-forwarded-for", b"1.1.1.1"))

    assert answer == (200, b"page")
    assert SEEN["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"


def part(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def reading(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer with what was sent."""
    try:
        body = environ["wsgi.input"].read()
    except OSError:
        start_response("400 Bad Request", [])
        return [b"cut short"]
    start_response("200 OK", [])
    return [body]


LONG = b"l" * (asgi.AHEAD_BYTES + 1)


@pytest.mark.parametrize(
    "parts", [[b""], [b"ab"], [b"a", b"b"], [LONG], [LONG, b"b"], [b"a", LONG, b"c"]]
)
def test_application_gives_what_was_sent(
    monkeypatch: pytest.MonkeyPatch, parts: list[bytes]
) -> None:
    monkeypatch.setattr(asgi._pages, "app", reading)
    messages = [part(body, more=n < len(parts)) for n, body in enumerate(parts, 1)]

    assert ask("/", body=messages) == (200, b"".join(parts))


def test_application_takes_no_form_that_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi._pages, "app", reading)

    assert ask("/", body=[part(b"title=Ouv"), LEFT]) is None
    assert ask("/", body=[part(LONG), LEFT]) == (400, b"cut short")


def test_a_form_that_does_not_come_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(_environ: object, _start_response: object) -> list[bytes]:
        raise AssertionError

    monkeypatch.setattr(asgi._pages, "app", asked)
    monkeypatch.setattr(asgi, "SILENT_SECONDS", 0.01)

    answer = ask("/", body=[part(b"title=Ouv")])

    assert answer is not None
    assert answer[0] == 408
