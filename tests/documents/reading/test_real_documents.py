from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.documents.content import Content, Table
from pacte.documents.reading import read
from tests.documents.reading.files import all_text, archive, paragraphs, tables
from tests.documents.reading.test_fuzz import W, damaged, edits, read_or_refuse, words

PARTS = ["word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
pytestmark = pytest.mark.real_documents

WORD = re.compile(r"[^\W_]+")
TEXTS = [
    "S0-outaouais.txt",
    "S1-rouyn-noranda.txt",
    "S2-val-de-marne.txt",
    "S3-partenariats-strategiques.txt",
    "S4-nouvelle-aquitaine.txt",
]


def opened(real_documents: Path, name: str) -> Content:
    return read(real_documents / name, name=name)


def rows_below_header(content: Content) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells] for table in tables(content) for row in table.rows[1:]
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_of_a_text_is_read_as_often_as_it_stands(real_documents: Path, name: str):
    raw = re.sub(r"<[^>\n]*>", " ", (real_documents / name).read_text())

    content = opened(real_documents, name)

    assert Counter(WORD.findall(all_text(content))) == Counter(WORD.findall(raw))


def test_every_word_of_the_word_file_is_read(real_documents: Path):
    with zipfile.ZipFile(real_documents / "S1-rouyn-noranda.docx") as zipped:
        body = zipped.read("word/document.xml").decode()
    raw = " ".join(re.findall(r"<w:t[ >][^<]*", body.replace("xml:space", "")))

    content = opened(real_documents, "S1-rouyn-noranda.docx")

    missing = Counter(WORD.findall(re.sub(r"<[^>]*>", " ", raw))) - Counter(
        WORD.findall(all_text(content))
    )
    assert not missing


@pytest.mark.parametrize("name", ["S1-rouyn-noranda.docx", "S1-rouyn-noranda.txt"])
def test_tables_of_the_plan_are_whole(real_documents: Path, name: str):
    content = opened(real_documents, name)

    assert [(len(table.rows), table.width) for table in tables(content)] == [
        (4, 7),
        (3, 7),
        (5, 7),
        (3, 7),
        (4, 7),
        (2, 7),
    ]
    rows = rows_below_header(content)
    filled = [sum(bool(row[column]) for row in rows) for column in range(7)]
    assert len(rows) == 15
    assert filled[3:] == [10, 10, 14, 2]


def test_word_and_text_tell_the_same_rows(real_documents: Path):
    in_word = rows_below_header(opened(real_documents, "S1-rouyn-noranda.docx"))
    in_text = rows_below_header(opened(real_documents, "S1-rouyn-noranda.txt"))

    def numbers(rows: list[list[str]]) -> list[str]:
        return [row[1].split()[0] for row in rows]

    assert numbers(in_word) == numbers(in_text)
    assert [row[5] for row in in_word] == [row[5] for row in in_text]


def test_lines_of_the_text_are_lost_but_where_markup_tells_them(real_documents: Path):
    content = opened(real_documents, "S1-rouyn-noranda.txt")

    ongoing = [
        cell for table in tables(content) for row in table.rows[1:] if (cell := row.cells[6]).text
    ]
    assert [cell.lines_lost for cell in ongoing] == [True, True]
    assert [[each.underline for each in cell.paragraphs].count(True) for cell in ongoing] == [2, 2]


def test_headings_and_items_of_the_word_file_are_told(real_documents: Path):
    content = opened(real_documents, "S1-rouyn-noranda.docx")

    assert Counter(each.heading for each in paragraphs(content))[2] == 6
    assert sum(each.marker == "•" for each in paragraphs(content)) == 15
    assert all(isinstance(block, Table) or block.text for block in content.blocks)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(part=st.sampled_from(PARTS), changes=edits)
def test_damaged_word_file_is_read_whole_or_refused(
    real_documents: Path, part: str, changes: list[tuple[float, str, bytes]]
):
    with zipfile.ZipFile(real_documents / "S1-rouyn-noranda.docx") as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    parts[part] = damaged(parts[part], changes)

    content = read_or_refuse(archive(parts), "plan.docx")

    if content is not None:
        body = etree.fromstring(parts["word/document.xml"])
        said = " ".join(each.text or "" for each in body.iter(f"{W}t"))
        assert words(said) <= words(all_text(content))


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(name=st.sampled_from(TEXTS), changes=edits)
def test_damaged_text_is_read_or_refused(
    real_documents: Path, name: str, changes: list[tuple[float, str, bytes]]
):
    data = damaged((real_documents / name).read_bytes(), changes)
    assume(b"%PDF-" not in data[:1024])

    content = read_or_refuse(data, name)

    assert content is None or content.blocks
