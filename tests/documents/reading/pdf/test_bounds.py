"""What a PDF may unpack to, draw and hold, whatever its own size."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pacte.documents.content import Paragraph
from pacte.documents.errors import TooLong, TooManyRows, TooMuchUnpacked
from pacte.documents.reading.limits import Limits
from pacte.documents.reading.pdf import read_pdf
from tests.documents.reading.pdf.made import pdf_of, saved

SHOWN = b"BT /F1 12 Tf 10 10 Td (mot) Tj ET\n"


def page_of(drawn: bytes, **others: pikepdf.Object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(600, 800))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream(drawn)
    return saved(pdf)


def read(data: bytes, **limits: float) -> list[str]:
    content = read_pdf(data, name="plan.pdf", limits=Limits(**limits).started())  # type: ignore[arg-type]
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def test_a_page_that_unpacks_to_more_is_refused_before_it_is_unpacked() -> None:
    bomb = page_of(SHOWN * 2_000_000)
    assert len(bomb) < 1_000_000

    with pytest.raises(TooMuchUnpacked):
        read(bomb)


def test_a_page_of_too_many_drawings_is_refused() -> None:
    """Each weighs far more than the few letters that write it."""
    with pytest.raises(TooMuchUnpacked):
        read(page_of(b"0 0 m\n9 9 l S\n" * 30_000), max_unpacked=10_000_000)


def test_a_page_of_too_many_letters_is_refused() -> None:
    lines = b"(un deux trois quatre cinq six) '\n" * 500
    data = page_of(b"BT /F1 1 Tf 1.5 TL 10 790 Td\n" + lines * 3 + b"ET")

    with pytest.raises(TooMuchUnpacked):
        read(data, max_unpacked=2_000_000)


def test_forms_that_draw_one_another_are_counted() -> None:
    pdf = pikepdf.open(io.BytesIO(page_of(b"/X Do " * 20)))
    form: pikepdf.Object = pdf.make_stream(SHOWN)
    for _level in range(3):
        outer = pdf.make_stream(b"/X Do " * 20)
        for one in (form, outer):
            one.Type, one.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            one.BBox = pikepdf.Array([0, 0, 600, 800])
        form.Resources = form.get("/Resources", pikepdf.Dictionary())
        form.Resources.Font = pdf.pages[0].Resources.Font
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        form = outer
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)

    with pytest.raises(TooMuchUnpacked):
        read(saved(pdf), max_unpacked=100_000)


def test_the_time_is_looked_at_inside_a_page() -> None:
    with pytest.raises(TooLong):
        read(page_of(SHOWN * 20_000), max_seconds=0)


def test_too_many_pages_are_refused() -> None:
    pdf = pikepdf.new()
    for _page in range(30):
        pdf.add_blank_page()

    with pytest.raises(TooManyRows):
        read(saved(pdf), max_rows=20)


def test_pictures_do_not_count() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of("= Plan\nCréer un lieu")))
    picture = pdf.make_stream(b"\0" * 3_000_000)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = 1000, 1000, 8
    picture.ColorSpace = pikepdf.Name.DeviceRGB
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Im=picture)

    assert read(saved(pdf), max_unpacked=2_000_000) == ["Plan", "Créer un lieu"]
