"""The `pacte` command, run as people run it."""

from __future__ import annotations

import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.reference import COMMANDS, commands_page
from tests.conftest import copied_site
from tests.sample.site import ROOT, Site, eventually, free_port


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, settings="config.settings")
    yield made
    made.end()


@pytest.fixture
def laid_site(tmp_path: Path, laid_sites: Callable[[str], Site]) -> Iterator[Site]:
    with copied_site(laid_sites("sqlite"), tmp_path, settings="config.settings") as made:
        yield made


def test_serve_refuses_a_database_that_is_not_up_to_date(site: Site) -> None:
    refused = site.pacte("serve", "--port", str(site.port))

    assert refused.returncode == 1
    assert "pacte migrate" in refused.stderr


def test_serve_says_in_one_line_that_the_port_is_taken(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()

        refused = site.pacte("serve", "--port", str(site.port))

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"PORT={site.port + 1}" in refused.stderr


def test_open_site_keeps_a_secret_key_that_only_its_owner_reads(site: Site) -> None:
    site.pacte("check-health")
    key = (site.folder / "secret-key").read_text()

    site.pacte("check-health")

    assert (site.folder / "secret-key").read_text() == key
    assert len(key) > 50
    assert stat.S_IMODE((site.folder / "secret-key").stat().st_mode) == 0o600


def test_migrate_brings_the_official_territories_to_a_new_site_once(site: Site) -> None:
    first = site.pacte("migrate")
    again = site.pacte("migrate")

    assert "Chargement des territoires officiels" in first.stdout
    assert "pacte create-admin" in again.stdout
    assert "Chargement" not in again.stdout


def test_create_admin_and_sign_in_link_give_a_link_that_works(laid_site: Site) -> None:
    site = laid_site
    given = site.pacte("create-admin", "operatrice@exemple.test").stdout.strip()
    again = site.pacte("create-admin", "operatrice@exemple.test")
    nothing = site.pacte("create-admin", "pasunmail")
    link = site.pacte("sign-in-link", "Operatrice@exemple.test").stdout.strip()

    site.start()

    assert again.returncode == 1
    assert (nothing.returncode, "pasunmail" in nothing.stderr) == (1, True)
    for address in (given, link):
        path = address.removeprefix("http://127.0.0.1:8000")
        assert "operatrice" not in site.log()
        assert site.get(path)
    assert path not in site.log()


def test_add_lead_gives_an_initiative_one_more_person_who_leads_it(laid_site: Site) -> None:
    site = laid_site
    slug = "grand-val"
    site.python(f"from tests.sample import rows; rows.lay_plan(0, '{slug}')")
    asked = ("add-lead", "cheffe@exemple.test", "--initiative")

    given = site.pacte(*asked, slug).stdout.strip()
    again = site.pacte(*asked, slug)
    nowhere = site.pacte(*asked, "ailleurs")

    led = site.python(
        "from pacte.initiatives.models import Membership as M;"
        "print(M.objects.current().leading().get(user__email='cheffe@exemple.test').initiative.slug)"
    )
    assert "/compte/lien/" in given
    assert (again.returncode, nowhere.returncode) == (1, 1)
    assert led.stdout.strip() == slug


def test_serve_with_several_processes_leaves_the_port_when_killed(laid_site: Site) -> None:
    site = laid_site
    site.start("--processes", "2", "--no-worker")

    site.end()

    eventually(lambda: not site.answers(), seconds=5)


def test_serve_without_a_worker_ends_quietly(laid_site: Site) -> None:
    site = laid_site
    site.start("--no-worker")
    process = site.process
    assert process is not None

    site.send(signal.SIGTERM)

    assert process.wait(20) == 0
    assert "Traceback" not in site.log()


def test_demo_fills_its_own_folder_once_and_keeps_it(site: Site) -> None:
    def demonstrate(*options: str) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "config.cli", "demo", "--port", str(port), *options],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            while "http://" not in lines[-1]:
                lines.append(process.stdout.readline())
            eventually(lambda: urlopen(f"http://127.0.0.1:{port}/health"))
            said.append("".join(lines))
            process.terminate()

    port, said = free_port(), list[str]()
    demonstrate()
    demonstrate()
    demonstrate("--reset")

    assert ["Préparation" in words for words in said] == [True, False, True]


def test_commands_page_is_what_make_docs_writes() -> None:
    assert COMMANDS.read_text(encoding="utf-8") == commands_page()
