"""The blocks of a document, written one after the other into a Word body."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm

from pacte.documents.writing import layout, palette
from pacte.documents.writing.pictures import as_bitmap, is_svg
from pacte.documents.writing.text import clean, stands_whole
from pacte.documents.writing.word.elements import (
    add,
    add_runs,
    new,
    paragraph,
    text_paragraph,
    text_paragraphs,
    w,
)
from pacte.documents.writing.word.tables import Frame, bare_table, grid_table, share_widths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docx.document import Document
    from lxml.etree import _Element

    from pacte.documents.writing.word.numbering import Numbering
    from pacte.documents.writing.word.styles import Styles

_MM_PER_INCH = 25.4
_SCREEN = 96.0  # dots per inch that a bitmap without a stated size is taken for
_FACT_NAMES = 0.26  # share of the width


class Body:
    """Where blocks are written; `put` places each element that is made."""

    def __init__(
        self,
        document: Document,
        output: layout.Output,
        styles: Styles,
        numbering: Numbering,
        put: Callable[[_Element], None],
    ) -> None:
        self._document = document
        self._output = output
        self._styles = styles
        self._numbering = numbering
        self._put = put
        self._breaks = False

    def write(self, blocks: Iterable[layout.Block], millimetres: float) -> None:
        for block in blocks:
            for element in self.elements(block, millimetres):
                self.put(element)

    def break_page(self) -> None:
        """Begin a page with what comes next."""
        self._breaks = True

    def forget_break(self) -> None:
        self._breaks = False

    def put(self, element: _Element) -> None:
        if self._breaks:
            self._breaks = False
            if element.tag != w("p"):
                self._put(_broken(paragraph(self._styles["Pacte Small"])))
            else:
                _broken(element)
        self._put(element)

    def elements(self, block: layout.Block, millimetres: float) -> list[_Element]:  # noqa: PLR0911 — one line for each kind of block
        match block:
            case layout.Heading():
                return [self._text(block.text, self._styles.heading(block.level))]
            case layout.Paragraph():
                return [
                    self._text(block.text, self._styles["Pacte Lead" if block.lead else "Normal"])
                ]
            case layout.Bullets():
                return self._bullets(block)
            case layout.Facts():
                return [self._facts(block.pairs, millimetres), self._gap()]
            case layout.Figures():
                return [self._figures(block, millimetres), self._gap()]
            case layout.Grid():
                return self._grid(block, millimetres)
            case layout.Picture():
                return self._picture(block, millimetres)
            case layout.Panel():
                return self._panel(block, millimetres)
            case layout.Side():
                return [self._side(block, millimetres), self._gap()]
            case layout.PageBreak():
                self.break_page()
                return []

    def _text(self, text: layout.Text, style: str) -> _Element:
        return text_paragraph(text, style, self._document.part)

    def _gap(self) -> _Element:
        """What Word wants between a table and what follows, as small as can be."""
        return self._text("", self._styles["Pacte Gap"])

    def _bullets(self, block: layout.Bullets) -> list[_Element]:
        style = self._styles["List Number" if block.ordered else "List Bullet"]
        number = self._numbering.ordered() if block.ordered else self._numbering.bullets()
        made = []
        for item in block.items:
            element = self._text(item.text, style)
            numbered = add(element.find(w("pPr")), "numPr")  # type: ignore[arg-type]  # each paragraph has one
            add(numbered, "ilvl", val=min(max(item.depth, 0), 8))
            add(numbered, "numId", val=number)
            made.append(element)
        return made

    def _frame(self, millimetres: float) -> Frame:
        output = self._output
        return Frame(self._document.part, self._styles, output.language, millimetres, output.accent)

    def _grid(self, block: layout.Grid, millimetres: float) -> list[_Element]:
        if all(column.hidden for column in block.columns):
            return []  # Word opens no table without a column
        made = [grid_table(block, self._frame(millimetres)), self._gap()]
        if block.caption:
            caption = self._text(block.caption, self._styles["Caption"])
            caption.find(w("pPr")).insert(1, new("keepNext"))  # type: ignore[union-attr]  # each paragraph has one
            made.insert(0, caption)
        return made

    def _facts(self, pairs: Iterable[tuple[str, layout.Text]], millimetres: float) -> _Element:
        widths = share_widths([_FACT_NAMES, 1 - _FACT_NAMES], millimetres)
        table = bare_table(widths)
        for name, value in pairs:
            row = add(table, "tr")
            add(add(row, "trPr"), "cantSplit")
            named = self._text((layout.Run(name, muted=True),), self._styles["Pacte Fact"])
            self._cell(row, widths[0], [named])
            shown = text_paragraphs(value, self._styles["Pacte Fact"], self._document.part)
            self._cell(row, widths[1], shown)
        return table

    def _cell(self, row: _Element, width: int, content: list[_Element]) -> None:
        cell = add(row, "tc")
        add(add(cell, "tcPr"), "tcW", w=width, type="dxa")
        cell.extend(content)
        if not content or content[-1].tag != w("p"):
            cell.append(self._gap())

    def _figures(self, block: layout.Figures, millimetres: float) -> _Element:
        widths = share_widths([1.0] * max(len(block.items), 1), millimetres)
        table = bare_table(widths)
        row = add(table, "tr")
        add(add(row, "trPr"), "cantSplit")
        for item, width in zip(block.items, widths, strict=False):
            value = self._text(
                (layout.Run(item.value, href=item.href),), self._styles["Pacte Figure"]
            )
            self._cell(row, width, [value, self._text(item.label, self._styles["Pacte Small"])])
        return table

    def _picture(self, block: layout.Picture, millimetres: float) -> list[_Element]:
        holder = paragraph(self._styles["Normal"])
        self.add_picture(holder, block.data, block.alt, width=millimetres * block.share)
        if not block.caption:
            return [holder]
        return [holder, self._text(block.caption, self._styles["Caption"])]

    def add_picture(
        self, holder: _Element, data: bytes, alt: str, *, width: float, height: float | None = None
    ) -> None:
        """Put a picture in a paragraph, within that width and height in millimetres."""
        bitmap = as_bitmap(data)
        ratio = bitmap.width / max(bitmap.height, 1)
        if height is not None:
            width = min(width, height * ratio)
        elif bitmap.width / _SCREEN * _MM_PER_INCH < width and not is_svg(data):
            width = bitmap.width / _SCREEN * _MM_PER_INCH
        stream = io.BytesIO(bitmap.data)
        inline = self._document.part.new_pic_inline(stream, Mm(width), Mm(width / ratio))
        inline.docPr.set("descr", clean(alt))
        add(add(holder, "r"), "drawing").append(inline)

    def _panel(self, block: layout.Panel, millimetres: float) -> list[_Element]:
        made = []
        if block.kicker:
            kicker = self._text(block.kicker, self._styles["Pacte Kicker"])
            self._rule_above(kicker)
            made.append(kicker)
        made.append(self._text(block.title, self._styles.heading(block.level)))
        if not block.kicker:
            self._rule_above(made[0])
        if block.facts:
            facts = self._facts(block.facts, millimetres)
            if stands_whole(block.facts):
                for line in facts.iter(w("pPr")):
                    line.insert(1, new("keepNext"))  # after the style
            made += [facts, self._gap()]
        for inner in block.blocks:
            made += self.elements(inner, millimetres)
        return made

    def _rule_above(self, element: _Element) -> None:
        properties = element.find(w("pPr"))
        add(properties, "keepNext")  # type: ignore[arg-type]  # each paragraph has one
        borders = add(properties, "pBdr")  # type: ignore[arg-type]  # idem
        add(borders, "top", val="single", sz=8, space=6, color=self._output.accent[1:])

    def _side(self, block: layout.Side, millimetres: float) -> _Element:
        count = max(len(block.columns), 1)
        widths = share_widths([1.0] * count, millimetres)
        table = bare_table(widths)
        row = add(table, "tr")
        for column, width in zip(block.columns, widths, strict=False):
            inner = millimetres / count - 5
            content = [made for item in column for made in self.elements(item, inner)]
            self._cell(row, width, content)
        return table

    def title(self, *, cover: bool, millimetres: float) -> None:
        """The strip of logos, the title and what goes with it."""
        output, styles = self._output, self._styles
        if output.logos:
            self._put(self._strip(millimetres))
        title = self._text(output.title, styles["Title"])
        if cover:
            _spaced(title, before=120)
        self._put(title)
        if output.subtitle:
            self._put(self._text(output.subtitle, styles["Subtitle"]))
        if output.date_label:
            self._put(self._text((layout.Run(output.date_label, muted=True),), styles["Normal"]))
        if output.notice:
            notice = self._text(output.notice, styles["Pacte Notice"])
            _shaded(notice, palette.SHADE)
            self._put(notice)
        for position, mention in enumerate(output.mentions):
            element = self._text(mention, styles["Pacte Small"])
            if cover and position == 0:
                _spaced(element, before=60)
            elif not cover and position == len(output.mentions) - 1:
                _spaced(element, after=14)
            self._put(element)

    def _strip(self, millimetres: float) -> _Element:
        holder = paragraph(self._styles["Normal"])
        part = self._document.part
        for position, logo in enumerate(self._output.logos):
            if position:
                add_runs(holder, (layout.Run("   "),), part)
            each = millimetres / len(self._output.logos) - 4
            self.add_picture(holder, logo.data, logo.alt, width=each, height=15.0)
        _spaced(holder, after=10)
        return holder


def _broken(element: _Element) -> _Element:
    """The paragraph, begun on a new page."""
    properties = element.find(w("pPr"))
    style = properties.find(w("pStyle"))  # type: ignore[union-attr]  # each paragraph has one
    place = 0 if style is None else 1
    properties.insert(place, new("pageBreakBefore"))  # type: ignore[union-attr]  # idem
    return element


def _spaced(element: _Element, *, before: float = 0, after: float = 0) -> None:
    given = {key: points * 20 for key, points in (("before", before), ("after", after)) if points}
    add(element.find(w("pPr")), "spacing", **given)  # type: ignore[arg-type]  # each paragraph has one


def _shaded(element: _Element, fill: str) -> None:
    add(element.find(w("pPr")), "shd", val="clear", color="auto", fill=fill[1:])  # type: ignore[arg-type]  # idem
