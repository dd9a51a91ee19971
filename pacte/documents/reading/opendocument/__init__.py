"""Reading OpenDocument texts (.odt)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.documents.content import Content, Paragraph, Place
from pacte.documents.errors import CorruptDocument
from pacte.documents.reading import xmltree
from pacte.documents.reading.archive import Archive
from pacte.documents.reading.opendocument.blocks import BlockReader
from pacte.documents.reading.opendocument.body import BodyReader
from pacte.documents.reading.opendocument.inline import InlineReader
from pacte.documents.reading.opendocument.lists import Lists
from pacte.documents.reading.opendocument.names import DC, OFFICE, STYLE
from pacte.documents.reading.opendocument.styles import TITLE_LEVEL, Styles
from pacte.documents.reading.pages import Pages

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_CONTENT = "content.xml"
_CHUNK = 1 << 20
_OVERLAP = 256
_PAGE_SIGN = re.compile(rb'soft-page-break/|use-soft-page-breaks="true"')
_STYLE_USED = re.compile(rb'<text:p text:style-name="([^"]{1,200})"')
_OUTLINE_USED = re.compile(rb'<text:h [^>]*text:outline-level="(\d)"')
_FURNITURE = (
    ("header", "en-tête"), ("header-first", "en-tête"), ("header-left", "en-tête"),
    ("footer", "pied de page"), ("footer-first", "pied de page"), ("footer-left", "pied de page"),
)  # fmt: skip


def read_open_document(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read an OpenDocument text into its paragraphs, tables and notes.

    Raises:
        DocumentError: when it is damaged or over a limit.
    """
    archive = Archive(data, limits)
    styles, lists = Styles(), Lists()
    own_styles = None
    if "styles.xml" in archive:
        own_styles = xmltree.parse(xmltree.check_size(archive.read("styles.xml"), limits))
        for part in own_styles:
            styles.add(part)
            lists.add(part)
    has_pages, top_heading = _survey(archive, styles, limits)
    pages = Pages(known=has_pages)
    reader = BlockReader(styles, lists, InlineReader(styles, pages), pages, limits, top_heading)
    body = BodyReader(reader)
    with archive.open(_CONTENT) as content:
        body.read(content)
    unread = reader.notes([*reader.inline.deletions.values()], Place())
    return Content(
        name=name,
        sha256="",
        format="odt",
        blocks=tuple(body.blocks),
        notes=(*body.notes, *unread),
        furniture=tuple(_furniture(own_styles, reader)),
        title=_title(archive),
    )


def _survey(archive: Archive, styles: Styles, limits: Limits) -> tuple[bool, int]:
    """Whether the text tells its pages, and its own highest level of heading."""
    has_pages = False
    levels: set[int] = set()
    kept = b""
    try:
        with archive.open(_CONTENT) as part:
            while chunk := part.read(_CHUNK):
                limits.check_time()
                seen = kept + chunk
                has_pages = has_pages or bool(_PAGE_SIGN.search(seen))
                levels |= {int(level) for level in _OUTLINE_USED.findall(seen)}
                names = {name.decode("utf-8", "replace") for name in _STYLE_USED.findall(seen)}
                if any(styles.get("paragraph", name).heading == TITLE_LEVEL for name in names):
                    levels.add(TITLE_LEVEL)
                kept = chunk[-_OVERLAP:]
    except xmltree.BROKEN as error:
        raise CorruptDocument from error
    return has_pages, min(levels, default=TITLE_LEVEL + 1)


def _furniture(styles: Element | None, reader: BlockReader) -> list[Paragraph]:
    """Page headers and footers, each text once."""
    masters = None if styles is None else styles.find(f"{OFFICE}master-styles")
    found: dict[str, Paragraph] = {}
    if masters is None:
        return []
    for tag, area in _FURNITURE:
        for element in masters.iter(f"{STYLE}{tag}"):
            read, _ = reader.paragraphs(element, lambda *_, area=area: Place(area=area))
            for paragraph in read:
                found.setdefault(paragraph.text, paragraph)
    return [*found.values()]


def _title(archive: Archive) -> str | None:
    if "meta.xml" not in archive:
        return None
    found = next(xmltree.parse(archive.read("meta.xml")).iter(f"{DC}title"), None)
    return None if found is None else (found.text or "").strip() or None
