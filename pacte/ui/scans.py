"""The square that a telephone reads, drawn beside an address on paper."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks
MENDED = "m"  # read with up to 15 % of it stained or folded


def square_of(address: str) -> SafeString:
    """Draw the QR code of an address, dark on white whatever the theme; its words stand beside."""
    code = segno.make_qr(address, error=MENDED)
    drawn = code.svg_inline(
        border=QUIET, omitsize=True, light="#fff", svgclass="scan-square", lineclass=None
    )
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 — made of numbers only
