from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.documents.content import CellValue
from pacte.roadmap.importing.amounts import (
    Amount,
    currency_of,
    understand_amount,
    understand_funders,
)
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.people import known_names

AMOUNTS = [
    ("15 000 €", 15000, "EUR"),
    ("15\u202f000\u00a0€", 15000, "EUR"),
    ("20 k€ HT", 20000, "EUR"),
    ("1,2 M$", 1200000, "CAD"),
    ("1.5 M$", 1500000, "CAD"),
    ("1,5M€", 1500000, "EUR"),
    ("2,5 millions d'euros", 2500000, "EUR"),
    ("200K$", 200000, "CAD"),
    ("15,000 $", 15000, "CAD"),
    ("$15,000", 15000, "CAD"),
    ("1.500.000 €", 1500000, "EUR"),
    ("1 500,50 €", Decimal("1500.50"), "EUR"),
    ("12 000 euros", 12000, "EUR"),
    ("500 000 dollars", 500000, "CAD"),
    ("25000 EUR", 25000, "EUR"),
    ("15 000 $ CA", 15000, "CAD"),
    ("10 000 $ US", 10000, "USD"),
    ("15 000 € / an", 15000, "EUR"),
    ("environ 5 000 €", 5000, "EUR"),
    ("coût : 3 000 €", 3000, "EUR"),
    ("50 000 € (dont 10 000 € FEDER)", 50000, "EUR"),
    ("20 000 € TTC (16 666 € HT)", 20000, "EUR"),
    ("Total : 30 000 € (20 000 + 10 000)", 30000, "EUR"),
    ("5 ateliers à 300 €", 300, "EUR"),
    ("0 €", 0, "EUR"),
    ("2 x 5 000 €", 10000, "EUR"),
    ("15 M", 15000000, None),
    ("1'500 CHF", 1500, "CHF"),
    ("€ 12 000", 12000, "EUR"),
    ("1 ETP (45 000 €)", 45000, "EUR"),
    ("25 000 $ + taxes", 25000, "CAD"),
    ("100.000,00 €", Decimal("100000.00"), "EUR"),
    ("2400", 2400, None),
    ("60 000", 60000, None),
    ("Gratuit", 0, None),
    ("0,5 ETP", None, None),
    ("3 jours", None, None),
    ("2 agents", None, None),
    ("2024", None, None),
    ("à définir", None, None),
    ("Temps agent", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "amount", "currency"), AMOUNTS)
def test_understand_amount_reads_words(
    text: str, amount: Decimal | int | None, currency: str | None
) -> None:
    assert understand_amount(text) == Amount(
        text, None if amount is None else Decimal(amount), currency
    )


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("Travaux : 100 000 €, études : 20 000 €", ("100000", "20000", "120000")),
        ("10 000 à 15 000 €", ("10000", "15000", "25000")),
        ("30 000 $ (MRC), 20 000 $ (Ville)", ("30000", "20000", "50000")),
    ],
)
def test_understand_amount_asks_which_of_several(text: str, alternatives: tuple[str, ...]) -> None:
    read = understand_amount(text)

    assert read.amount is None
    assert [(q.code, q.alternatives) for q in read.questions] == [
        (DoubtCode.AMOUNT_SEVERAL, alternatives)
    ]


def test_understand_amount_takes_the_currency_of_the_heading() -> None:
    read = understand_amount("60000.0", 60000.0, currency=currency_of("Montant € HT"))

    assert read == Amount("60000", Decimal(60000), "EUR")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, None])
def test_understand_amount_leaves_what_is_no_number(value: CellValue) -> None:
    assert understand_amount("à définir", value).amount is None


FUNDERS = [
    ("Région : 10 000 € ; FSE+ (5 000 €)", [("Région", 10000), ("FSE+", 5000)]),
    ("Région 10 000 €, Département 5 000 €", [("Région", 10000), ("Département", 5000)]),
    ("10 000 € (Région)", [("Région", 10000)]),
    ("Région\n10 000 €", [("Région", 10000)]),
    ("CAF - 12 000 €", [("CAF", 12000)]),
    ("Agence de l'eau, 30 000 €", [("Agence de l'eau", 30000)]),
    ("Fonds local (programme Élan) : 20 000 $", [("Fonds local (programme Élan)", 20000)]),
    ("Volet 2 – 45 000 $; Municipalité – 15 000 $", [("Volet 2", 45000), ("Municipalité", 15000)]),
    ("Europe (FEDER), État, Région", [("Europe (FEDER)", None), ("État", None), ("Région", None)]),
    ("ADEME 50%, Région 30%", [("ADEME", None), ("Région", None)]),
    ("Autofinancement : 20 %", [("Autofinancement", None)]),
    ("Total : 15 000 €", []),
    ("À définir", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "funders"), FUNDERS)
def test_understand_funders_gives_each_its_amount(
    text: str, funders: list[tuple[str, int | None]]
) -> None:
    read = understand_funders(text)

    assert [(each.name, each.amount) for each in read.funders] == [
        (name, None if amount is None else Decimal(amount)) for name, amount in funders
    ]


def test_understand_funders_splits_and_between_known_names() -> None:
    read = understand_funders("communes et région", known=known_names(["communes, région"]))
    other = understand_funders("communes et région")

    assert [each.name for each in read.funders] == ["communes", "région"]
    assert [each.name for each in other.funders] == ["communes et région"]


def test_understand_funders_takes_the_amount_of_the_column_beside() -> None:
    read = understand_funders("Région", amount=Amount("5 000", Decimal(5000), "EUR"))

    assert [(each.amount, each.currency) for each in read.funders] == [(Decimal(5000), "EUR")]


_PIECES = st.sampled_from(
    [
        "Région",
        "État",
        " : ",
        "10 000 €",
        "5 k€",
        " ; ",
        ", ",
        "(",
        ")",
        "50 %",
        "\n",
        " et ",
        " / ",
    ]
)


@given(st.lists(_PIECES, max_size=9).map("".join) | st.text(max_size=50))
def test_understand_funders_loses_no_word(text: str) -> None:
    read = understand_funders(text)
    kept = " ".join([*(each.text for each in read.funders), *read.apart])

    for word in ("Région", "État", "10 000", "50 %"):
        assert kept.count(word) == text.count(word)


@given(st.text(max_size=50))
def test_understand_amount_never_fails_and_keeps_words(text: str) -> None:
    assert understand_amount(text).text == text
