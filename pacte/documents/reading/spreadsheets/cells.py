"""The rows of a worksheet part. A workbook of 10,000 rows has 120,000 cells: regular
expressions over what every program writes, and the XML parser for the rest.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

from lxml import etree

from pacte.documents.errors import CorruptDocument, DangerousXml
from pacte.documents.reading import xmltree
from pacte.documents.reading.spreadsheets.rich import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from pacte.documents.reading.limits import Limits
    from pacte.documents.reading.xmltree import Element

_BLOCK = 1 << 20
_Found = tuple[str, str, str, str, str, str]
# Possessive wherever nothing else could match: a quarter faster.
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)[0-9]{1,7}+"(?: s="([0-9]{1,6}+)")?+(?: t="([a-zA-Z]{1,9}+)")?+'
    r'(?: (?:cm|vm|ph)="[^"<>]*+")*+(?:/>|>'
    r"(?:<f(?:/>| [^<>]*/>|(?: [^<>]*[^/])?>[^<]*</f>))?"
    r'(?:<v(?: xml:space="preserve")?+>([^<]*+)</v>|<v/>'
    r'|<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)?'
    r"(?:</c>|(.*?)</c>))",
    re.DOTALL,
)
# A formula without its result: a program wrote the file and never computed it.
_UNCOMPUTED = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="[0-9]{1,6}")?><f(?: [^<>]*)?(?:/>|>([^<]*)</f>)'
    r"(?:<v></v>|<v ?/>)?</c>"
)
_NUMBER = re.compile(r'(?:^|\s)r="([0-9]{1,7})"')
_HIDDEN = re.compile(r'\shidden="(?:1|true)"')
_ENCODING = re.compile(rb'^<\?xml[^>]*encoding=["\']([A-Za-z0-9_\-]+)["\']')
_UTF_8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_NAMESPACE = etree.ErrorDomains.NAMESPACE


class RawRow(NamedTuple):
    """`cells` holds (column letters, style, type, value, inline text, everything else)."""

    number: int  # 0 when the row does not say it
    is_hidden: bool
    cells: list[tuple[str, str, str, str, str, str]]


class Irregular(Exception):
    """The part is written in a way that the quick reading does not follow."""


class Worksheet:
    """A worksheet part: `rows`, then what stands around them as one small tree, `frame`."""

    def __init__(self, opened: Callable[[], IO[bytes]], limits: Limits) -> None:
        self._opened = opened
        self._limits = limits
        self.frame: Element | None = None

    def rows(self) -> Iterator[RawRow]:
        """Give every row, in order; those already given are not repeated on a change of method."""
        given = 0
        try:
            for row in self._quickly():
                given += 1
                yield row
        except (Irregular, UnicodeDecodeError):
            for index, row in enumerate(self._surely()):
                if index >= given:
                    yield row

    def _quickly(self) -> Iterator[RawRow]:
        around: list[bytes] = []
        with self._opened() as part:
            for block in _sheet_data(part, around, self._limits):
                yield from _rows_of(block.decode("utf-8"))
        self.frame = xmltree.parse(b"".join(around))

    def _surely(self) -> Iterator[RawRow]:
        root: Element | None = None
        with self._opened() as part:
            for event, element in xmltree.stream(part, "{*}row", "{*}worksheet"):
                if root is None:
                    root = element.getroottree().getroot()
                if event == "start" or local_name(element) != "row":
                    continue
                yield _row_of(element)
                self._limits.check_time()
                xmltree.forget(element)
        self.frame = root


def strings(part: IO[bytes], limits: Limits) -> Iterator[str | Element]:
    """The shared strings: text still escaped where it is plain, an element where it is not."""
    quick = re.compile(
        r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t></si>|(.*?)</si>)|<si/>', re.DOTALL
    )
    data = part.read()
    if not _is_utf_8(data) or b"<![CDATA[" in data or b"<si " in data:
        yield from _strings_surely(data)
        return
    _refuse_declarations(data)
    text = data.decode("utf-8", "replace")
    found = quick.findall(text)
    limits.check_time()
    if len(found) != text.count("<si>") + text.count("<si/>") or not found:
        yield from _strings_surely(data)
        return
    for plain, rest in found:
        yield fragment(rest) if rest else plain


def _strings_surely(data: bytes) -> Iterator[Element]:
    for item in xmltree.parse(data):
        if local_name(item) == "si":
            yield item


def fragment(inner: str) -> Element:
    """A piece of a part, whose prefixes are declared elsewhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(f"<piece>{inner}</piece>".encode(), parser)
    errors = [error for error in parser.error_log if error.domain != _NAMESPACE]
    if root is None or errors:
        raise CorruptDocument
    return root


