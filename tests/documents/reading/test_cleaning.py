"""No text holds what a database, a page or UTF-8 cannot."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter

from pacte.documents.content import Cell, Content, Paragraph, Place, Row, Table
from pacte.documents.reading import read
from pacte.documents.reading.cleaning import clean, clean_text
from pacte.roadmap.importing.command import read_command
from tests.documents.reading.files import all_text, tables, word_file
from tests.documents.reading.pdf.made import pdf_of, saved
from tests.documents.reading.spreadsheets.test_ooxml import rewritten

SURROGATE = chr(0xD800)
LONG = "Un plan d’action pour l’emploi. " * 10


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Créer\xa0« un lieu »\n\tici", "Créer\xa0« un lieu »\n\tici"),
        (f"un {SURROGATE}deux", "un deux"),
        (f"sourire {chr(0xD83D)}{chr(0xDE00)}", "sourire \U0001f600"),
        ("a\x00b\x07c\x9fd\uffffe", "abcde"),
        ("une\x0bdeux\r\ntrois\x85quatre", "une\ndeux\ntrois\nquatre"),
    ],
)
def test_clean_text(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def table_with(text: str) -> Content:
    merged = Cell((Paragraph(text, Place(row=1)),), row_span=2)
    rows = tuple(Row((merged,), Place(row=number)) for number in (1, 2))
    return Content("plan", "", "xlsx", (Table(rows, Place(table=1), name=f"Feuille{text}"),))


def test_clean_keeps_a_merged_cell_one() -> None:
    cleaned = clean(table_with(f"Emploi{SURROGATE}"))

    (table,) = tables(cleaned)
    assert [row.cells[0].text for row in table.rows] == ["Emploi", "Emploi"]
    assert table.rows[0].cells[0] is table.rows[1].cells[0]
    assert table.name == "FeuilleEmploi"


def test_clean_gives_a_clean_content_as_it_is() -> None:
    content = table_with("Emploi")

    assert clean(content) is content


def escaped_workbook() -> bytes:
    """Excel writes what XML cannot hold as « _x0001_ »."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["Axe", "Action", "Pilote"])
        sheet.write_row(
            1, 0, ["Emploi", "Faire cela +xD800+ et +x0000+ fin", "+xDFFF+Agence+x0007+"]
        )
    return rewritten(made.getvalue(), "xl/sharedStrings.xml", lambda data: data.replace(b"+", b"_"))


def hostile_pdf() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_of("= Plan local\nCréer un lieu")))
    hostile = pikepdf.String(b"\xfe\xff\xd8\x00\x00\x01\x00A".decode("latin-1"))
    with pdf.open_metadata() as told:
        told.clear()
    pdf.docinfo["/Title"] = hostile
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=hostile
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
    return saved(pdf)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.xlsx", escaped_workbook()),
        ("plan.pdf", hostile_pdf()),
        ("plan.html", b"<p>un &#xD800; deux &#1; trois &#0; &#x85;</p><p title='&#xDFFF;'>a"),
        ("plan.md", b"# Titre &#xD800;\n\nun &#1; deux &#0;"),
        ("plan.csv", b"Axe;Action\nEmploi &#xD800;;<b>Faire &#1;</b>\n"),
        ("plan.txt", (LONG + "\x07 \ufffe").encode() + b"\xed\xa0\x80"),
        ("plan.txt", LONG.encode("utf-16") + b"\x00\xd8\x01\x00"),
        (
            "plan.docx",
            word_file('<w:p><w:r><w:t>Un</w:t><w:sym w:font="A" w:char="D800"/></w:r></w:p>'),
        ),
    ],
)
def test_every_format_gives_texts_that_can_be_kept(name: str, data: bytes) -> None:
    content = read(data, name=name)

    told = all_text(content) + (content.title or "")
    assert told.strip()
    assert clean_text(told) == told
    told.encode()


def test_what_is_printed_is_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(escaped_workbook())

    printed = read_command(str(path))

    (action,) = json.loads(printed.out.encode())["actions"]
    assert (action["title"], action["leads"]) == ("Faire cela et fin", ["Agence"])
