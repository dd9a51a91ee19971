"""What a file truly is: told by its content; its name only chooses between kinds of text."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

import olefile

from pacte.documents.errors import (
    CorruptDocument,
    EmptyDocument,
    MisnamedDocument,
    PasswordProtected,
    UnknownContent,
    UnsupportedFormat,
)
from pacte.documents.reading.archive import Archive
from pacte.documents.reading.encodings import decode

if TYPE_CHECKING:
    from pacte.documents.reading.limits import Limits


class Format(StrEnum):
    DOCX = "docx"
    DOCM = "docm"
    ODT = "odt"
    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    ODS = "ods"
    PDF = "pdf"
    CSV = "csv"
    TSV = "tsv"
    HTML = "html"
    MD = "md"
    TXT = "txt"


_BY_EXTENSION = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".tab": Format.TSV,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".md": Format.MD,
    ".markdown": Format.MD,
}
# What is said of these is how to save them, even where what they hold is broken.
_NEVER_READ = frozenset({".doc", ".dot", ".rtf", ".ppt", ".pptx", ".pps", ".ppsx", ".odp"})
_PLAIN = frozenset({Format.CSV, Format.TSV, Format.MD, Format.TXT})
_BY_OPEN_DOCUMENT_KIND = {"text": Format.ODT, "spreadsheet": Format.ODS}
_OPEN_DOCUMENT_OTHERS = {"presentation": (".odp", ".odt"), "graphics": (".odg", ".odt")}
_PICTURES_AND_OTHERS = (
    (b"\x89PNG", "image PNG"),
    (b"\xff\xd8\xff", "image JPEG"),
    (b"GIF8", "image GIF"),
    (b"II*\x00", "image TIFF"),
    (b"MM\x00*", "image TIFF"),
    (b"\x1f\x8b", "archive GZ"),
    (b"7z\xbc\xaf", "archive 7z"),
    (b"Rar!", "archive RAR"),
    (b"MZ", "programme"),
    (b"\x7fELF", "programme"),
)
# Formats written as text, which nobody wants to read as such: (signature, name, save as).
_OTHER_TEXTS = (
    (b"{\\rtf", ".rtf", ".docx"),
    (b"MIME-Version:", ".mht", ".docx"),
    (b'progid="Word.Document"', "Word XML", ".docx"),
    (b'progid="Excel.Sheet"', "Excel XML", ".xlsx"),
    (b"<office:document ", "OpenDocument XML", ".odt"),
)
_BEFORE_SIGNATURE = 100  # an XML declaration
_START = 1024
_FEWEST_ROWS = 2
_MOST_LOOKED_AT = 1 << 20  # of a part of an archive: enough to tell what it is

_WHOLE_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_BLOCK_TAG = re.compile(
    r"\s*<(table|p|div|ul|ol|h[1-6]|section|article|body|meta|span)\b", re.IGNORECASE
)
_ROW_WITH_TABS = re.compile(r"^.*\S\t.*\S", re.MULTILINE)
_MARKDOWN_SIGNS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(
        r"^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+(?:\|[ \t]*)?$",
        re.MULTILINE,
    ),
    re.compile(r"\*\*\S[^*\n]*\*\*"),
)


def recognise(data: bytes, *, name: str, limits: Limits) -> Format:
    """Tell the format of `data`; `name` (« - » for a pasted text) decides between kinds of text.

    Raises:
        DocumentError: when it is empty, locked, broken or of no format that is read.
    """
    extension = PurePath(name).suffix.lower()
    try:
        found = _recognised(data, name, limits)
    except (CorruptDocument, MisnamedDocument) as error:
        told = isinstance(error, UnsupportedFormat)
        if extension in _NEVER_READ and not told:
            raise UnsupportedFormat(extension) from error
        if isinstance(error, MisnamedDocument) and _promises(extension, error.found):
            error.named = extension
        raise
    if extension in _NEVER_READ and found in _PLAIN:
        raise UnsupportedFormat(extension)
    return found


def _promises(extension: str, found: str) -> bool:
    """Whether a name promises another content than what was found."""
    return extension[1:] in set(Format) and extension != found


def _recognised(data: bytes, name: str, limits: Limits) -> Format:
    if not data.strip():
        raise EmptyDocument
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_archive(Archive(data, limits))
    if data.startswith(olefile.MAGIC):
        return _inside_compound_file(data)
    if b"%PDF-" in data[:_START]:
        return Format.PDF
    start = data[:_START].lstrip()
    for signature, found, save_as in _OTHER_TEXTS:
        if signature in start[: len(signature) + _BEFORE_SIGNATURE]:
            raise UnsupportedFormat(found, save_as=save_as)
    return _kind_of_text(data, name)


def _start_of(archive: Archive, part: str) -> bytes:
    """The start of a part, which tells what the archive is; nothing where there is none."""
    return archive.read(part, most=_MOST_LOOKED_AT) if part in archive else b""


def _inside_archive(archive: Archive) -> Format:
    if "[Content_Types].xml" in archive:
        return _inside_office_file(archive)
    if "mimetype" in archive or "content.xml" in archive:
        return _inside_open_document(archive)
    if any(part.endswith(".iwa") for part in archive):
        raise UnsupportedFormat("Pages, Numbers ou Keynote")
    if not any(archive):
        raise EmptyDocument
    raise UnknownContent("archive ZIP")


def _inside_office_file(archive: Archive) -> Format:
    types = _start_of(archive, "[Content_Types].xml")
    has_macros = b"macroEnabled" in types
    if b"presentationml" in types:
        raise UnsupportedFormat("PowerPoint")
    if b"wordprocessingml" in types or b"ms-word" in types:
        return Format.DOCM if has_macros else Format.DOCX
    if "xl/workbook.bin" in archive:
        raise UnsupportedFormat(".xlsb", save_as=".xlsx")
    if b"spreadsheetml" in types or b"ms-excel" in types:
        return Format.XLSM if has_macros else Format.XLSX
    if any(part.startswith("word/") for part in archive):
        return Format.DOCX
    if any(part.startswith("xl/") for part in archive):
        return Format.XLSX
    raise UnknownContent("archive ZIP")


def _inside_open_document(archive: Archive) -> Format:
    manifest = (
        _start_of(archive, "META-INF/manifest.xml") if "META-INF/manifest.xml" in archive else b""
    )
    if b"encryption-data" in manifest:
        raise PasswordProtected
    kind = (
        _start_of(archive, "mimetype").decode("ascii", "replace") if "mimetype" in archive else ""
    )
    for word, found in _BY_OPEN_DOCUMENT_KIND.items():
        if f"opendocument.{word}" in kind:
            return found
    for word, (extension, save_as) in _OPEN_DOCUMENT_OTHERS.items():
        if f"opendocument.{word}" in kind:
            raise UnsupportedFormat(extension, save_as=save_as)
    if "content.xml" not in archive:
        raise UnknownContent("archive ZIP")
    is_sheet = b"<office:spreadsheet" in _start_of(archive, "content.xml")
    return Format.ODS if is_sheet else Format.ODT


def _inside_compound_file(data: bytes) -> Format:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = {"/".join(path) for path in compound.listdir()}
    # olefile lets low-level errors through on a damaged file.
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise CorruptDocument from error
    if "EncryptedPackage" in streams:
        raise PasswordProtected
    if streams & {"Workbook", "Book"}:
        return Format.XLS
    if "PowerPoint Document" in streams:
        raise UnsupportedFormat("PowerPoint")
    if "WordDocument" in streams:
        raise UnsupportedFormat(".doc")
    raise UnknownContent("fichier Microsoft Office")


def _kind_of_text(data: bytes, name: str) -> Format:
    for signature, found in _PICTURES_AND_OTHERS:
        if data.startswith(signature):
            raise UnknownContent(found)
    text = decode(data)
    if not text.strip():
        raise EmptyDocument
    named = _BY_EXTENSION.get(PurePath(name).suffix.lower())
    if named is not None:
        return named
    if PurePath(name).suffix.lower() == ".txt":
        return Format.HTML if _WHOLE_PAGE.match(text) else Format.TXT
    return recognise_text(text)


def recognise_text(text: str) -> Format:
    """Tell what a pasted text is: a page or a piece of one, a sheet, Markdown or plain words."""
    if _WHOLE_PAGE.match(text) or _BLOCK_TAG.match(text):
        return Format.HTML
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all("\t" in line for line in lines):
        return Format.TSV
    semicolons = {line.count(";") for line in lines}
    if len(lines) > _FEWEST_ROWS and len(semicolons) == 1 and semicolons.pop() > 1:
        return Format.CSV
    has_rows = len(_ROW_WITH_TABS.findall(text)) > 1
    if not has_rows and any(sign.search(text) for sign in _MARKDOWN_SIGNS):
        return Format.MD
    return Format.TXT
