"""Files made for one test, out of the XML that they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from pacte.documents.content import Cell, Content, Note, Paragraph, Table
from pacte.documents.reading import read

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "comments": "comments",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


def word_file(body: str, *, others: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
    """A .docx from the XML inside its body and inside its parts (styles, numbering, header…)."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_KINDS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    relations = []
    for kind, inside in parts.items():
        root = _ROOTS[kind]
        files[f"word/{kind}.xml"] = f"<w:{root} {_W}>{inside}</w:{root}>"
        relations.append((kind, f"{kind}.xml", kind))
    for name, content in (others or {}).items():
        files[f"word/{name}"] = content
        relations.append((name.partition(".")[0], name, name))
    targets = "".join(
        f'<Relationship Id="{found_id}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for kind, target, found_id in relations
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{targets}</Relationships>'
    )
    return archive(files)


def open_document(
    body: str, *, automatic: str = "", styles: str = "", masters: str = "", kind: str = "text"
) -> bytes:
    """An .odt from the XML inside its text and inside its styles."""
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_ODF_NAMES}>"
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF_NAMES}>"
            f"<office:styles>{styles}</office:styles>"
            f"<office:master-styles>{masters}</office:master-styles></office:document-styles>",
        }
    )


def read_word(body: str, **parts: str) -> Content:
    return read(word_file(body, **parts), name="plan.docx")


def read_open(body: str, **parts: str) -> Content:
    return read(open_document(body, **parts), name="plan.odt")


def p(*texts: str, properties: str = "") -> str:
    """A paragraph of one run for each text."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}{''.join(run(text) for text in texts)}</w:p>"


def run(text: str, properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*blocks: str, properties: str = "") -> str:
    inside = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    content = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<w:tc>{inside}{content or '<w:p/>'}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inside = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    content = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr>{inside}{content}</w:tr>"


def tbl(*rows: str, columns: int = 2) -> str:
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def paragraphs(content: Content) -> list[Paragraph]:
    return [block for block in content.blocks if isinstance(block, Paragraph)]


def tables(content: Content) -> list[Table]:
    return [block for block in content.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def own_cells(table: Table) -> Iterator[Cell]:
    """Each cell once, however many positions it covers."""
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if (cell.row, cell.column) == (index, column):
                yield cell


def all_notes(content: Content) -> list[Note]:
    found = [*content.notes]
    for block in content.blocks:
        if isinstance(block, Paragraph):
            found += block.notes
        else:
            found += [note for cell in own_cells(block) for note in cell.all_notes]
    return found


def all_text(content: Content) -> str:
    """Everything that was read, in no order that matters."""
    texts = [note.text for note in all_notes(content)]
    texts += [paragraph.text for paragraph in content.furniture]
    for block in content.blocks:
        if isinstance(block, Paragraph):
            texts.append(f"{block.marker or ''} {block.text}")
        else:
            for cell in own_cells(block):
                texts += [
                    f"{paragraph.marker or ''} {paragraph.text}" for paragraph in cell.paragraphs
                ]
    return "\n".join(texts)
