from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import pytest

from pacte.documents.content import Content, Note, NoteKind, Place, Table
from pacte.documents.errors import CorruptDocument, PasswordProtected, TooManyRows
from pacte.documents.reading.limits import DEFAULT, Limits
from pacte.documents.reading.spreadsheets import read_spreadsheet

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_STYLES = (
    '<style:style style:name="struck"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="bold"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="away"><style:table-properties table:display="false"/></style:style>'
)


def packed(content: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name.replace("_", ".").replace("META-INF.", "META-INF/"), text)
    return made.getvalue()


def workbook(tables: str) -> str:
    return (
        f"<office:document-content {_SPACES} {_DC}><office:automatic-styles>{_STYLES}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def sheet(rows: str, attributes: str = "") -> str:
    return f'<table:table table:name="Plan" {attributes}>{rows}</table:table>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(*lines: str, attributes: str = "", more: str = "") -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f"<table:table-cell {attributes}>{more}{paragraphs}</table:table-cell>"


def typed(kind: str, value: str, seen: str) -> str:
    attribute = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}
    name = attribute.get(kind, "value")
    return cell(seen, attributes=f'office:value-type="{kind}" office:{name}="{value}"')


def read(data: bytes, limits: Limits = DEFAULT) -> Content:
    return read_spreadsheet(data, name="plan.ods", format="ods", limits=limits)


def table_of(rows: str, attributes: str = "") -> Table:
    (table,) = read(packed(workbook(sheet(rows, attributes)))).blocks
    assert isinstance(table, Table)
    return table


def texts(table: Table) -> list[list[str]]:
    return [[one.text for one in line.cells] for line in table.rows]


@pytest.mark.parametrize(
    ("kind", "written", "seen", "text", "value"),
    [
        ("float", "2015", "2015", "2015", 2015),
        ("float", "12.5", "12.5", "12,5", 12.5),
        ("currency", "12000", "12,000.00 €", "12 000,00 €", 12000),
        ("percentage", "0.256", "25.6%", "25,6 %", 0.256),
        ("date", "2025-12-31", "12/31/25", "31/12/2025", dt.date(2025, 12, 31)),
        ("date", "2025-12-01", "déc. 2025", "déc. 2025", None),
        ("date", "2025-01-01", "2025", "2025", 2025),
        ("time", "PT14H30M00S", "14:30", "14:30", dt.time(14, 30)),
        ("time", "PT36H00M00S", "36:00", "36:00", None),
        ("boolean", "true", "TRUE", "VRAI", True),
        ("string", "", "Ouvrir", "Ouvrir", None),
    ],
)
def test_cells_hold_what_is_seen_and_what_it_is_worth(
    kind: str, written: str, seen: str, text: str, value: object
) -> None:
    found = table_of(row(typed(kind, written, seen))).rows[0].cells[0]

    expected = text.replace(" ", "\u00a0") if kind in {"currency", "percentage"} else text
    assert (found.text.replace(" ", "\u00a0") if kind == "currency" else found.text) == expected
    assert found.value == value


