"""Files as they are sent: kept by nobody between, run by no browser."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pacte.core import files
from pacte.core.models import StoredFile
from pacte.core.purging import purge_strays
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory

NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def test_download_is_an_attachment_that_no_browser_runs():
    answer = files.download(b"%PDF-1", name="Plan « été ».pdf")

    assert answer.content == b"%PDF-1"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Plan%20%C2%AB")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_a_file_that_no_disk_holds_is_refused_and_what_was_typed_comes_back(
    client, media, monkeypatch
):
    monkeypatch.setattr(files, "LEAST_FREE_BYTES", 2**62)
    action = ActionFactory()
    client.force_login(MembershipFactory(initiative=action.initiative, lead=True).user)
    door = reverse("roadmap:attach_file", args=[action.initiative.slug, action.code])
    sent = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1"), "label": "Compte rendu du 3 mars"}

    answer = client.post(door, sent)

    assert answer.status_code == 507
    assert "Compte rendu du 3 mars" in answer.content.decode()
    assert kept_in(media) == []


class Broken:
    """A file whose second reading fails, as a disk that fills up does."""

    size = 10
    readings = 0

    def seek(self, _place):
        self.readings += 1

    def read(self, _size=-1):
        if self.readings > 1:
            raise OSError(28, "No space left on device")
        return b""


@pytest.mark.django_db
def test_what_was_written_of_a_file_that_fails_goes(media):
    with pytest.raises(OSError, match="No space left"):
        files.keep(Broken(), name="a.pdf", at=NOW)

    assert kept_in(media) == []


@pytest.mark.django_db
def test_bytes_that_no_row_names_go_after_a_day(media):
    kept = files.keep(b"tenu", name="a.txt", at=NOW)
    files.keep(b"perdu", name="b.txt", at=NOW)
    StoredFile.objects.filter(name="b.txt").delete()
    assert len(kept_in(media)) == 2
    yesterday = (NOW - dt.timedelta(days=2)).timestamp()
    for path in kept_in(media):
        os.utime(path, (yesterday, yesterday))

    removed = purge_strays(NOW)

    assert removed == 1
    assert [str(p) for p in kept_in(media)] == [StoredFile.objects.get().content.path]
    assert kept.pk
