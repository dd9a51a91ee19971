"""Run the whole suite, or only the journeys; pytest's own last lines stay the last ones.

    tools/run_tests.py [--e2e] [pytest arguments]

The database is DATABASE_URL's, else SQLite. Tests whose service is absent are skipped and named;
PACTE_TESTS_REQUIRE=postgresql,redis,browser,real_documents turns that into a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.environ.get("PACTE_TESTS_WORKERS", "2")


def command(arguments: list[str]) -> list[str]:
    journeys_only = "--e2e" in arguments
    given = [argument for argument in arguments if argument != "--e2e"]
    # A browser already uses both cores of a small machine.
    workers = "1" if journeys_only else WORKERS
    selection = ["-m", "journey"] if journeys_only else []
    # Tests that share a site of their own say so with xdist_group.
    spread = ["-n", workers, "--dist", "loadgroup"]
    return [sys.executable, "-m", "pytest", *spread, *selection, *given]


def environment() -> dict[str, str]:
    """Keep what the caller set for a running site away from the tests."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PACTE_DATA_DIR", "PACTE_DEMO", "PACTE_DEBUG", "SITE_URL", "REDIS_URL"}
    }
    return {**inherited, "DJANGO_SETTINGS_MODULE": "config.settings_test"}


def main() -> int:
    return subprocess.run(
        command(sys.argv[1:]), cwd=ROOT, env=environment(), check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
