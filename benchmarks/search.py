"""Finding among 50,000 rows of one initiative, as its elected member would, in process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile

from benchmarks.pages import ROOT, database, environment, prepare

ROWS = 50_000
# Words that most rows hold, that few do, that begin one, that are misspelt; several at once.
QUESTIONS = (
    *("forum", "garde d’enfants", "permanence commune", "emploi", "ACT-4", "évaluer", "form"),
    *("accueilir", "permanance", "partenaries", "ouvrir métiers", "rien de tel ici", "le parcours"),
    *("aides à domicile", "employeurs écoles", "lettre partenaires", "soutenir personnes"),
)
MEASURE = """
import json, statistics, sys, time
import django
django.setup()
from pacte.accounts.models import User
from pacte.core import search
from pacte.initiatives.models import Initiative
from pacte.portal.queries import look_for

start = time.perf_counter()
indexed = search.rebuild()
rebuilding = time.perf_counter() - start
place = Initiative.objects.get(slug="grand")
lead = User.objects.get(email="grand@exemple.test")
times = []
for _ in range(5):
    for question in json.loads(sys.argv[1]):
        start = time.perf_counter()
        look_for(question, place, lead, each=20)
        times.append((time.perf_counter() - start) * 1000)
times.sort()
print(json.dumps([indexed, rebuilding, statistics.median(times), times[int(len(times) * 0.95)]]))
"""


def measure() -> list[dict[str, object]]:
    return [row for kind in ("sqlite", "postgresql") for row in measure_on(kind)]


def measure_on(kind: str) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder, database(kind) as name:
        env = environment(name, folder, cached=False)
        prepare(env, f"grand:{ROWS}", 0)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, json.dumps(QUESTIONS)],
            check=True,
            env=env,
            cwd=ROOT,
            text=True,
            capture_output=True,
        )
    indexed, rebuilding, median, high = json.loads(done.stdout.splitlines()[-1])
    group = f"Search over {indexed:,} rows, {kind}"
    return [
        row(group, "reading everything again", rebuilding, "s", ""),
        row(group, "p50", median, "ms", f"{len(QUESTIONS)} questions, five times"),
        row(group, "p95", high, "ms", "under 50"),
    ]


def row(group: str, what: str, value: float, unit: str, note: str) -> dict[str, object]:
    return {"group": group, "what": what, "value": round(value, 1), "unit": unit, "note": note}
