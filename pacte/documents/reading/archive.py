"""The ZIP that an office file is, opened within the limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from pacte.documents.errors import CorruptDocument, PasswordProtected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_ENCRYPTED = 0x1


class Archive:
    """The named parts of an office file; no part unpacks to more than it announced."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise CorruptDocument from error
        entries = self._zip.infolist()
        limits.check_unpacked(sum(entry.file_size for entry in entries))
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise PasswordProtected
        self._names = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}
        self._names_in_lower_case = {name.lower(): name for name in self._names}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names_in_lower_case

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def open(self, name: str) -> IO[bytes]:
        """A part as a stream, whatever the case of its name; `CorruptDocument` when it is missing.

        Reading the stream may fail as well: see `broken`.
        """
        try:
            return self._zip.open(self._names[self._names_in_lower_case[name.lower()]])
        except (KeyError, *_BROKEN) as error:
            raise CorruptDocument from error

    def read(self, name: str, *, most: int = -1) -> bytes:
        """A whole part, or its start where no more than `most` bytes are wanted."""
        try:
            with self.open(name) as part:
                # The archive stops at the size announced, which was checked.
                return part.read(most)
        except _BROKEN as error:
            raise CorruptDocument from error

    @staticmethod
    def resolve(target: str, *, beside: str) -> str:
        """The name of the part that a relationship of the part `beside` points to."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(beside), target))
