"""The square beside an address: a reader that is not ours reads the address back."""

import pytest

from pacte.ui import components
from pacte.ui.scans import square_of
from tests.scanning import scanned

LINK = "https://pacte.exemple.fr/d/grand-confluent/invitation/K7QD-M3XP-9WTR/"


@pytest.mark.parametrize(
    "address",
    [
        "https://pacte.exemple.fr/code/",
        LINK,
        f"https://pacte.exemple.fr/r/{'4f' * 80}/",
        'https://exemple.fr/?q=é&p="<',
    ],
)
def test_a_square_reads_back_as_its_address(address: str) -> None:
    assert scanned(square_of(address)) == [address]


def test_two_addresses_make_two_squares() -> None:
    assert square_of(LINK) != square_of(LINK.replace("9WTR", "9WTS"))


def test_a_square_is_dark_on_white_in_any_theme_and_not_read_aloud() -> None:
    html = square_of(LINK)

    assert 'fill="#fff"' in html
    assert 'stroke="#000"' in html
    assert 'aria-hidden="true"' in html
    assert "style=" not in html


def test_a_scan_says_what_to_do_with_it() -> None:
    plain = components.render("scan", {"address": LINK})
    said = components.render("scan", {"address": LINK, "label": "Pour répondre <vite>"})

    assert "appareil photo" in plain
    assert "Pour répondre &lt;vite&gt;" in said
    assert scanned(plain) == scanned(said) == [LINK]
