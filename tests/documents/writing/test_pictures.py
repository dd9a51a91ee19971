from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.writing import write_docx, write_pdf
from pacte.documents.writing.errors import PictureUnreadable
from pacte.documents.writing.layout import Picture
from pacte.documents.writing.pictures import as_bitmap, as_svg
from tests.documents.writing.samples import SVG, output, written
from tests.documents.writing.test_pdf import PNG


def test_a_drawing_becomes_dots():
    made = as_bitmap(SVG)

    assert made.mime == "image/png"
    assert round(made.width / made.height) == 2


def test_a_png_stays_as_it_is():
    made = as_bitmap(PNG)

    assert (made.data, made.mime, made.width, made.height) == (PNG, "image/png", 1, 1)
    assert as_svg(PNG).startswith("<svg ")
    assert as_svg(SVG) == SVG.decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"<svg><",
        PNG[:30],
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a",
        SVG.replace(b"</svg>", b'<image href="/etc/passwd" width="2" height="2"/></svg>'),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_every_writer(data):
    for write in (write_docx, write_pdf):
        with pytest.raises(PictureUnreadable):
            written(write, output(blocks=(Picture(data, "x"),)))


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, len(PNG)), noise=st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_is_drawn_or_refused(place, noise):
    data = PNG[:place] + noise + PNG[place + len(noise) :]

    try:
        as_bitmap(data)
    except PictureUnreadable:
        return
    written(write_docx, output(blocks=(Picture(data, "x"),)))
    written(write_pdf, output(blocks=(Picture(data, "x"),)))


def test_letters_without_serifs_are_drawn_without_serifs():
    """A general family is unknown to typst, which would draw it with serifs."""

    def drawn(family: str) -> bytes:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">'
            f'<text x="4" y="30" font-size="28" font-family="{family}">Illia</text></svg>'
        )
        return as_bitmap(svg.encode()).data

    assert drawn("sans-serif") == drawn("Atkinson Hyperlegible Next")
    assert drawn("sans-serif") != drawn("Libertinus Serif")
