"""Django renders a form with our markup: label, help, error, control, wired together."""

import re
from pathlib import Path

from django import forms

from pacte.ui.examples import ExampleForm

ROOT = Path(__file__).resolve().parent.parent.parent


def element(html: str, pattern: str) -> str:
    found = re.search(pattern, html)
    assert found, pattern
    return found.group(0)


def test_a_field_is_wired_to_its_help_and_its_error() -> None:
    html = ExampleForm({}).as_div()

    control = element(html, r'<input[^>]*name="title"[^>]*>')
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_title_helptext"' in html
    assert '<ul class="errors" id="id_title_error">' in html


def test_label_help_and_error_come_before_the_control() -> None:
    html = str(ExampleForm({})["title"].as_field_group())

    places = [html.index(text) for text in ("<label", 'class="help"', 'class="errors"', "<input")]
    assert places == sorted(places)


def test_a_choice_among_several_is_a_fieldset_with_its_legend() -> None:
    html = str(ExampleForm({})["origin"].as_field_group())

    assert "<fieldset" in html
    assert "<legend>Cette action est</legend>" in html
    assert 'aria-describedby="id_origin_error"' in html
    assert html.count('type="radio"') == 3


def test_a_field_that_may_be_left_out_says_so() -> None:
    html = ExampleForm().as_div()

    assert html.count("(facultatif)") == 5  # all but the three needed and what one ticks
    assert "(facultatif)" not in str(ExampleForm()["team_only"].as_field_group())


def test_a_single_tick_comes_before_its_label() -> None:
    html = str(ExampleForm()["team_only"].as_field_group())

    assert html.index("<input") < html.index("Réservé à l’équipe")
    assert html.count("<input") == 1


def test_the_summary_links_to_each_field_in_error() -> None:
    html = ExampleForm({"mail": "claire"}).as_div()

    summary = html.split("error-summary")[1].split("</ul>")[0]
    assert re.findall(r'href="#([\w-]+)"', summary) == [
        "id_title",
        "id_mail",
        "id_axis",
        "id_origin",
    ]
    assert 'id="id_origin"' in html


def test_a_form_without_error_has_no_summary() -> None:
    assert "error-summary" not in ExampleForm().as_div()


def test_what_is_ticked_beforehand_asks_for_no_permission_to_be_left() -> None:
    class Asking(forms.Form):
        size = forms.ChoiceField(
            choices=[("A4", "A4"), ("A3", "A3")],
            initial="A4",
            required=False,
            widget=forms.RadioSelect,
        )
        mood = forms.ChoiceField(
            choices=[("good", "Bien")], required=False, widget=forms.RadioSelect
        )

    assert "(facultatif)" not in str(Asking()["size"].as_field_group())
    assert "(facultatif)" in str(Asking()["mood"].as_field_group())


def test_a_form_shown_whole_says_its_errors_once():
    """`{{ form }}` begins with the summary (django/forms/div.html): a page does not add one."""
    twice = [
        str(path)
        for path in (ROOT / "pacte").glob("*/templates/**/*.html")
        if "{{ form }}" in (text := path.read_text()) and 'show "error_summary" form=form' in text
    ]

    assert twice == []
