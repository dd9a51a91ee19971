"""The text of a cell: its runs, some struck through, as one paragraph for each line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pacte.documents.content import Cell, CellValue, Note, NoteKind, Paragraph, Place

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_SPACES = re.compile(r" {2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


class Run(NamedTuple):
    text: str
    is_struck: bool = False
    is_bold: bool = False


class RichText(str):
    """A text whose runs differ; as a string, what is seen of it."""

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, runs: Iterable[Run]) -> RichText:
        kept = tuple(run for run in runs if run.text)
        text = cls("".join(run.text for run in kept if not run.is_struck))
        text.runs = kept
        return text


@dataclass(frozen=True, slots=True)
class Look:
    """What the style of a cell says beyond its number format."""

    is_struck: bool = False
    is_bold: bool = False
    is_underlined: bool = False
    indent: int = 0

    def __bool__(self) -> bool:
        return self.is_struck or self.is_bold or self.is_underlined or self.indent > 0


PLAIN = Look()


def clean(text: str) -> str:
    """Text of an XML part as it is read: entities, Excel's own escapes, one kind of line end."""
    if "&" in text:
        text = html.unescape(text)
    return tidy(text)


def tidy(text: str) -> str:
    if "_x" in text:
        text = _CONTROL.sub("", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    if not text.isprintable():
        text = _LINE_END.sub("\n", text)
    return text.strip()


def text_of(item: Element) -> str:
    """The text of a shared or inline string; `RichText` when a run is struck or bold."""
    runs = tuple(_runs(item))
    if any(run.is_struck or run.is_bold for run in runs):
        return RichText.of(runs)
    return "".join(run.text for run in runs).strip()


def _runs(item: Element) -> Iterable[Run]:
    for child in item:
        name = local_name(child)
        if name == "t":
            yield Run(_unwrapped(child.text))
        elif name == "r":
            marks = {
                local_name(mark)
                for properties in child
                if local_name(properties) == "rPr"
                for mark in properties
                if mark.get("val") not in {"0", "false"}
            }
            text = "".join(_unwrapped(part.text) for part in child if local_name(part) == "t")
            yield Run(text, is_struck="strike" in marks, is_bold="b" in marks)


def _unwrapped(text: str | None) -> str:
    text = text or ""
    if "_x" in text:
        text = _CONTROL.sub("", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    return _LINE_END.sub("\n", text)


def local_name(element: Element) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2]


def make_cell(
    text: str,
    *,
    place: Place,
    row: int,
    column: int,
    value: CellValue = None,
    look: Look = PLAIN,
    notes: tuple[Note, ...] = (),
) -> Cell:
    """A cell of several lines, or of runs, or of a style; a struck line becomes a note."""
    runs = text.runs if isinstance(text, RichText) else (Run(text),)
    paragraphs: list[Paragraph] = []
    struck: list[Note] = []
    for line in _lines(runs, look):
        paragraph, crossed = _paragraph(line, place, look)
        if paragraph is None:
            struck.extend(crossed)
        else:
            paragraphs.append(paragraph)
    return Cell(
        tuple(paragraphs),
        row,
        column,
        value=value if paragraphs else None,
        notes=notes + tuple(struck),
    )


def _paragraph(
    line: list[Run], place: Place, look: Look
) -> tuple[Paragraph | None, tuple[Note, ...]]:
    """The paragraph of a line, unless nothing of it is seen, and what was struck from it."""
    crossed = tuple(
        Note(NoteKind.STRUCK, run.text.strip(), place)
        for run in line
        if run.is_struck and run.text.strip()
    )
    seen = [run for run in line if not run.is_struck]
    words = "".join(run.text for run in seen).strip()
    if not words:
        return None, crossed
    paragraph = Paragraph(
        _SPACES.sub(" ", words) if crossed else words,
        place,
        depth=look.indent,
        bold=all(run.is_bold for run in seen if run.text.strip()),
        underline=look.is_underlined,
        notes=crossed,
    )
    return paragraph, crossed


def _lines(runs: Iterable[Run], look: Look) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(
                    Run(part, run.is_struck or look.is_struck, run.is_bold or look.is_bold)
                )
    return lines
