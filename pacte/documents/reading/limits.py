"""How much of a document is read before it is refused: bytes, unpacked bytes, rows, seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pacte.documents.errors import TooLong, TooManyBytes, TooManyRows, TooMuchUnpacked

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEGABYTE = 1024 * 1024
# A grid this many times wider than it is long is an attack, not a table.
_POSITIONS_PER_ROW = 32


class Settings(Protocol):
    """What says them where a site runs."""

    IMPORT_MAX_BYTES: int
    IMPORT_MAX_ROWS: int
    IMPORT_MAX_UNPACKED: int
    IMPORT_MAX_SECONDS: int


@dataclass(frozen=True, slots=True)
class Limits:
    max_bytes: int = 50 * _MEGABYTE
    max_rows: int = 200_000
    max_unpacked: int = 500 * _MEGABYTE
    max_seconds: float = 120
    ends_at: float | None = None  # on the monotonic clock, once started

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Limits:
        """Those of IMPORT_MAX_BYTES, IMPORT_MAX_ROWS, IMPORT_MAX_UNPACKED, IMPORT_MAX_SECONDS."""
        usual = cls()

        def said(name: str, otherwise: float) -> int:
            raw = environment.get(name, "").strip() or str(int(otherwise))
            try:
                return int(raw.replace("_", ""))
            except ValueError:
                message = f"{name}={raw}: a whole number is expected, such as {int(otherwise)}."
                raise ValueError(message) from None

        return cls(
            max_bytes=said("IMPORT_MAX_BYTES", usual.max_bytes),
            max_rows=said("IMPORT_MAX_ROWS", usual.max_rows),
            max_unpacked=said("IMPORT_MAX_UNPACKED", usual.max_unpacked),
            max_seconds=said("IMPORT_MAX_SECONDS", usual.max_seconds),
        )

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        return cls(
            max_bytes=settings.IMPORT_MAX_BYTES,
            max_rows=settings.IMPORT_MAX_ROWS,
            max_unpacked=settings.IMPORT_MAX_UNPACKED,
            max_seconds=settings.IMPORT_MAX_SECONDS,
        )

    def started(self) -> Limits:
        """The same limits with the clock running."""
        return replace(self, ends_at=time.monotonic() + self.max_seconds)

    def check_time(self) -> None:
        """Raise `TooLong` once the time is over; cheap enough for a loop over rows."""
        if self.ends_at is not None and time.monotonic() > self.ends_at:
            raise TooLong(self.max_seconds)

    def check_bytes(self, size: int) -> None:
        if size > self.max_bytes:
            raise TooManyBytes(self.max_bytes)

    def check_unpacked(self, size: int) -> None:
        if size > self.max_unpacked:
            raise TooMuchUnpacked(self.max_unpacked)

    def check_rows(self, rows: int, *, columns: int = 1) -> None:
        """Raise `TooManyRows` for too many rows, or for a grid that no memory would hold."""
        if rows > self.max_rows or rows * columns > self.max_rows * _POSITIONS_PER_ROW:
            raise TooManyRows(self.max_rows)


DEFAULT = Limits()
