"""What no text may hold, taken out of a content whatever the format that it came from.

Neither a database, nor a page, nor UTF-8 itself can hold all that a file may put in a text.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

from pacte.documents.content import EMPTY_CELL, Content, Note, Paragraph, Table

Value = TypeVar("Value")

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text without control characters nor halves of characters."""
    if text.isprintable() or not _UNSAFE.search(text):
        return text
    if _SURROGATE.search(text):  # two halves that follow each other are one character
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _UNSAFE.sub("", _LINE_END.sub("\n", text))


def clean(content: Content) -> Content:
    """The same content; only one that holds such characters is made again."""
    tables = [block for block in content.blocks if isinstance(block, Table)]
    if all(map(_is_clean, _texts(content))) and all(map(_is_clean_table, tables)):
        return content
    return _cleaned(content, {id(EMPTY_CELL): EMPTY_CELL})


def _cleaned(value: Value, made: dict[int, object]) -> Value:
    """What was one object at several places stays one: merged cells are told by it."""
    if isinstance(value, str):
        return cast("Value", clean_text(value))
    if isinstance(value, tuple):
        return cast("Value", tuple(_cleaned(each, made) for each in value))
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    if id(value) not in made:
        names = [field.name for field in dataclasses.fields(value)]
        inside = {name: _cleaned(getattr(value, name), made) for name in names}
        made[id(value)] = dataclasses.replace(value, **inside)
    return cast("Value", made[id(value)])


def _is_clean(text: str) -> bool:
    return text.isprintable() or not _UNSAFE.search(text)


def _is_clean_table(table: Table) -> bool:
    """Written as plain loops: a workbook has cells by the hundred thousand."""
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                text = paragraph.text
                if not text.isprintable() and _UNSAFE.search(text):
                    return False
                has_more = paragraph.marker or paragraph.notes
                if has_more and not all(map(_is_clean, _of_paragraph(paragraph))):
                    return False
            if cell.notes and not all(map(_is_clean, _of_notes(cell.notes))):
                return False
    return _is_clean(table.name or "")


def _texts(content: Content) -> Iterator[str]:
    """Those that stand in no table."""
    yield content.title or ""
    yield from _of_notes(content.notes)
    for block in (*content.furniture, *content.blocks):
        if isinstance(block, Paragraph):
            yield from _of_paragraph(block)


def _of_paragraph(paragraph: Paragraph) -> Iterator[str]:
    yield paragraph.text
    yield paragraph.marker or ""
    yield from _of_notes(paragraph.notes)


def _of_notes(notes: Iterable[Note]) -> Iterator[str]:
    for note in notes:
        yield note.text
        yield note.author or ""
