"""A document as the plain data that the typst template reads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pacte.documents.writing import layout
from pacte.documents.writing.grids import (
    column_widths,
    fits_a_line,
    has_row_spans,
    header_rows,
    letter_size,
    place,
    row_lines,
    shown,
    shown_text,
)
from pacte.documents.writing.pictures import as_svg
from pacte.documents.writing.text import break_long_words, clean, lines, plain, stands_whole

# In lines, by an estimate: rows over that are measured as they are set, to be cut at page ends.
_SHORT = 7


def as_data(output: layout.Output) -> dict[str, Any]:
    """The whole document; blocks that share an orientation stand in one section."""
    language, _, region = output.language.partition("-")
    width, height = output.paper.millimetres
    return {
        "title": clean(output.title).replace("\n", " ").strip() or "—",
        "subtitle": clean(output.subtitle),
        "date_label": clean(output.date_label),
        "notice": clean(output.notice),
        "author": clean(output.author),
        "language": language,
        "region": region,
        "accent": output.accent,
        "width": width,
        "height": height,
        "cover": output.cover,
        "logos": [{"svg": as_svg(logo.data), "alt": _alt(logo.alt)} for logo in output.logos],
        "mentions": [clean(mention) for mention in output.mentions],
        "sections": _sections(output),
    }


def _sections(output: layout.Output) -> list[dict[str, Any]]:
    writer = _Writer(output)
    sections: list[dict[str, Any]] = []
    orientation = output.orientation
    for block in output.blocks:
        if isinstance(block, layout.PageBreak) and block.orientation not in {None, orientation}:
            orientation = block.orientation or orientation
            sections.append(_section(orientation))
            continue
        if not sections:
            sections.append(_section(orientation))
        sections[-1]["blocks"].append(writer.block(block, output.width_of_text(orientation)))
    return sections or [_section(orientation)]


def _section(orientation: layout.Orientation) -> dict[str, Any]:
    return {"landscape": orientation is layout.Orientation.LANDSCAPE, "blocks": []}


def _text(text: layout.Text) -> list[list[dict[str, Any]]]:
    """Lines of runs."""
    return [
        [
            {
                "t": run.text,
                "b": run.bold,
                "i": run.italic,
                "m": run.muted,
                "h": run.href,
            }
            for run in line
        ]
        for line in lines(text)
    ]


def _alt(text: str) -> str:
    return clean(text).strip() or "—"


class _Writer:
    def __init__(self, output: layout.Output) -> None:
        self._language = output.language
        self._open: list[int] = []  # levels of the headings that hold the present place

    def block(self, block: layout.Block, width: float) -> dict[str, Any]:  # noqa: PLR0911 — one answer for each kind of block
        match block:
            case layout.Heading() if not plain(block.text).strip():
                return {"kind": "nothing"}  # PDF/UA refuses an empty heading
            case layout.Heading():
                return {
                    "kind": "heading",
                    "level": self._level(block.level),
                    "look": min(max(block.level, 1), 3),
                    "text": _text(block.text),
                }
            case layout.Paragraph():
                return {"kind": "paragraph", "lead": block.lead, "text": _text(block.text)}
            case layout.Bullets():
                return {"kind": "bullets", "ordered": block.ordered, "items": _tree(block.items)}
            case layout.Facts():
                return {"kind": "facts", "pairs": _pairs(block.pairs)}
            case layout.Figures():
                return {"kind": "figures", "items": [_figure(item) for item in block.items]}
            case layout.Grid():
                return self._grid(shown(block), width)
            case layout.Picture():
                return {
                    "kind": "picture",
                    "svg": as_svg(block.data),
                    "alt": _alt(block.alt),
                    "share": block.share,
                    "caption": _text(block.caption),
                }
            case layout.Panel():
                return self._panel(block, width)
            case layout.Side():
                inner = width / max(len(block.columns), 1) - 5
                columns = [[self.block(item, inner) for item in column] for column in block.columns]
                return {"kind": "side", "columns": columns}
            case layout.PageBreak():
                return {"kind": "pagebreak"}

    def _level(self, wanted: int) -> int:
        """The depth among the headings given: PDF/UA forbids to skip a level."""
        while self._open and self._open[-1] >= wanted:
            self._open.pop()
        self._open.append(wanted)
        return len(self._open)

    def _panel(self, block: layout.Panel, width: float) -> dict[str, Any]:
        return {
            "kind": "panel",
            "kicker": clean(block.kicker),
            "level": self._level(block.level),
            "look": min(max(block.level, 1), 3),
            "title": _text(block.title if plain(block.title).strip() else "—"),
            "facts": _pairs(block.facts),
            "whole": stands_whole(block.facts),
            "blocks": [self.block(inner, width) for inner in block.blocks],
        }

    def _grid(self, grid: layout.Grid, width: float) -> dict[str, Any]:
        size = letter_size(grid, width)
        widths = column_widths(grid, width, size)
        return {
            "kind": "grid",
            "size": size,
            "widths": widths,
            "aligns": [
                "right" if column.kind is layout.Kind.NUMBER else "left" for column in grid.columns
            ],
            "caption": clean(grid.caption),
            "head": self._rows(header_rows(grid), grid, widths, size),
            "rows": self._rows(grid.rows, grid, widths, size),
            "long": [
                row_lines(line, widths) > _SHORT for line in place(grid.rows, len(grid.columns))
            ],
            "spans": has_row_spans(grid),
        }

    def _rows(
        self, rows: tuple[layout.Row, ...], grid: layout.Grid, widths: list[float], size: float
    ) -> list[list[dict[str, Any]]]:
        return [
            [
                {
                    "text": _broken(slot.cell, self._language),
                    "rows": slot.cell.row_span,
                    "columns": slot.cell.column_span,
                    "tone": slot.tone.value,
                    "bold": slot.cell.bold
                    or slot.tone is layout.Tone.BAND
                    or (grid.columns[index].heads_rows and isinstance(slot.cell.text, str)),
                    "heads": grid.columns[index].heads_rows,
                    "hyphenate": not fits_a_line(
                        slot.cell, sum(widths[index : index + slot.cell.column_span]), size
                    ),
                }
                for index, slot in enumerate(line)
                if slot.is_origin
            ]
            for line in place(rows, len(grid.columns))
        ]


def _broken(cell: layout.Cell, language: str) -> list[list[dict[str, Any]]]:
    """The text of a cell, that a word too long for any column may be cut."""
    text = cell.text if isinstance(cell.text, tuple) else (layout.Run(shown_text(cell, language)),)
    return _text(tuple(replace(run, text=break_long_words(run.text)) for run in text))


def _pairs(pairs: tuple[tuple[str, layout.Text], ...]) -> list[dict[str, Any]]:
    return [{"name": clean(name), "text": _text(text)} for name, text in pairs]


def _figure(item: layout.Figure) -> dict[str, Any]:
    value = layout.Run(item.value, href=item.href)
    return {"value": _text((value,)), "label": _text(item.label)}


def _tree(items: tuple[layout.Item, ...]) -> list[dict[str, Any]]:
    """Items within items, from their depths."""
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for item in items:
        made: dict[str, Any] = {"text": _text(item.text), "items": []}
        del path[max(item.depth, 0) :]
        (path[-1]["items"] if path else roots).append(made)
        path.append(made)
    return roots
