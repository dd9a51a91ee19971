"""What the processes of one machine count together: how often someone has tried to sign in."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


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