def test_repeated_and_covered_cells_keep_their_places() -> None:
    table = table_of(
        row(attributes='table:number-rows-repeated="3"')
        + row(
            cell(attributes='table:number-columns-repeated="2"'),
            cell("Titre", attributes='table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        )
        + row(
            cell(attributes='table:number-columns-repeated="2"'),
            cell("x", attributes='table:number-columns-repeated="2"'),
            attributes='table:number-rows-repeated="2"',
        )
        + row(cell(attributes='table:number-columns-repeated="16384"'),
              attributes='table:number-rows-repeated="1048570"')
    )  # fmt: skip

    assert texts(table) == [["Titre", "Titre"], ["x", "x"], ["x", "x"]]
    assert table.rows[0].cells[0] is table.rows[0].cells[1]
    assert [line.place.row for line in table.rows] == [4, 5, 6]


def test_styles_say_what_is_struck_bold_and_hidden() -> None:
    table = table_of(
        row(
            cell("Axe", attributes='table:style-name="bold"'),
            cell("Action", attributes='table:style-name="bold"'),
        )
        + row(
            cell('Garder <text:span text:style-name="struck">retirer</text:span> ceci'),
            cell("Tout retiré", attributes='table:style-name="struck"'),
            attributes='table:visibility="collapse"',
        ),
        'table:style-name="away"',
    )

    assert table.bold_rows == frozenset({0})
    assert table.is_hidden
    assert [line.is_hidden for line in table.rows] == [False, True]
    assert texts(table)[1] == ["Garder ceci", ""]
    assert [[n.text for n in one.all_notes] for one in table.rows[1].cells] == [
        ["retirer"],
        ["Tout retiré"],
    ]


def test_lines_spaces_and_header_rows() -> None:
    table = table_of(
        f"<table:table-header-rows>{row(cell('Axe'))}</table:table-header-rows>"
        + row(cell('Un<text:s text:c="2"/>mot', "Deux<text:line-break/>Trois"))
    )

    assert [line.is_header for line in table.rows] == [True, False]
    assert [p.text for p in table.rows[1].cells[0].paragraphs] == ["Un  mot", "Deux", "Trois"]


def test_comments_and_shapes_are_notes() -> None:
    remark = (
        "<office:annotation><dc:creator>Maya Roy</dc:creator><dc:date>2025-03-04T09:30:00</dc:date>"
        "<text:p>À revoir</text:p></office:annotation>"
    )
    shapes = (
        "<table:shapes><draw:frame><draw:text-box><text:p>Une remarque</text:p></draw:text-box>"
        "</draw:frame></table:shapes>"
    )

    content = read(packed(workbook(sheet(shapes + row(cell("Action", more=remark))))))

    (table,) = content.blocks
    assert isinstance(table, Table)
    assert table.rows[0].cells[0].notes == (
        Note(
            NoteKind.COMMENT,
            "À revoir",
            Place(sheet="Plan", row=1),
            author="Maya Roy",
            date=dt.datetime(2025, 3, 4, 9, 30),  # noqa: DTZ001 — LibreOffice says no zone
        ),
    )
    assert content.notes == (Note(NoteKind.TEXT_BOX, "Une remarque", Place(sheet="Plan")),)


def test_hidden_columns_are_said() -> None:
    table = table_of(
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + row(cell("vu"), cell("caché"))
    )

    assert table.hidden_columns == frozenset({1})


def test_page_headers_and_title() -> None:
    styles = (
        f"<office:document-styles {_SPACES}><office:master-styles><style:master-page>"
        "<style:header><text:p>Comité du Val</text:p></style:header><style:footer><text:p>Page "
        "<text:page-number>1</text:page-number></text:p></style:footer></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    meta = f"<office:document-meta {_SPACES} {_DC}><dc:title>Plan</dc:title></office:document-meta>"

    content = read(packed(workbook(sheet(row(cell("x")))), styles_xml=styles, meta_xml=meta))

    assert [(p.text, p.place.area) for p in content.furniture] == [("Comité du Val", "en-tête")]
    assert content.title == "Plan"


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("x"), attributes='table:number-rows-repeated="1048576"'),
        row(
            cell("x", attributes='table:number-columns-repeated="16384"'),
            attributes='table:number-rows-repeated="100000"',
        ),
    ],
)
def test_what_repeats_without_end_is_refused_at_once(rows: str) -> None:
    start = time.monotonic()

    with pytest.raises(TooManyRows):
        read(packed(workbook(sheet(rows))))
    assert time.monotonic() - start < 5


def test_a_locked_file_is_said_to_be_locked() -> None:
    data = packed("x", **{"META-INF_manifest_xml": "<manifest><encryption-data/></manifest>"})
    data = data.replace(b"META-INF/manifest.xml", b"META-INF/manifest.xml")

    with pytest.raises(PasswordProtected):
        read(data)


def test_a_damaged_part_is_said_to_be_damaged() -> None:
    with pytest.raises(CorruptDocument):
        read(packed(workbook(sheet(row(cell("x"))))[:-40]))
