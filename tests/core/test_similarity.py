"""Closeness of short French texts."""

import pytest

from pacte.core.similarity import CLOSE, VERY_CLOSE, Index

TITLES = (
    "Prêter un véhicule pour reprendre un emploi",
    "Aider au permis de conduire contre un engagement citoyen",
    "Faire visiter cinquante entreprises aux collégiens",
    "Garder les enfants pendant un entretien ou un essai",
    "Tenir un annuaire unique des services",
    "Former des soudeurs avec les entreprises",
)


@pytest.fixture
def index():
    return Index((title, [(title, 1.0)]) for title in TITLES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Prêts de véhicules pour la reprise d’emploi", TITLES[0]),
        ("permis de conduire", TITLES[1]),
        ("Visites d'entreprise pour les collegiens", TITLES[2]),
        ("Garde des enfants pendant les entretiens", TITLES[3]),
        ("Annuiare des services", TITLES[4]),
        ("Formation de soudeuses et soudeurs", TITLES[5]),
    ],
)
def test_what_says_nearly_the_same_comes_first(index, typed, meant):
    first, *_rest = index.close_to([(typed, 1.0)])

    assert first.key == meant
    assert first.score >= CLOSE


@pytest.mark.parametrize("typed", ["", "de la", "Construire un cinéma", "!!!", "a" * 500])
def test_what_says_nothing_like_it_finds_nothing(index, typed):
    assert index.close_to([(typed, 1.0)]) == []


def test_the_same_text_is_as_close_as_can_be_and_may_be_left_out(index):
    found = index.close_to([(TITLES[4].upper(), 1.0)])
    others = index.close_to([(TITLES[4], 1.0)], besides=TITLES[4])

    assert (found[0].key, round(found[0].score, 6)) == (TITLES[4], 1.0)
    assert TITLES[4] not in {one.key for one in others}


def test_each_pair_is_told_once(index):
    doubled = Index((n, [(title, 1.0)]) for n, title in enumerate((*TITLES, TITLES[0])))

    assert [(a, b) for a, b, score in doubled.pairs(at_least=VERY_CLOSE)] == [(0, 6)]
    assert list(Index([]).pairs()) == []


def test_a_title_weighs_more_than_the_rest():
    index = Index(
        [
            ("title", [("Mobilité rurale", 2.0), ("Des ateliers", 0.5)]),
            ("rest", [("Des ateliers", 2.0), ("Mobilité rurale", 0.5)]),
        ]
    )

    assert [one.key for one in index.close_to([("mobilité rurale", 2.0)], at_least=0)] == [
        "title",
        "rest",
    ]


def test_the_nearest_is_that_which_all_of_them_would_give(index):
    asked = [*TITLES, "Prêt d’un véhicule pour reprendre l’emploi", "Un annuaire unique, services"]

    for text in asked:
        near, told = index.nearest([(text, 1.0)]), index.close_to([(text, 1.0)], limit=1)
        assert near is not None
        assert near.key == told[0].key


@pytest.mark.parametrize(
    "typed", ["", "de la", "Construire un cinéma", "Prêter un vidéoprojecteur"]
)
def test_what_is_not_near_has_no_nearest(index, typed):
    assert index.nearest([(typed, 1.0)]) is None


def test_an_index_of_nothing_has_no_nearest():
    assert Index([]).nearest([("Prêter un véhicule", 1.0)]) is None
