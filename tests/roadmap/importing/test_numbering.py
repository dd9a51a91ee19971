import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.roadmap.importing.numbering import (
    depth_of,
    parts_of,
    split_items,
    take_number,
)
from pacte.roadmap.importing.words import words_of

NUMBERED = [
    ("1.1.1 Outils", "1.1.1", "Outils"),
    ("1.1 S'assurer", "1.1", "S'assurer"),
    ("1.1.Outils", "1.1", "Outils"),
    ("1.1.1. Outils", "1.1.1", "Outils"),
    ("1.1 - Titre", "1.1", "Titre"),
    ("1.1 : Titre", "1.1", "Titre"),
    ("1.2-Titre", "1.2", "Titre"),
    ("1.a Développer", "1.a", "Développer"),
    ("1.a) Développer", "1.a", "Développer"),
    ("1a) Développer", "1a", "Développer"),
    ("A1 Développer", "A1", "Développer"),
    ("A1. Développer", "A1", "Développer"),
    ("A1 - développer", "A1", "développer"),
    ("A1.2 Développer", "A1.2", "Développer"),
    ("A.1 Titre", "A.1", "Titre"),
    ("A-1 Titre", "A-1", "Titre"),
    ("1-1 Titre", "1-1", "Titre"),
    ("I.1 Titre", "I.1", "Titre"),
    ("II.2.a Titre", "II.2.a", "Titre"),
    ("Action n°12 : Créer", "12", "Créer"),
    ("Action n° 1.1.1 Titre", "1.1.1", "Titre"),
    ("Action 2", "2", ""),
    ("Fiche 3 - Mobilité", "3", "Mobilité"),
    ("Fiche action n° 3", "3", ""),
    ("FICHE-ACTION N°3.2 : Titre", "3.2", "Titre"),
    ("Fiche n°12", "12", ""),
    ("Axe II – Emploi", "II", "Emploi"),
    ("AXE 1 : DEV", "1", "DEV"),
    ("Axe 1 Développer", "1", "Développer"),
    ("Axe 1 développer", "1", "développer"),
    ("Axe stratégique n°1 - Titre", "1", "Titre"),
    ("Sous-axe 1.2 : titre", "1.2", "titre"),
    ("OBJECTIF 1", "1", ""),
    ("Objectif 1 : Permettre", "1", "Permettre"),
    ("Objectif spécifique 1.1 - Titre", "1.1", "Titre"),
    ("Objectif opérationnel A.2 : titre", "A.2", "titre"),
    ("Mesure 4. Aider", "4", "Aider"),
    ("Enjeu 3: agir", "3", "agir"),
    ("Priorité A - agir", "A", "agir"),
    ("Chantier I Titre", "I", "Titre"),
    ("Étape 2 :", "2", ""),
    ("I. Contexte", "I", "Contexte"),
    ("V – Titre", "V", "Titre"),
    ("a) recenser", "a", "recenser"),
    ("B. Services", "B", "Services"),
    ("1° Premier", "1", "Premier"),
    ("1. Déroulement", "1", "Déroulement"),
    ("10. Aides", "10", "Aides"),
    ("1) Un", "1", "Un"),
    ("1)Un", "1", "Un"),
    ("1/ Un", "1", "Un"),
    ("1 - Un", "1", "Un"),
    ("1 – Un", "1", "Un"),
    ("1 : Un", "1", "Un"),
    ("01 Créer", "01", "Créer"),
    ("1 Créer un lieu", "1", "Créer un lieu"),
    ("1\tGuichet", "1", "Guichet"),
    ("(1) Premier", "1", "Premier"),
    ("n° 3 : titre", "3", "titre"),
    ("N°3 - titre", "3", "titre"),
    ("AGR-01 : Créer", "AGR-01", "Créer"),
    ("AGR-01 Créer", "AGR-01", "Créer"),
    ("OS1.1 – Favoriser", "OS1.1", "Favoriser"),
    ("• 1.1 Titre", "1.1", "Titre"),
    ("FA n°1 – Mobilité", "1", "Mobilité"),
    ("OBJ1 Réduire", "OBJ1", "Réduire"),
    ("Phase 2 : Plan", "2", "Plan"),
    ("Action 1a – Créer", "1a", "Créer"),
    ("Action n° 1-2 : Créer", "1-2", "Créer"),
    ("AXE PRIORITAIRE 2 : Vie", "2", "Vie"),
    ("M1.2 Créer", "M1.2", "Créer"),
    ("1.1 (suite)", "1.1", "(suite)"),
    ("2. 3 ateliers par an", "2", "3 ateliers par an"),
    ("- 2) Titre", "2", "Titre"),
]
NOT_NUMBERED = [
    "3 rencontres au cours de l'année",
    "2015 bilan",
    "2015 : bilan",
    "2015-2016 bilan",
    "12 communes",
    "12 - 18 ans",
    "12-18 ans",
    "24/7",
    "7 j/7",
    "1er semestre",
    "1ère action",
    "4e trimestre",
    "2,5 M€ pour la rénovation",
    "2.5 M€ pour la rénovation",
    "0.5 ETP",
    "1.000 participants",
    "5 000 $",
    "15.03.2024 réunion",
    "15/03/2024 - réunion",
    "30 novembre : dépôt",
    "100 % des élèves",
    "2 à 3 ateliers",
    "1 rencontre / an",
    "T2 2025",
    "CO2 : réduire",
    "3D – Impression",
    "Objectif 2030",
    "Objectif 100 % bio",
    "Action 1 000 arbres",
    "AXE : INDIVIDUS",
    "Moyens humains",
    "Projet La chance",
    "Plan B : autre",
    "M. Tremblay",
    "C’est",
    "Vitamine C",
    "D’ici 2026",
    "5-7 ans",
    "8h-12h",
    "0-5 ans : aide",
    "4 saisons : un festival",
    "50/50",
    "T1 : bilan",
    "R1 - risque",
    "2024/2025 : bilan",
    "Plan 2023-2028",
    "A ne pas oublier",
]


