from __future__ import annotations

from pacte.documents.content import Table
from tests.documents.reading.pdf.made import content_of, paragraphs_of, tables_of, texts

_LONG = "Accompagner les personnes éloignées de l’emploi vers les métiers qui recrutent. "


def test_a_ruled_table_gives_its_cells() -> None:
    (table,) = tables_of(
        "Avant\n#table(columns: 3, [*Axe*], [*Action*], [*Échéance*], "
        "[Emploi], [Ouvrir un guichet], [2026], [], [Former], [2027])\nAprès"
    )

    assert texts(table) == [
        ["Axe", "Action", "Échéance"],
        ["Emploi", "Ouvrir un guichet", "2026"],
        ["", "Former", "2027"],
    ]
    assert table.bold_rows == frozenset({0})
    assert str(table.rows[1].place) == "page 1, tableau 1, ligne 2"


def test_text_around_a_table_stays_around_it() -> None:
    blocks = content_of("Avant\n#table(columns: 2, [a], [b])\nAprès").blocks

    assert [getattr(block, "text", "tableau") for block in blocks] == ["Avant", "tableau", "Après"]


def test_merged_cells_are_one_object() -> None:
    (table,) = tables_of(
        "#table(columns: (3cm, 3cm, 3cm), table.cell(colspan: 3)[Titre], "
        "table.cell(rowspan: 2)[Axe], [A], [B], [C], table.cell(colspan: 1)[D])"
    )

    title, axis = table.rows[0].cells[0], table.rows[1].cells[0]
    assert all(cell is title for cell in table.rows[0].cells)
    assert table.rows[2].cells[0] is axis
    assert (axis.row, axis.column, axis.row_span, axis.column_span) == (1, 0, 2, 1)
    assert texts(table)[2] == ["Axe", "C", "D"]


def test_a_cell_joins_wrapped_lines_and_keeps_items() -> None:
    (table,) = tables_of(
        f"#table(columns: (6cm, 4cm), [{_LONG}], [- Région\n- Département des deux rives])"
    )

    first, second = table.rows[0].cells
    assert first.text == _LONG.strip()
    assert not first.lines_lost
    assert [(p.marker, p.text) for p in second.paragraphs] == [
        ("•", "Région"),
        ("•", "Département des deux rives"),
    ]


def test_lines_that_may_be_items_are_said_to_be_lost() -> None:
    (table,) = tables_of(
        "#table(columns: (4cm, 3cm), [Mission locale du Val \\ Chambre des métiers], [x])"
    )

    cell = table.rows[0].cells[0]
    assert cell.text == "Mission locale du Val Chambre des métiers"
    assert cell.lines_lost


def test_a_table_goes_on_over_pages_with_its_header_once() -> None:
    rows = "".join(
        f"[{number}.1 Action numéro {number}], [Acteur {number}]," for number in range(40)
    )
    content = content_of(
        "#set page(height: 12cm)\n#table(columns: (6cm, 4cm), "
        f"table.header([Action], [Qui]), {rows})"
    )

    (table,) = content.blocks
    assert isinstance(table, Table)
    assert texts(table)[0] == ["Action", "Qui"]
    assert len(table.rows) == 41
    assert [p.text for p in content.furniture].count("Qui") >= 1


def test_a_row_that_the_page_cuts_is_whole_again() -> None:
    steps = " ".join(
        f"Étape {number} du déroulé, avec les partenaires du bassin." for number in range(40)
    )
    (table,) = tables_of(
        "#set page(height: 10cm)\n#table(columns: (3cm, 3cm, 6cm), "
        "table.header([Axe], [Action], [Moyens]), "
        "[Emploi], [1.1 Ouvrir], [Un lieu.], "
        f"[Emploi], [1.2 Former], [{steps}], [Santé], [2.1 Soigner], [Un centre.])"
    )

    assert [row[1] for row in texts(table)] == ["Action", "1.1 Ouvrir", "1.2 Former", "2.1 Soigner"]
    assert table.rows[2].cells[2].text == steps
    assert [row.place.page for row in table.rows][:3] == [1, 1, 1]


def test_rows_that_begin_on_a_new_page_stay_apart() -> None:
    rows = "".join(
        f"[{'Emploi' if number % 5 == 0 else ''}], [{number} {_LONG}], [Ville],"
        for number in range(24)
    )
    (table,) = tables_of(
        "#set page(height: 12cm)\n#table(columns: (2cm, 6cm, 3cm), "
        "table.header([Axe], [Action], [Qui]),"
        f"{rows})"
    )

    assert [row[1] for row in texts(table)[1:]] == [
        f"{number} {_LONG}".strip() for number in range(24)
    ]


def test_a_box_around_text_is_no_table() -> None:
    found = paragraphs_of("#rect(width: 8cm)[Un encadré]\n\nLa suite")

    assert [p.text for p in found] == ["Un encadré", "La suite"]


def test_text_written_upwards_in_a_cell_is_read() -> None:
    (table,) = tables_of(
        "#table(columns: 2, table.cell(rowspan: 3, rotate(-90deg, reflow: true)[Axe deux]), "
        "[Action A], [Action B], [Action C])"
    )

    assert [row.cells[0].text for row in table.rows] == ["Axe deux"] * 3


def test_rows_that_only_shades_part_are_one_table() -> None:
    (table,) = tables_of(
        "#table(columns: (3cm, 4cm, 3cm), stroke: none, fill: (_, y) => "
        "if calc.odd(y) { luma(220) }, [*Axe*], [*Action*], [*Échéance*], "
        "[Emploi], [Ouvrir un guichet], [2026], [], [Former les équipes du bassin], [2027], "
        "[Santé], [Soigner], [2028], [], [Suivre les parcours], [2029], [Social], [Loger], [2030])"
    )

    assert texts(table) == [
        ["Axe", "Action", "Échéance"],
        ["Emploi", "Ouvrir un guichet", "2026"],
        ["", "Former les équipes du bassin", "2027"],
        ["Santé", "Soigner", "2028"],
        ["", "Suivre les parcours", "2029"],
        ["Social", "Loger", "2030"],
    ]


def test_columns_that_no_ruling_parts_in_some_rows_stay_columns() -> None:
    (table,) = tables_of(
        "#table(columns: (3cm, 4cm, 3cm), stroke: (x, y) => (y: 1pt, "
        "left: if x == 0 or y == 0 { 1pt }, right: if x == 2 or y == 0 { 1pt }), "
        "[Axe], [Action], [Échéance], [Emploi], [Ouvrir], [2026], "
        "table.cell(colspan: 3)[Une partie du plan qui traverse toutes les colonnes], "
        "[Santé], [Soigner], [2027])"
    )

    assert texts(table) == [
        ["Axe", "Action", "Échéance"],
        ["Emploi", "Ouvrir", "2026"],
        ["Une partie du plan qui traverse toutes les colonnes"] * 3,
        ["Santé", "Soigner", "2027"],
    ]


def test_a_section_across_the_table_may_open_a_page() -> None:
    rows = "".join(f"[{rank} {_LONG}], [Ville]," for rank in range(6))
    (table,) = tables_of(
        "#set page(height: 9cm)\n#table(columns: (6cm, 3cm), [*Action*], [*Qui*], "
        f"{rows} table.cell(colspan: 2)[*Deuxième partie*], {rows})"
    )

    assert len(table.rows) == 14
