from __future__ import annotations

from pacte.documents.content import Paragraph, Table
from tests.documents.reading.pdf.made import content_of, paragraphs_of, tables_of, texts

_LONG = "Accompagner les personnes vers les métiers qui recrutent"
_SENTENCE = "Les acteurs du territoire se réunissent chaque trimestre pour suivre les actions. "


def test_columns_without_rulings_are_a_table() -> None:
    cells = (
        "[*Axe*], [*Action*], [*Qui*], [*Échéance*]",
        f"[Emploi], [1. {_LONG}], [Ville], [2026]",
        f"[], [2. {_LONG}], [Région], [2027]",
        "[Santé], [3. Former], [Centre du Val], [2028]",
    )
    content = content_of(
        f"{_SENTENCE * 2}\n#table(stroke: none, columns: (2cm, 5cm, 3cm, 2cm), "
        f"{', '.join(cells)})\n{_SENTENCE * 2}"
    )

    before, table, after = content.blocks
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert isinstance(table, Table)
    assert texts(table) == [
        ["Axe", "Action", "Qui", "Échéance"],
        ["Emploi", f"1. {_LONG}", "Ville", "2026"],
        ["", f"2. {_LONG}", "Région", "2027"],
        ["Santé", "3. Former", "Centre du Val", "2028"],
    ]


def test_labels_and_values_are_a_table_of_two_columns() -> None:
    (table,) = tables_of(
        "#table(stroke: none, columns: (3cm, 9cm), [Intitulé], [Ouvrir un guichet pour tous],"
        f"[Pilote], [Communauté de communes], [Description], [{_SENTENCE * 3}], "
        "[Budget], [12 000 €])"
    )

    assert texts(table) == [
        ["Intitulé", "Ouvrir un guichet pour tous"],
        ["Pilote", "Communauté de communes"],
        ["Description", (_SENTENCE * 3).strip()],
        ["Budget", "12 000 €"],
    ]


def test_it_goes_on_over_the_page() -> None:
    rows = "".join(f"[{rank}. {_LONG}], [Acteur {rank}], [2026]," for rank in range(14))
    (table,) = tables_of(
        f"#set page(height: 12cm)\n#table(stroke: none, columns: (6cm, 4cm, 2cm), {rows})"
    )

    assert [row[0] for row in texts(table)] == [f"{rank}. {_LONG}" for rank in range(14)]


def test_a_list_with_wide_markers_is_no_table() -> None:
    found = paragraphs_of("#set enum(body-indent: 2em)\n" + "+ Former les équipes\n" * 5)

    assert [p.marker for p in found] == ["1.", "2.", "3.", "4.", "5."]


def test_a_table_of_contents_is_no_table() -> None:
    found = paragraphs_of(
        "\n\n".join(f"Axe {rank} des orientations #h(1fr) {rank + 2}" for rank in range(6))
    )

    assert len(found) == 6