@pytest.mark.parametrize(("text", "number", "title"), NUMBERED)
def test_take_number_takes_number_and_separator_off(
    text: str, number: str | None, title: str
) -> None:
    taken = take_number(text)

    assert (taken.number, taken.title) == (number, title)


@pytest.mark.parametrize("text", NOT_NUMBERED)
def test_take_number_leaves_years_and_quantities(text: str) -> None:
    taken = take_number(text)

    assert (taken.number, taken.title, taken.taken) == (None, text, "")


@pytest.mark.parametrize("bullet", ["•", "-", "–", "▪", "►", "✓", "\uf0b7"])
def test_take_number_takes_bullets_off(bullet: str) -> None:
    taken = take_number(f"{bullet} Projet pilote")

    assert (taken.number, taken.title, taken.taken) == (None, "Projet pilote", bullet)


@given(st.text(alphabet="1234.,)-–:aAIVX °n fiche é\n\t•", max_size=30) | st.text(max_size=40))
def test_take_number_loses_no_word(text: str) -> None:
    taken = take_number(text)

    # « 1.1Outils » gives a number and a word, which stand in one run.
    assert "".join(words_of(taken.taken + taken.title)) == "".join(words_of(text))


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("1", ("1",)),
        ("1.1", ("1", "1")),
        ("1.1.1", ("1", "1", "1")),
        ("11.1", ("11", "1")),
        ("1.1.a", ("1", "1", "a")),
        ("1a", ("1", "a")),
        ("A1", ("A", "1")),
        ("A.1.2", ("A", "1", "2")),
        ("II.2", ("II", "2")),
        ("1-1", ("1", "1")),
        ("AGR-01", ("AGR01",)),
        ("OS1.1", ("OS1", "1")),
    ],
)
def test_a_number_is_cut_at_each_of_its_levels(number: str, parts: tuple[str, ...]) -> None:
    assert (parts_of(number), depth_of(number)) == (parts, len(parts))


