"""What stands on a sheet without being in its cells: comments, shapes, page headers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pacte.documents.content import Note, NoteKind, Paragraph, Place
from pacte.documents.reading.spreadsheets.cells import column_index
from pacte.documents.reading.spreadsheets.rich import local_name

if TYPE_CHECKING:
    from pacte.documents.reading.xmltree import Element

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_FIELD = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K[0-9A-Fa-f]{2}[+\-][0-9]{3}|[0-9]{1,3}|[A-Z])')
_PARTS = re.compile(r"&[LCR]")
_PAGE_PARTS = {
    "oddHeader": "en-tête",
    "evenHeader": "en-tête",
    "firstHeader": "en-tête",
    "oddFooter": "pied de page",
    "evenFooter": "pied de page",
    "firstFooter": "pied de page",
}
_THREAD_STAND_IN = "tc="


class Remark(NamedTuple):
    """A comment and the cell it was put on: number of the row, index of the column."""

    row: int
    column: int
    note: Note


def position(reference: str | None) -> tuple[int, int] | None:
    """« B12 » is row 12, column 1."""
    found = _REFERENCE.match((reference or "").upper())
    return (int(found[2]), column_index(found[1])) if found else None


def comments(root: Element, place: Place) -> Iterator[Remark]:
    """The comments that every version shows; stand-ins of threads are left to `threads`."""
    parts = {local_name(part): part for part in root}
    authors = [
        "".join(str(text) for text in author.itertext()).strip()
        for author in parts.get("authors", ())
    ]
    for comment in parts.get("commentList", ()):
        where = position(comment.get("ref"))
        rank = comment.get("authorId") or ""
        author = authors[int(rank)] if rank.isdecimal() and int(rank) < len(authors) else ""
        text = "".join(_texts(comment)).strip()
        if where is None or not text or author.startswith(_THREAD_STAND_IN):
            continue
        if author and text.startswith(f"{author}:"):
            text = text[len(author) + 1 :].strip()
        at = place.at(row=where[0])
        yield Remark(*where, Note(NoteKind.COMMENT, text, at, author=author or None))


def threads(root: Element, people: dict[str, str], place: Place) -> Iterator[Remark]:
    for comment in root:
        where = position(comment.get("ref"))
        text = "".join(_texts(comment)).strip()
        if where is None or not text:
            continue
        author = people.get(comment.get("personId") or "")
        date = moment(comment.get("dT"))
        at = place.at(row=where[0])
        yield Remark(*where, Note(NoteKind.COMMENT, text, at, author=author, date=date))


def people(root: Element) -> dict[str, str]:
    return {one.get("id") or "": one.get("displayName") or "" for one in root}


def moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None


def shapes(root: Element, place: Place) -> Iterator[Note]:
    """The text of each shape of a drawing, at the row where it is anchored."""
    for anchor in _anchors(root):
        row = next(
            (
                int(part.text or 0)
                for corner in anchor
                if local_name(corner) == "from"
                for part in corner
                if local_name(part) == "row" and (part.text or "").isdecimal()
            ),
            None,
        )
        at = place if row is None else place.at(row=row + 1)
        for text in dict.fromkeys(words(body) for body in anchor.iter("{*}txBody")):
            if text:
                yield Note(NoteKind.TEXT_BOX, text, at)


def _anchors(root: Element) -> Iterator[Element]:
    """The same shape may be written twice, for newer and for older programs: once is enough."""
    for child in root:
        if local_name(child) != "AlternateContent":
            yield child
        elif len(child):
            yield from child[0]


def words(root: Element) -> str:
    """The text drawn inside, one line for each of its paragraphs."""
    lines = [
        "".join(
            "\n" if local_name(run) == "br" else run.text or ""
            for run in line.iter("{*}t", "{*}br")
        ).strip()
        for line in root.iter("{*}p")
    ]
    return "\n".join(line for line in lines if line)


def page_parts(frame: Element, place: Place) -> Iterator[Paragraph]:
    """What is printed around each page, without its fields (page, date…)."""
    seen: set[str] = set()
    for part in frame.iter(*(f"{{*}}{name}" for name in _PAGE_PARTS)):
        for zone in _PARTS.split(part.text or ""):
            text = _FIELD.sub("", zone.replace("&&", "\0")).replace("\0", "&").strip()
            if text and text not in seen and any(letter.isalpha() for letter in text):
                seen.add(text)
                area = _PAGE_PARTS[local_name(part)]
                yield Paragraph(text, Place(sheet=place.sheet, area=area))


def _texts(comment: Element) -> Iterator[str]:
    """Phonetic guides apart."""
    for part in comment.iter("{*}t", "{*}text"):
        above = part.getparent()
        if above is None or local_name(above) != "rPh":
            yield part.text or ""
