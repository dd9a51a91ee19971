"""Looking at a plan of 2,000 actions in each way there is; one client, two processes."""

from __future__ import annotations

import tempfile

from benchmarks.pages import database, environment, prepare, rows_of, serving

ACTIONS = 2000
LOOKS = {
    "home": "",
    "by organisation": "plan/plan/par-organisme/",
    "tree": "plan/plan/arborescence/",
    "timeline": "plan/plan/frise/",
    "dashboard": "plan/plan/tableau-de-bord/",
    "calendar": "plan/plan/calendrier/",
    "matrix": "plan/plan/croiser/",
}


def measure() -> list[dict[str, object]]:
    return [row for kind in ("sqlite", "postgresql") for row in _measured(kind)]


def _measured(kind: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with database(kind) as name, tempfile.TemporaryDirectory() as folder:
        env = environment(name, folder, cached=False)
        prepare(env, f"milliers:{ACTIONS}", 0)
        with serving(env, "milliers@exemple.test") as site:
            for look, path in LOOKS.items():
                group = f"{kind}, a plan of {ACTIONS:,} actions"
                rows = rows_of(site, group, look, f"/d/milliers/{path}")
                rows[1]["note"] = "aim 120 ms"
                found += rows
    return found
