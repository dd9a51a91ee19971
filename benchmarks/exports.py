"""Taking out a plan of 200 actions in each format: the work of it, in seconds of processor.

Cold is a fresh process, its libraries still to be loaded; warm is a server that has done it once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import environment, prepare

RUNS = 5
ACTIONS = 200
AIM = 2.0  # seconds
FORMS = ("docx", "pdf", "xlsx", "ods", "csv", "json")
ROOT = Path(__file__).resolve().parent.parent
# What the children print: the processor of each run, and what is written.
WORK = """
import json, sys, time
from config.opening import open_site
open_site()
from django.utils import timezone
from pacte.accounts.models import User
from pacte.roadmap.exports import Form, export_plan, take_snapshot
from pacte.roadmap.models import Plan
plan = Plan.objects.select_related("initiative__territory").get(initiative__slug="petit")
lead = User.objects.get(email="petit@exemple.test")
form, runs = Form(sys.argv[1]), int(sys.argv[2])
spent, size = [], 0
for _ in range(runs):
    start = time.process_time()
    made = export_plan(take_snapshot(plan, lead, at=timezone.now()), form)
    spent.append(time.process_time() - start)
    size = len(made.content)
print(json.dumps({"spent": spent, "size": size}))
"""


def measure() -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        env = environment("sqlite", folder, cached=False)
        prepare(env, f"petit:{ACTIONS}", 0)
        return [row for form in FORMS for row in _rows_of(form, env)]


def _rows_of(form: str, env: dict[str, str]) -> list[dict[str, object]]:
    cold = [_worked(form, 1, env) for _ in range(RUNS)]
    warm = _worked(form, RUNS + 1, env)
    spent, size = warm
    first = [times[0] for times, _size in cold]
    return [
        _row(f"{form}, cold", first, f"aim {AIM:g} s"),
        _row(f"{form}, warm", spent[1:], f"{size / 1024:,.0f} KiB"),
    ]


def _worked(form: str, runs: int, env: dict[str, str]) -> tuple[list[float], int]:
    """The processor of each run, and the size of the file."""
    command = [sys.executable, "-c", WORK, form, str(runs)]
    done = subprocess.run(command, check=True, env=env, cwd=ROOT, capture_output=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return [float(one) for one in told["spent"]], int(told["size"])


def _row(what: str, spent: list[float], note: str) -> dict[str, object]:
    return {
        "group": f"exports of {ACTIONS} actions, {os.cpu_count()} cores",
        "what": what,
        "value": round(statistics.median(spent), 2),
        "unit": "s of CPU",
        "note": note,
    }
