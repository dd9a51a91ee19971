from pacte.roadmap.importing.words import words_of


def test_words_of_are_runs_of_letters_or_digits() -> None:
    words = words_of("L’an 2025 : 1.1_a, sous-préfet !")

    assert words == ["L", "an", "2025", "1", "1", "a", "sous", "préfet"]
