"""What the processes of one machine count together: how often someone has tried to sign in."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

UNDER_WAY_SECONDS = 60  # longer than any request: what broke off without a word may be done again
DONE_SECONDS = 24 * 60 * 60


def once(key: str, do: Callable[[], str]) -> str:
    """Do it the first time that this key comes, and return what that gave to those who come after.

    It is empty while the first is under way; what fails may be tried again.
    """
    done = caches["default"]
    if not done.add(key, "", UNDER_WAY_SECONDS):
        return done_once(key)
    try:
        given = do()
    except BaseException:
        done.delete(key)
        raise
    done.set(key, given, DONE_SECONDS)
    return given


def done_once(key: str) -> str:
    return str(caches["default"].get(key, ""))


class Tallies(FileBasedCache):
    """A cache in a folder: a limit counted by each process would be as many times larger.

    The name of a file is the hash of its key: no address is legible in it.
    """

    def add(
        self,
        key: str,
        value: object,
        timeout: float | None = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set what is not there yet; of several who add at once, one only does."""
        with self._alone():
            return super().add(key, value, timeout, version)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()  # type: ignore[attr-defined]  # the stubs leave it out
        with (Path(self._dir) / ".lock").open("w") as lock:  # type: ignore[attr-defined]  # same
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def forget_ended(self) -> None:
        """Remove what has ended, which nobody asked for again."""
        for path in map(Path, self._list_cache_files()):  # type: ignore[attr-defined]  # same
            with suppress(FileNotFoundError), path.open("rb") as file:
                self._is_expired(file)  # type: ignore[attr-defined]  # removes it if it is
