"""`pacte import`: what would be made is said first, then made, or nothing is."""

import io

import pytest
from django.core.management import CommandError, call_command

from pacte.roadmap.models import Plan
from tests.factories.initiatives import InitiativeFactory
from tests.roadmap.imports.making import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet("Emploi;1.1;Ouvrir un atelier;SARCA;;2026;"))
    return path


def run(file, initiative: str = "grand-confluent", *, yes: bool = True) -> str:
    out = io.StringIO()
    call_command("import_plan", str(file), initiative=initiative, yes=yes, stdout=out)
    return out.getvalue()


def test_import_plan_says_what_it_makes_and_makes_it(file):
    InitiativeFactory(slug="grand-confluent")

    said = run(file)

    assert "1.1 Ouvrir un atelier" in said
    assert "/d/grand-confluent/plan/plan/" in said
    assert Plan.objects.get().imports.get().source.name == "plan.csv"


@pytest.mark.parametrize(("typed", "plans"), [("o", 1), ("n", 0), ("", 0)])
def test_import_plan_asks_before_it_makes_anything(file, monkeypatch, typed, plans):
    InitiativeFactory(slug="grand-confluent")
    monkeypatch.setattr("builtins.input", lambda _question: typed)

    run(file, yes=False)

    assert Plan.objects.count() == plans


@pytest.mark.parametrize(
    ("content", "status"), [(b"PK\x03\x04 broken", 3), ("Bonjour à toutes.".encode(), 4)]
)
def test_import_plan_ends_as_read_does(file, content, status):
    InitiativeFactory(slug="grand-confluent")
    file.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        run(file)

    assert refused.value.returncode == status
    assert not Plan.objects.exists()


def test_import_plan_wants_an_initiative_and_a_file_that_exist(file, tmp_path):
    with pytest.raises(CommandError, match="ailleurs"):
        run(file, "ailleurs")
    InitiativeFactory(slug="grand-confluent")
    with pytest.raises(CommandError, match="absent"):
        run(tmp_path / "absent.docx")


def typed(monkeypatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_import_plan_takes_a_text_pasted_on_standard_input(monkeypatch):
    InitiativeFactory(slug="grand-confluent")
    text = sheet("Emploi;1.1;Ouvrir un atelier;SARCA;;2026;").decode().replace(";", "\t")
    typed(monkeypatch, text.encode())

    said = run("-")

    assert "1.1 Ouvrir un atelier" in said
    assert Plan.objects.get().actions.get().schedule_text == "2026"


def test_a_pasted_text_is_imported_only_by_who_is_sure(monkeypatch):
    InitiativeFactory(slug="grand-confluent")
    typed(monkeypatch, b"Action\nOuvrir")

    with pytest.raises(CommandError) as refused:
        run("-", yes=False)

    assert refused.value.returncode == 2
    assert not Plan.objects.exists()
