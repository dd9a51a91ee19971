"""Dates and amounts as people say them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from pacte.ui import figures

TODAY = dt.date(2026, 2, 19)
NB = "\u00a0"
NARROW = "\u202f"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 3, 3), f"mardi 3{NB}mars, dans 12{NB}jours"),
        (TODAY, f"jeudi 19{NB}février, aujourd’hui"),
        (dt.date(2026, 2, 20), f"vendredi 20{NB}février, demain"),
        (dt.date(2026, 2, 21), f"samedi 21{NB}février, après-demain"),
        (dt.date(2026, 2, 18), f"mercredi 18{NB}février, hier"),
        (dt.date(2026, 2, 17), f"mardi 17{NB}février, avant-hier"),
        (dt.date(2026, 2, 9), f"lundi 9{NB}février, il y a 10{NB}jours"),
        (dt.date(2026, 3, 1), f"dimanche 1er{NB}mars, dans 10{NB}jours"),
        (dt.date(2026, 9, 1), f"mardi 1er{NB}septembre"),
        (dt.date(2027, 1, 5), f"mardi 5{NB}janvier 2027"),
    ],
)
def test_human_date_says_the_day_and_its_distance(day: dt.date, said: str) -> None:
    with override("fr"):
        assert figures.human_date(day, TODAY) == said


def test_human_date_without_today_gives_the_year() -> None:
    with override("fr"):
        assert figures.human_date(dt.date(2026, 3, 3)) == f"mardi 3{NB}mars 2026"


def test_human_date_takes_the_day_of_the_place(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    late = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)

    with override("fr"), timezone.override("Europe/Paris"):
        assert figures.human_date(late, TODAY).startswith(f"mardi 3{NB}mars")
        assert figures.human_date(late.replace(tzinfo=None)) == f"lundi 2{NB}mars 2026"


@pytest.mark.parametrize(
    ("language", "currency", "said"),
    [
        ("fr", "EUR", f"12{NARROW}500{NB}€"),
        ("fr-ca", "CAD", f"12{NB}500{NB}$"),
        ("en", "CAD", "$12,500"),
    ],
)
def test_amount_is_said_as_in_the_country(language: str, currency: str, said: str) -> None:
    with override(language):
        assert figures.amount(Decimal(12500), currency) == said


def test_amount_gives_cents_only_when_there_are_some() -> None:
    with override("fr"):
        assert figures.amount(1200.5) == f"1{NARROW}200,50{NB}€"
        assert figures.amount(Decimal("1200.00")) == f"1{NARROW}200{NB}€"
        assert figures.amount(-3) == f"-3{NB}€"
    with override("en"):
        assert figures.amount(-3) == "-€3"


def test_percent_never_says_all_when_something_is_missing() -> None:
    with override("fr"):
        assert figures.percent(0.98) == f"98{NB}%"
        assert figures.percent(0.9996) == f"99{NB}%"
        assert figures.percent(0.9996, 1) == f"99,9{NB}%"
        assert figures.percent(1) == f"100{NB}%"
    with override("en"):
        assert figures.percent(0.5) == "50%"


def test_human_date_in_english_reads_as_the_other_dates_do() -> None:
    with override("en"):
        assert figures.human_date(dt.date(2026, 3, 3), TODAY).startswith(f"Tuesday, March{NB}3,")
        assert figures.human_date(dt.date(2026, 3, 3)) == f"Tuesday, March{NB}3, 2026"


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0 octets", "0 bytes"),
        (1023, "1 023 octets", "1,023 bytes"),
        (1024, "1 Ko", "1 KB"),
        (14_643, "14 Ko", "14 KB"),
        (1_500_000, "1,4 Mo", "1.4 MB"),
        (3 * 1024**4, "3 072 Go", "3,072 GB"),
    ],
)
def test_a_file_weighs_what_a_desk_says(size: int, french: str, english: str) -> None:
    def plain(text: str) -> str:
        return text.replace(NB, " ").replace(NARROW, " ")

    with override("fr"):
        assert plain(figures.file_size(size)) == french
    with override("en"):
        assert plain(figures.file_size(size)) == english
