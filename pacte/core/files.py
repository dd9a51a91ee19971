"""Keeping uploaded bytes, and sending them back without letting a browser run them."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import PurePath
from typing import IO, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from pacte.core.models import StoredFile

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".json": "application/json",
}
# What may be kept as a proof or an attachment; anything else is refused at the door.
ATTACHED = CONTENT_TYPES.keys() - {".json"}
SHOWN_IN_PAGE = {"application/pdf", "image/png", "image/jpeg", "image/webp"}
LEAST_FREE_BYTES = 64 * 1024 * 1024  # what the database and its journal may need meanwhile
OCTETS = "application/octet-stream"
Answer = TypeVar("Answer", bound=HttpResponseBase)


class DiskFull(Exception):
    """There is no room left to keep a file, and for the database beside it."""


def refuse_if_full(size: int) -> None:
    """A database that cannot write loses more than a file that is refused."""
    if shutil.disk_usage(settings.DATA_DIR).free < size + LEAST_FREE_BYTES:
        raise DiskFull


def keep(content: bytes | IO[bytes], *, name: str, at: dt.datetime) -> StoredFile:
    """Store bytes under a name nobody can guess; the given name is only what people read.

    Raises:
        DiskFull: nothing was kept.
    """
    source = ContentFile(content) if isinstance(content, bytes) else File(content)
    refuse_if_full(source.size)
    digest = hashlib.sha256()
    for chunk in source.chunks():
        digest.update(chunk)
    ending = PurePath(name).suffix.lower()
    stored = StoredFile(
        name=PurePath(name).name[:255],
        sha256=digest.hexdigest(),
        size=source.size,
        content_type=CONTENT_TYPES.get(ending, OCTETS),
        created_at=at,
    )
    source.seek(0)
    own_name = f"{uuid4().hex}{ending if ending in CONTENT_TYPES else ''}"
    path = stored.content.field.generate_filename(stored, own_name)
    try:
        stored.content.save(own_name, source)
    except BaseException:
        stored.content.storage.delete(path)  # what was written of it
        raise
    return stored


def response(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Send a file that the caller's gate has let through; 404 where its bytes are gone."""
    try:
        opened = stored.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    shown = inline and stored.content_type in SHOWN_IN_PAGE
    answer = FileResponse(
        opened,
        as_attachment=not shown,
        filename=stored.name,
        content_type=stored.content_type,
    )
    return sealed(answer)


def download(content: bytes, *, name: str) -> HttpResponse:
    """Send bytes that were just made, as a file to keep; the end of its name says its type."""
    attached = content_disposition_header(as_attachment=True, filename=name)
    content_type = CONTENT_TYPES.get(PurePath(name).suffix.lower(), OCTETS)
    return sealed(HttpResponse(content, content_type, headers={"Content-Disposition": attached}))


def sealed(answer: Answer) -> Answer:
    """No browser runs what a file holds, and no cache keeps it."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
