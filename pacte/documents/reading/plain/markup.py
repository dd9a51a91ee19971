"""The markup of a page that extraction left in a line or in a cell."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pacte.documents.content import Paragraph, Place
from pacte.documents.reading.hypertext import paragraphs_of

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits

# An underlined word before dashes stood on a line of its own.
_UNDERLINED_LINE = re.compile(r"(?:^|(?<=\s))(<u>[^<>]+</u>)(?=\s+[-–•]\s)", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(/?)(p|ul|ol|li|br|u|b|i|em|strong|s|del|strike|span|div|a|h[1-6]|table|tr|td|th|sup|sub)"
    r"(\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*")  # « **atelier 3** »
_ENTITY = re.compile(r"&(#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d?);", re.IGNORECASE)


def paragraphs_in(text: str, *, place: Place, limits: Limits) -> list[Paragraph]:
    """What a line or a cell holds, all at one place."""
    if "**" in text:
        text = _EMPHASIS.sub(r"\1", text)
    if "<" in text and _MARKUP.search(text):
        text = _UNDERLINED_LINE.sub(r"<p>\1</p>", text)
        return paragraphs_of(text, place=place, limits=limits)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return [
        Paragraph(shown, place)
        for part in text.split("\n")
        if (shown := part.replace("\xad", "").strip(" \t\xa0\u200b\f\v"))
    ]
