"""Reading and understanding a long workbook, against openpyxl's read-only iteration over it."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import makers

RUNS = 5
FLOOR = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)
"""
OURS = """
import sys
import django
django.setup()
from pathlib import Path
from benchmarks.reading import understood
understood(Path(sys.argv[1]))
"""


def understood(path: Path) -> float:
    from pacte.documents.reading import read
    from pacte.roadmap.importing import understand

    plan = understand(read(path, name=path.name))
    return float(plan.coverage)


def iterated(path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    sum(1 for sheet in book for row in sheet.iter_rows(values_only=True) for _ in row)
    book.close()


def median_of(call: object, path: Path) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call(path)  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak(script: str, path: Path) -> float:
    """Peak memory, in MB, of a fresh process that does it once.

    As its own kernel counts it: `ru_maxrss` would begin with what this process holds.
    """
    told = f"{script}\nprint(open('/proc/self/status').read())"
    done = subprocess.run(
        [sys.executable, "-c", told, str(path)], check=True, capture_output=True, text=True
    )
    (held,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stdout)
    return int(held) / 1024


def measure() -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        makers.a_workbook(path)
        coverage = understood(path)
        iterated(path)
        floor, ours = median_of(iterated, path), median_of(understood, path)
        floor_memory = peak(FLOOR, path)
        our_memory = peak(OURS, path)
    return [
        row("openpyxl, read-only iteration", floor, "s", f"{floor_memory:.0f} MB"),
        row("read and understand", ours, "s", f"{our_memory:.0f} MB, coverage {coverage:.3f}"),
        row("ratio", ours / floor, "", "at most 0.8"),
    ]


def row(what: str, value: float, unit: str, note: str) -> dict[str, object]:
    return {
        "group": "Workbook of 10,000 rows and 12 columns",
        "what": what,
        "value": round(value, 3),
        "unit": unit,
        "note": note,
    }
