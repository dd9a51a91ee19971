from __future__ import annotations

import io
import random
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import olefile
import pytest

from pacte.documents.errors import (
    CorruptDocument,
    DocumentError,
    EmptyDocument,
    PasswordProtected,
    TooLong,
    TooManyBytes,
    TooManyRows,
    TooMuchUnpacked,
    UnknownContent,
    UnsupportedFormat,
)
from pacte.documents.reading import Limits, read
from tests.documents.reading.files import (
    archive,
    open_document,
    p,
    paragraphs,
    read_word,
    word_file,
)


def compound(*streams: str) -> bytes:
    """The smallest OLE file that lists these streams: a header, a FAT and a directory."""
    free, end, fat = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    header = olefile.MAGIC + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(10)
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    header += (4096).to_bytes(4, "little") + end + bytes(4) + end + bytes(4)
    header += bytes(4) + free * 108
    table = fat + end + free * 126
    entries = [entry("Root Entry", 5, child=1)]
    for index, name in enumerate(streams, 1):
        entries.append(entry(name, 2, right=index + 1 if index < len(streams) else None))
    while len(entries) < 4:
        entries.append(bytes(128))
    return header + table + b"".join(entries)


def entry(name: str, kind: int, *, child: int | None = None, right: int | None = None) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    links = [
        0xFFFFFFFF,
        0xFFFFFFFF if right is None else right,
        0xFFFFFFFF if child is None else child,
    ]
    return (
        encoded.ljust(64, b"\x00")
        + len(encoded).to_bytes(2, "little")
        + bytes([kind, 1])
        + b"".join(link.to_bytes(4, "little") for link in links)
        + bytes(36)
        + b"\xfe\xff\xff\xff"
        + bytes(8)
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (compound("WordDocument"), "plan.doc"),
        (b"{\\rtf1\\ansi texte}", "plan.rtf"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "plan.doc"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "plan.doc"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><w/>', "plan.xls"),
        (b'<?xml version="1.0"?>\n<office:document xmlns:office="x"/>', "plan.fodt"),
        (archive({"[Content_Types].xml": "presentationml"}), "plan.pptx"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "plan.odp"),
        (compound("PowerPoint Document"), "plan.ppt"),
        (archive({"[Content_Types].xml": "x", "xl/workbook.bin": "x"}), "plan.xlsb"),
        (archive({"Index/Document.iwa": "x"}), "plan.pages"),
        (olefile.MAGIC + b"\0" * 2000, "plan.doc"),
        (b"Plan d'action", "plan.doc"),
        (b"PK\x03\x04broken", "plan.pptx"),
        (archive({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}), "plan.pptx"),
    ],
)
def test_known_formats_that_are_not_read_say_what_to_do(data: bytes, name: str):
    with pytest.raises(UnsupportedFormat):
        read(data, name=name)


@pytest.mark.parametrize("name", ["plan.docx", "plan.txt", "plan"])
@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00", b"\xff\xd8\xff\xe0", b"\x00\x01\x02\x03" * 50, b"\x01\x02\xff" * 99],
)
def test_what_is_no_document_is_refused_whatever_its_name(data: bytes, name: str):
    with pytest.raises(UnknownContent):
        read(data, name=name)


@pytest.mark.parametrize("data", [b"", b"  \n", "\ufeff \n".encode("utf-16"), archive({})])
def test_empty_files_are_refused(data: bytes):
    with pytest.raises(EmptyDocument):
        read(data, name="plan.docx")


@pytest.mark.parametrize("data", [word_file("<w:p/>"), open_document("<text:p/>"), b"<p></p>"])
def test_documents_without_a_word_are_empty(data: bytes):
    with pytest.raises(EmptyDocument):
        read(data, name="plan.html")


def test_locked_office_file_says_so():
    with pytest.raises(PasswordProtected):
        read(compound("EncryptionInfo", "EncryptedPackage"), name="plan.docx")


def test_locked_archive_says_so():
    data = bytearray(word_file(p("a")))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1

    with pytest.raises(PasswordProtected):
        read(bytes(data), name="plan.docx")


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.pdf", "plan.csv", "plan"])
def test_true_content_counts_and_not_the_name(name: str):
    content = read(word_file(p("Former")), name=name)

    assert (content.format, content.name) == ("docx", name)


