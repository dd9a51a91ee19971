"""Numbers that an address says."""

import pytest

from pacte.core.numbers import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("", 7), ("-1", 7), ("²", 7), ("٣", 7), ("1e3", 7), ("9" * 5_000, 7)],
)
def test_what_is_no_number_of_ours_is_the_one_given_in_its_place(text, number):
    assert whole(text, otherwise=7) == number
