from __future__ import annotations

import pytest

from pacte.documents.content import Paragraph
from tests.documents.reading.pdf.made import content_of, paragraphs_of, tables_of, texts

_SENTENCE = "Les acteurs du territoire se réunissent chaque trimestre pour suivre les actions. "


def test_lines_of_one_paragraph_are_joined() -> None:
    found = paragraphs_of(f"{_SENTENCE * 6}\n\n{_SENTENCE * 3}")

    assert [p.text for p in found] == [(_SENTENCE * 6).strip(), (_SENTENCE * 3).strip()]
    assert [str(p.place) for p in found] == ["page 1, paragraphe 1", "page 1, paragraphe 2"]


def test_a_line_that_its_author_ended_stays_a_paragraph() -> None:
    found = paragraphs_of("Orientation générale \\\n" + _SENTENCE * 3)

    assert [p.text for p in found] == ["Orientation générale", (_SENTENCE * 3).strip()]


def test_headings_are_ranked_by_size_then_by_weight() -> None:
    found = paragraphs_of(
        "#set text(11pt)\n#show heading.where(level: 1): set text(22pt)\n"
        f"= Plan\n{_SENTENCE * 4}\n== Axe\n{_SENTENCE * 4}\n\n*Objectif*\n\n{_SENTENCE * 4}"
    )

    assert [(p.text, p.heading) for p in found if p.heading] == [
        ("Plan", 1),
        ("Axe", 2),
        ("Objectif", 3),
    ]
    assert [p.bold for p in found if not p.heading] == [False, False, False]


def test_bullets_have_their_marker_and_depth() -> None:
    found = paragraphs_of(
        f"{_SENTENCE * 2}\n- Créer un guichet {_SENTENCE * 3}\n  - Ouvrir le lieu\n"
        "  - Former l’équipe\n- Suivre les parcours\n"
    )

    assert [(p.marker, p.depth, p.text.split()[0]) for p in found] == [
        (None, 0, "Les"),
        ("•", 0, "Créer"),
        ("‣", 1, "Ouvrir"),
        ("‣", 1, "Former"),
        ("•", 0, "Suivre"),
    ]
    assert found[1].text == f"Créer un guichet {_SENTENCE * 3}".strip()


def test_a_number_set_apart_is_a_marker_and_a_typed_one_is_text() -> None:
    found = paragraphs_of("#set enum(body-indent: 1.5em)\n+ Préparer\n+ Lancer\n\n1.2 Évaluer")

    assert [(p.marker, p.text) for p in found] == [
        ("1.", "Préparer"),
        ("2.", "Lancer"),
        (None, "1.2 Évaluer"),
    ]


def test_hyphens_of_the_program_go_and_those_of_the_language_stay() -> None:
    text = (
        "Accompagnement socioprofessionnel des demandeurs, insertion professionnelle, "
        "développement territorial, sous-représentation, rendez-vous réguliers, "
        "expérimentation interinstitutionnelle. "
    )
    (found,) = paragraphs_of(
        '#set text(lang: "fr", hyphenate: true)\n#set par(justify: true)\n'
        f"#set page(width: 7cm, height: 40cm)\n{text * 5}"
    )

    assert found.text == (text * 5).strip()


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    words = [f"mot{number}" for number in range(700)]

    found = paragraphs_of(
        f"#set page(columns: {columns})\n#set columns(gutter: 1.2cm)\n#set par(justify: true)\n"
        + " ".join(words)
    )

    assert " ".join(p.text for p in found).split() == words


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = paragraphs_of(
        "#set page(height: 6cm)\n#set par(spacing: 1em)\n"
        f"{_SENTENCE * 8} {'une suite sans majuscule et sans point, ' * 14} fin."
    )

    assert len(found) == 1
    assert found[0].place.page == 1


