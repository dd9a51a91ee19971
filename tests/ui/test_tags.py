"""Filters that templates have without loading them."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ day|human_date:today }}", "mardi 3\u00a0mars, dans 12\u00a0jours"),
        ("{{ none|human_date:today }}", ""),
        ('{{ sum|amount:"CAD" }}', "1\u202f500\u00a0$"),
        ("{{ none|amount }}", ""),
        ("{{ zero|amount }}", "0\u00a0€"),
        ("{{ half|percent }}", "50\u00a0%"),
        ("{{ none|percent }}", ""),
        ("{{ zero|percent }}", "0\u00a0%"),
        ("{{ sum|grouped }}", "1\u202f500"),
        ("{{ none|grouped }}", ""),
        ("{{ typed|typeset }}", "Prêt\u202f? &lt;oui&gt;"),
        ("{{ typed|lines }}", "<p>Prêt ? &lt;oui&gt;</p>"),
        ("{{ none|lines }}", ""),
    ],
)
def test_filters_say_values_as_people_do(source: str, said: str) -> None:
    values = {
        "day": dt.date(2026, 3, 3),
        "today": dt.date(2026, 2, 19),
        "sum": 1500,
        "half": 0.5,
        "zero": 0,
        "none": None,
        "typed": "Prêt ? <oui>",
    }

    with override("fr"):
        assert Template(source).render(Context(values)) == said


def test_what_is_captured_keeps_its_no_break_spaces() -> None:
    source = "{% captured as title %}\n  Qui\u202f?  10\u00a0h\n{% endcaptured %}[{{ title }}]"

    assert Template(source).render(Context()) == "[Qui\u202f? 10\u00a0h]"


def test_fixed_words_are_drawn_once_a_language() -> None:
    template = Template("{% fixed %}<p>{% translate 'Accueil' %}</p>{% endfixed %}")

    with override("fr"):
        french = template.render(Context()), template.render(Context())
    with override("en"):
        english = template.render(Context())

    assert (french, english) == (("<p>Accueil</p>",) * 2, "<p>Home</p>")


@pytest.mark.parametrize(
    "inside", ["{{ name }}", "{% if name %}oui{% endif %}", "{% csrf_token %}"]
)
def test_what_may_differ_is_refused_among_fixed_words(inside: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="only words"):
        Template("{% fixed %}" + inside + "{% endfixed %}")


@pytest.mark.parametrize("chosen", ["2", 2, ["2"]])
def test_options_mark_what_was_chosen_and_cut_what_is_long(chosen: object) -> None:
    context = Context({"choices": [(1, "<a>"), (2, "b" * 71), (20, "c" * 70)], "chosen": chosen})

    html = Template("{% options choices chosen %}").render(context)

    assert html == (
        '<option value="1">&lt;a&gt;</option>'
        f'<option value="2" selected>{"b" * 69}…</option>'
        f'<option value="20">{"c" * 70}</option>'
    )


def test_what_is_kept_is_drawn_once_for_all_that_it_depends_on() -> None:
    caches["drawn"].clear()
    template = Template("{% kept 60 'piece' version %}{{ version }}{{ word }}{% endkept %}")

    drawn = [
        template.render(Context({"version": version, "word": word}))
        for version, word in ((1, "a"), (1, "b"), (2, "c"))
    ]

    assert drawn == ["1a", "1a", "2c"]


def test_nothing_is_kept_for_no_time() -> None:
    caches["drawn"].clear()
    template = Template("{% kept 0 'piece' %}{{ word }}{% endkept %}")

    assert [template.render(Context({"word": word})) for word in "ab"] == ["a", "b"]
    assert not caches["drawn"]._cache  # type: ignore[attr-defined]  # of one process, in tests


def test_nothing_of_one_reader_reaches_what_is_kept() -> None:
    caches["drawn"].clear()
    template = Template("{% kept 60 'piece' %}{{ request }}{{ user }}{% csrf_token %}{% endkept %}")
    hers = {"request": "demande", "user": "Claire", "csrf_token": "secret"}

    assert template.render(Context(hers)) == "NoneNone"
