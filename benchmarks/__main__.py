"""Run the measurements, print them as a table and keep them as JSON.

python -m benchmarks [reading] [similar] [exports] [looks] [letters] [search] [sqlite] [postgresql]
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sys
from pathlib import Path

KINDS = ("reading", "similar", "exports", "looks", "letters", "search", "sqlite", "postgresql")


def table(rows: list[dict[str, object]]) -> str:
    lines, group = [], None
    for row in rows:
        if row["group"] != group:
            group = row["group"]
            lines += ["", str(group)]
        lines.append(f"  {row['what']:<52} {row['value']:>10} {row['unit']:<11} {row['note']}")
    return "\n".join(lines)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    asked = [kind for kind in KINDS if kind in sys.argv[1:]] or list(KINDS)
    rows: list[dict[str, object]] = []
    for kind in asked:
        if kind == "reading":
            import django

            from benchmarks import reading

            django.setup()
            rows += reading.measure()
        elif kind == "similar":
            from benchmarks import similar

            rows += similar.measure()
        elif kind == "exports":
            from benchmarks import exports

            rows += exports.measure()
        elif kind == "search":
            from benchmarks import search

            rows += search.measure()
        elif kind == "letters":
            from benchmarks import letters

            rows += letters.measure()
        elif kind == "looks":
            from benchmarks import looks

            rows += looks.measure()
        else:
            from benchmarks import pages

            rows += pages.measure(kind)
    print(table(rows))
    folder = Path("bench-results")
    folder.mkdir(exist_ok=True)
    now = dt.datetime.now(tz=dt.UTC)
    kept = {"at": now.isoformat(), "machine": platform.platform(), "cores": os.cpu_count()}
    path = folder / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps({**kept, "rows": rows}, ensure_ascii=False, indent=1))
    print(f"\n{path}")


if __name__ == "__main__":
    main()
