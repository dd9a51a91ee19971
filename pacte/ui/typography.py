"""French typography by country, and text cut in paragraphs."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

NO_BREAK = "\u00a0"
NARROW = "\u202f"
SPACES = "[ \u00a0\u202f]"
HIGH = re.compile(rf"(?<=\S){SPACES}+(?=[;!?](?:\s|$|[»)]))")
COLON = re.compile(rf"(?<=\S){SPACES}+(?=:(?:\s|$))")
OPENING = re.compile(rf"«{SPACES}*")
CLOSING = re.compile(rf"{SPACES}*»")
THOUSANDS = re.compile(rf"(?<=\d){SPACES}(?=\d{{3}}(?!\d))")
UNIT = re.compile(rf"(?<=\d){SPACES}(?=[%€$]|(?:km|kg|ha|h)\b)")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
PARAGRAPHS = re.compile(r"\n\s*\n")
BULLET = re.compile(r"^\s*[-–•*]\s+")


def typeset(text: str, language: str) -> str:
    """Hold signs to their words as France, or Québec, does; other languages stay as written.

    Only spaces that were typed are changed: an address or « 13:30 » is never cut.
    """
    if not language.startswith("fr"):
        return text
    # Office québécois de la langue française: no space before ; ! ?, one before the colon.
    high = "" if language == "fr-ca" else NARROW
    inside = NO_BREAK if language == "fr-ca" else NARROW
    for pattern, space in (
        (HIGH, high),
        (COLON, NO_BREAK),
        (THOUSANDS, NO_BREAK if language == "fr-ca" else NARROW),
        (UNIT, NO_BREAK),
        (APOSTROPHE, "’"),
    ):
        text = pattern.sub(space, text)
    return CLOSING.sub(f"{inside}»", OPENING.sub(f"«{inside}", text))


def paragraphs(text: str) -> SafeString:
    """Escaped paragraphs, line breaks and bulleted lists of a text typed by someone."""
    blocks = (block.strip("\n") for block in PARAGRAPHS.split(text.replace("\r\n", "\n").strip()))
    return mark_safe("".join(_block(block.split("\n")) for block in blocks if block.strip()))  # noqa: S308 — escaped line by line


def _block(lines: list[str]) -> str:
    if len(lines) > 1 and all(BULLET.match(line) for line in lines):
        items = "".join(f"<li>{escape(BULLET.sub('', line).strip())}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>"
