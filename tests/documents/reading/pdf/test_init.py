from __future__ import annotations

import datetime as dt
import io
import time

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacte.documents.content import Content, NoteKind, Paragraph, Table
from pacte.documents.errors import (
    CorruptDocument,
    DocumentError,
    EmptyDocument,
    ImageOnlyPdf,
    PasswordProtected,
    TooLong,
)
from pacte.documents.reading.limits import Limits
from pacte.documents.reading.pdf import read_pdf
from tests.conftest import REAL_DOCUMENTS
from tests.documents.reading.pdf.made import ONE_PIXEL, content_of, pdf_of, read, saved

_PLAN = "= Plan\nUne phrase.\n#table(columns: 2, [Axe], [Action], [Emploi], [Ouvrir])"


def words_of(content: Content) -> str:
    found = [p.text for p in content.furniture] + [note.text for note in content.notes]
    for block in content.blocks:
        if isinstance(block, Paragraph):
            found += [block.marker or "", block.text, *(note.text for note in block.notes)]
            continue
        for cell in {id(c): c for row in block.rows for c in row.cells}.values():
            found += [f"{p.marker or ''} {p.text}" for p in cell.paragraphs]
    return " ".join(found)


def test_a_locked_file_is_said_to_be_locked() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(_PLAN)))
    locked = saved(pdf, pikepdf.Encryption(user="secret", owner="secret"))

    with pytest.raises(PasswordProtected):
        read(locked)


def test_a_file_locked_against_changes_only_is_read() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(_PLAN)))
    locked = saved(pdf, pikepdf.Encryption(user="", owner="secret"))

    assert read(locked).blocks == read(pdf_of(_PLAN)).blocks


def test_a_damaged_file_is_said_to_be_damaged() -> None:
    with pytest.raises(CorruptDocument):
        read(b"%PDF-1.7\n nothing more")


def test_an_empty_page_is_said_to_be_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(pdf_of("#pagebreak()"))


def test_pages_that_are_only_images_are_said_to_be_so() -> None:
    pixel = ", ".join(str(byte) for byte in ONE_PIXEL)

    with pytest.raises(ImageOnlyPdf):
        read(pdf_of(f"#image(bytes(({pixel})), width: 10cm)"))


def test_the_time_is_bounded() -> None:
    with pytest.raises(TooLong):
        read_pdf(
            pdf_of(_PLAN), name="plan.pdf", limits=Limits(max_seconds=1, ends_at=time.monotonic())
        )


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_shown_turned_reads_as_it_is_shown(rotation: int) -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(_PLAN)))
    page = pdf.pages[0]
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    turn = {
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }
    page.contents_coalesce()
    drawn = page.Contents.read_bytes()
    matrix = " ".join(str(number) for number in turn[rotation])
    page.Contents = pdf.make_stream(f"q {matrix} cm\n".encode() + drawn + b"\nQ")
    if rotation != 180:
        page.mediabox = pikepdf.Rectangle(0, 0, height, width)
    page.rotate(rotation, relative=False)

    assert read(saved(pdf)).blocks == read(pdf_of(_PLAN)).blocks


def test_remarks_are_notes_with_author_and_date() -> None:
    pdf = pikepdf.open(io.BytesIO(pdf_of(_PLAN)))
    remark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[10, 10, 30, 30],
        Contents="À vérifier",
        T="Samir Diallo",
        M="D:20250304093000Z",
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([remark]))

    (note,) = read(saved(pdf)).notes

    assert (note.kind, note.text, note.author) == (NoteKind.COMMENT, "À vérifier", "Samir Diallo")
    assert note.date == dt.datetime(2025, 3, 4, 9, 30)  # noqa: DTZ001 — as its author saw it


def test_the_title_is_what_the_file_says() -> None:
    assert content_of('#set document(title: "Plan du Val")\nTexte').title == "Plan du Val"
    assert content_of('#set document(title: "Microsoft Word - x.docx")\nTexte').title is None


_word = st.text("abcdefghijklmnopéèàç", min_size=1, max_size=14)
_sentence = st.lists(_word, min_size=1, max_size=30).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(_sentence, min_size=1, max_size=6),
    st.lists(st.lists(_sentence, min_size=3, max_size=3), min_size=1, max_size=8),
)
def test_no_word_is_lost(paragraphs: list[str], rows: list[list[str]]) -> None:
    cells = "".join(f"[{cell}]," for row in rows for cell in row)
    content = content_of(
        "#set page(height: 9cm)\n" + "\n\n".join(paragraphs) + f"\n#table(columns: 3, {cells})"
    )

    given_letters = "".join("".join(paragraphs).split()) + "".join(
        "".join(cell.split()) for row in rows for cell in row
    )
    read_letters = "".join(words_of(content).split())
    assert sorted(read_letters) == sorted(given_letters)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mutated_file_never_breaks_the_reader(data: st.DataObject) -> None:
    broken = bytearray(pdf_of(_PLAN))
    for _ in range(data.draw(st.integers(1, 12))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(broken) // 3, len(broken)))

    try:
        content = read(bytes(broken[:cut]))
    except DocumentError:
        return
    assert isinstance(content, Content)


@pytest.mark.real_documents
@pytest.mark.skipif(not REAL_DOCUMENTS.exists(), reason="the real documents are not beside")
def test_the_real_plan_has_its_tables_with_whole_rows() -> None:
    data = (REAL_DOCUMENTS / "S1-rouyn-noranda.pdf").read_bytes()

    tables = [block for block in read(data).blocks if isinstance(block, Table)]

    assert [len(table.rows) - 1 for table in tables] == [3, 2, 4, 2, 3, 1]
    numbers = [row.cells[1].text.split()[0] for table in tables for row in table.rows[1:]]
    assert numbers == [
        *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
        *("3.1", "3.2", "4.1", "4.2", "4.3", "5.1"),
    ]
