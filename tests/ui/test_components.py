"""A component takes what its first line says, and nothing else."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from pacte.ui import components, gallery
from pacte.ui.examples import ExampleForm


def shown(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def test_show_gives_defaults_and_escapes() -> None:
    html = shown('{% show "badge" label=word %}', word="<b>Pressenti</b>")

    assert html == '<span class="badge">&lt;b&gt;Pressenti&lt;/b&gt;</span>'


def test_wrap_gives_its_body_once_rendered() -> None:
    html = shown('{% wrap "section" title="Étapes" %}<p>{{ word }}</p>{% endwrap %}', word="<deux>")

    assert "<h2>Étapes</h2>" in html
    assert "<p>&lt;deux&gt;</p>" in html


def test_show_refuses_a_name_that_the_component_does_not_take() -> None:
    with pytest.raises(TemplateSyntaxError, match="badge does not take colour"):
        shown('{% show "badge" label="A" colour="red" %}')


def test_show_refuses_to_do_without_what_is_needed() -> None:
    with pytest.raises(TemplateSyntaxError, match="badge needs label"):
        shown('{% show "badge" %}')


def test_show_refuses_a_value_without_name() -> None:
    with pytest.raises(TemplateSyntaxError, match="name=value only"):
        shown('{% show "badge" "Pressenti" %}')


def test_show_refuses_to_have_no_component() -> None:
    with pytest.raises(TemplateSyntaxError, match="needs the name of a component"):
        shown("{% show %}")


def test_a_component_does_not_see_the_page() -> None:
    html = shown('{% show "notice" text="Un" %}', title="Du dehors", body="aussi")

    assert "dehors" not in html
    assert "aussi" not in html


def test_a_first_line_without_contract_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="A component opens with"):
        components.accepted("<p>Bonjour</p>")


def test_a_contract_takes_only_names() -> None:
    with pytest.raises(TemplateSyntaxError, match="takes names"):
        components.accepted("{# takes Label-9 — Nothing. #}")


@pytest.mark.parametrize("name", gallery.names())
def test_each_component_says_what_it_takes_and_what_for(name: str) -> None:
    assert gallery.purpose(name)


def test_captured_keeps_what_stands_inside_on_one_line() -> None:
    html = shown("{% captured as heading %}\n  Plan\n  d’action\n{% endcaptured %}[{{ heading }}]")

    assert html == "[Plan d’action]"


def test_page_numbers_leave_out_the_middle() -> None:
    html = components.render("pagination", {"page": Paginator(range(1000), 10).page(50)})

    assert [number for number in ("1", "49", "50", "51", "100") if f">{number}<" in html] == [
        "1",
        "49",
        "50",
        "51",
        "100",
    ]
    assert ">2<" not in html
    assert html.count("…") == 2


def test_pagination_keeps_the_filters(rf: RequestFactory) -> None:
    request = rf.get("/plan/", {"axe": "2", "page": "4"})
    page = Paginator(range(1000), 100).page(4)

    html = Template('{% show "pagination" page=page %}').render(
        Context({"request": request, "page": page})
    )

    assert 'href="?axe=2&amp;page=5"' in html


def test_form_sends_files_only_where_it_asks_for_one_and_gives_up_only_where_it_may() -> None:
    plain = components.render("form", {"save": "Ajouter"}, body="<p>Champs</p>")
    whole = components.render("form", {"save": "Joindre", "back": "/plan/", "multipart": True})

    assert "multipart/form-data" not in plain
    assert "Renoncer" not in plain
    assert "<p>Champs</p>" in plain
    assert 'enctype="multipart/form-data"' in whole
    assert '<a class="button quiet" href="/plan/">Renoncer</a>' in whole


def test_ticks_mark_the_keys_that_are_ticked() -> None:
    field = ExampleForm()["publics"]
    items = [{"key": "a", "label": "Un"}, {"key": "b", "label": "Deux", "note": "pilote"}]

    html = components.render(
        "ticks", {"field": field, "parts": [{"title": "Plan", "items": items}], "ticked": {"b"}}
    )

    assert 'value="a">' in html
    assert 'value="b" checked>' in html
    assert '<div id="id_publics"' in html
