"""A status is never said by colour alone."""

from pathlib import Path

from pacte import ui
from pacte.roadmap.enums import ActionStatus, Weather
from pacte.ui.gallery import WORDS
from pacte.ui.marks import KNOWN, SHAPES, shape, status_mark

STATIC = Path(ui.__file__).parent / "static"


def test_each_known_status_has_a_shape_and_a_tone_that_exist() -> None:
    assert {form for form, _tone in KNOWN.values()} <= set(SHAPES)
    drawn = (STATIC / "ui/css/components/status.css").read_text()
    tones = {tone for _form, tone in KNOWN.values()} - {"plain"}  # as the text beside it
    assert {tone for tone in tones if f".tone-{tone} {{" not in drawn} == set()


def test_statuses_of_one_tone_differ_by_their_shape_but_for_their_word() -> None:
    assert len({KNOWN[stage] for stage in ActionStatus}) == len(ActionStatus)


def test_the_gallery_says_each_value_as_the_product_does() -> None:
    said = dict([*ActionStatus.choices, *Weather.choices])

    assert {value: WORDS[value] for value in said} == said


def test_status_mark_gives_shape_word_and_tone() -> None:
    html = status_mark("DONE", "Terminée <1>")

    assert 'class="status tone-good"' in html
    assert "<svg" in html
    assert "<span>Terminée &lt;1&gt;</span>" in html


def test_an_unknown_status_still_has_a_shape() -> None:
    assert shape("ring") in status_mark("SOMETHING", "Autre")
    assert shape("nothing such") == shape("ring")


def test_status_mark_takes_a_shape_and_a_tone_of_its_own() -> None:
    html = status_mark("DONE", "Finie", "cross", "bad")

    assert shape("cross") in html
    assert "tone-bad" in html
