"""Days and moments in words, by language and by the clock of the place."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from pacte.core import days

NB = "\u00a0"
AT = dt.datetime(2026, 11, 1, 9, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("fr", dt.date(2025, 6, 1), "1er juin 2025"),
        ("fr-ca", dt.date(2025, 6, 1), "1er juin 2025"),
        ("fr", dt.date(2025, 6, 11), "11 juin 2025"),
        ("fr", dt.date(2025, 6, 21), "21 juin 2025"),
        ("en", dt.date(2025, 6, 1), "June 1, 2025"),
        ("en-ca", dt.date(2025, 6, 2), "2 Jun 2025"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(
    language: str, day: dt.date, said: str
) -> None:
    with override(language):
        assert days.said_day(day) == said
        assert Template("{{ day|date }}").render(Context({"day": day})) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", f"1er novembre 2026 à 4{NB}h{NB}04"),
        ("fr-ca", f"1er novembre 2026 à 4{NB}h{NB}04"),
        ("en", "Nov. 1, 2026 at 4:04 a.m."),
    ],
)
def test_a_moment_is_said_by_the_clock_of_the_place(language: str, said: str) -> None:
    with override(language), timezone.override("America/Toronto"):
        assert days.said_moment(AT) == said
        assert Template("{{ at|moment }}").render(Context({"at": AT})) == said


def test_no_day_is_said_by_no_word() -> None:
    assert Template("{{ none|date }}{{ none|moment }}").render(Context({"none": None})) == ""


@pytest.mark.parametrize("written", ["2027-12-31", "31/12/2027"])
def test_a_day_is_asked_for_and_kept(written):
    assert days.day_field("Le").clean(written) == dt.date(2027, 12, 31)


def test_a_day_that_is_none_says_how_to_write_it():
    with pytest.raises(ValidationError) as refused:
        days.day_field("Le").clean("bientôt")

    assert refused.value.messages == ["Écrivez la date comme 31/12/2027."]
    assert days.day_field("Le").clean("") is None


def test_a_day_that_must_be_given_is():
    with pytest.raises(ValidationError) as refused:
        days.day_field("Le", required=True).clean("")

    assert [error.code for error in refused.value.error_list] == ["required"]
