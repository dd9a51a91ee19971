"""Files made to harm: each is refused with its cause, and nothing of it is unpacked or followed."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
import xlsxwriter

from pacte.documents.errors import DangerousXml, DocumentError, TooMuchUnpacked
from pacte.documents.reading import Limits, read
from pacte.documents.reading.formats import Format, recognise
from tests.documents.reading.files import all_text, archive, open_document, p, word_file

MEGABYTE = 1024 * 1024
_NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"]
_DECLARED = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(_NAMES)
)
LAUGHS = f"<!DOCTYPE x [<!ENTITY a 'mot mot mot'>{_DECLARED}]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/passwd">]>'


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            held = source.read(name)
            target.writestr(name, change(held.decode()) if name == part else held)
    return made.getvalue()


def with_entities(data: bytes, part: str, doctype: str) -> bytes:
    def change(xml: str) -> str:
        bare = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml)
        return f'<?xml version="1.0"?>{doctype}{bare.replace("MOT", "&h;")}'

    return changed(data, part, change)


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Plan").write_row(0, 0, ["Axe", "MOT"])
    return made.getvalue()


WORD = word_file(
    p("MOT"), styles="", comments=f'<w:comment w:id="1">{p("MOT")}</w:comment>', footnotes=p("MOT")
)
PARTS = [
    ("plan.docx", WORD, "word/document.xml"),
    ("plan.docx", WORD, "word/styles.xml"),
    ("plan.docx", WORD, "word/comments.xml"),
    ("plan.docx", WORD, "word/footnotes.xml"),
    ("plan.docx", WORD, "word/_rels/document.xml.rels"),
    ("plan.xlsx", workbook(), "xl/workbook.xml"),
    ("plan.xlsx", workbook(), "xl/worksheets/sheet1.xml"),
    ("plan.xlsx", workbook(), "xl/sharedStrings.xml"),
    ("plan.xlsx", workbook(), "xl/styles.xml"),
    ("plan.odt", open_document("<text:p>MOT</text:p>"), "content.xml"),
    ("plan.odt", open_document("<text:p>MOT</text:p>"), "styles.xml"),
    ("plan.ods", open_document("<text:p>MOT</text:p>", kind="spreadsheet"), "content.xml"),
]


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
@pytest.mark.parametrize(("name", "data", "part"), PARTS)
def test_entities_are_named_as_the_cause(name: str, data: bytes, part: str, doctype: str) -> None:
    with pytest.raises(DangerousXml):
        read(with_entities(data, part, doctype), name=name)


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_entities_of_a_page_are_not_followed(doctype: str) -> None:
    page = f"{doctype}<html><body><p>Plan &h; local</p></body></html>"

    told = all_text(read(page.encode(), name="plan.html"))

    assert "root:" not in told
    assert "mot mot" not in told


def test_an_archive_that_unpacks_to_more_is_refused_by_what_it_announces() -> None:
    bomb = word_file(p("a" * 20 * MEGABYTE))
    assert len(bomb) < MEGABYTE

    with pytest.raises(TooMuchUnpacked):
        read(bomb, name="plan.docx", limits=Limits(max_unpacked=19 * MEGABYTE))


def test_a_text_longer_than_any_is_named_as_the_cause() -> None:
    with pytest.raises(TooMuchUnpacked):
        read(word_file(p("mot " * 3 * MEGABYTE)), name="plan.docx")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("plan.docx", {"[Content_Types].xml": "wordprocessingml" + " " * 40 * MEGABYTE}),
        ("plan.odt", {"content.xml": "<a>" + " " * 40 * MEGABYTE}),
    ],
)
def test_telling_the_format_looks_at_the_start_only(name: str, parts: dict[str, str]) -> None:
    """The web process does it, when a file is sent."""
    assert recognise(archive(parts), name=name, limits=Limits()) in set(Format)


def test_names_that_lead_elsewhere_lead_nowhere() -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = changed(
        word_file(p("Plan du territoire")),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            "</Relationships>",
            f'<Relationship Id="a" Type="{relation}/styles" Target="../../../../etc/passwd"/>'
            f'<Relationship Id="b" Type="{relation}/footnotes" Target="file:///etc/passwd"/>'
            "</Relationships>",
        ),
    )

    assert all_text(read(data, name="plan.docx")).strip() == "Plan du territoire"


SPACES = " " * 100_000


@pytest.mark.parametrize(
    "text",
    [
        f"a\n{SPACES}x\n",
        f"--- | ---{SPACES}x",
        f"|---{SPACES}|x\n|a|b|\n",
        f"<!--{SPACES}<!-- -->{SPACES}a",
        f"a{SPACES}\t{SPACES}\n" * 2,
        "**" * 50_000 + "a",
    ],
)
def test_no_text_takes_long_to_be_told_from_others(text: str) -> None:
    """Each of these took minutes in an expression that looked back at every space."""
    for name in ("-", "plan.txt", "plan.md", "plan.csv"):
        with suppress(DocumentError):  # some hold nothing
            assert read(text.encode(), name=name).blocks