def column_index(letters: str) -> int:
    """« A » is 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _is_utf_8(start: bytes) -> bool:
    declared = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf"))
    if declared:
        return declared[1].lower() in _UTF_8
    return not start.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" not in start[:64]


def _refuse_declarations(start: bytes) -> None:
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise DangerousXml


def _sheet_data(part: IO[bytes], around: list[bytes], limits: Limits) -> Iterator[bytes]:
    """Blocks of whole rows; what stands before and after them goes to `around`."""
    head = part.read(_BLOCK)
    if not _is_utf_8(head):
        raise Irregular
    while (start := head.find(b"<sheetData>")) < 0:
        more = part.read(_BLOCK)
        if not more:
            if b"<row" in head or b":row" in head:
                raise Irregular
            around.append(head)
            return
        limits.check_time()
        head += more
    _refuse_declarations(head[:start])
    around.append(head[:start])
    rest = head[start + len(b"<sheetData>") :]
    tail = yield from _whole_rows(rest, part, limits)
    around.append(tail + part.read())
    if b"<sheetData" in around[-1] or b"<row " in around[-1]:
        raise Irregular


def _whole_rows(rest: bytes, part: IO[bytes], limits: Limits) -> Generator[bytes, None, bytes]:
    looked_at = 0
    while (end := rest.find(b"</sheetData>", max(looked_at - 12, 0))) < 0:
        cut = rest.rfind(b"<row ", max(looked_at - 5, 0))
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        limits.check_time()
        looked_at = len(rest)
        more = part.read(_BLOCK)
        if not more:
            raise Irregular
        rest += more
    yield rest[:end]
    return rest[end + len(b"</sheetData>") :]


def _rows_of(block: str) -> Iterator[RawRow]:
    if "<![CDATA[" in block or "<!--" in block or "<row>" in block:
        raise Irregular
    pieces = block.split("<row ")
    if pieces[0].strip():
        raise Irregular
    rows: list[RawRow] = []
    cells = 0
    for piece in pieces[1:]:
        attributes, _, inner = piece.partition(">")
        holds_something = "</c>" in inner
        found = _CELL.findall(inner) if holds_something else []
        if found and "<f" in inner and _lacks_results(inner):
            found = _with_formulas(found, inner)
        cells += len(found) if holds_something else inner.count("<c ") + inner.count("<c>")
        number = _NUMBER.match(attributes) or _NUMBER.search(attributes)
        is_hidden = "hidden" in attributes and bool(_HIDDEN.search(attributes))
        rows.append(RawRow(int(number[1]) if number else 0, is_hidden, found))
    if cells != block.count("<c ") + block.count("<c>"):
        raise Irregular
    return iter(rows)


def _lacks_results(inner: str) -> bool:
    return "</f></c>" in inner or "<v></v>" in inner or "<v/>" in inner or "<v />" in inner


def _with_formulas(found: list[_Found], inner: str) -> list[_Found]:
    """Formulas in place of the results that the file does not hold."""
    lacking = {letters: f"={formula or '…'}" for letters, formula in _UNCOMPUTED.findall(inner)}
    return [
        (cell[0], cell[1], "", "", lacking[cell[0]], "") if cell[0] in lacking else cell
        for cell in found
    ]


def _row_of(row: Element) -> RawRow:
    cells: list[tuple[str, str, str, str, str, str]] = []
    column = -1
    for cell in row:
        if local_name(cell) != "c":
            continue
        letters = (cell.get("r") or "").rstrip("0123456789").upper()
        column = column_index(letters) if letters.isalpha() and letters.isascii() else column + 1
        value, rest, formula = "", "", ""
        for part in cell:
            name = local_name(part)
            if name == "f":
                formula = f"={_escaped(part.text or '') or '…'}"
            elif name == "v":
                value = _escaped(part.text or "")
            elif name == "is":
                rest = etree.tostring(part, encoding="unicode", with_tail=False)
        kind = cell.get("t") or ""
        inline = formula if not (value or rest or kind) else ""
        cells.append((column_letters(column), cell.get("s") or "", kind, value, inline, rest))
    number = row.get("r") or ""
    is_hidden = row.get("hidden") in {"1", "true"}
    return RawRow(int(number) if number.isdecimal() else 0, is_hidden, cells)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
