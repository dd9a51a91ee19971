from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.territories.enums import LineProblem, ListProblem
from pacte.territories.errors import UnreadableList
from pacte.territories.importing import read_communes, read_zones
from pacte.territories.operations import CommuneRow, RefusedLine, ZoneRow

TABLE = "Code INSEE;Commune;Population municipale\n24037;Bergerac;26 693\n24001;Abjat;\n"
ROWS = [CommuneRow(2, "24037", "Bergerac", 26693), CommuneRow(3, "24001", "Abjat")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_read_communes_of_any_usual_form(encoding: str, delimiter: str) -> None:
    content = TABLE.replace(";", delimiter).encode(encoding)

    assert read_communes(content).rows == ROWS


def test_read_communes_keeps_accents_of_windows() -> None:
    content = "Libellé\r\nÉvry\r\n".encode("windows-1252")

    assert read_communes(content).rows == [CommuneRow(2, "", "Évry")]


def test_read_communes_gives_back_the_zero_a_spreadsheet_lost() -> None:
    assert read_communes(b"insee,nom\n1001,Abergement\n").rows[0].code == "01001"


def test_read_communes_of_corsica_in_small_letters() -> None:
    assert read_communes(b"codgeo,libgeo\n2a004,Ajaccio\n").rows[0].code == "2A004"


def test_read_communes_reads_the_directory_of_quebec() -> None:
    content = (
        '"mcode","munnom","mcodpos","mrc","mpopul"\n'
        '"88055","Amos","J9T2G1","MRC Abitibi (880)","12651"\n'
        '"07047","Amqui","G5J1A1","MRC La Matapédia (070)","6145"\n'
    ).encode()

    assert read_communes(content).rows == [
        CommuneRow(2, "88055", "Amos", 12651, "880"),
        CommuneRow(3, "07047", "Amqui", 6145, "070"),
    ]


def test_read_communes_takes_the_first_of_two_columns_of_a_kind() -> None:
    content = b"nom;commune;code epci\nAbjat;Agonac;200000172\n"

    assert read_communes(content).rows == [CommuneRow(2, "", "Abjat", None, "200000172")]


def test_read_communes_skips_empty_lines_and_counts_them() -> None:
    content = b'\n\nnom\n\nAbjat\n;;\n"Ago\nnac"\n'

    found = read_communes(content)

    assert [(row.line, row.name) for row in found.rows] == [(5, "Abjat"), (8, "Ago\nnac")]


def test_read_communes_says_each_line_it_cannot_take() -> None:
    content = (
        b"nom;code;population\n"
        b";;12\n"
        b"Abjat;24;\n"
        b"Agonac;24002;environ 1 500\n"
        b"Allas;24003;400;de trop\n"
        b"Azerat\n"
    )

    found = read_communes(content)

    assert found.refused == [
        RefusedLine(2, LineProblem.NO_NAME, "12"),
        RefusedLine(3, LineProblem.BAD_CODE, "24 Abjat"),
        RefusedLine(4, LineProblem.BAD_POPULATION, "24002 Agonac environ 1 500"),
    ]
    assert [row.name for row in found.rows] == ["Allas", "Azerat"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ListProblem.EMPTY),
        (b" \n\n", ListProblem.EMPTY),
        (b"PK\x03\x04\x00\x00", ListProblem.NOT_TEXT),
        (b"ville,maire\nAbjat,Oui\n", ListProblem.NO_HEADING),
    ],
)
def test_read_communes_refuses_what_is_not_a_list(content: bytes, reason: ListProblem) -> None:
    with pytest.raises(UnreadableList) as refusal:
        read_communes(content)

    assert refusal.value.reason == reason


@given(st.binary(max_size=300))
def test_read_communes_never_fails_otherwise(content: bytes) -> None:
    try:
        found = read_communes(b"code;nom;population\n" + content)
    except UnreadableList:
        return
    assert all(row.code or row.name for row in found.rows)


def test_read_zones_reads_the_table_of_insee() -> None:
    content = (
        "Zonages en zones d’emploi 2020;;;;\n"
        "Source : Insee;;;;\n"
        "CODGEO;LIBGEO;ZE2020;LIBZE2020;DEP\n"
        "24037;Bergerac;7503;Bergerac;24\n"
        ";Sans code;7503;Bergerac;24\n"
        "24001;Abjat;;;24\n"
    ).encode()

    found = read_zones(content)

    assert found.rows == [ZoneRow(4, "24037", "7503", "Bergerac")]
    assert found.refused == [
        RefusedLine(5, LineProblem.BAD_CODE, "7503 Bergerac"),
        RefusedLine(6, LineProblem.BAD_CODE, "24001"),
    ]


def test_read_zones_refuses_a_list_without_zones() -> None:
    with pytest.raises(UnreadableList) as refusal:
        read_zones(TABLE.encode())

    assert refusal.value.reason == ListProblem.NO_HEADING
