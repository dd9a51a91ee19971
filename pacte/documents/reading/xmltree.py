"""XML parsed without ever following or expanding what it declares."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING, TypeAlias

from lxml import etree

from pacte.documents.errors import (
    CorruptDocument,
    DangerousXml,
    DocumentError,
    TooMuchUnpacked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits

Element: TypeAlias = etree._Element  # noqa: SLF001 — lxml names its element type so

BROKEN = (etree.LxmlError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)
# « Strict » office files say the same words under other names.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
_ROOT = 8192
_CHUNK = 1 << 16
# One paragraph, or one row of a table, is never longer than this; an attack may be.
_MOST_HELD = 32 * 1024 * 1024
_LONGEST_TEXT = 10 * 1024 * 1024  # what lxml refuses beyond
# What lxml keeps of an element, roughly.
_BYTES_IN_ELEMENT = 150


def parse(data: bytes) -> Element:
    """Parse one part; `CorruptDocument` when it is not XML, `DangerousXml` when it has a DTD."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    _refuse_doctype(data[:_ROOT])
    try:
        root = etree.fromstring(_transitional(data), parser)
    except (etree.LxmlError, ValueError) as error:
        raise _refusal(error) from error
    _refuse_declarations(root)
    return root


def stream(part: IO[bytes], *tags: str) -> Iterator[tuple[str, Element]]:
    """Give the start and the end of each of these elements, as they come.

    The caller empties what it has read (`forget`): nothing else keeps the memory bounded. What
    goes on for too long without anything emptied is refused.
    """
    parser = _pull_parser(tags)
    held = 0
    root: Element | None = None
    try:
        for chunk in _chunks(part):
            held += len(chunk)
            parser.feed(chunk)
            for event, element in parser.read_events():
                if not isinstance(element, Element):
                    continue
                if root is None:
                    root = element.getroottree().getroot()
                    _refuse_declarations(root)
                children = len(element)
                yield event, element
                if children and not len(element):
                    held = 0
            if held > _MOST_HELD:
                raise TooMuchUnpacked(_MOST_HELD)
        _refuse_declarations(parser.close())
    except BROKEN as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> DocumentError:
    """Why the XML cannot be parsed: it is damaged, or one text in it is longer than any."""
    if "text node" in str(error).lower():
        return TooMuchUnpacked(_LONGEST_TEXT)
    return CorruptDocument()


def _pull_parser(tags: tuple[str, ...]) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def check_size(data: bytes, limits: Limits) -> bytes:
    """Refuse a part that nobody can hold once parsed."""
    limits.check_unpacked(data.count(b"<") * _BYTES_IN_ELEMENT)
    return data


def forget(element: Element) -> None:
    """Free an element that was read, and what stands before it in its parent."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refuse_doctype(start: bytes) -> None:
    """Before the parser expands anything: it would only say that the file is damaged."""
    if b"<!DOCTYPE" in start:
        raise DangerousXml


def _refuse_declarations(element: Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise DangerousXml


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    start = part.read(_ROOT)
    _refuse_doctype(start)
    if _STRICT in start:
        yield _transitional(start + part.read())
        return
    yield start
    while chunk := part.read(_CHUNK):
        yield chunk


def _transitional(data: bytes) -> bytes:
    if _STRICT in data[:_ROOT]:
        for strict, usual in _STRICT_NAMES.items():
            data = data.replace(strict, usual)
    return data
