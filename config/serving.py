"""Serving the site: its port, its static files, the job worker that lives and ends with it."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from uvicorn.supervisors import Multiprocess

from config.opening import ROOT

logger = logging.getLogger(__name__)

GRACE_SECONDS = 2
WORKER_GRACE_SECONDS = 3
LONG_LIFE_SECONDS = 60


class PortTaken(Exception):
    pass


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves the delay of small answers on: 40 ms for each.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken from error
        raise
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


def gather_static_files() -> None:
    """Copy and compress static files, only when one of them changed since the last time."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / ".gathered"
    if mark.exists() and mark.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(seen.hexdigest())


class WorkerKeeper:
    """One worker process: started, started again when it dies, stopped with the server.

    The worker reads its standard input: the end of this process, however it comes, closes it.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(WORKER_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._thread.join(WORKER_GRACE_SECONDS)

    def _keep(self) -> None:
        pause = 0.5
        while not self._stopping.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "config.cli", "worker", "--with-parent"],
                stdin=subprocess.PIPE,
                cwd=ROOT,
                start_new_session=True,  # Ctrl+C is the server's: it stops its worker itself
            )
            started = time.monotonic()
            status = self._process.wait()
            if self._stopping.is_set():
                return
            logger.error("worker.ended", extra={"status": status})
            pause = min(pause * 2, 30.0) if time.monotonic() - started < LONG_LIFE_SECONDS else 1.0
            self._stopping.wait(pause)


def serve(*, listener: socket.socket, processes: int, with_worker: bool) -> None:
    """Serve until a signal comes; end within a few seconds of it."""
    # uvicorn gives the signal back to this handler once closed: the worker then stops too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keeper = WorkerKeeper() if with_worker else None
    if keeper is not None:
        keeper.start()
    config = uvicorn.Config(
        "config.asgi:application",
        workers=processes,
        timeout_graceful_shutdown=GRACE_SECONDS,
        access_log=False,  # it would write addresses of people and secret links
        log_config=None,
        lifespan="off",
        timeout_worker_healthcheck=30,
        proxy_headers=False,  # TRUSTED_PROXIES says what may be believed
        server_header=False,
    )
    server = uvicorn.Server(config)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            if processes > 1:
                Multiprocess(config, sockets=[listener]).run()
            else:
                server.run(sockets=[listener])
    finally:
        if keeper is not None:
            keeper.stop()
        logging.shutdown()
        sys.stdout.flush()
        # A request still running would hold its thread, and the thread this process.
        os._exit(0 if server.started or processes > 1 else 1)
