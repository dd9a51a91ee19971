"""French typography by country, and texts cut in paragraphs."""

import pytest
from django.utils.safestring import SafeString

from pacte.ui.typography import Meanings, paragraphs, typeset

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


MEANT = {
    "CLE": "Comité local <pour l’emploi>",
    "CLEF": "Clé",
    "IAE": "Insertion",
    "R&D": "Recherche",
}


def explained(text: str, meant: dict[str, str] = MEANT) -> str:
    return Meanings(lambda: meant).explain(paragraphs(text))


def abbr(short: str, meaning: str) -> str:
    return f'<abbr class="acronym" title="{meaning}" tabindex="0">{short}</abbr>'


def test_the_first_of_each_acronym_is_explained_in_a_text() -> None:
    cle = abbr("CLE", "Comité local &lt;pour l’emploi&gt;")

    assert explained("Le CLE, puis le CLE.\n\nL'IAE et le CLE") == (
        f"<p>Le {cle}, puis le CLE.</p><p>L&#x27;{abbr('IAE', 'Insertion')} et le CLE</p>"
    )


@pytest.mark.parametrize(
    "text",
    ["CLES", "cle", "https://CLE.example/CLE", "a@CLE.example", "CLE.fr", "pré-CLE", "CLE_1"],
)
def test_a_word_that_only_holds_an_acronym_is_left_alone(text: str) -> None:
    assert "<abbr" not in explained(text)


def test_the_longest_acronym_wins_and_what_was_escaped_stays_so() -> None:
    assert explained("La CLEF de la R&D <b>") == (
        f"<p>La {abbr('CLEF', 'Clé')} de la {abbr('R&amp;D', 'Recherche')} &lt;b&gt;</p>"
    )


def test_nothing_is_explained_in_links_and_code() -> None:
    markup = SafeString('<a href="/CLE">Le CLE</a> <code>CLE</code> <abbr title="CLE">CLE</abbr>')

    assert Meanings(lambda: MEANT).explain(markup) == markup


def test_meanings_are_read_once_and_only_for_a_text_that_could_say_one() -> None:
    asked = []
    meanings = Meanings(lambda: asked.append(1) or {"CLE": "Comité"})

    meanings.explain(paragraphs("Rien ici, ni Ici."))
    assert asked == []
    meanings.explain(paragraphs("Le CLE"))
    meanings.explain(paragraphs("Le CLE encore"))
    assert asked == [1]


def test_a_place_without_acronyms_explains_nothing() -> None:
    assert explained("Le CLE", {}) == "<p>Le CLE</p>"
