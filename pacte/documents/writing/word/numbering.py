"""Bullets and numbers of lists, defined by the document itself so that any template has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.parts.numbering import NumberingPart

from pacte.documents.writing.word.elements import MM, add, new, w

if TYPE_CHECKING:
    from docx.document import Document

_EMPTY = '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
_DEPTHS = 9
_MARKS = ("•", "–", "▪")


class Numbering:
    def __init__(self, document: Document) -> None:
        self._root: Any = _numbering_part(document).element
        self._bullets: str = ""

    def bullets(self) -> str:
        """The number of the one bulleted list of the document."""
        if not self._bullets:
            self._bullets = self._define(ordered=False)
        return self._bullets

    def ordered(self) -> str:
        """The number of a new list that counts from 1."""
        return self._define(ordered=True)

    def _define(self, *, ordered: bool) -> str:
        abstract = new("abstractNum", abstractNumId=self._free("abstractNum", "abstractNumId"))
        add(abstract, "multiLevelType", val="hybridMultilevel")
        for depth in range(_DEPTHS):
            _add_level(abstract, depth, ordered=ordered)
        first_list = self._root.find(w("num"))
        if first_list is None:
            self._root.append(abstract)
        else:
            first_list.addprevious(abstract)
        number = self._free("num", "numId")
        made = add(self._root, "num", numId=number)
        add(made, "abstractNumId", val=str(abstract.get(w("abstractNumId"))))
        return str(number)

    def _free(self, tag: str, key: str) -> int:
        return 1 + max((int(found.get(w(key))) for found in self._root.iter(w(tag))), default=0)


def _add_level(abstract: Any, depth: int, *, ordered: bool) -> None:
    level = add(abstract, "lvl", ilvl=depth)
    add(level, "start", val=1)
    add(level, "numFmt", val="decimal" if ordered else "bullet")
    add(level, "lvlText", val=f"%{depth + 1}." if ordered else _MARKS[depth % len(_MARKS)])
    add(level, "lvlJc", val="left")
    add(add(level, "pPr"), "ind", left=(depth + 1) * 6 * MM, hanging=5 * MM)


def _numbering_part(document: Document) -> Any:
    part = document.part
    try:
        return part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        name = PackURI("/word/numbering.xml")
        made = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, parse_xml(_EMPTY), part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        return made
