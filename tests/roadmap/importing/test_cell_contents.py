"""What a column means by what its cells hold."""

import pytest

from pacte.roadmap.importing.cell_contents import meaning_by_content
from pacte.roadmap.importing.vocabulary import Meaning


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (["En cours", "Terminé", "À venir", ""], Meaning.STATUS),
        (["2024", "T2 2025", "mars 2024", "En continu"], Meaning.SCHEDULE),
        (["10 000 €", "5 k€", "1,2 M€"], Meaning.BUDGET),
        (["50 %", "100 %"], Meaning.PROGRESS),
        (["Haute", "Moyenne", "Basse"], Meaning.PRIORITY),
        (["1.1", "1.2", "2.1"], Meaning.NUMBER),
        (["1.1 Créer un guichet", "1.2 Ouvrir un lieu"], Meaning.ACTION),
        (["CRB", "OSL, CRB", "Mission Locale"], Meaning.LEAD_AND_PARTNERS),
        (["Un long récit " * 12, "Un autre récit " * 12], Meaning.DESCRIPTION),
    ],
)
def test_meaning_by_content(cells: list[str], meaning: Meaning) -> None:
    found = meaning_by_content(cells)

    assert found is not None
    assert found.meaning is meaning


@pytest.mark.parametrize("cells", [[], ["", " "], ["ouvrir un lieu", "créer un guichet"]])
def test_meaning_by_content_says_nothing_of_plain_words(cells: list[str]) -> None:
    assert meaning_by_content(cells) is None
