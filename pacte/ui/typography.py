"""French typography by country, and text cut in paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

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
# A word with two capitals, or a capital and a figure: what an acronym looks like.
SHORT = re.compile(r"[A-ZÀ-Þ]\w*[A-ZÀ-Þ\d]")
# Tags, and links whole: nothing is explained in what opens a page, or in code.
TAGS = re.compile(r"(<a\b.*?</a>|<abbr\b.*?</abbr>|<code\b.*?</code>|<[^>]*>)", re.DOTALL)
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


class Meanings:
    """What acronyms mean here, by acronym; explained once in each text that says one.

    `read` is called at the first text that could say one, so that other pages ask nothing.
    """

    def __init__(self, read: Callable[[], Mapping[str, str]]) -> None:
        self._read = read

    @cached_property
    def _by_acronym(self) -> Mapping[str, str]:
        return {escape(short): meaning for short, meaning in self._read().items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Whole words, longest first; not inside an address, a name with dots, or an entity."""
        shorts = sorted(self._by_acronym, key=len, reverse=True)
        words = "|".join(map(re.escape, shorts))
        return re.compile(rf"(?<![\w&#/.@-])(?:{words})(?![\w/@-]|\.\w)") if words else None

    def explain(self, markup: SafeString) -> SafeString:
        """Explain the first of each acronym in escaped text, outside of tags and links."""
        if not SHORT.search(markup) or (pattern := self._pattern) is None:
            return markup
        said: set[str] = set()

        def told(found: re.Match[str]) -> str:
            short = found.group()
            if short in said:
                return short
            said.add(short)
            return acronym(short, self._by_acronym[short])

        parts = TAGS.split(markup)
        parts[::2] = [pattern.sub(told, text) for text in parts[::2]]
        return mark_safe("".join(parts))  # noqa: S308 — its text was escaped, each meaning is too


def acronym(short: str, meaning: str) -> str:
    """As the component of that name draws it; `short` is escaped already."""
    return f'<abbr class="acronym" title="{escape(meaning)}" tabindex="0">{short}</abbr>'


def _block(lines: list[str]) -> str:
    if len(lines) > 1 and all(BULLET.match(line) for line in lines):
        items = "".join(f"<li>{escape(BULLET.sub('', line).strip())}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>"
