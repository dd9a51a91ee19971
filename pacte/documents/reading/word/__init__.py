"""Reading Word files (.docx, .docm); macros are never looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.content import Content, Paragraph, Place
from pacte.documents.reading.pages import Pages
from pacte.documents.reading.word.body import BodyReader
from pacte.documents.reading.word.chunks import read_chunk
from pacte.documents.reading.word.inline import InlineReader
from pacte.documents.reading.word.numbering import Numbering
from pacte.documents.reading.word.paragraphs import ParagraphReader, paragraphs_in
from pacte.documents.reading.word.parts import Parts, Survey
from pacte.documents.reading.word.stories import Stories
from pacte.documents.reading.word.styles import TITLE_LEVEL, Styles, heading_level

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits


def read_word(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read a Word file into its paragraphs, tables and notes.

    Raises:
        DocumentError: when it is damaged or over a limit.
    """
    parts = Parts(data, limits)
    survey = parts.survey()
    styles = Styles(parts.find("styles"))
    stories = Stories(parts)
    pages = Pages(known=survey.has_pages)
    reader = ParagraphReader(
        styles,
        Numbering(parts.find("numbering")),
        InlineReader(styles, stories, pages),
        pages,
        _top_heading(survey, styles),
    )
    body = BodyReader(reader, limits, lambda found: read_chunk(parts, found, limits))
    with parts.archive.open(parts.document) as document:
        body.read(document)
    leftovers = reader.notes([*stories.unread()], Place())
    return Content(
        name=name,
        sha256="",
        format="docx",
        blocks=tuple(body.blocks),
        notes=(*body.notes, *leftovers),
        furniture=tuple(_furniture(parts, reader)),
        title=parts.title(),
    )


def _top_heading(survey: Survey, styles: Styles) -> int:
    found = {styles.get(style_id).heading for style_id in survey.style_ids}
    found |= {heading_level(level) for level in survey.outline_levels}
    return min((level for level in found if level is not None), default=TITLE_LEVEL + 1)


def _furniture(parts: Parts, reader: ParagraphReader) -> list[Paragraph]:
    """Page headers and footers, each text once."""
    found: dict[str, Paragraph] = {}
    for kind in ("header", "footer"):
        place = Place(area="en-tête" if kind == "header" else "pied de page")
        for root in parts.find_all(kind):
            read, _ = reader.read_all(paragraphs_in(root), lambda *_, place=place: place)
            for paragraph in read:
                found.setdefault(paragraph.text, paragraph)
    return [*found.values()]
