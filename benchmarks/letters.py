"""Asking five hundred leads where their actions stand: found, put in the outbox, then written."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import database, environment, prepare

LEADS = 500
EACH = 3  # actions
AIM = 5.0  # seconds
ROOT = Path(__file__).resolve().parent.parent
WORK = """
import datetime as dt, json, sys, time
from config.opening import open_site
open_site()
from django.conf import settings
from django.utils import timezone
from benchmarks import makers
from pacte.core import letters
from pacte.core.actor import SYSTEM
from pacte.core.letters.kinds import letter_of
from pacte.core.models import Message
from pacte.initiatives.models import Initiative
from pacte.roadmap import operations
from pacte.roadmap.queries.asked import to_ask
settings.EMAIL_HOST = "127.0.0.1"  # nothing is sent here: who has no server prints
place = Initiative.objects.get(slug="menees")
makers.led_by_people(place, int(sys.argv[1]))
place.actions.update(status="IN_PROGRESS")  # what is done is not asked about
now, start = timezone.now(), time.perf_counter()
wanted = to_ask(place, now=now, every=90, together=30, apart=21)
found = time.perf_counter()
operations.ask_progress(initiative=place, wanted=wanted, by=SYSTEM, at=now)
asked = time.perf_counter()
written = [letter_of(message) for message in Message.objects.order_by("pk")]
ended = time.perf_counter()
print(json.dumps({
    "found": found - start, "asked": asked - found, "written": ended - asked,
    "letters": sum(one is not None for one in written),
}))
"""


def measure() -> list[dict[str, object]]:
    return [row for kind in ("sqlite", "postgresql") for row in _measured(kind)]


def _measured(kind: str) -> list[dict[str, object]]:
    with database(kind) as name, tempfile.TemporaryDirectory() as folder:
        env = environment(name, folder, cached=False)
        prepare(env, f"menees:{LEADS * EACH}", 0)
        command = [sys.executable, "-c", WORK, str(LEADS)]
        done = subprocess.run(command, check=True, env=env, cwd=ROOT, capture_output=True)
    told = json.loads(done.stdout.splitlines()[-1])
    if told["letters"] != LEADS:
        raise RuntimeError(f"{told['letters']} letters for {LEADS} leads")
    group = f"{kind}, {LEADS} leads of {EACH} actions each"
    total = told["found"] + told["asked"] + told["written"]
    return [
        _row(group, "found and put in the outbox", told["found"] + told["asked"], ""),
        _row(group, "the same, each letter written", total, f"aim {AIM:g} s"),
    ]


def _row(group: str, what: str, seconds: float, note: str) -> dict[str, object]:
    return {"group": group, "what": what, "value": round(seconds, 2), "unit": "s", "note": note}
