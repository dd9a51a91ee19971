"""Pages that a program left inside a Word file, for Word to turn into text when it opens it."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

from pacte.documents.reading.hypertext import read_hypertext

if TYPE_CHECKING:
    from pacte.documents.content import Content
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.word.parts import Parts

_MAIL = b"mime-version:"
_START = 1024


def read_chunk(parts: Parts, relation_id: str, limits: Limits) -> Content | None:
    """Read the page that a relationship points to; None where there is no page."""
    name = parts.related(relation_id)
    if name is None:
        return None
    data = parts.archive.read(name)
    if _MAIL in data[:_START].lower():
        data = _page_of_mail(data)
    elif b"<" not in data:
        return None
    return read_hypertext(data, name=name, limits=limits)


def _page_of_mail(data: bytes) -> bytes:
    """The page of a page saved as a mail, with its pictures."""
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    return b""
