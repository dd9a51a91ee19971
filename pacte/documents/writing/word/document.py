"""A whole Word document: its sections, its headers and footers, or the template that gives them."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

import docx
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from lxml.etree import XMLSyntaxError

from pacte.documents.writing.errors import TemplateUnreadable
from pacte.documents.writing.layout import (
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Item,
    Orientation,
    Output,
    PageBreak,
    Paragraph,
    Row,
    Run,
)
from pacte.documents.writing.text import clean
from pacte.documents.writing.word.body import Body
from pacte.documents.writing.word.elements import MM, add, add_field, add_runs, new, paragraph, w
from pacte.documents.writing.word.numbering import Numbering
from pacte.documents.writing.word.styles import Styles, dress_document

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TRIAL = Output(
    "-",
    "fr-FR",
    (
        Heading("-"),
        Paragraph("-"),
        Bullets((Item("-"),)),
        PageBreak(Orientation.LANDSCAPE),
        Grid((Column("-"),), (Row((Cell("-"),)),)),
    ),
)
# What damaged archives and documents make their readers raise.
_BROKEN = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    KeyError,
    IndexError,
    ValueError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
)
_MOST_UNPACKED = 200_000_000  # bytes
_MARGINS = {Orientation.PORTRAIT: (20.0, 20.0), Orientation.LANDSCAPE: (13.0, 16.0)}  # sides, ends


def write_docx(
    output: Output, target: BinaryIO, *, template: bytes | None = None, marker: str = "[[contenu]]"
) -> None:
    """Write the document into a binary file object.

    With a template (.docx or .dotx), its styles, headers, footers and text are kept; the document
    takes the place of the paragraph that holds the marker, or comes at the end.

    Raises:
        TemplateUnreadable: the template is not a Word document.
        PictureUnreadable: a logo or a picture is of no known kind.
    """
    document = _open(template)
    styles = Styles(document, output.accent)
    if template is None:
        dress_document(document, styles, output.language)
    _describe(document, output)
    writer = _Sections(document, output, styles, has_template=template is not None)
    body = Body(document, output, styles, Numbering(document), _placed(document, marker))
    writer.write(body)
    if template is None:
        _furnish(document, output, styles)
    document.save(target)


def check_template(template: bytes) -> None:
    """Raise TemplateUnreadable unless documents may be written into it: one is, to see."""
    try:
        write_docx(_TRIAL, io.BytesIO(), template=template)
    except _BROKEN as error:
        raise TemplateUnreadable from error


def _open(template: bytes | None) -> Document:
    if template is None:
        document = docx.Document()
        for element in document.element.body.xpath("./w:p | ./w:tbl"):
            element.getparent().remove(element)
        return document
    try:
        return docx.Document(io.BytesIO(_as_document(template)))
    except _BROKEN as error:
        raise TemplateUnreadable from error


def _as_document(template: bytes) -> bytes:
    """A .dotx as the .docx that python-docx wants: only one word of its table of parts differs."""
    source = zipfile.ZipFile(io.BytesIO(template))
    if sum(entry.file_size for entry in source.infolist()) > _MOST_UNPACKED:
        raise TemplateUnreadable
    types = source.read("[Content_Types].xml")
    if _TEMPLATE_TYPE not in types:
        return template
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                document_type = CONTENT_TYPE.WML_DOCUMENT_MAIN.encode()
                content = content.replace(_TEMPLATE_TYPE, document_type)
            package.writestr(entry, content)
    return target.getvalue()


def _describe(document: Document, output: Output) -> None:
    properties = document.core_properties
    properties.title = clean(output.title)[:255]
    properties.subject = clean(output.subtitle)[:255]
    properties.language = output.language
    properties.author = clean(output.author)[:255]
    properties.comments = ""
    if output.made_at is not None:
        moment = output.made_at.replace(tzinfo=None)
        properties.created = properties.modified = moment


def _placed(document: Document, marker: str) -> Any:
    """A function that puts each element where the content is to stand."""
    content = document.element.body
    for found in content.iterchildren(w("p")):
        if marker in "".join(found.itertext()):
            end = new("p")  # stands for the place
            found.addprevious(end)
            content.remove(found)
            return _Before(end)
    last = content.find(w("sectPr"))
    return content.append if last is None else last.addprevious


class _Before:
    def __init__(self, anchor: _Element) -> None:
        self._anchor = anchor

    def __call__(self, element: _Element) -> None:
        self._anchor.addprevious(element)


class _Sections:
    """The parts of the document that share an orientation."""

    def __init__(
        self, document: Document, output: Output, styles: Styles, *, has_template: bool
    ) -> None:
        self._styles = styles
        self._output = output
        self._has_template = has_template
        self._section = document.sections[-1]

    def write(self, body: Body) -> None:
        output = self._output
        current = output.orientation
        if self._has_template:
            current = self._template_orientation()
        else:
            self._shape(self._section._sectPr, current)  # noqa: SLF001 — python-docx gives no other way
        body.title(cover=output.cover, millimetres=self._width(current))
        if output.cover:
            body.break_page()
        wanted = output.orientation
        for part in output.blocks:
            if isinstance(part, PageBreak):
                wanted = part.orientation or wanted
                body.break_page()
                continue
            if wanted is not current:
                self._close_section(body, current)
                current = wanted
            body.write([part], self._width(current))
        self._end(current)

    def _template_orientation(self) -> Orientation:
        width, height = self._section.page_width, self._section.page_height
        lying = width is not None and height is not None and width > height
        return Orientation.LANDSCAPE if lying else Orientation.PORTRAIT

    def _width(self, orientation: Orientation) -> float:
        """Of the text, in millimetres."""
        section = self._section
        if not self._has_template:
            short, long = self._output.paper.millimetres
            page = long if orientation is Orientation.LANDSCAPE else short
            return page - 2 * _MARGINS[orientation][0]
        sizes = sorted((section.page_width or Mm(210), section.page_height or Mm(297)))
        page_width = sizes[1] if orientation is Orientation.LANDSCAPE else sizes[0]
        sides = (section.left_margin or 0) + (section.right_margin or 0)
        return float((page_width - sides) / Mm(1))

    def _close_section(self, body: Body, orientation: Orientation) -> None:
        """End here the part in that orientation; what follows opens a section."""
        body.forget_break()  # a section begins a page by itself
        ended = copy.deepcopy(self._section._sectPr)  # noqa: SLF001 — idem
        self._shape(ended, orientation)
        holder = paragraph(self._styles["Pacte Gap"])
        holder.find(w("pPr")).append(ended)  # type: ignore[union-attr]  # each paragraph has one
        body.put(holder)

    def _end(self, orientation: Orientation) -> None:
        self._shape(self._section._sectPr, orientation)  # noqa: SLF001 — idem

    def _shape(self, section: Any, orientation: Orientation) -> None:
        size = section.find(w("pgSz"))
        if size is None:
            size = add(section, "pgSz", w=210 * MM, h=297 * MM)
        if self._has_template:
            sides = sorted(int(size.get(w(key))) for key in ("w", "h"))
        else:
            sides = [round(side * MM) for side in self._output.paper.millimetres]
            _set_margins(section, orientation)
        lying = orientation is Orientation.LANDSCAPE
        size.set(w("w"), str(sides[1 if lying else 0]))
        size.set(w("h"), str(sides[0 if lying else 1]))
        size.set(w("orient"), "landscape" if lying else "portrait")


def _set_margins(section: Any, orientation: Orientation) -> None:
    margins = section.find(w("pgMar"))
    side, end = _MARGINS[orientation]
    for key in ("left", "right"):
        margins.set(w(key), str(round(side * MM)))
    for key in ("top", "bottom"):
        margins.set(w(key), str(round(end * MM)))
    for key in ("header", "footer"):
        margins.set(w(key), str(round(8 * MM)))


def _furnish(document: Document, output: Output, styles: Styles) -> None:
    """Title and date over each page but the first, the page's number under all."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    parts = [clean(output.title), clean(output.date_label), clean(output.notice)]
    header = _emptied(section.header, styles["Header"])
    add(add(header, "r"), "t").text = " — ".join(part for part in parts if part)
    for footer in (section.footer, section.first_page_footer):
        line = _emptied(footer, styles["Footer"])
        add(line.find(w("pPr")), "jc", val="right")
        add_field(line, "PAGE")
        add_runs(line, (Run(" / "),), document.part)
        add_field(line, "NUMPAGES")


def _emptied(furniture: Any, style: str) -> Any:
    """The one paragraph of a header or a footer, with that style."""
    line = paragraph(style)
    first = furniture.paragraphs[0]._p  # noqa: SLF001 — python-docx gives no other way
    first.getparent().replace(first, line)
    return line
