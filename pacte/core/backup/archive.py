"""The file itself: a ZIP whose manifest tells the size, the hash and the rows of what it holds."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
CHUNK = 1 << 20
FILES = "files/"
ROWS = "rows/"


class BackupDamaged(Exception):
    """The file is not a backup, or no longer holds what its manifest says."""


class BackupTooNew(Exception):
    """The backup comes from a version that knows more than this one."""


@dataclass(frozen=True)
class Part:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`form` is how the database is held: "sqlite" (its own file) or "rows" (any engine's)."""

    version: str
    made_at: str
    form: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    parts: dict[str, Part] = field(default_factory=dict)
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def files(self) -> list[str]:
        return [name for name in self.parts if name.startswith(FILES)]

    @classmethod
    def read(cls, raw: bytes) -> Manifest:
        found = json.loads(raw)
        if found["format"] > FORMAT:
            raise BackupTooNew
        parts = {name: Part(**part) for name, part in found.pop("parts").items()}
        return cls(**found, parts=parts)


class Writer:
    """Adds parts, remembering the size and the hash of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: dict[str, Part] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> None:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self.archive.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.parts[name] = Part(size, digest.hexdigest())

    def add_file(self, name: str, path: Path, *, packed: bool = True) -> None:
        with path.open("rb") as source:
            self.add(name, chunks_of(source), packed=packed)

    def close(self, manifest: Manifest) -> None:
        self.archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


def chunks_of(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def part_of(path: Path) -> Part:
    """The part that this file would be."""
    with path.open("rb") as source:
        return measured(source)


def measured(source: IO[bytes]) -> Part:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(source):
        digest.update(chunk)
        size += len(chunk)
    return Part(size, digest.hexdigest())


def verify(path: Path) -> Manifest:
    """Read the whole file; raise BackupDamaged unless each part is what the manifest says."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest.read(archive.read(MANIFEST))
            if set(archive.namelist()) != {*manifest.parts, MANIFEST}:
                raise BackupDamaged
            for name, part in manifest.parts.items():
                _verify_part(archive, name, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, TypeError, ValueError) as error:
        raise BackupDamaged from error
    return manifest


def _verify_part(archive: zipfile.ZipFile, name: str, part: Part) -> None:
    place = PurePosixPath(name)
    # « files//etc/passwd » is within its folder for who reads it so, and not for who cuts its head.
    if place.is_absolute() or ".." in place.parts or str(place) != name:
        raise BackupDamaged
    with archive.open(name) as source:
        if measured(source) != part:
            raise BackupDamaged
