"""The user's guide, read from `guide/`: its pages, and the passage about each screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from pacte.core.slugs import stem_of
from pacte.ui.typography import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

PORTAL = Path(__file__).resolve().parent.parent
FOLDER = PORTAL / "guide"
PICTURES = PORTAL / "static/portal/guide"
# The names of the addresses that the passage above explains: « <!-- screens: portal:home --> ».
SCREENS = re.compile(r"<!-- screens: ([^>]+?) -->\n?")
TITLE = re.compile(r"^#+ ", re.MULTILINE)
LONGEST_ANCHOR = 60


@dataclass(frozen=True, slots=True)
class Passage:
    anchor: str
    title: str
    screens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidePage:
    slug: str
    title: str
    body: SafeString
    passages: tuple[Passage, ...]


@cache
def pages(language: str = "fr") -> tuple[GuidePage, ...]:
    """Every page, in reading order, with the spaces that the country puts around its signs."""
    return tuple(_page(path, language) for path in sorted(FOLDER.glob("*.md")))


@cache
def explained() -> dict[str, tuple[str, str]]:
    """By the name of an address, the page about it and the anchor of its passage."""
    return {
        screen: (page.slug, passage.anchor)
        for page in pages()
        for passage in page.passages
        for screen in passage.screens
    }


def size_of(picture: Path) -> tuple[int, int]:
    """The width and height of a WebP with losses (RFC 9649, section 2.5)."""
    with picture.open("rb") as stored:
        head = stored.read(30)
    if head[12:16] != b"VP8 ":
        raise ValueError(f"{picture.name} is no WebP with losses: make it by tools/screenshots.py.")
    width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width, height


def _page(path: Path, language: str) -> GuidePage:
    title, *passages = TITLE.split(path.read_text(encoding="utf-8"))[1:]
    text = SCREENS.sub("", path.read_text(encoding="utf-8"))
    # A guide in French keeps French spaces for who reads the screens in English.
    text = typeset(text, language if language.startswith("fr") else "fr")
    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(text)
    _place(tokens)
    return GuidePage(
        slug=path.stem.partition("-")[2],
        title=typeset(title.partition("\n")[0], language),
        # Our own text, in which no HTML is read.
        body=mark_safe(reader.renderer.render(tokens[3:], reader.options, {})),  # noqa: S308
        passages=tuple(_passage(passage) for passage in passages),
    )


def _passage(text: str) -> Passage:
    title = text.partition("\n")[0].strip()
    found = SCREENS.search(text)
    return Passage(_anchor(title), title, tuple(found[1].split()) if found else ())


def _anchor(title: str) -> str:
    return stem_of(title, LONGEST_ANCHOR, "passage")


def _place(tokens: Iterable[Token]) -> None:
    """Give each heading its anchor, and each picture its address and size."""
    opening = None
    for token in tokens:
        if token.type == "heading_open":
            opening = token
        elif token.type == "inline":
            if opening is not None:
                opening.attrSet("id", _anchor(token.content))
                opening = None
            for child in token.children or ():
                if child.type == "image":
                    _draw(child)


def _draw(image: Token) -> None:
    name = str(image.attrs["src"]).rpartition("/")[2]
    width, height = size_of(PICTURES / name)
    image.attrSet("src", static(f"portal/guide/{name}"))
    for key, value in (("width", width), ("height", height), ("loading", "lazy")):
        image.attrSet(key, str(value))
