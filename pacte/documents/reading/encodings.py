"""The text of bytes whose encoding nothing announces."""

from __future__ import annotations

import codecs
import re

from pacte.documents.errors import UnknownContent

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CALLED_LATIN = re.compile(r"^(iso-?8859-1|latin-?1|us-ascii|ascii)$")
_SAMPLE = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


def decode(data: bytes) -> str:
    r"""Decode UTF-8, UTF-16 or Windows-1252, with line ends as "\n"; anything else is no text.

    Raises:
        UnknownContent: when these bytes are no text.
    """
    return _with_plain_line_ends(_decoded(data))


def decode_as(data: bytes, encoding: str) -> str | None:
    """Decode as the text itself announces; None where it is wrong about itself."""
    if data.startswith(tuple(mark for mark, _ in _MARKS)):
        return None
    # What pages call Latin-1 is Windows-1252, as browsers know.
    name = _CALLED_LATIN.sub("cp1252", encoding.lower())
    try:
        return _with_plain_line_ends(_CONTROL.sub("", data.decode(name)))
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _written(data.decode(encoding, "replace"))
    if b"\x00" in data[:_SAMPLE]:
        return _written(_without_mark(data))
    try:
        return _written(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _written(_single_bytes(data))


def _written(text: str) -> str:
    """The text without its control characters; where they abound, it is none."""
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > len(sample) // 50:
        raise UnknownContent("contenu binaire")
    return _CONTROL.sub("", text)


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: one byte in two of a Latin text is zero, always on the same side."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 5 and even < odd // 8:
        return data.decode("utf-16-le", "replace")
    if even > len(sample) // 5 and odd < even // 8:
        return data.decode("utf-16-be", "replace")
    raise UnknownContent("contenu binaire")


def _single_bytes(data: bytes) -> str:
    """Windows-1252, or the old Mac set; a UTF-8 text with a few damaged bytes stays UTF-8."""
    as_utf_8 = data.decode("utf-8", "replace")
    damaged = as_utf_8.count("\ufffd")
    accented = sum(character > "\x7f" for character in as_utf_8[:_SAMPLE])
    if damaged * 5 < accented:
        return as_utf_8
    as_windows = data.decode("cp1252", "replace")
    as_mac = data.decode("mac-roman")
    return as_mac if _likelihood(as_mac) > _likelihood(as_windows) else as_windows


def _likelihood(text: str) -> int:
    """How many letters only a French text has; the other sets show capitals and signs there."""
    return sum(map(text.count, "éèêàçùâîôûœ’"))
