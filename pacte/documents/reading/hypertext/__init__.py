"""Reading pages and pieces of pages (HTML)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from pacte.documents.content import Block, Content, Paragraph, Table
from pacte.documents.errors import CorruptDocument
from pacte.documents.reading.encodings import decode, decode_as
from pacte.documents.reading.hypertext.flow import Flow
from pacte.documents.reading.hypertext.inline import Look
from pacte.documents.reading.hypertext.page import PageReader

if TYPE_CHECKING:
    from pacte.documents.content import Place
    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_START = 4096
_SAID = re.compile(
    rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
# What the parser keeps of a tag, roughly: a page of nothing but tags would fill the memory.
_BYTES_IN_ELEMENT = 200


def read_hypertext(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read a page, whole or in part, in the encoding that it announces."""
    limits.check_unpacked(data.count(b"<") * _BYTES_IN_ELEMENT)
    return read_page(_decoded(data), name=name, limits=limits)


def read_page(text: str, *, name: str, limits: Limits) -> Content:
    root = _parse(text)
    if root is None:
        return Content(name=name, sha256="", format="html", blocks=())
    reader = PageReader(limits)
    blocks = reader.blocks(root, Look())
    title = root.findtext(".//title")
    return Content(
        name=name,
        sha256="",
        format="html",
        blocks=tuple(_with_headings_from_one(blocks)),
        notes=tuple(reader.notes),
        furniture=tuple(reader.furniture),
        title=" ".join((title or "").split()) or None,
    )


def paragraphs_of(markup: str, *, place: Place, limits: Limits) -> list[Paragraph]:
    """The paragraphs of a piece of markup that stands in a text, all at one place."""
    root = _parse(markup)
    if root is None:
        return []
    flow = Flow(limits, lambda: place)
    flow.read(root, Look())
    read = [block for block in flow.blocks if isinstance(block, Paragraph)]
    if read and flow.notes:
        read[-1] = replace(read[-1], notes=(*read[-1].notes, *flow.notes))
    return read


def _parse(text: str) -> Element | None:
    # Without `huge_tree`, what nests too deep would be left out without a word; the size is
    # bounded by the limits, and `Flow` goes no deeper than it can.
    parser = etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8", huge_tree=True
    )
    text = _DECLARATION.sub("", text).replace("\x00", "")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:  # nothing in it
        return None
    except (etree.LxmlError, ValueError) as error:
        raise CorruptDocument from error
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise CorruptDocument  # the parser gave up before the end
    return root


def _decoded(data: bytes) -> str:
    said = _SAID.search(data[:_START])
    if said:
        text = decode_as(data, said.group(1).decode("ascii"))
        if text is not None:
            return text
    return decode(data)


def _with_headings_from_one(blocks: list[Block]) -> list[Block]:
    levels = {b.heading for b in blocks if isinstance(b, Paragraph) and b.heading is not None}
    shift = min(levels, default=1) - 1
    if not shift:
        return blocks
    return [
        block
        if isinstance(block, Table) or block.heading is None
        else replace(block, heading=block.heading - shift)
        for block in blocks
    ]
