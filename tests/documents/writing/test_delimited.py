from __future__ import annotations

import csv
import io

from hypothesis import given

from pacte.documents.writing import write_csv
from pacte.documents.writing.text import clean, unshield
from tests.documents.writing.samples import any_text, plain_grid, plan_grid, written


def read(made: bytes, delimiter: str = ";") -> list[list[str]]:
    text = made.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_excel_in_french_opens_it():
    made = written(write_csv, plan_grid(), language="fr-FR")

    assert made.startswith(b"\xef\xbb\xbf")
    assert read(made) == [
        ["Code", "Axe", "Action", "Échéance", "Budget"],
        ["Axe 1 — Accueillir", "", "", "", ""],
        ["ACT-0001", "Accueillir", "1.1 Ouvrir un guichet\nen mairie", "01/03/2026", "12500"],
        ["ACT-0002", "Accueillir", '\'=HYPERLINK("http://x")', "En continu", ""],
    ]


def test_english_takes_commas():
    made = written(write_csv, plan_grid(), language="en-CA")

    assert read(made, ",")[0] == ["Code", "Axe", "Action", "Échéance", "Budget"]


def test_the_target_stays_open():
    target = io.BytesIO()

    write_csv(plain_grid("a"), target, language="fr-FR")

    assert not target.closed


@given(any_text)
def test_any_text_survives(text):
    made = written(write_csv, plain_grid(text, "fin"), language="fr-FR")

    assert unshield(read(made)[1][0] if read(made)[1] else "") == clean(text)
