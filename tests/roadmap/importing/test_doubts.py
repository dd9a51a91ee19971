import pytest

from pacte.roadmap.importing.doubts import REASONS, DoubtCode, label_of, reason_of


@pytest.mark.parametrize("code", DoubtCode)
def test_reason_of_each_code_quotes_the_words(code: DoubtCode) -> None:
    assert "deux mots" in reason_of(code, "deux\nmots")


def test_reasons_are_said_for_every_code() -> None:
    assert set(REASONS) == set(DoubtCode)


def test_reason_of_shortens_a_long_text() -> None:
    assert len(reason_of(DoubtCode.NAME_TOO_LONG, "mot " * 100)) < 150


def test_label_of_a_value_or_of_words() -> None:
    assert label_of("continuous") == "En continu"
    assert label_of("CRB ; OSL") == "CRB ; OSL"
