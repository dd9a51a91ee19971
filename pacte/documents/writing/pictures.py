"""Pictures of any kind made fit for a document: their kind, their size, as PNG or as SVG."""

from __future__ import annotations

import base64
import json
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image

import pacte.ui
from pacte.documents.writing.errors import PictureUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.documents.writing.layout import Logo

_SVG = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<svg\b", re.DOTALL
)
_SANS = re.compile(r"(font-family\s*[=:]\s*[\"']?\s*)sans-serif\b")
_OUR_SANS = "Atkinson Hyperlegible Next"
_FONTS = Path(pacte.ui.__file__).parent / "static" / "ui" / "fonts"
_DOTS = 200  # per inch, of what is drawn from an SVG
_OWN_DOTS = 72  # per inch, at which a bitmap is drawn with as many dots as it has
_FEW_DOTS = 4
_BROKEN = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    struct.error,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
)
_MIMES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_PAGE = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"


@dataclass(frozen=True, slots=True)
class Bitmap:
    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A logo of a strip, in points from its left edge."""

    image: Bitmap
    alt: str
    left: float
    width: float
    height: float


STRIP_HEIGHT = 36.0  # points
_GAP = 18.0
_WIDEST = 150.0


def strip(logos: Iterable[Logo]) -> list[Placed]:
    """Logos side by side, each as high as the strip unless it would be too wide."""
    placed: list[Placed] = []
    left = 0.0
    for logo in logos:
        image = as_bitmap(logo.data)
        scale = min(STRIP_HEIGHT / image.height, _WIDEST / image.width)
        width, height = image.width * scale, image.height * scale
        placed.append(Placed(image, logo.alt, left, width, height))
        left += width + _GAP
    return placed


def is_svg(data: bytes) -> bool:
    return bool(_SVG.match(data))


@lru_cache(maxsize=32)
def as_bitmap(data: bytes) -> Bitmap:
    """A picture that Word shows: PNG, JPEG or GIF as given, anything else drawn as PNG.

    Raises:
        PictureUnreadable: it is of no known kind, or damaged.
    """
    if is_svg(data):
        return _measured(_drawn_svg(_lettered(data)))
    # Drawn to see that it can be: the parts that measure it only read its head.
    _drawn_bitmap(data, _FEW_DOTS)
    if _mime(data):
        try:
            return _measured(data)
        except _BROKEN:
            pass  # a kind of JPEG that the writer of Word files does not know
    return _measured(_drawn_bitmap(data, _OWN_DOTS))


def as_svg(data: bytes) -> str:
    """A picture that typst draws: an SVG as given, a bitmap within one."""
    image = as_bitmap(data)
    if is_svg(data):
        return _lettered(data)
    return _wrapped(image.data, image.mime, image.width, image.height)


def _lettered(data: bytes) -> str:
    """The SVG, its letters without serifs in a font that is here: typst knows no general one."""
    return _SANS.sub(rf"\1{_OUR_SANS}, sans-serif", data.decode("utf-8-sig", "replace"))


def _mime(data: bytes) -> str:
    return next((mime for head, mime in _MIMES.items() if data.startswith(head)), "")


def _measured(data: bytes) -> Bitmap:
    image = Image.from_blob(data)
    return Bitmap(data, _mime(data), image.px_width, image.px_height)


def _wrapped(data: bytes, mime: str, width: int, height: int) -> str:
    size = f'width="{width}" height="{height}"'
    source = f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{source}"/></svg>'


def _drawn_svg(svg: str) -> bytes:
    return _drawn('#image(bytes(sys.inputs.data), format: "svg")', svg, _DOTS)


def _drawn_bitmap(data: bytes, dots: int) -> bytes:
    octets = json.dumps(list(data), separators=(",", ":"))
    return _drawn("#image(bytes(json(bytes(sys.inputs.data))))", octets, dots)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(font_paths=[str(_FONTS)])


def _drawn(markup: str, data: str, dots: int) -> bytes:
    page = f"{_PAGE}{markup}".encode()
    try:
        made = typst.compile(
            page, format="png", ppi=dots, sys_inputs={"data": data}, font_paths=_fonts()
        )
    except typst.TypstError as error:
        raise PictureUnreadable from error
    if not isinstance(made, bytes):  # several pages: no picture is
        raise PictureUnreadable
    return made
