"""Reading Markdown, by way of the page that it describes."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from pacte.documents.reading.encodings import decode
from pacte.documents.reading.hypertext import read_page
from pacte.documents.reading.plain.lines import join_cut_lines, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.content import Content
    from pacte.documents.reading.limits import Limits

# The usual 20 levels leave deeper text out without a word.
_DEEPEST = 100
# The text is rendered in pieces, so that the time can be looked at in between.
_PIECE = 32_000
# A piece that nothing cuts is no Markdown that anybody wrote: it is read as lines.
_LONGEST_PIECE = 500_000
_FENCE = re.compile(r" {0,3}(```|~~~)")
_STARTS_BLOCK = re.compile(r"#|[^\W\d_]")


def read_markdown(data: bytes, *, name: str, limits: Limits) -> Content:
    """Read a Markdown text: headings, lists, tables, strikethrough, the markup left in it."""
    text = decode(data)
    limits.check_rows(text.count("\n"))
    renderer = MarkdownIt("commonmark", {"html": True, "breaks": True, "maxNesting": _DEEPEST})
    renderer.enable(["table", "strikethrough"])
    lines = [line.text for line in join_cut_lines(lines_of(_without_properties(text)))]
    rendered = []
    for piece in _pieces(lines):
        limits.check_time()
        if len(piece) > _LONGEST_PIECE:
            rendered.append(f"<p>{html.escape(piece)}</p>".replace("\n", "<br>"))
        else:
            rendered.append(renderer.render(piece))
    return replace(read_page("\n".join(rendered), name=name, limits=limits), format="md")


def _pieces(lines: list[str]) -> Iterator[str]:
    """Cut where a heading or a paragraph starts after a blank line, outside any block of code."""
    piece: list[str] = []
    size, is_code = 0, False
    for before, line in zip(["", *lines], lines, strict=False):
        if _FENCE.match(line):
            is_code = not is_code
        if size > _PIECE and not is_code and not before and _STARTS_BLOCK.match(line):
            yield "\n".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line) + 1
    yield "\n".join(piece)


def _without_properties(text: str) -> str:
    """Keep the properties some editors write at the top (« --- ») as a paragraph of lines."""
    if not text.startswith("---\n"):
        return text
    properties, closed, rest = text[4:].partition("\n---\n")
    return f"{properties}\n\n{rest}" if closed else text
