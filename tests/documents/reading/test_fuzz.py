"""Damaged files never raise anything but a `DocumentError`, and lose no word without saying so."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.documents.content import Content
from pacte.documents.errors import DocumentError
from pacte.documents.reading import read
from tests.documents.reading.files import (
    all_text,
    archive,
    open_document,
    p,
    read_word,
    tbl,
    tc,
    tr,
    word_file,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
WORD = re.compile(r"[^\W_]+")

DELETED = '<w:p><w:del w:author="A"><w:r><w:delText>supprimé hier</w:delText></w:r></w:del></w:p>'
NUMBERED = p("compté", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
WORD_FILE = word_file(
    p("Plan local")
    + NUMBERED
    + tbl(
        tr("Axe", "Action", properties="<w:tblHeader/>"),
        tr(tc("Emploi", properties='<w:vMerge w:val="restart"/>'), tc("1.1 Former", DELETED)),
        tr(tc(properties="<w:vMerge/>"), tc(tbl(tr("dedans", "aussi")))),
        tr(tc("large", properties='<w:gridSpan w:val="2"/>')),
    )
    + "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>barré</w:t></w:r>"
    '<w:r><w:commentReference w:id="1"/></w:r></w:p>',
    comments=f'<w:comment w:id="1" w:author="L">{p("remarque utile")}</w:comment>',
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    header=p("Comité local"),
)
OPEN_FILE = open_document(
    '<text:h text:outline-level="1">Plan local</text:h>'
    '<text:list text:style-name="L"><text:list-item><text:p>compté</text:p></text:list-item>'
    "</text:list><table:table><table:table-row>"
    '<table:table-cell table:number-rows-spanned="2"><text:p>Emploi</text:p></table:table-cell>'
    "<table:table-cell><text:p>1.1 Former<office:annotation><text:p>remarque</text:p>"
    "</office:annotation></text:p></table:table-cell></table:table-row><table:table-row>"
    "<table:covered-table-cell/><table:table-cell><text:p>1.2</text:p></table:table-cell>"
    "</table:table-row></table:table>",
    styles='<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1"/></text:list-style>',
)
PAGE = (
    "<html><head><meta charset=utf-8></head><body><h1>Plan</h1><ul><li>a<li>b</ul><table>"
    "<tr><th>Axe<th>Action<tr><td rowspan=2>1<td colspan=1>é<tr><td>c</table></body></html>"
).encode()
PLAIN = (
    'Objectif 1\n\nAxe\tAction\tQui\nA\t<p>1.1</p>\t"CLE\nCRJ"\n\t1.2\n- a\n  - b\n| c | d |\n'
    "|---|---|\n| é | f |\n"
).encode()
SAMPLES = {"docx": WORD_FILE, "odt": OPEN_FILE, "html": PAGE, "txt": PLAIN}

edits = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["flip", "cut", "insert", "repeat"]), st.binary(max_size=8)
    ),
    min_size=1,
    max_size=6,
)
calmly = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def damaged(data: bytes, changes: list[tuple[float, str, bytes]]) -> bytes:
    for position, kind, extra in changes:
        at = int(position * len(data))
        match kind:
            case "flip":
                data = data[:at] + extra + data[at + len(extra) :]
            case "cut":
                data = data[:at] + data[at + 1 + len(extra) * 3 :]
            case "insert":
                data = data[:at] + extra + data[at:]
            case "repeat":
                data = data[: at + 40] + data[at:]
    return data


def words(text: str) -> set[str]:
    return set(WORD.findall(text))


def read_or_refuse(data: bytes, name: str) -> Content | None:
    try:
        return read(data, name=name)
    except DocumentError:
        return None


@calmly
@given(kind=st.sampled_from(sorted(SAMPLES)), changes=edits)
def test_damaged_bytes_are_read_or_refused(kind: str, changes: list[tuple[float, str, bytes]]):
    data = damaged(SAMPLES[kind], changes)
    assume(b"%PDF-" not in data)  # another reader, with tests of its own

    for name in (f"plan.{kind}", "-", "plan.csv", "plan.md"):
        content = read_or_refuse(data, name)
        if content is not None:
            assert all(len(row.cells) == t.width for t in tables_of(content) for row in t.rows)


@calmly
@given(
    kind=st.sampled_from(["docx", "odt"]),
    part=st.integers(0, 20),
    changes=edits,
)
def test_damaged_parts_are_read_whole_or_refused(
    kind: str, part: int, changes: list[tuple[float, str, bytes]]
):
    with zipfile.ZipFile(io.BytesIO(SAMPLES[kind])) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    name = sorted(parts)[part % len(parts)]
    parts[name] = damaged(parts[name], changes)

    content = read_or_refuse(archive(parts), f"plan.{kind}")

    if content is None:
        return
    if kind == "docx":
        body = etree.fromstring(parts["word/document.xml"])
        said = [each.text or "" for each in body.iter(f"{W}t", f"{W}delText")]
    else:
        body = etree.fromstring(parts["content.xml"])
        said = [each.text or "" for each in body.iter(f"{TEXT}p", f"{TEXT}h")]
    assert words(" ".join(said)) <= words(all_text(content))


def tables_of(content: Content):
    return [block for block in content.blocks if hasattr(block, "rows")]


some_words = st.lists(
    st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=6),
    min_size=1,
    max_size=3,
).map(" ".join)
runs = st.builds(
    lambda text, look: f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text} </w:t></w:r>',
    some_words,
    st.sampled_from(["", "<w:b/>", "<w:strike/>", "<w:vanish/>", '<w:u w:val="single"/>']),
)
pieces = runs | st.builds(
    lambda inside, tag: f'<w:{tag} w:author="A">{inside}</w:{tag}>',
    runs,
    st.sampled_from(["ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag", "bdo"]),
)
texts = st.lists(pieces, max_size=3).map(lambda inside: f"<w:p>{''.join(inside)}</w:p>")
MERGES = st.sampled_from(
    ["", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>']
)


def cells(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda inside, merge: f"<w:tc><w:tcPr>{merge}</w:tcPr>{''.join(inside)}<w:p/></w:tc>",
        st.lists(blocks, max_size=2),
        MERGES,
    )


def a_table(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.lists(cells(blocks), min_size=1, max_size=3).map(lambda inside: tr(*inside))
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: tbl(*rows))


body = st.lists(st.recursive(texts, a_table, max_leaves=6), min_size=1, max_size=4).map("".join)


@calmly
@given(body)
def test_no_word_of_a_word_file_is_lost(inside: str):
    try:
        content = read_word(p("début") + inside)
    except DocumentError as error:
        raise AssertionError(inside) from error

    visible = WORD.findall(re.sub(r"<[^>]*>", " ", inside))
    assert set(visible) <= words(all_text(content))
    for table in tables_of(content):
        for index, row in enumerate(table.rows):
            assert len(row.cells) == table.width
            for column, cell in enumerate(row.cells):
                assert cell.row <= index < cell.row + cell.row_span
                assert cell.column <= column < cell.column + cell.column_span
