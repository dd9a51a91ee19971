"""What a Word file keeps apart from its text: comments, footnotes, diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.documents.content import NoteKind
from pacte.documents.reading.attributes import date_of
from pacte.documents.reading.draft import Aside
from pacte.documents.reading.word.names import A, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.word.parts import Parts
    from pacte.documents.reading.xmltree import Element

_FOOTNOTES = ("footnotes", "endnotes")


class Stories:
    """Each story is given once, at the first place that refers to it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        comments = parts.find("comments")
        self._comments = {} if comments is None else _by_id(comments, "comment")
        self._footnotes = {
            (kind, found_id): element
            for kind in _FOOTNOTES
            if (root := parts.find(kind)) is not None
            for found_id, element in _by_id(root, kind.removesuffix("s")).items()
        }

    def comment(self, comment_id: str) -> Aside | None:
        element = self._comments.pop(comment_id, None)
        return None if element is None else _comment(element)

    def footnote(self, kind: str, footnote_id: str) -> Aside | None:
        element = self._footnotes.pop((kind, footnote_id), None)
        return None if element is None else Aside(NoteKind.FOOTNOTE, source=element)

    def diagram(self, relation_id: str) -> str:
        """The texts of a diagram (SmartArt), one to a line."""
        name = self._parts.related(relation_id)
        if name is None:
            return ""
        root = self._parts.parse(name)
        paragraphs = ("".join(t.text or "" for t in p.iter(f"{A}t")) for p in root.iter(f"{A}p"))
        return "\n".join(text for text in paragraphs if text.strip())

    def unread(self) -> Iterator[Aside]:
        """What nothing in the text refers to."""
        for element in self._comments.values():
            yield _comment(element)
        for element in self._footnotes.values():
            yield Aside(NoteKind.FOOTNOTE, source=element)
        self._comments, self._footnotes = {}, {}


def _by_id(root: Element, name: str) -> dict[str, Element]:
    return {
        element.get(f"{W}id", ""): element
        for element in root.iterfind(f"{W}{name}")
        # Word keeps the line above the notes as a note of its own.
        if element.get(f"{W}type", "normal") == "normal"
    }


def _comment(element: Element) -> Aside:
    author = element.get(f"{W}author") or element.get(f"{W}initials")
    date = date_of(element.get(f"{W}date"))
    return Aside(NoteKind.COMMENT, author=author, date=date, source=element)
