from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.utils import translation

from pacte.documents.errors import (
    CorruptDocument,
    DocumentError,
    LimitExceeded,
    MisnamedDocument,
    TooLong,
    TooManyBytes,
    TooManyRows,
    TooMuchUnpacked,
    UnknownContent,
    UnsupportedFormat,
    describe,
)
from pacte.documents.reading import read
from pacte.documents.reading.limits import DEFAULT, Limits

UNCHANGED = "Rien n’a été modifié."


def kinds(base: type[DocumentError]) -> list[type[DocumentError]]:
    return [base, *(kind for child in base.__subclasses__() for kind in kinds(child))]


def example(kind: type[DocumentError]) -> DocumentError:
    if issubclass(kind, LimitExceeded):
        return kind(50 * 1024 * 1024)
    if issubclass(kind, MisnamedDocument):
        return kind(".doc")
    return kind()


OURS = [
    kind
    for kind in kinds(DocumentError)
    if kind != LimitExceeded and kind.__module__ == DocumentError.__module__
]


@pytest.mark.parametrize("kind", OURS)
def test_every_error_says_what_happened_and_that_nothing_changed(kind: type[DocumentError]):
    with translation.override("fr"):
        said = describe(example(kind))

    assert said.endswith(f" {UNCHANGED}")
    assert "{" not in said
    assert len(said) > len(UNCHANGED) + 40


def test_unsupported_format_says_how_to_save():
    with translation.override("fr"):
        assert describe(UnsupportedFormat(".doc")) == (
            f"Le format .doc n’est pas lu. Enregistrez-le en .docx, puis envoyez-le. {UNCHANGED}"
        )


def test_name_that_promises_another_format_is_told():
    with pytest.raises(UnsupportedFormat) as found:
        read(b"{\\rtf1 texte}", name="Plan.DOCX")

    with translation.override("fr"):
        assert describe(found.value) == (
            "Malgré son nom en .docx, ce fichier est au format .rtf, qui n’est pas lu. "
            f"Enregistrez-le en .docx, puis envoyez-le. {UNCHANGED}"
        )


def test_name_that_promises_nothing_is_not_told():
    with pytest.raises(UnknownContent) as found:
        read(b"\x89PNG\r\n", name="photo")

    with translation.override("fr"):
        assert describe(found.value).startswith("Ce fichier n’est pas un document")


def test_limits_are_written_as_people_read_them():
    with translation.override("fr"):
        assert "(50\xa0Mo)" in describe(TooManyBytes(DEFAULT.max_bytes))
        assert "(500\xa0Mo)" in describe(TooMuchUnpacked(DEFAULT.max_unpacked))
        assert "(200\xa0000)" in describe(TooManyRows(DEFAULT.max_rows))
        assert "(120\xa0secondes)" in describe(TooLong(DEFAULT.max_seconds))
        assert "(0,5\xa0Mo)" in describe(TooManyBytes(512 * 1024))


def test_message_needs_no_settings():
    """`pacte read` answers without them."""
    code = (
        "from pacte.documents.errors import CorruptDocument, describe;"
        "print(describe(CorruptDocument()))"
    )
    environment = {key: text for key, text in os.environ.items() if not key.startswith("DJANGO_")}

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
    )

    with translation.override("fr"):
        assert done.stdout.strip() == describe(CorruptDocument())


def test_limits_come_from_the_environment():
    limits = Limits.from_environment({"IMPORT_MAX_ROWS": "10", "IMPORT_MAX_SECONDS": ""})

    assert limits == Limits(max_rows=10)
    assert Limits.from_environment({"IMPORT_MAX_ROWS": "1_000"}).max_rows == 1000


def test_limits_of_a_site_come_from_its_settings(settings):
    settings.IMPORT_MAX_BYTES, settings.IMPORT_MAX_ROWS = 1, 2
    settings.IMPORT_MAX_UNPACKED, settings.IMPORT_MAX_SECONDS = 3, 4

    limits = Limits.from_settings(settings)

    assert limits == Limits(max_bytes=1, max_rows=2, max_unpacked=3, max_seconds=4)


def test_limit_that_is_no_number_says_what_is_expected():
    with pytest.raises(ValueError, match="IMPORT_MAX_ROWS=beaucoup: a whole number is expected"):
        Limits.from_environment({"IMPORT_MAX_ROWS": "beaucoup"})


def test_limits_that_were_not_started_have_no_end():
    DEFAULT.check_time()
    DEFAULT.started().check_time()
