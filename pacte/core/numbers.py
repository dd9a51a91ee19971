"""Whole numbers out of what an address or a button says."""

from __future__ import annotations

LONGEST = 9  # figures: beyond, no page and no list goes


def whole(text: str, otherwise: int) -> int:
    """The number that the text is, or `otherwise` where it is none, or longer than any of ours."""
    is_ours = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if is_ours else otherwise
