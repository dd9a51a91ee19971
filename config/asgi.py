"""The dispatcher: Django in a persistent pool of threads, plain ASGI for what must not hold one.

Django's own ASGI handler starts one thread per request and keeps it, with its database connection,
for as long as the answer lasts; a pool of threads that live on keeps connections open and few.
"""

from __future__ import annotations

import asyncio
import codecs
import gc
import multiprocessing
import os
import threading
from collections import deque
from contextlib import nullcontext
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

from config import environment as env
from config.wsgi import application as django_site

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from a2wsgi.asgi_typing import HTTPScope, Scope

    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[Any], Awaitable[None]]

THREADS = env.number("WEB_THREADS", 8)
_pages = WSGIMiddleware(cast("Any", django_site), workers=THREADS)
# The first visitor does not wait while every page is loaded.
get_resolver().url_patterns  # noqa: B018 — reading it loads them

# A form refuses a document beyond IMPORT_MAX_BYTES in words; far beyond, it is not even received.
MOST_BYTES = 4 * max(settings.IMPORT_MAX_BYTES, 50 * 1024 * 1024)
# A form is received before it takes a thread: whoever sends it slowly holds nobody up. What is
# longer takes half of the threads at most.
AHEAD_BYTES = 128 * 1024
SILENT_SECONDS = 60
_long_bodies = asyncio.Semaphore(max(THREADS // 2, 1))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] != "http":
        return
    if scope["path"] == "/health":
        await _answer(send, 200, "ok")
    elif _announced_bytes(scope) > MOST_BYTES:
        await _answer(send, 413, "Ce fichier est trop gros pour être reçu.")
    elif not _is_in_our_alphabet(scope):
        await _answer(send, 415, "Cette page lit des textes en UTF-8.")
    else:
        await _answer_with_django({**scope, "headers": _honest_headers(scope)}, receive, send)


async def _answer_with_django(scope: HTTPScope, receive: Receive, send: Send) -> None:
    body = _Body(receive)
    try:
        await body.begin()
    except TimeoutError:
        await _answer(send, 408, "La suite de cette demande n’est pas venue.")
    except ConnectionResetError:
        return  # who asked has left
    else:
        async with nullcontext() if body.is_whole else _long_bodies:
            await _pages(scope, body.again, send)


class _Body:
    """What a request brings: its beginning is received first, then given with the rest.

    One that is cut short is never taken for a whole one: a form would be saved by half.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._begun: deque[Any] = deque()
        self.is_whole = False

    async def begin(self) -> None:
        """Receive the whole of a short one, the beginning of a long one.

        Raise TimeoutError, ConnectionResetError.
        """
        size = 0
        while not self.is_whole and size <= AHEAD_BYTES:
            message = await self._next()
            self._begun.append(message)
            size += len(message.get("body", b""))
            self.is_whole = not message.get("more_body", False)

    async def again(self) -> Any:
        """Give it from its beginning; errors reach who reads it, as those of a file would."""
        return self._begun.popleft() if self._begun else await self._next()

    async def _next(self) -> Any:
        message = await asyncio.wait_for(self._receive(), SILENT_SECONDS)
        if message["type"] != "http.request":
            raise ConnectionResetError
        return message


def _announced_bytes(scope: HTTPScope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


def _is_in_our_alphabet(scope: HTTPScope) -> bool:
    """Our pages send UTF-8; UTF-7 spells what no base can hold, « zip » is no alphabet at all.

    Django would read the address with what the client names, before it can refuse it.
    """
    kinds = [value.decode("latin-1") for name, value in scope["headers"] if name == b"content-type"]
    return all(_is_utf8(kind) for kind in kinds)


def _is_utf8(kind: str) -> bool:
    try:
        charset = parse_header_parameters(kind)[1].get("charset", "")
        return not charset or codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return True  # which Django does not know either, and reads as UTF-8
    except ValueError:
        return False


def _honest_headers(scope: HTTPScope) -> list[tuple[bytes, bytes]]:
    """Leave out `X_Forwarded_For`: WSGI would take it for the proxy's own `X-Forwarded-For`."""
    return [(name, value) for name, value in scope["headers"] if b"_" not in name]


async def _answer(send: Send, status: int, words: str) -> None:
    """Answer without Django. `/health` says that the process lives, `/sante/` how the site is."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


def _end_with_parent() -> None:
    """Leave the port free when the process that started this one was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=[parent.sentinel], daemon=True).start()


def _collect_less_often() -> None:
    """What is loaded by now stays, and a page makes thousands of short-lived things.

    By default the collector would go through all of it in the middle of one page out of three.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


_end_with_parent()
_collect_less_often()
