"""Killing the server while people write and a job runs: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import io
import signal
import time

import xlsxwriter
from aiosmtpd.controller import Controller

from tests.sample.hammering import assert_intact, hammer
from tests.sample.site import Site, eventually, free_port


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(site: Site) -> None:
    job = site.get("/echantillon/travaux/count/?steps=200&rows=50", method="POST")

    kept, was_cut = hammer(
        site,
        lambda number: site.get(f"/echantillon/{number}/", method="POST"),
        count=1000,
        kill_after=400,
    )

    assert was_cut
    assert_intact(site)
    written = {
        int(key)
        for (key,) in site.rows(
            "SELECT target_key FROM core_auditentry WHERE event = 'sample.number.written'"
        )
    }
    assert kept <= written
    # A job is whole or not begun, and resumes by itself.
    assert len(rows_of(site, job)) in {0, 50}
    site.start()
    eventually(lambda: site.json(f"/echantillon/suivi/{job}/")["status"] == "DONE", seconds=40)
    assert len(rows_of(site, job)) == 50


def test_no_acknowledged_edit_is_lost_when_the_server_is_killed(site: Site) -> None:
    laid = site.python("from tests.sample import rows; rows.lay_plan(1000, 'confluent')")
    assert laid.returncode == 0, laid.stderr
    site.session = laid.stdout
    actions = (
        "SELECT code, title FROM roadmap_action WHERE initiative_id = "
        "(SELECT id FROM initiatives_initiative WHERE slug = 'confluent')"
    )
    titles = dict(site.rows(actions))
    codes = sorted(titles)

    def edit(number: int) -> None:
        address = f"/d/confluent/actions/{codes[number]}/champ/title/"
        status = site.post(address, read=titles[codes[number]], value=f"Modifiée {number}")
        assert status == 200

    kept, was_cut = hammer(site, edit, count=1000, kill_after=300)

    assert was_cut
    assert_intact(site)
    now = dict(site.rows(actions))
    assert all(now[codes[number]] == f"Modifiée {number}" for number in kept)
    # An edit and its line of the history are kept together.
    changed = [code for code in codes if now[code] != titles[code]]
    told = site.rows("SELECT event FROM core_auditentry WHERE event = 'roadmap.action.edited'")
    assert len(told) == len(changed)


def long_plan(actions: int) -> bytes:
    """Write a workbook whose reading and whose plan take seconds."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Plan d’action")
    sheet.write_row(0, 0, ["Axe", "Objectif", "Action", "Porteur", "Échéance", "État"])
    for number in range(actions):
        words = [f"Axe {number % 5}", f"Objectif {number % 40}", f"Action numéro {number}"]
        sheet.write_row(number + 1, 0, [*words, f"Organisme {number % 60}", "2027", "En cours"])
    book.close()
    return target.getvalue()


def kill_during(site: Site, name: str, *, after: float = 0.05) -> None:
    running = f"SELECT 1 FROM core_job WHERE name = '{name}' AND status = 'RUNNING'"  # noqa: S608
    eventually(lambda: site.rows(running))
    time.sleep(after)
    site.send(signal.SIGKILL)
    site.end()
    assert site.rows(running), "the job ended before the kill: make the document longer"
    assert_intact(site)
    site.start()


def test_an_import_survives_the_kill_of_the_server_whole_or_not_at_all(site: Site) -> None:
    laid = site.python("from tests.sample import rows; rows.lay_plan(0, 'deux-rives')")
    assert laid.returncode == 0, laid.stderr
    site.session = laid.stdout
    imports = "SELECT id, state FROM roadmap_planimport ORDER BY id DESC LIMIT 1"

    site.post("/d/deux-rives/plans/importer/", file=long_plan(3000), name="plan.xlsx")
    kill_during(site, "roadmap.read_document")
    key = site.rows(imports)[0][0]
    eventually(lambda: site.rows(imports) == [(key, "TO_REVIEW")], seconds=60)

    site.post(f"/d/deux-rives/imports/{key}/creer/")
    kill_during(site, "roadmap.apply_import")
    assert made_actions(site) in {0, 3000}
    eventually(lambda: site.rows(imports) == [(key, "APPLIED")], seconds=90)
    assert made_actions(site) == 3000


def test_a_comparison_survives_the_kill_of_the_server(site: Site) -> None:
    laid = site.python("from tests.sample import rows; rows.lay_plan(3000, 'versant')")
    assert laid.returncode == 0, laid.stderr
    site.session = laid.stdout
    newest = "SELECT id, state FROM roadmap_planimport ORDER BY id DESC LIMIT 1"
    ((plan,),) = site.rows("SELECT slug FROM roadmap_plan ORDER BY id DESC LIMIT 1")
    content = long_plan(3000)
    site.post("/d/versant/plans/importer/", file=content, name="plan.xlsx", plan=plan)
    eventually(lambda: site.rows(newest)[0][1] == "TO_REVIEW", seconds=60)
    ((key, _state),) = site.rows(newest)

    site.post(f"/d/versant/imports/{key}/comparer/", again="1")
    kill_during(site, "roadmap.compare_import")

    eventually(lambda: site.rows(newest) == [(key, "TO_REVIEW")], seconds=60)
    compared = "SELECT count(*) FROM roadmap_planimport WHERE comparison IS NOT NULL"
    assert site.rows(compared) == [(1,)]


def made_actions(site: Site) -> int:
    made = site.rows("SELECT count(*) FROM roadmap_action WHERE title LIKE 'Action numéro %'")
    return int(made[0][0])


def rows_of(site: Site, job: str) -> list[str]:
    return [space for (space,) in site.rows("SELECT space FROM core_auditentry") if space == job]


class SlowMailServer:
    """Accepts every letter, in a twentieth of a second, and says to whom it went."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 — aiosmtpd's name
        await asyncio.sleep(0.05)
        self.received += envelope.rcpt_tos
        return "250 kept"


def test_letters_leave_once_though_the_server_is_killed_among_them(site: Site) -> None:
    """The one that was leaving may have left: after ten minutes a person decides of it."""
    people, mail = 60, SlowMailServer()
    controller = Controller(mail, hostname="127.0.0.1", port=free_port())
    controller.start()
    through = {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(controller.port),
        "EMAIL_USE_TLS": "0",
    }
    without = site.environment
    site.environment = {**without, **through}
    try:
        site.end()  # begin again, with a mail server
        site.start()
        site.get(f"/echantillon/travaux/greet/?people={people}", method="POST")
        eventually(lambda: len(mail.received) >= people // 4, seconds=40)
        site.send(signal.SIGKILL)
        site.end()
        before = len(mail.received)
        site.start()
        eventually(lambda: not still_here(site), seconds=60)
    finally:
        site.environment = without
        site.end()
        controller.stop()

    statuses = dict(site.rows("SELECT address, status FROM core_message"))
    doubtful = {address for address, status in statuses.items() if status == "SENDING"}
    assert before < people
    assert len(mail.received) == len(set(mail.received))
    assert {a for a, status in statuses.items() if status == "SENT"} == {*mail.received} - doubtful
    assert len(doubtful) <= 1


def still_here(site: Site) -> int:
    ((count,),) = site.rows("SELECT count(*) FROM core_message WHERE status = 'WAITING'")
    return int(count)
