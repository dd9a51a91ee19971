"""A paragraph of a page while it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pacte.documents.content import Note, NoteKind, Paragraph, Place
from pacte.documents.reading.xmltree import Element

_SPACES = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_AROUND_BREAK = re.compile(r" *\n *")
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_UNDERLINED = re.compile(r"text-decoration[^;]*underline", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)

_LONGEST_STYLE = 2000
_BOLD_TAGS = frozenset({"b", "strong", "th", "dt"})  # a term stands out from what it says
_NOTE_TAGS = {"del": NoteKind.DELETION, "s": NoteKind.STRUCK, "strike": NoteKind.STRUCK}


@dataclass(frozen=True, slots=True)
class Look:
    bold: bool = False
    underline: bool = False
    kept_as: NoteKind | None = None  # text that is not shown as such
    keeps_spaces: bool = False

    def inside(self, element: Element) -> Look:
        """The look of what an element holds."""
        tag, style = element.tag, element.get("style", "")[:_LONGEST_STYLE]
        look = self
        if tag in _BOLD_TAGS or (style and _BOLD.search(style)):
            look = replace(look, bold=True)
        elif look.bold and style and _NOT_BOLD.search(style):
            look = replace(look, bold=False)
        if tag == "u" or (style and _UNDERLINED.search(style)):
            look = replace(look, underline=True)
        if tag in {"pre", "textarea"}:
            look = replace(look, keeps_spaces=True)
        if kind := _kept_as(element, style):
            look = replace(look, kept_as=kind)
        return look


def _kept_as(element: Element, style: str) -> NoteKind | None:
    kind = _NOTE_TAGS.get(element.tag)
    if kind is None and style and _STRUCK.search(style):
        kind = NoteKind.STRUCK
    if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
        kind = NoteKind.HIDDEN
    return kind


@dataclass(slots=True)
class Draft:
    parts: list[str] = field(default_factory=list)
    asides: list[tuple[NoteKind, str]] = field(default_factory=list)
    visible: int = 0
    plain: int = 0
    bare: int = 0

    def add(self, text: str, look: Look) -> None:
        if not look.keeps_spaces:
            text = _SPACES.sub(" ", text)
        if look.kept_as is not None:
            self._keep_aside(look.kept_as, text)
            return
        self.parts.append(text)
        size = len(text.strip())
        self.visible += size
        self.plain += 0 if look.bold else size
        self.bare += 0 if look.underline else size

    def line_break(self) -> None:
        self.parts.append("\n")

    def is_empty(self) -> bool:
        return not self.visible and not self.asides

    def text(self) -> str:
        joined = _SPACES_TWICE.sub(" ", "".join(self.parts))
        return _AROUND_BREAK.sub("\n", joined).replace("\xad", "").strip(" \n\t\xa0\u200b")

    def notes(self, place: Place) -> tuple[Note, ...]:
        return tuple(Note(kind, text.strip(), place) for kind, text in self.asides if text.strip())

    def paragraph(
        self, place: Place, *, heading: int | None, marker: str | None, depth: int
    ) -> Paragraph:
        return Paragraph(
            self.text(),
            place,
            heading=heading,
            marker=marker,
            depth=depth,
            bold=self.visible > 0 and not self.plain,
            underline=self.visible > 0 and not self.bare,
            notes=self.notes(place),
        )

    def _keep_aside(self, kind: NoteKind, text: str) -> None:
        if self.asides and self.asides[-1][0] == kind:
            self.asides[-1] = (kind, self.asides[-1][1] + text)
        else:
            self.asides.append((kind, text))


_SPACES_TWICE = re.compile(r" {2,}")
