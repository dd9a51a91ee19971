"""The styles that the blocks ask for: the template's own where it has them, ours elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from pacte.documents.writing import palette
from pacte.documents.writing.word.elements import add

if TYPE_CHECKING:
    from docx.document import Document

_FONT = "Calibri"
HEADINGS = 6  # levels that Word outlines under these names

# name: size, bold, space before, space after, colour
_OWN = {
    "Pacte Lead": (13.0, False, 0, 8, palette.INK),
    "Pacte Small": (8.5, False, 0, 2, palette.MUTED),
    "Pacte Kicker": (9.0, True, 14, 0, palette.ACCENT),
    "Pacte Table": (8.5, False, 0, 1, palette.INK),
    "Pacte Table Head": (8.5, True, 0, 1, palette.INK),
    "Pacte Fact": (10.0, False, 0, 2, palette.INK),
    "Pacte Gap": (3.0, False, 0, 0, palette.INK),
    "Pacte Figure": (24.0, True, 0, 0, palette.ACCENT),
    "Pacte Notice": (10.0, True, 6, 6, palette.INK),
}
_SIZES = {1: (18.0, 22, 8), 2: (14.0, 16, 5), 3: (11.5, 12, 3), 4: (10.5, 10, 2)}


class Styles:
    """Identifiers of styles by name, made when the document lacks them."""

    def __init__(self, document: Document, accent: str) -> None:
        self._styles: Any = document.styles
        self._accent = accent
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def heading(self, level: int) -> str:
        return self[f"Heading {min(max(level, 1), HEADINGS)}"]

    def _find(self, name: str) -> str:
        if name not in self._styles:
            self._make(name)
        return str(self._styles[name].style_id)

    def _make(self, name: str) -> None:
        style = self._styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name in _OWN:
            size, bold, before, after, colour = _OWN[name]
            _dress(style, size, before, after, self._accent if colour == palette.ACCENT else colour)
            style.font.bold = bold
        elif name.startswith("Heading "):
            self.dress_heading(style, int(name[-1]))

    def dress_heading(self, style: Any, level: int) -> None:
        size, before, after = _SIZES.get(level, _SIZES[4])
        _dress(style, size, before, after, self._accent if level < 3 else palette.INK)  # noqa: PLR2004 — the two first levels are in colour
        style.font.bold, style.font.italic = True, False
        style.paragraph_format.keep_with_next = True
        properties = style.element.get_or_add_pPr()
        if properties.find(qn("w:outlineLvl")) is None:
            add(properties, "outlineLvl", val=level - 1)


def _dress(style: Any, size: float, before: float, after: float, colour: str) -> None:
    style.font.name = _FONT
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour[1:])
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    # A theme font would win over the name.
    for key in [key for key in fonts.attrib if "Theme" in key]:
        del fonts.attrib[key]


def dress_document(document: Document, styles: Styles, language: str) -> None:
    """Give a document without template our letters, our measures and its language."""
    named: Any = document.styles
    _dress(named["Normal"], 10.5, 0, 5, palette.INK)
    _dress(named["Title"], 26, 0, 4, palette.INK)
    named["Title"].font.bold = True
    border = named["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        named["Title"].element.pPr.remove(border)
    _dress(named["Subtitle"], 14, 0, 4, palette.MUTED)
    named["Subtitle"].font.italic = False
    for level in range(1, HEADINGS + 1):
        styles.dress_heading(named[f"Heading {level}"], level)
    for name in ("Header", "Footer"):
        _dress(named[name], 8.5, 0, 0, palette.MUTED)
    _dress(named["Caption"], 9, 2, 8, palette.MUTED)
    named["Caption"].font.bold = False
    for name in ("List Bullet", "List Number"):
        named[name].paragraph_format.space_after = Pt(3)
        named[name].paragraph_format.left_indent = Mm(6)
    set_language(document, language)


def set_language(document: Document, language: str) -> None:
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    for tongue in defaults.iter(qn("w:lang")):
        tongue.set(qn("w:val"), language)
