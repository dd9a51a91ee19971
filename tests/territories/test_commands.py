from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pacte.territories.enums import TerritoryKind
from pacte.territories.models import Territory
from tests.factories.territories import a_commune, a_territory

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> list[str]:
    said = io.StringIO()
    call_command(*map(str, arguments), stdout=said)
    return said.getvalue().splitlines()


def test_load_territories_says_what_it_brought() -> None:
    lines = run("load_territories", "--jurisdiction", "QC")

    assert lines[0] == (
        "QC au 08/07/2021. Créés : 1253. Modifiés : 0. Disparus : 0. Rattachements changés : 1252."
    )
    assert Territory.objects.filter(kind=TerritoryKind.ADMINISTRATIVE_REGION).count() == 17


def test_import_communes_of_38_lines_takes_less_than_a_minute(tmp_path: Path) -> None:
    perimeter = a_territory("Grand Confluent", TerritoryKind.PERIMETER, slug="grand-confluent")
    path = tmp_path / "communes.csv"
    lines = [f"{24000 + number};Commune {number};{number * 10}" for number in range(1, 37)]
    path.write_text("\n".join(["code;nom;population", *lines, "24001;Autre;1", ";;"]))
    a_commune("Sans rapport", official_code="24037")
    started = time.process_time()

    said = run("import_communes", path, "--into", perimeter.slug, "--year", 2023)

    assert time.process_time() - started < 60
    assert said == [
        "ligne 38 : ce code est celui d’une autre commune (Autre)",
        "Prises : 36 (nouvelles : 36). Populations mises à jour : 0. Lignes refusées : 1.",
    ]
    assert perimeter.child_links.count() == 36


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (None, [], "n’existe pas"),
        ("", [], "le fichier est vide"),
        ("nom\nAbjat\n", ["--into", "nulle-part"], "Aucun territoire"),
        ("nom\nAbjat\n", ["--into", "epci"], "n’est pas un périmètre dessiné"),
    ],
)
def test_import_communes_says_why_it_cannot(
    tmp_path: Path, content: str | None, options: list[str], message: str
) -> None:
    a_territory("CC", TerritoryKind.EPCI, slug="epci")
    path = tmp_path / "communes.csv"
    if content is not None:
        path.write_text(content)

    with pytest.raises(CommandError, match=message):
        run("import_communes", path, *options)


def test_import_communes_without_perimeter_fills_populations(tmp_path: Path) -> None:
    commune = a_commune("Amos", official_code="88055", population=None, jurisdiction="QC")
    path = tmp_path / "MUN.csv"
    path.write_text("mcode,munnom,mpopul\n88055,Amos,12651\n")

    said = run("import_communes", path, "--jurisdiction", "QC", "--year", 2025)

    commune.refresh_from_db()
    assert (commune.population, commune.population_year) == (12651, 2025)
    assert said == [
        "Prises : 1 (nouvelles : 0). Populations mises à jour : 1. Lignes refusées : 0."
    ]


def test_import_communes_brings_in_zones(tmp_path: Path) -> None:
    commune = a_commune("Bergerac", official_code="24037")
    path = tmp_path / "zones.csv"
    path.write_text("CODGEO,ZE2020,LIBZE2020\n24037,7503,Bergerac\n99999,7503,Bergerac\n")

    said = run("import_communes", path, "--zones", "--since", "2026-01-01")

    zone = Territory.objects.get(kind=TerritoryKind.EMPLOYMENT_ZONE)
    assert (zone.name, zone.slug) == ("Bergerac", "zone-bergerac-7503")
    assert zone.child_links.get().child == commune
    assert said == [
        "ligne 3 : code inconnu, et pas de nom pour créer la commune (99999)",
        "Prises : 1 (nouvelles : 1). Populations mises à jour : 0. Lignes refusées : 1.",
    ]


def test_import_communes_asks_for_the_date_of_zones(tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    path.write_text("CODGEO,ZE2020\n")

    with pytest.raises(CommandError, match="date de ces zones"):
        run("import_communes", path, "--zones")
