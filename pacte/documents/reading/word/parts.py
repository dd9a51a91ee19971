"""The parts of a Word file, found by their relationships as Word finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.documents.errors import CorruptDocument
from pacte.documents.reading import xmltree
from pacte.documents.reading.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_CHUNK = 1 << 20
_OVERLAP = 256
_STYLE_USED = re.compile(rb':pStyle\s+\w+:val="([^"]{1,200})"')
_OUTLINE_USED = re.compile(rb':outlineLvl\s+\w+:val="([0-8])"')
# Typed breaks alone tell nothing: the text between two of them may fill several pages.
_PAGE_SIGN = re.compile(rb"lastRenderedPageBreak")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class Survey:
    """What must be known of the whole text before its first paragraph is read."""

    style_ids: frozenset[str]
    outline_levels: frozenset[str]
    has_pages: bool


class Parts:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self.archive = Archive(data, limits)
        self._limits = limits
        self.document = self._main()
        self._relations = list(self._relations_of(self.document))

    def find(self, kind: str) -> Element | None:
        """The part that the document relates to as « styles », « comments »…"""
        return next(iter(self.find_all(kind)), None)

    def find_all(self, kind: str) -> Iterator[Element]:
        for relation_kind, _, target in self._relations:
            if relation_kind == kind and target in self.archive:
                yield self.parse(target)

    def parse(self, name: str) -> Element:
        return xmltree.parse(xmltree.check_size(self.archive.read(name), self._limits))

    def related(self, relation_id: str) -> str | None:
        """The name of the part that a relationship of the document points to."""
        for _, found_id, target in self._relations:
            if found_id == relation_id and target in self.archive:
                return target
        return None

    def title(self) -> str | None:
        """The title among the properties of the file."""
        if "docProps/core.xml" not in self.archive:
            return None
        found = xmltree.parse(self.archive.read("docProps/core.xml")).findtext(_TITLE)
        return (found or "").strip() or None

    def survey(self) -> Survey:
        styles: set[str] = set()
        outlines: set[str] = set()
        has_pages = False
        for chunk in self._chunks():
            styles.update(style.decode("utf-8", "replace") for style in _STYLE_USED.findall(chunk))
            outlines.update(level.decode() for level in _OUTLINE_USED.findall(chunk))
            has_pages = has_pages or bool(_PAGE_SIGN.search(chunk))
        return Survey(frozenset(styles), frozenset(outlines), has_pages)

    def _chunks(self) -> Iterator[bytes]:
        kept = b""
        with self.archive.open(self.document) as part:
            try:
                while chunk := part.read(_CHUNK):
                    self._limits.check_time()
                    yield kept + chunk
                    kept = chunk[-_OVERLAP:]
            except xmltree.BROKEN as error:
                raise CorruptDocument from error

    def _main(self) -> str:
        for kind, _, target in self._relations_of(""):
            if kind == "officeDocument" and target in self.archive:
                return target
        return "word/document.xml"

    def _relations_of(self, part: str) -> Iterator[tuple[str, str, str]]:
        """(kind, id, target) of what a part relates to inside the file."""
        folder, _, base = part.rpartition("/")
        name = f"{folder}/_rels/{base}.rels".lstrip("/")
        if name not in self.archive:
            return
        for relation in xmltree.parse(self.archive.read(name)):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                target = Archive.resolve(relation.get("Target", ""), beside=part)
                yield kind, relation.get("Id", ""), target
