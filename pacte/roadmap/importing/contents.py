"""The table of contents of a document: its lines repeat headings, and are none themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.documents.content import Paragraph
from pacte.roadmap.importing.pieces import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.content import Block

# « Axe 1 ........ 4 »: points or a tab lead the eye to the page.
_PAGED = re.compile(r"(?:\.[ .]{3,300}|…[ …]{1,300}|\t)[ ]?(\d{1,3})$")
_FEWEST = 3
_NAMES = frozenset({"sommaire", "table des matieres", "contents", "table of contents"})


def contents_of(blocks: Sequence[Block]) -> dict[int, Paragraph]:
    """The lines of the table of contents, by the identity of their paragraphs."""
    paged = {id(paragraph) for run in _paged_runs(blocks) for paragraph in run}
    found: dict[int, Paragraph] = {}
    for before, block in zip([None, *blocks], blocks, strict=False):
        if not isinstance(block, Paragraph):
            continue
        if block.is_contents or id(block) in paged:
            if isinstance(before, Paragraph) and fold(before.text) in _NAMES:
                found[id(before)] = before
            found[id(block)] = block
    return found


def without_page(text: str) -> str:
    """The heading that a line of the table of contents repeats."""
    return _PAGED.sub("", text).strip(" .\t")


def _paged_runs(blocks: Sequence[Block]) -> list[list[Paragraph]]:
    """Lines that each end with a page, the pages rising; fewer than three say nothing."""
    runs: list[list[Paragraph]] = []
    page = 0
    for block in blocks:
        match = _PAGED.search(block.text) if isinstance(block, Paragraph) else None
        if match is None or not isinstance(block, Paragraph):
            page = 0
            continue
        if not page or int(match.group(1)) < page:
            runs.append([])
        page = max(1, int(match.group(1)))
        runs[-1].append(block)
    return [run for run in runs if len(run) >= _FEWEST]
