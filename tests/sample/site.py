"""A real site in processes of its own, on a database of its own, that a test may kill."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(found: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Return the first true answer; fail after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"nothing after {seconds} s")


class Site:
    """`settings` may be any that extend the real ones; addresses are relative to the site."""

    def __init__(self, folder: Path, *, database_url: str = "", settings: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.database_url = database_url
        self.process: subprocess.Popen[bytes] | None = None
        self.session = ""
        self.environment = {
            **{name: os.environ[name] for name in INHERITED if name in os.environ},
            "DJANGO_SETTINGS_MODULE": settings or "tests.sample.settings",
            "PACTE_DATA_DIR": str(folder),
            **({"DATABASE_URL": database_url} if database_url else {}),
        }

    def pacte(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "-m", "config.cli", *arguments])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run code inside the opened site, in a process of its own."""
        opened = f"from config.opening import open_site; open_site(); {code}"
        return self._run([sys.executable, "-c", opened])

    def start(self, *options: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.cli", "serve", "--port", str(self.port), *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        eventually(self.answers, seconds=30)

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.get("/health") == "ok\n"
        return False

    def get(self, address: str, *, method: str = "GET") -> str:
        request = Request(f"http://127.0.0.1:{self.port}{address}", method=method)
        with urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, address: str, *, file: bytes = b"", name: str = "", **fields: str) -> int:
        """Send a form, as the person of `session`; return the status of the answer."""
        token, edge = "k" * 32, "edge-of-a-part"
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={token}", "X-CSRFToken": token}
        data = urlencode(fields).encode()
        if file:
            said = "".join(
                f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                for key, value in fields.items()
            )
            head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
            opened = f"{said}--{edge}\r\n{head}\r\n\r\n".encode()
            data = opened + file + f"\r\n--{edge}--\r\n".encode()
            headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        request = Request(
            f"http://127.0.0.1:{self.port}{address}",
            data=data,
            headers={**headers, "HX-Request": "true"},
        )
        with urlopen(request, timeout=20) as answer:
            answer.read()
            return int(answer.status)

    def json(self, address: str) -> dict[str, Any]:
        return dict(json.loads(self.get(address)))

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def end(self) -> None:
        if self.process is not None and self.is_running():
            self.process.kill()
            self.process.wait()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database without Django, as a witness from outside."""
        if self.database_url:
            with psycopg.connect(self.database_url) as server:
                return server.execute(statement.encode()).fetchall()
        with contextlib.closing(sqlite3.connect(self.folder / "pacte.sqlite3")) as file:
            return file.execute(statement).fetchall()

    def log(self) -> str:
        return (self.folder / "log").read_text()


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