def test_text_named_like_a_word_file_is_read_as_text():
    content = read(b"Axe 1\nFormer", name="plan.docx")

    assert (content.format, [each.text for each in paragraphs(content)]) == (
        "txt",
        ["Axe 1", "Former"],
    )


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_truncated_archives_are_corrupt(kept: float):
    data = word_file(p("Former " * 500))

    with pytest.raises(CorruptDocument):
        read(data[: int(len(data) * kept)], name="plan.docx")


def test_archive_of_something_else_is_refused():
    with pytest.raises(UnknownContent):
        read(archive({"photo.jpg": b"x"}), name="plan.zip")


def test_damaged_part_is_a_corrupt_document():
    data = bytearray(word_file(p("Former " * 500)))
    start = data.index(b"word/document.xml") + 40
    data[start : start + 20] = bytes(20)

    with pytest.raises(CorruptDocument):
        read(bytes(data), name="plan.docx")


def test_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"a" * 101)

    with pytest.raises(TooManyBytes):
        read(path, name="plan.txt", limits=Limits(max_bytes=100))
    with pytest.raises(TooManyBytes):
        read(b"a" * 101, name="plan.txt", limits=Limits(max_bytes=100))


def test_file_on_disk_is_read(tmp_path: Path):
    path = tmp_path / "plan.docx"
    path.write_bytes(word_file(p("a")))

    assert [each.text for each in paragraphs(read(path, name="plan.docx"))] == ["a"]


def test_bomb_is_refused_before_it_is_unpacked():
    data = word_file(p("a"), others={"media.bin": bytes(20_000_000)})
    tracemalloc.start()

    with pytest.raises(TooMuchUnpacked):
        read(data, name="plan.docx", limits=Limits(max_unpacked=10_000_000))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_bomb_that_lies_about_its_size_is_corrupt():
    data = bytearray(word_file(p("a" * 1_000_000)))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            size = int.from_bytes(data[at + offset : at + offset + 4], "little")
            if size > 100_000:
                data[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")

    with pytest.raises(CorruptDocument):
        read(bytes(data), name="plan.docx")


def test_reading_stops_when_the_time_is_over():
    data = word_file("".join(p(f"Action {index}") for index in range(2000)))
    started = time.monotonic()

    with pytest.raises(TooLong):
        read(data, name="plan.docx", limits=Limits(max_seconds=0.001))

    assert time.monotonic() - started < 5


def test_long_document_is_read_in_bounded_memory():
    """Most of the memory is what was read: the tree of the XML is freed as it goes."""
    data = word_file("".join(p(f"Action {index}") for index in range(5000)))
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        unpacked = zipped.getinfo("word/document.xml").file_size

    tracemalloc.start()
    content = read(data, name="plan.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(content.blocks) == 5000
    assert peak < 20 * unpacked


def test_paragraph_that_never_ends_is_refused():
    data = word_file("<w:p>" + "<w:r/>" * 6_000_000 + "</w:p>")

    with pytest.raises(TooMuchUnpacked):
        read(data, name="plan.docx")


@pytest.mark.parametrize("name", ["plan.txt", "plan.csv", "plan.tsv"])
def test_line_of_nothing_but_separators_is_refused(name: str):
    with pytest.raises(TooManyRows):
        read(b"a\tb\n" + b"\t" * 10_000, name=name, limits=Limits(max_rows=100))


def test_noise_never_raises_anything_else():
    noise = random.Random(7)

    for size in (1, 10, 100, 1000):
        for start in (b"", b"PK\x03\x04", olefile.MAGIC, b"{\\rtf", b"<html>"):
            try:
                read(start + noise.randbytes(size), name="plan.docx")
            except DocumentError:
                continue


def test_control_characters_do_not_stop_the_reading():
    assert read_word(p("Former")).blocks


@pytest.mark.parametrize(
    "reader",
    ["word", "opendocument", "hypertext", "plain", "delimited", "markdown", "spreadsheets", "pdf"],
)
def test_each_reader_can_be_loaded_alone(reader: str):
    """They are loaded when first needed, in whatever order documents come."""
    code = f"import pacte.documents.reading.{reader}"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.stderr == b""
