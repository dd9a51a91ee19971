from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given

from pacte.documents.writing.layout import Run
from pacte.documents.writing.text import (
    break_long_words,
    clean,
    lines,
    plain,
    safe_link,
    shield,
    shown_value,
    unshield,
)
from tests.documents.writing.samples import any_text


def test_clean_takes_out_what_xml_cannot_hold():
    assert clean("a\x00b\x1f\x7f\ud800\ufffe\uffffc") == "abc"


def test_clean_keeps_lines_tabs_and_accents():
    assert clean("Été\r\nà\rvenir\x0bencore\tœ 😀") == "Été\nà\nvenir\nencore\tœ 😀"


@pytest.mark.parametrize(
    "text", ["\ufeff=1+1", "=1+1", "+33 6", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1"]
)
def test_shield_puts_an_apostrophe_before_a_formula(text):
    assert shield(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Action", "l’accueil", "'tis", "5 = 3 + 2"])
def test_shield_leaves_ordinary_text(text):
    assert shield(text) == text


@given(any_text)
def test_unshield_gives_back_any_text(text):
    assert unshield(shield(text)) == text
    assert not shield(text).startswith(("=", "+", "-", "@", "\t"))


def test_lines_split_runs_and_keep_their_manner():
    assert lines((Run("un\n", bold=True), Run("deux"))) == [(Run("un", bold=True),), (Run("deux"),)]


def test_plain_joins_runs():
    assert plain((Run("1.1 ", bold=True), Run("Accueillir"))) == "1.1 Accueillir"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "http://a b", "x"])
def test_safe_link_refuses_what_is_no_address(href):
    assert safe_link(href) == ""


def test_safe_link_keeps_addresses():
    assert safe_link("https://exemple.org/a?b=1") == "https://exemple.org/a?b=1"


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (None, "fr-FR", ""),
        (dt.date(2026, 3, 1), "fr-FR", "01/03/2026"),
        (dt.date(2026, 3, 1), "fr-CA", "2026-03-01"),
        (dt.datetime(2026, 3, 1, 9, 5), "fr-FR", "01/03/2026 09:05"),  # noqa: DTZ001 — as a spreadsheet holds it
        (12500, "fr-FR", "12\u202f500"),
        (1234.5, "fr-CA", "1\u202f234,5"),
        (1234.5, "en-CA", "1,234.5"),
    ],
)
def test_shown_value_follows_the_language(value, language, expected):
    assert shown_value(value, language) == expected


def test_break_long_words_marks_places_in_addresses_only():
    address = "https://exemple.org/un/chemin/long"

    assert break_long_words(f"voir {address}").replace("\u200b", "") == f"voir {address}"
    assert "\u200b" in break_long_words(address)
    assert break_long_words("anticonstitutionnellement"[:24]) == "anticonstitutionnellemen"
