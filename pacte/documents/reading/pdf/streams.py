"""How much the streams of a PDF hold, looked at before PDFium unpacks them all at once."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.documents.reading.limits import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 2048  # what announces a stream stands just before it
_CHUNK = 1 << 14
# What PDFium makes an object of, and what such an object takes, roughly.
_DRAWS = (b"Tj", b"TJ", b" Do", b" m\n", b" re\n")
BYTES_IN_OBJECT = 500


def check_streams(data: bytes, limits: Limits) -> None:
    """Refuse what no memory would hold; pictures do not count, as nothing unpacks them."""
    whole = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b" obj")[2]
        if b"/Fl" not in head or b"/Image" in head:
            continue
        drawn = 0
        for piece in _unpacked(data, found.end()):
            limits.check_time()
            whole += len(piece)
            drawn += sum(piece.count(mark) for mark in _DRAWS)
            limits.check_unpacked(max(whole, drawn * BYTES_IN_OBJECT))


def _unpacked(data: bytes, start: int) -> Iterator[bytes]:
    """The stream that starts here, as far as it can be unpacked."""
    unpacker = zlib.decompressobj()
    for position in range(start, len(data), _CHUNK):
        try:
            yield unpacker.decompress(data[position : position + _CHUNK])
        except zlib.error:
            return
        if unpacker.eof:
            return
