"""Writing a tagged PDF with bookmarks: a fixed typst template, and the document as data.

No text of the document is ever typst markup: it travels as JSON, and the template shows it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import typst

from pacte.documents.writing.pdf_data import as_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.documents.writing.layout import Output

_TEMPLATE = Path(__file__).parent / "templates" / "document.typ"
_ATTEMPTS: tuple[tuple[Literal["ua-1"] | None, bool], ...] = (
    ("ua-1", False),
    ("ua-1", True),
    (None, True),
)
_NO_GLYPH = "could not be displayed with"


def write_pdf(output: Output, target: BinaryIO, *, font_paths: Sequence[Path] = ()) -> None:
    """Write the document into a binary file object, as PDF/UA-1.

    `font_paths` are folders of fonts to prefer. PDF/UA refuses a letter that no font draws: the
    machine's own fonts are tried then, and in the last resort the PDF is tagged all the same, but
    does not claim to conform.

    Raises:
        PictureUnreadable: a logo or a picture is of no known kind.
    """
    target.write(compiled(*prepared(output, font_paths)))


def prepared(output: Output, font_paths: Sequence[Path]) -> tuple[str, list[str], int | None]:
    """What `compiled` takes, in types that another process reads."""
    moment = None if output.made_at is None else int(output.made_at.timestamp())
    document = json.dumps(as_data(output), ensure_ascii=False)
    return document, [str(path) for path in font_paths], moment


def compiled(document: str, fonts: list[str], moment: int | None) -> bytes:
    inputs = {"document": document}
    for standard, system_fonts in _ATTEMPTS:
        try:
            return typst.compile(
                str(_TEMPLATE),
                root=str(_TEMPLATE.parent),
                font_paths=fonts,
                ignore_system_fonts=not system_fonts,
                sys_inputs=inputs,
                pdf_standards=standard,
                timestamp=moment,
            )
        except typst.TypstError as error:
            if standard is None or _NO_GLYPH not in str(error):
                raise
    raise AssertionError  # the last attempt returns or raises