def test_what_every_page_repeats_is_furniture() -> None:
    content = content_of(
        "#set page(height: 12cm, header: [Comité local du Val], "
        'footer: context [Page #counter(page).display("1 / 1", both: true)])\n'
        + "#pagebreak()\n".join(f"= Axe {number}\n{_SENTENCE * 5}\n" for number in range(1, 4))
    )

    assert {p.text for p in content.furniture} == {
        "Comité local du Val",
        "Page 1 / 3",
        "Page 2 / 3",
        "Page 3 / 3",
    }
    headings = [b.text for b in content.blocks if isinstance(b, Paragraph) and b.heading]
    assert headings == ["Axe 1", "Axe 2", "Axe 3"]


def test_a_title_at_the_top_of_each_sheet_is_content() -> None:
    content = content_of(
        "#pagebreak()\n".join(
            f"= Fiche action {number}\n{_SENTENCE * 3}\n" for number in range(1, 5)
        )
    )

    assert content.furniture == ()
    headings = [b.text for b in content.blocks if isinstance(b, Paragraph) and b.heading]
    assert headings == [f"Fiche action {number}" for number in range(1, 5)]


def test_struck_and_underlined_words() -> None:
    found = paragraphs_of("Une phrase #strike[retirée] gardée.\n\n#underline[Centre du Val]\n\nFin")

    assert [(p.text, p.underline) for p in found] == [
        ("Une phrase gardée.", False),
        ("Centre du Val", True),
        ("Fin", False),
    ]
    assert [note.text for note in found[0].notes] == ["retirée"]


def test_ligatures_are_letters() -> None:
    (found,) = paragraphs_of("efficacité, affût, difficile, offre, flux")

    assert found.text == "efficacité, affût, difficile, offre, flux"


def test_bullets_drawn_as_shapes_mark_their_text() -> None:
    found = paragraphs_of(
        "#set list(marker: circle(radius: 1.8pt, fill: black))\n- Ouvrir\n- Former\n\nFin"
    )

    assert [(p.marker, p.text) for p in found] == [
        ("•", "Ouvrir"),
        ("•", "Former"),
        (None, "Fin"),
    ]


def test_a_sign_alone_is_text() -> None:
    found = paragraphs_of("Fait :\n\n●")

    assert [(p.marker, p.text) for p in found] == [(None, "Fait :"), (None, "●")]


def test_a_numbered_heading_over_two_lines_is_one() -> None:
    (found,) = paragraphs_of(
        "#set text(14pt)\n*2.1 Accompagner les personnes éloignées de l’emploi vers les métiers "
        "porteurs du territoire avec les associations*"
    )

    assert found.text.startswith("2.1 Accompagner")
    assert found.text.endswith("associations")


def test_a_footer_that_ends_with_a_number_is_furniture_on_every_page() -> None:
    content = content_of(
        "#set page(height: 12cm, footer: [Document de travail - version 2])\n"
        + "#pagebreak()\n".join(_SENTENCE * 5 for _ in range(3))
    )

    assert [p.text for p in content.furniture] == ["Document de travail - version 2"] * 3


def test_justified_lines_are_no_columns() -> None:
    words = [f"{'m' * (3 + rank * 7 % 11)}{rank}" for rank in range(240)]

    found = paragraphs_of(
        "#set page(width: 9cm, height: 40cm)\n#set par(justify: true)\n" + " ".join(words)
    )

    assert " ".join(p.text for p in found).split() == words


def test_a_line_that_the_text_itself_repeats_is_no_running_title() -> None:
    entry = "Action {}\n\nPartenaires : communes\n\nÉchéance : {}\n\n"
    first = "".join(entry.format(n, 2020 + n) for n in range(1, 4))
    second = "Partenaires : communes\n\nÉchéance : 2030\n\n"
    found = paragraphs_of(
        f"#set page(height: 9cm)\nPartenaires : communes\n\n{first}#pagebreak()\n{second}"
    )

    assert " ".join(p.text for p in found).count("Partenaires : communes") == 5


def test_a_preposition_under_a_word_that_fills_its_cell_is_no_piece_of_it() -> None:
    tables = tables_of(
        "#table(columns: (2.05cm, 4cm), [Qui], [Quoi], [Commune de Belleroche], [Loger])\n\n"
        "Un texte qui suit le tableau et qui tient sur une ligne entière du document."
    )

    assert texts(tables[0])[1][0] == "Commune de Belleroche"
