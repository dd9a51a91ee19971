from __future__ import annotations

import datetime as dt

import pytest

from pacte.documents.reading.spreadsheets.numbers import NumberFormat, number_format

_LAST_DAY_OF_2025 = 46022
_ITS_NOON = dt.datetime(2025, 12, 31, 12)  # noqa: DTZ001 — a sheet knows no zone


@pytest.mark.parametrize(
    ("code", "number", "text", "value"),
    [
        ("General", 2015, "2015", 2015),
        ("General", 12.5, "12,5", 12.5),
        ("General", 0.1 + 0.2, "0,3", 0.1 + 0.2),
        ("0", 2015, "2015", 2015),
        ("0.00", 3, "3,00", 3),
        ("00000", 1234, "01234", 1234),
        ("#,##0", 12000, "12 000", 12000),
        ('#,##0.00 "€"', 1234.5, "1 234,50 €", 1234.5),
        ("#,##0\\ [$€-40C]", 12000, "12 000 €", 12000),
        ('"$"#,##0', 12000, "12 000 $", 12000),
        ("[$$-409]#,##0.00", -5, "-5,00 $", -5),
        ('_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', 8, "8,00 €", 8),
        ("#,##0;(#,##0)", -8, "(8)", -8),
        ('0;-0;"néant"', 0, "néant", 0),
        ('#,##0, "k€"', 12000, "12 k€", 12000),
        ("0%", 0.25, "25 %", 0.25),
        ("0.0%", 0.256, "25,6 %", 0.256),
        ("# ?/?", 0.5, "0,5", 0.5),
        ("0.00E+00", 1500, "1500", 1500),
        ('"Action "0', 7, "Action 7", 7),
        ("@", 5, "5", 5),
    ],
)
def test_show_writes_a_number_as_a_person_reads_it(
    code: str, number: float, text: str, value: object
) -> None:
    assert number_format(code).show(float(number)) == (
        text.replace(" ", "\u00a0") if "Action" not in text else text,
        value,
    )


@pytest.mark.parametrize(
    ("code", "number", "text", "value"),
    [
        ("dd/mm/yyyy", _LAST_DAY_OF_2025, "31/12/2025", dt.date(2025, 12, 31)),
        ("[$-40C]d mmmm yyyy;@", _LAST_DAY_OF_2025, "31/12/2025", dt.date(2025, 12, 31)),
        ("m/d/yy h:mm", _LAST_DAY_OF_2025 + 0.5, "31/12/2025 12:00", _ITS_NOON),
        ("mmm-yy", _LAST_DAY_OF_2025, "décembre 2025", None),
        ("yyyy", _LAST_DAY_OF_2025, "2025", 2025),
        ("mmmm", _LAST_DAY_OF_2025, "décembre", None),
        ("hh:mm", 0.5, "12:00", dt.time(12)),
        ("h:mm:ss", 0.75 + 1 / 86400, "18:00:01", dt.time(18, 0, 1)),
        ("[h]:mm", 1.5, "36:00", 1.5),
        ("dd/mm/yyyy", 1, "01/01/1900", dt.date(1900, 1, 1)),
        ("dd/mm/yyyy", -3, "-3", -3),
        ("dd/mm/yyyy", 1e9, "1000000000", 1000000000),
    ],
)
def test_show_gives_a_date_where_its_day_is_shown(
    code: str, number: float, text: str, value: object
) -> None:
    assert number_format(code).show(float(number)) == (text, value)


def test_show_counts_from_1904_where_the_workbook_does() -> None:
    shown = number_format("dd/mm/yyyy").show(1462.0, from_1904=True)

    assert shown == ("02/01/1908", dt.date(1908, 1, 2))


def test_a_number_without_format_is_plain() -> None:
    assert NumberFormat().show(-2.0) == ("-2", -2)