@pytest.mark.parametrize(
    ("text", "parent", "items"),
    [
        ("", None, []),
        ("Un guichet", None, [(None, "Un guichet")]),
        (
            "1.1.1 Des outils. 1.1.2 Des besoins : a, b. 1.1.3 Une visée",
            "1.1",
            [("1.1.1", "Des outils."), ("1.1.2", "Des besoins : a, b."), ("1.1.3", "Une visée")],
        ),
        (
            "1.1.1 Des outils.1.1.2 Des besoins1.1.3 Une visée",
            "1.1",
            [("1.1.1", "Des outils."), ("1.1.2", "Des besoins"), ("1.1.3", "Une visée")],
        ),
        ("1.1.1 Des outils", "1.1", [("1.1.1", "Des outils")]),
        (
            "2.1.1 Voir le point 1.2 du guide 2.1.2 Agir",
            "2.1",
            [("2.1.1", "Voir le point 1.2 du guide"), ("2.1.2", "Agir")],
        ),
        ("Former 2.1 personnes par an", "2", [(None, "Former 2.1 personnes par an")]),
        ("1) lire 2) écrire 3) dire", None, [("1", "lire"), ("2", "écrire"), ("3", "dire")]),
        ("a) lire b) écrire", None, [("a", "lire"), ("b", "écrire")]),
        ("1. Lire. 2. Écrire.", None, [("1", "Lire."), ("2", "Écrire.")]),
        ("1° Lire 2° Écrire", None, [("1", "Lire"), ("2", "Écrire")]),
        ("1- Lire 2- Écrire", None, [("1", "Lire"), ("2", "Écrire")]),
        ("Étape 1 : lire Étape 2 : écrire", None, [("1", "lire"), ("2", "écrire")]),
        ("a) lire ; b) écrire ; c) dire", None, [("a", "lire"), ("b", "écrire"), ("c", "dire")]),
        ("A1.1 Lire A1.2 Écrire", "A1", [("A1.1", "Lire"), ("A1.2", "Écrire")]),
        ("1) 2 ateliers 2) 3 visites", None, [("1", "2 ateliers"), ("2", "3 visites")]),
        ("o Lire\no Écrire", None, [(None, "Lire"), (None, "Écrire")]),
        ("• lire • écrire", None, [(None, "lire"), (None, "écrire")]),
        (
            "Lire :\n- un livre\n- une carte",
            None,
            [(None, "Lire :"), (None, "un livre"), (None, "une carte")],
        ),
        (
            "Lire un livre\nqui est long\nÉcrire",
            None,
            [(None, "Lire un livre\nqui est long"), (None, "Écrire")],
        ),
        (
            "2 rencontres en 2015. 3 autres ensuite",
            None,
            [(None, "2 rencontres en 2015. 3 autres ensuite")],
        ),
    ],
)
def test_split_items(text: str, parent: str | None, items: list[tuple[str | None, str]]) -> None:
    assert [(item.number, item.text) for item in split_items(text, parent=parent)] == items


def test_split_items_ignores_lost_lines() -> None:
    items = split_items("Lire\nÉcrire", lines_lost=True)

    assert [item.text for item in items] == ["Lire\nÉcrire"]


@given(
    st.text(alphabet="1234.)• -aAb\né;:", max_size=60) | st.text(max_size=60),
    st.sampled_from([None, "1", "1.1", "A"]),
    st.booleans(),
)
def test_split_items_loses_no_word(text: str, parent: str | None, lines_lost: bool) -> None:
    items = split_items(text, parent=parent, lines_lost=lines_lost)
    joined = "".join(f"{item.taken}{item.text}" for item in items)

    assert "".join(words_of(joined)) == "".join(words_of(text))
