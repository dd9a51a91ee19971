"""Run every check but the tests: style, types, layers, templates, migrations, known weaknesses.

    tools/run_checks.py [NAME ...]

Two run at a time. Each prints its name, time and result; what failed is printed whole at the end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SITE = {"DJANGO_SETTINGS_MODULE": "config.settings_test"}
UNREACHABLE = ("ConnectionError", "ConnectTimeout", "NameResolutionError", "Failed to resolve")

CHECKS = {
    "types": [str(BIN / "mypy")],
    "style": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "layers": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "pacte", "--lint", "--quiet"],
    "site": [sys.executable, "manage.py", "check"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "audit": [
        *(str(BIN / "pip-audit"), "--vulnerability-service", "osv", "--skip-editable"),
        *("--progress-spinner", "off", "--format", "json"),
    ],
}


@dataclass(frozen=True)
class Result:
    name: str
    ok: bool
    seconds: float
    output: str
    remark: str = ""


def weaknesses(report: str) -> list[str]:
    """Name each package of pip-audit's JSON report that has a known weakness, and what mends it."""
    return [
        f"{package['name']} {package['version']}: {weakness['id']}, "
        f"mended in {', '.join(weakness['fix_versions']) or 'no version yet'}"
        for package in json.loads(report)["dependencies"]
        for weakness in package.get("vulns", [])
    ]


def judge_audit(status: int, report: str, errors: str) -> tuple[bool, str, str]:
    """Return whether the audit passes, what to print, and a remark.

    Only a service that could not be reached passes without an answer, and says so.
    """
    if report.strip():
        found = weaknesses(report)
        return not found, "\n".join(found), ""
    if any(sign in errors for sign in UNREACHABLE):
        return True, "", "NOT CHECKED: the service of known weaknesses (OSV) cannot be reached"
    return status == 0, errors, ""


def run(name: str) -> Result:
    start = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        env={**os.environ, **SITE},
        text=True,
        capture_output=True,
        check=False,
    )
    if name == "audit":
        ok, output, remark = judge_audit(done.returncode, done.stdout, done.stderr)
    else:
        ok, output, remark = done.returncode == 0, done.stdout + done.stderr, ""
    result = Result(name, ok, time.monotonic() - start, output, remark)
    line = f"{'ok    ' if ok else 'FAILED'} {name:<11}{result.seconds:6.1f} s  {remark}"
    print(line.rstrip(), flush=True)
    return result


def main() -> int:
    names = sys.argv[1:] or list(CHECKS)
    if unknown := set(names) - set(CHECKS):
        print(f"Unknown: {', '.join(sorted(unknown))}. Checks: {', '.join(CHECKS)}.")
        return 2
    with ThreadPoolExecutor(max_workers=2) as pool:
        failed = [result for result in pool.map(run, names) if not result.ok]
    for result in failed:
        print(f"\n--- {result.name}\n{result.output.rstrip()}")
    print(f"\n{len(names) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
