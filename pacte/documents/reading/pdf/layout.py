"""From pages to a `Content`: what stands in tables, what repeats, in which order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pacte.documents.content import Content, Note, NoteKind, Paragraph, Place
from pacte.documents.reading.pdf import tables
from pacte.documents.reading.pdf.banding import bridged, parted_columns
from pacte.documents.reading.pdf.building import Builder
from pacte.documents.reading.pdf.columns import Region, regions_of
from pacte.documents.reading.pdf.furniture import Sheet, take_furniture
from pacte.documents.reading.pdf.lines import Line, lines_of
from pacte.documents.reading.pdf.page import Glyph, Page
from pacte.documents.reading.pdf.ruling import Frame, frames_and_strays
from pacte.documents.reading.pdf.tables import Grid, grid_of
from pacte.documents.reading.pdf.unruled import with_tables
from pacte.documents.reading.pdf.words import Vocabulary

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits

_JUNK_TITLE = re.compile(
    r"\.(docx?|xlsx?|odt|ods|pptx?|pdf|indd|html?)$|^(untitled|sans nom|document\d*$)",
    re.IGNORECASE,
)
_FEW_LETTERS = 300

_Turned: TypeAlias = tuple[Line, tuple[float, float]]


@dataclass(slots=True)
class _Laid:
    """A page once its glyphs are lines, in or out of tables."""

    page: Page
    lines: list[Line]
    grids: list[Grid] = field(default_factory=list)
    turned: list[Line] = field(default_factory=list)


def content_of(pages: Sequence[Page], *, name: str, title: str | None, limits: Limits) -> Content:
    laid: list[_Laid] = []
    for page in pages:
        limits.check_time()
        laid.append(_laid(page))
    body_size = _body_size(laid)
    sheets = [Sheet(one.page.number, one.page.height, one.lines) for one in laid]
    furniture = [
        Paragraph(line.text, Place(page=line.page)) for line in take_furniture(sheets, body_size)
    ]
    blocks = _blocks(laid, limits)
    for block in blocks:
        if isinstance(block, Grid):
            furniture.extend(_repeated(block))
    built = Builder(Vocabulary.of(_all_lines(laid)), body_size)
    built.build(blocks)
    return Content(
        name=name,
        sha256="",
        format="pdf",
        blocks=tuple(built.blocks),
        notes=(*built.notes, *_remarks(pages)),
        furniture=tuple(furniture),
        title=title if title and not _JUNK_TITLE.search(title) else None,
    )


def _body_size(laid: Iterable[_Laid]) -> float:
    """The size that most letters have, out of tables where there are enough of them."""
    outside, inside = Counter[float](), Counter[float]()
    for one in laid:
        for line in one.lines:
            outside[line.size] += len(line.text)
        for grid in one.grids:
            for line in _lines_in(grid):
                inside[line.size] += len(line.text)
    sizes = outside if outside.total() >= _FEW_LETTERS else outside + inside
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _lines_in(grid: Grid) -> Iterator[Line]:
    for box in {id(box): box for band in grid.bands for box in band.boxes}.values():
        yield from box.lines


def _all_lines(laid: Iterable[_Laid]) -> Iterator[Line]:
    for one in laid:
        yield from one.lines
        for grid in one.grids:
            yield from _lines_in(grid)


def _blocks(laid: Sequence[_Laid], limits: Limits) -> list[Region | Grid]:
    """Tables and the regions between them, in reading order; tables that go on are joined."""
    blocks: list[Region | Grid] = []
    for one in laid:
        limits.check_time()
        rest = one.lines
        for grid in one.grids:
            before = [line for line in rest if line.base < grid.top + 1]
            rest = [line for line in rest if line.base >= grid.top + 1]
            blocks.extend(_regions(before, blocks))
            blocks.append(grid)
        blocks.extend(_regions(rest, blocks))
        blocks.extend(Region((line,), is_column=True) for line in one.turned)
    return _joined(blocks)


def _regions(lines: list[Line], blocks: Sequence[Region | Grid]) -> Iterator[Region | Grid]:
    last = blocks[-1] if blocks and lines else None
    goes_on = isinstance(last, Grid) and last.gutters and last.page == lines[0].page - 1
    for part in with_tables(lines, last if goes_on and isinstance(last, Grid) else None):
        if isinstance(part, Grid):
            yield part
        else:
            yield from regions_of(part)


def _joined(blocks: Iterable[Region | Grid]) -> list[Region | Grid]:
    """Tables that go on over a page become one."""
    kept: list[Region | Grid] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if isinstance(block, Grid) and isinstance(last, Grid) and tables.continues(last, block):
            tables.append(last, block)
        elif isinstance(block, Grid) and block.is_doubtful:
            kept.append(Region(tuple(_lines_in(block)), is_column=True))
        else:
            kept.append(block)
    return kept


def _repeated(grid: Grid) -> Iterator[Paragraph]:
    for band in grid.repeated:
        for text in dict.fromkeys(band.texts):
            if text:
                yield Paragraph(text, Place(page=band.page))


def _remarks(pages: Iterable[Page]) -> Iterator[Note]:
    for page in pages:
        for remark in page.remarks:
            kind = NoteKind.TEXT_BOX if remark.is_typed else NoteKind.COMMENT
            place = Place(page=page.number)
            yield Note(kind, remark.text, place, author=remark.author, date=remark.date)


def _laid(page: Page) -> _Laid:
    frames, strays = frames_and_strays(page.segments)
    inside, body = _shared_out(page.glyphs, frames)
    if len(frames) > 1:
        frames = bridged(frames, lines_of(body, page=page.number), strays)
        inside, body = _shared_out(page.glyphs, frames)
    parted = [parted_columns(frame, cells) for frame, cells in zip(frames, inside, strict=True)]
    if parted != frames:
        frames = parted
        inside, body = _shared_out(page.glyphs, frames)
    turned = _turned_lines(page)
    laid = _Laid(page, [])
    for frame, cells in zip(frames, inside, strict=True):
        lines = {box: lines_of(g, page=page.number, strays=strays) for box, g in cells.items()}
        others: list[_Turned] = []
        for line, middle in turned:
            if (box := frame.box_at(*middle)) is not None:
                lines.setdefault(box, []).append(line)
            else:
                others.append((line, middle))
        grid = grid_of(frame, lines, page.number)
        if grid is None:
            body.extend(glyph for glyphs in cells.values() for glyph in glyphs)
            continue
        turned = others
        laid.grids.append(grid)
    laid.grids.sort(key=lambda grid: (grid.top, grid.xs[0]))
    laid.lines = lines_of(body, page=page.number, strays=strays)
    laid.turned = [line for line, _ in turned]
    return laid


def _shared_out(
    glyphs: Iterable[Glyph], frames: Sequence[Frame]
) -> tuple[list[defaultdict[tuple[int, int], list[Glyph]]], list[Glyph]]:
    """The glyphs of each cell of each frame, and those of none."""
    inside = [defaultdict[tuple[int, int], list[Glyph]](list) for _ in frames]
    body: list[Glyph] = []
    for glyph in glyphs:
        for frame, cells in zip(frames, inside, strict=True):
            box = frame.box_at((glyph.x0 + glyph.x1) / 2, glyph.base - 0.3 * glyph.size)
            if box is not None:
                cells[box].append(glyph)
                break
        else:
            body.append(glyph)
    return inside, body


def _turned_lines(page: Page) -> list[_Turned]:
    """Lines that are not written level, and the middle of each on the page."""
    found: list[_Turned] = []
    for quarter, glyphs in page.turned.items():
        for line in lines_of((_level(glyph, quarter) for glyph in glyphs), page=page.number):
            x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
            found.append((line, {1: (-y, x), 2: (-x, -y), 3: (y, -x)}[quarter]))
    return found


def _level(glyph: Glyph, quarter: int) -> Glyph:
    """A glyph as it stands once the page is turned to read it."""
    left, right, top, bottom = glyph.x0, glyph.x1, glyph.top, glyph.bottom
    if quarter == 1:  # downwards
        return glyph._replace(x0=top, x1=bottom, top=-right, bottom=-left, base=-left)
    if quarter == 3:  # noqa: PLR2004 — upwards
        return glyph._replace(x0=-bottom, x1=-top, top=left, bottom=right, base=right)
    return glyph._replace(x0=-right, x1=-left, top=-bottom, bottom=-top, base=-glyph.base)
