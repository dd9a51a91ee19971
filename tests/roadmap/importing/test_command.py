from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacte.roadmap.importing.command import Exit, read, read_command

PLAN = "Axe\tAction\tPilote\tÉchéance\nSe loger\t1.1 Visiter les logements\tAgence\t2025\n"


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN)
    return str(path)


def test_a_plan_is_printed_as_one_object(plan: str) -> None:
    printed = read_command(plan)

    made = json.loads(printed.out)
    assert printed.status is Exit.UNDERSTOOD
    assert printed.err == ""
    assert [action["title"] for action in made["actions"]] == ["Visiter les logements"]
    assert made["source"]["name"] == "plan.txt"


def test_a_plan_is_told_in_a_few_lines(plan: str) -> None:
    printed = read_command(plan, "text")

    assert printed.out.replace("\xa0", " ").splitlines() == [
        "plan.txt",
        "",
        "Niveaux : Axe > Action",
        "1 action",
        "100 % des mots du document ont trouvé leur place",
        "",
        "Se loger",
        "  • 1.1 Visiter les logements",
        "      Agence – 2025",
    ]


def test_a_pasted_text_is_read() -> None:
    printed = read_command("-", pasted=PLAN.encode())

    assert printed.status is Exit.UNDERSTOOD
    assert json.loads(printed.out)["source"]["name"] == "-"


def test_a_text_without_action_is_printed_all_the_same() -> None:
    printed = read_command("-", pasted="Bonjour à tous.".encode())

    assert printed.status is Exit.NO_ACTION
    assert json.loads(printed.out)["actions"] == []
    assert printed.err == "Aucune action n’a été trouvée dans ce document."


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)

    printed = read_command(str(path))

    assert printed.status is Exit.UNREADABLE
    assert printed.out == ""
    assert printed.err


def test_a_file_that_is_not_there() -> None:
    printed = read_command("absent.docx")

    assert printed.status is Exit.USAGE
    assert "absent.docx" in printed.err


def test_it_is_written_in_utf8(plan: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status = read(plan, form="text")

    assert status == 0
    assert "trouvé".encode() in capsysbinary.readouterr().out


def test_the_limits_are_those_of_the_installation(
    plan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPORT_MAX_ROWS", "1")

    printed = read_command(plan)

    assert (printed.status, printed.out) == (Exit.UNREADABLE, "")
    assert printed.err.startswith("Ce fichier dépasse le nombre de lignes permis (1).")
