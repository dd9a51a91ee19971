"""What is drawn on one page: glyphs and rulings, with y growing downwards; its remarks."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from pacte.documents.reading.pdf.remarks import Remark, remarks_of
from pacte.documents.reading.pdf.streams import BYTES_IN_OBJECT

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"}
_HYPHEN_OF_PDFIUM = 0x02
_PRIVATE_USE = range(0xE000, 0xF900)
_BULLET = "•"
_MOST_SEGMENTS = 40_000  # a map, not a table
_DEEPEST_FORM = 8
_THIN = 3.0
_WHITE = 250
_MOST_DOTS = 500
_BETWEEN_CHECKS = 1024  # letters, or things drawn
# What a letter takes once read, roughly.
_BYTES_IN_GLYPH = 250
_BULLET_REACH = 3.0  # of the size of the letters
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 8.0
_DOT_IN_LETTERS = 0.35  # a drawn bullet, and how high its middle stands, of their size
_NAME_SIZE = 128
_AROUND = tuple((dx, dy) for dx in (0, -1, 1) for dy in (0, -1, 1))

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Glyph(NamedTuple):
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    is_bold: bool
    source: int = 0  # the piece of text that it was drawn with


class Segment(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    # By quarters of a turn, clockwise: text written downwards, upside down, upwards.
    turned: dict[int, list[Glyph]] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    dots: list[Glyph] = field(default_factory=list)  # drawn, and no letters
    remarks: list[Remark] = field(default_factory=list)
    has_image: bool = False

    def all_glyphs(self) -> Iterator[Glyph]:
        yield from self.glyphs
        for glyphs in self.turned.values():
            yield from glyphs


def read_page(page: pdfium.PdfPage, number: int, *, limits: Limits, held: int = 0) -> Page:
    """Give the content of a page as it is displayed, its rotation applied.

    `held` is how many letters of the pages before are kept already.
    """
    left, bottom, right, top = page.get_bbox()
    turn = _turn(page.get_rotation(), left, bottom, right, top)
    width, height = page.get_size()
    found = Page(number, width, height)
    objects = _Objects(found, turn, limits)
    objects.read(page.raw, _IDENTITY, depth=0)
    _read_glyphs(page, found, turn, limits, held)
    found.glyphs.extend(dot for dot in found.dots[:_MOST_DOTS] if _marks_text(dot, found.glyphs))
    found.remarks = list(remarks_of(page))
    return found


def _marks_text(dot: Glyph, glyphs: list[Glyph]) -> bool:
    """Whether words stand just after it: a bullet, and no decoration."""
    return any(
        abs(glyph.base - dot.base) < dot.size / 2
        and 0 < glyph.x0 - dot.x1 < _BULLET_REACH * dot.size
        for glyph in glyphs
    )


Turn: TypeAlias = Callable[[float, float], tuple[float, float]]


def _turn(rotation: int, left: float, bottom: float, right: float, top: float) -> Turn:
    if rotation == 90:  # noqa: PLR2004 — degrees
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:  # noqa: PLR2004
        return lambda x, y: (right - x, y - bottom)
    if rotation == 270:  # noqa: PLR2004
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _read_glyphs(page: pdfium.PdfPage, found: Page, turn: Turn, limits: Limits, held: int) -> None:
    textpage = page.get_textpage()
    upright: list[Glyph] = []
    others: dict[int, list[Glyph]] = {}
    letters = _Letters(textpage.raw, turn)
    count = raw.FPDFText_CountChars(textpage.raw)
    limits.check_unpacked((held + count) * _BYTES_IN_GLYPH)
    for index in range(count):
        if not index % _BETWEEN_CHECKS:
            limits.check_time()
        read = letters.read(index)
        if read is None:
            continue
        glyph, quarter = read
        if quarter == 0:
            upright.append(glyph)
        else:
            others.setdefault(quarter, []).append(glyph)
    textpage.close()
    found.glyphs = _without_doubles(upright)
    found.turned = {quarter: _without_doubles(glyphs) for quarter, glyphs in others.items()}


class _Letters:
    """Asks PDFium for one letter after the other, in the same places of memory."""

    def __init__(self, text: object, turn: Turn) -> None:
        self._text = text
        self._turn = turn
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(_NAME_SIZE), ctypes.c_int()

    def read(self, index: int) -> tuple[Glyph, int] | None:
        """A letter and how it is turned; None for what PDFium made up, or nobody sees."""
        text, box, matrix = self._text, self._box, self._matrix
        written = _character(raw.FPDFText_GetUnicode(text, index))
        if not written or raw.FPDFText_IsGenerated(text, index) == 1:
            return None
        if not raw.FPDFText_GetLooseCharBox(text, index, box):
            return None
        raw.FPDFText_GetCharOrigin(text, index, self._x, self._y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.b, matrix.d)
        x0, y0 = self._turn(box.left, box.top)
        x1, y1 = self._turn(box.right, box.bottom)
        at = self._turn(self._x.value, self._y.value)
        beside = self._turn(self._x.value + matrix.a, self._y.value + matrix.b)
        source = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or 0
        (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
        glyph = Glyph(written, x0, x1, y0, y1, at[1], size, self._is_bold(index), source)
        return glyph, _quarter(beside[0] - at[0], beside[1] - at[1])

    def _is_bold(self, index: int) -> bool:
        self._name.value = b""
        raw.FPDFText_GetFontInfo(self._text, index, self._name, _NAME_SIZE, self._flags)
        if _BOLD.search(self._name.value.decode("latin-1")):
            return True
        return bool(raw.FPDFText_GetFontWeight(self._text, index) >= _BOLD_WEIGHT)


def _character(code: int) -> str:
    if code == _HYPHEN_OF_PDFIUM:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _PRIVATE_USE:  # a symbol of a font without names: in practice a bullet
        return _BULLET
    if code < 0x20 or 0x7F <= code < 0xA0 or code in {0xFFFE, 0xFFFF, 0x200B, 0xFEFF}:  # noqa: PLR2004 — control codes
        return ""
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 — surrogates


def _quarter(dx: float, dy: float) -> int:
    """0 for a text read as usual, else how many quarters of a turn, clockwise on the page."""
    return round(math.atan2(dy, dx) / (math.pi / 2)) % 4


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Some programs print a text twice, a hair apart, to make it bold."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        place = round(glyph.x0), round(glyph.base)
        for dx, dy in _AROUND:
            twin = seen.get((glyph.text, place[0] + dx, place[1] + dy))
            if twin is not None and twin.source != glyph.source and _overlap(twin, glyph):
                break
        else:
            kept.append(glyph)
            seen[glyph.text, *place] = glyph
    return kept


def _overlap(twin: Glyph, glyph: Glyph) -> bool:
    reach = 0.12 * glyph.size
    return abs(twin.x0 - glyph.x0) < reach and abs(twin.base - glyph.base) < reach


class _Objects:
    """Goes through what is drawn; a form may be drawn many times, and draw others."""

    def __init__(self, found: Page, turn: Turn, limits: Limits) -> None:
        self._found = found
        self._turn = turn
        self._limits = limits
        self._count = 0

    def count(self, objects: int) -> None:
        self._limits.check_time()
        self._limits.check_unpacked((self._count + objects) * BYTES_IN_OBJECT)

    def read(self, container: object, above: Matrix, *, depth: int) -> None:
        if depth:
            count, get = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
        else:
            count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
        objects = count(container)
        self.count(objects)
        self._count += objects
        for index in range(objects):
            if not index % _BETWEEN_CHECKS:
                self._limits.check_time()
            self._read_one(get(container, index), above, depth)

    def _read_one(self, one: object, above: Matrix, depth: int) -> None:
        found = self._found
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.has_image = True
        elif kind == raw.FPDF_PAGEOBJ_PATH and len(found.segments) < _MOST_SEGMENTS:
            matrix = _times(_matrix(one), above)
            found.segments.extend(_drawn(one, _through(matrix, self._turn), found))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            self.read(one, _times(_matrix(one), above), depth=depth + 1)


def _through(matrix: Matrix, turn: Turn) -> Turn:
    a, b, c, d, e, f = matrix
    return lambda x, y: turn(a * x + c * y + e, b * x + d * y + f)


def _matrix(one: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    return (
        a * m + b * o,
        a * n + b * p,
        c * m + d * o,
        c * n + d * p,
        e * m + f * o + q,
        e * n + f * p + r,
    )


def _drawn(path: object, turn: Turn, page: Page) -> Iterator[Segment]:
    """The straight lines that a path shows: strokes, thin fills, edges of coloured boxes."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and not fill.value:
        return
    for points, is_curved in _subpaths(path, turn):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if (dot := _dot(xs, ys)) is not None and (is_curved or not stroke.value):
            page.dots.append(dot)
            continue
        if stroke.value:
            for (x0, y0), (x1, y1) in itertools.pairwise(points):
                yield Segment(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            continue
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if y1 - y0 <= _THIN:
            yield Segment(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif x1 - x0 <= _THIN:
            yield Segment((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        elif not is_curved and not _is_background(path, page, x1 - x0, y1 - y0):
            yield from (
                Segment(x0, y0, x1, y0),
                Segment(x0, y1, x1, y1),
                Segment(x0, y0, x0, y1),
                Segment(x1, y0, x1, y1),
            )


def _dot(xs: list[float], ys: list[float]) -> Glyph | None:
    """The bullet that a small round or square drawing stands for."""
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    is_small = min(width, height) >= _SMALLEST_DOT and max(width, height) <= _LARGEST_DOT
    if not is_small or abs(width - height) > 0.2 * width:
        return None
    size = min(max(height / _DOT_IN_LETTERS, 8.0), 16.0)
    base = (min(ys) + max(ys)) / 2 + _DOT_IN_LETTERS * size
    return Glyph(_BULLET, min(xs), max(xs), base - size, base, base, size, is_bold=False)


def _subpaths(path: object, turn: Turn) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    points: list[tuple[float, float]] = []
    is_curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points, is_curved
            points, is_curved = [], False
        is_curved = is_curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(turn(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, is_curved


def _is_background(path: object, page: Page, width: float, height: float) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    is_white = min(red.value, green.value, blue.value) >= _WHITE or alpha.value == 0
    return is_white or width * height > 0.8 * page.width * page.height
