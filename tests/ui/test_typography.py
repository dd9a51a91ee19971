"""French typography by country, and texts cut in paragraphs."""

import pytest

from pacte.ui.typography import paragraphs, typeset

NB = "\u00a0"
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("typed", "france", "quebec"),
    [
        ("Prêt ? Oui !", f"Prêt{NARROW}? Oui{NARROW}!", "Prêt? Oui!"),
        ("Reste : deux", f"Reste{NB}: deux", f"Reste{NB}: deux"),
        ("un ; deux", f"un{NARROW}; deux", "un; deux"),
        ("dit « oui »", f"dit «{NARROW}oui{NARROW}»", f"dit «{NB}oui{NB}»"),
        ("12 500 €", f"12{NARROW}500{NB}€", f"12{NB}500{NB}€"),
        ("l'axe", "l’axe", "l’axe"),
        ("à 13:30", "à 13:30", "à 13:30"),
        ("https://a.fr/?b=1", "https://a.fr/?b=1", "https://a.fr/?b=1"),
    ],
)
def test_typeset_holds_signs_to_their_words(typed: str, france: str, quebec: str) -> None:
    assert typeset(typed, "fr") == france
    assert typeset(typed, "fr-ca") == quebec


def test_typeset_is_the_same_twice() -> None:
    once = typeset("« Prêt ? » : 12 500 €", "fr")

    assert typeset(once, "fr") == once


def test_typeset_leaves_english_alone() -> None:
    assert typeset("Ready ? Yes", "en") == "Ready ? Yes"


def test_paragraphs_escape_and_keep_lines_and_lists() -> None:
    html = paragraphs("Un <b>\r\ndeux\n\n- trois\n- quatre & cinq\n\n\n– seul")

    assert html == (
        "<p>Un &lt;b&gt;<br>deux</p><ul><li>trois</li><li>quatre &amp; cinq</li></ul><p>– seul</p>"
    )


def test_paragraphs_of_nothing_are_nothing() -> None:
    assert paragraphs("  \n\n ") == ""
