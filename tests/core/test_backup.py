"""Backups made and put back by the command, on both engines and from one to the other."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from pacte.core.backup import BackupDamaged, verify
from pacte.core.backup.making import AUTOMATIC_KEPT
from tests.conftest import copied_site, scratch_database
from tests.sample.site import Site, eventually

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)
pytestmark = pytest.mark.xdist_group("backup")
MakeSite = Callable[[str], Site]


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[MakeSite]:
    """Give sites without a database yet."""
    with ExitStack() as stack:

        def make(engine: str) -> Site:
            url = stack.enter_context(scratch_database()) if engine == "postgresql" else ""
            (tmp_path / "new").mkdir()
            return Site(tmp_path / "new", database_url=url)

        yield make


@pytest.fixture
def filled(tmp_path: Path, laid_sites: Callable[[str], Site]) -> Iterator[MakeSite]:
    """Give sites with rows of every sort: history, job, session, account, file."""
    with ExitStack() as stack:
        yield lambda engine: stack.enter_context(copied_site(laid_sites(engine), tmp_path / "old"))


def run(site: Site, function: str) -> None:
    done = site.python(f"from tests.sample import rows; rows.{function}()")
    assert done.returncode == 0, done.stderr


def content(site: Site) -> dict[str, Any]:
    """What must come back: rows that carry dates, JSON, links, and the bytes of files."""
    tables = {
        "core_auditentry": "event, at, changes",
        "core_job": "name, arguments, asked_at",
        "core_storedfile": "sha256, name, size, created_at",
        "accounts_user": "email, is_active",
        "auth_group_permissions": "group_id, permission_id",
    }
    found: dict[str, Any] = {
        path.name: path.read_bytes() for path in (site.folder / "files").rglob("*.txt")
    }
    for table, columns in tables.items():
        rows = site.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2")  # noqa: S608
        found[table] = [[same(value) for value in row] for row in rows]
    return found


def same(value: object) -> object:
    """Give the same words for the same value on each engine."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ")
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value[:1] in "{[":
        return json.loads(value)
    return value


@pytest.mark.parametrize("target", [SQLITE, POSTGRESQL])
@pytest.mark.parametrize("source", [SQLITE, POSTGRESQL])
def test_restore_gives_back_what_was_saved(
    make_site: MakeSite, filled: MakeSite, tmp_path: Path, source: str, target: str
) -> None:
    saved, other = filled(source), make_site(target)
    file = tmp_path / "backup.zip"

    made = saved.pacte("backup", str(file))
    put_back = other.pacte("restore", str(file), "--yes")

    assert made.returncode == 0, made.stderr
    assert put_back.returncode == 0, put_back.stderr
    assert content(other) == content(saved)
    run(other, "write")  # a new row finds a free key


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
def test_restore_replaces_what_came_after_and_keeps_a_copy(
    filled: MakeSite, tmp_path: Path, engine: str
) -> None:
    site, file = filled(engine), tmp_path / "backup.zip"
    assert site.pacte("backup", str(file)).returncode == 0
    before = content(site)
    run(site, "write")
    after = content(site)
    assert after != before

    assert site.pacte("restore", str(file), "--yes").returncode == 0
    assert content(site) == before

    (kept,) = (site.folder / "backups").glob("avant-restauration-*.zip")
    assert site.pacte("restore", str(kept), "--yes").returncode == 0
    assert content(site) == after


def test_restore_gives_back_a_file_that_was_changed_on_the_disk(
    filled: MakeSite, tmp_path: Path
) -> None:
    site, file = filled(SQLITE), tmp_path / "backup.zip"
    site.pacte("backup", str(file))
    before = content(site)
    (kept,) = (site.folder / "files").rglob("*.txt")
    kept.write_bytes(kept.read_bytes()[::-1])

    site.pacte("restore", str(file), "--yes")

    assert content(site) == before


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
def test_restore_changes_nothing_where_the_files_find_no_room(
    filled: MakeSite, tmp_path: Path, engine: str
) -> None:
    site, file = filled(engine), tmp_path / "backup.zip"
    site.pacte("backup", str(file))
    (kept,) = (site.folder / "files").rglob("*.txt")
    kept.unlink()
    (kept.parent / f".{kept.name}.part").mkdir()  # where its bytes would be written
    run(site, "write")
    before = content(site)

    refused = site.pacte("restore", str(file), "--yes")

    assert refused.returncode == 1
    assert "Rien n’a changé" in refused.stderr
    assert content(site) == before


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
def test_migrate_makes_a_backup_when_something_is_pending(filled: MakeSite, engine: str) -> None:
    site = filled(engine)
    before = content(site)
    assert not list((site.folder / "backups").glob("*"))
    run(site, "unapply")

    assert "avant-migration" in site.pacte("migrate", "--without-territories").stdout

    (kept,) = (site.folder / "backups").glob("avant-migration-*.zip")
    assert "django_session" in verify(kept).rows
    assert site.pacte("restore", str(kept), "--yes").returncode == 0
    assert content(site) == before


