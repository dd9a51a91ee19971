"""Plans told without a table: headings, numbered lines and bullets.

Each action and what stands under it becomes a card, which is then read as any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap.importing.lines import is_frame
from pacte.roadmap.importing.outlines.fields import named_field
from pacte.roadmap.importing.outlines.finding import (
    above_fields,
    in_sections,
    labelled,
    numbered,
    under_frames,
)
from pacte.roadmap.importing.outlines.nested import forget_steps, is_nested
from pacte.roadmap.importing.outlines.reading import Outline, may_hold
from pacte.roadmap.importing.pieces import Line

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pacte.roadmap.importing.lexicon import Lexicon
    from pacte.roadmap.importing.pieces import Piece

__all__ = ["cards_beside_tables", "cards_of_lines", "forget_steps"]


def cards_of_lines(
    pieces: Sequence[Piece], lexicon: Lexicon, planned: Container[int] = ()
) -> list[Piece]:
    """The pieces, with a card in place of each action that lines tell; the same when none does."""
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    for find in (labelled, in_sections, numbered, above_fields, under_frames):
        actions = find(lines, lexicon)
        if actions:
            outline = Outline(lexicon, actions, find is not labelled, planned)
            return outline.read(pieces)
    return list(pieces)


def cards_beside_tables(
    pieces: Sequence[Piece], lexicon: Lexicon, planned: Container[int] = ()
) -> list[Piece]:
    """Actions that lines tell with their fields, in a document where tables tell others.

    `planned` holds the ids of the tables that do.
    """
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    titles = labelled(lines, lexicon)
    told: set[int] = set()
    title: Line | None = None
    for piece in pieces:
        if not isinstance(piece, Line):
            if title is not None and may_hold(title) and is_nested(piece, planned):
                told.add(id(title))
            else:
                title = None
        elif is_frame(piece):
            title = None
        elif id(piece) in titles:
            title = piece
        elif title is not None and named_field(piece, lexicon) is not None:
            told.add(id(title))
    return Outline(lexicon, told, False, planned).read(pieces) if told else list(pieces)
