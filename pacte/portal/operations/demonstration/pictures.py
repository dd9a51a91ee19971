"""Small files made on the fly for the demonstration: proofs in PDF, pictures, logos."""

from __future__ import annotations

import datetime as dt
import io
from xml.sax.saxutils import escape

from pacte.documents.writing.layout import Output, Paper, Paragraph
from pacte.documents.writing.pdf import write_pdf
from pacte.documents.writing.pictures import as_bitmap
from pacte.portal.providers.demonstration import in_words

MADE_UP = "Document de démonstration, données fictives."


def logo(letters: str, colour: str) -> bytes:
    """White letters on the owner's colour, as PNG."""
    width = 40 + 34 * len(letters)
    return drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="80">'
        f'<rect width="{width}" height="80" rx="6" fill="{colour}"/>'
        f'<text x="{width / 2}" y="55" font-size="44" font-weight="bold" text-anchor="middle" '
        f'font-family="sans-serif" fill="white">{escape(letters)}</text></svg>'
    )


def photograph(caption: str) -> bytes:
    """Stand for a photograph: hills, a river, a caption that says it is made up."""
    return drawn(
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320">'
        '<rect width="480" height="320" fill="#dfe9ee"/>'
        '<path d="M0 190 Q120 110 240 180 T480 150 V320 H0 Z" fill="#8fae8b"/>'
        '<path d="M0 250 Q160 210 300 260 T480 240 V320 H0 Z" fill="#4f86a0"/>'
        '<text x="24" y="44" font-size="20" font-family="sans-serif" fill="#22313a">'
        f"{escape(caption)}</text></svg>"
    )


def drawn(svg: str) -> bytes:
    return as_bitmap(svg.encode()).data


def proof(name: str, text: str, *, author: str, at: dt.datetime) -> bytes:
    """A page of PDF or a picture, as its name asks, that says what it proves."""
    title, _, ending = name.rpartition(".")
    return photograph(title) if ending == "png" else page(title, text, author=author, at=at)


def page(title: str, text: str, *, author: str, at: dt.datetime) -> bytes:
    target = io.BytesIO()
    output = Output(
        title=title,
        language="fr-FR",
        date_label=in_words(at.date()),
        notice=MADE_UP,
        author=author,
        made_at=at,
        paper=Paper.A4,
        blocks=(Paragraph(text, lead=True), Paragraph(MADE_UP)),
    )
    write_pdf(output, target)
    return target.getvalue()