@pytest.mark.parametrize("engine", [SQLITE, POSTGRESQL])
def test_a_backup_asked_from_the_page_of_the_installation_is_made_by_the_worker(
    filled: MakeSite, engine: str
) -> None:
    site = filled(engine)
    made = site.python("from tests.sample import rows; rows.lay_operator()")
    assert made.returncode == 0, made.stderr
    site.session = made.stdout
    site.start()

    assert site.post("/installation/sauvegarde/") == HTTPStatus.OK

    asked = "SELECT status FROM core_job WHERE name = 'portal.make_backup'"
    eventually(lambda: site.rows(asked) == [("DONE",)], seconds=60)
    (kept,) = (site.folder / "backups").glob("a-la-demande-*.zip")
    before = content(site)
    site.end()
    run(site, "write")
    assert site.pacte("restore", str(kept), "--yes").returncode == 0
    after = content(site)
    assert "django_session" in verify(kept).rows
    assert after["accounts_user"] == before["accounts_user"]
    assert after["core_storedfile"] == before["core_storedfile"]


def test_a_backup_that_cannot_be_written_says_why(filled: MakeSite, tmp_path: Path) -> None:
    site = filled(SQLITE)
    (tmp_path / "file").touch()

    refused = site.pacte("backup", str(tmp_path / "file" / "backup.zip"))

    assert refused.returncode == 1
    assert refused.stderr.startswith("La sauvegarde n’a pas pu être faite")


def test_what_a_site_keeps_is_not_for_everyone_on_the_machine(
    make_site: MakeSite, tmp_path: Path
) -> None:
    site, file = make_site(SQLITE), tmp_path / "backup.zip"
    site.pacte("migrate", "--without-territories")
    run(site, "write")
    site.pacte("backup", str(file))

    kept = [file, *(path for path in site.folder.rglob("*") if path.is_file())]

    assert {path.name for path in kept if path.stat().st_mode & 0o007} == set()


def test_restore_refuses_a_damaged_file_and_changes_nothing(
    filled: MakeSite, tmp_path: Path
) -> None:
    site, file = filled(SQLITE), tmp_path / "backup.zip"
    site.pacte("backup", str(file))
    before = content(site)
    with file.open("r+b") as damaged:
        damaged.seek(file.stat().st_size // 2)
        damaged.write(b"damaged!")

    refused = site.pacte("restore", str(file), "--yes")

    assert refused.returncode == 1
    assert "abîmée" in refused.stderr
    assert content(site) == before


@pytest.mark.parametrize("name", ["files/../../evil", "files//etc/evil", "/evil", "files/./evil"])
def test_verify_refuses_a_part_that_leaves_its_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "backup.zip"
    empty = {"size": 0, "sha256": sha256(b"").hexdigest()}
    manifest = {"version": "1", "made_at": "", "form": "rows", "migrations": {}, "rows": {}}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"")
        archive.writestr(
            "manifest.json",
            json.dumps({**manifest, "format": 1, "parts": {name: empty}}),
        )

    with pytest.raises(BackupDamaged):
        verify(path)


def test_restore_refuses_a_backup_of_a_newer_version(filled: MakeSite, tmp_path: Path) -> None:
    site, file = filled(SQLITE), tmp_path / "backup.zip"
    site.pacte("backup", str(file))
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == "manifest.json":
                raw = raw.replace(b'"0001_initial"', b'"0001_of_the_future"', 1)
            new.writestr(name, raw)

    refused = site.pacte("restore", str(newer), "--yes")

    assert refused.returncode == 1
    assert "plus récente" in refused.stderr


def test_automatic_never_overwrites_and_never_removes_the_file_about_to_be_read(
    filled: MakeSite,
) -> None:
    site = filled(SQLITE)
    run(site, "back_up_often")
    kept = sorted((site.folder / "backups").glob("essai-*.zip"))
    assert len(kept) == AUTOMATIC_KEPT + 1
    assert kept[0].name.endswith("-000000.zip")
