"""One column pasted downwards: shown, then written whole or not at all."""

import html
import json
import re

import pytest
from django.urls import reverse

from pacte.roadmap.models import Action
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    keys = ("number", "title", "description", "schedule", "status")
    return PlanFactory(shared=True, columns=[{"key": key} for key in keys])


@pytest.fixture
def actions(plan):
    said = ("Avant", "", "")
    return [ActionFactory(plan=plan, description=text, schedule_text="") for text in said]


@pytest.fixture
def fill(client, plan, actions):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    address = reverse("roadmap:fill_column", args=[plan.initiative.slug, plan.slug])
    codes = " ".join(action.code for action in actions)

    def post(rows: str, column: str = "description", **more):
        return client.post(address, {"column": column, "codes": codes, "rows": rows, **more})

    return post


def seen(page):
    found = re.search(r'name="read" value="([^"]*)"', page.content.decode())
    return html.unescape(found[1])


def told(column="description"):
    return list(Action.objects.order_by("pk").values_list(column, flat=True))


def test_lines_are_shown_then_written_in_the_cells_under_each_other(fill, actions):
    rows = 'Un\n\n"Deux\nlignes"\n'
    page = fill(rows)

    text = page.content.decode()
    assert told() == ["Avant", "", ""]
    assert ("<td>Avant</td><td>Un</td>" in text, "Deux<br>lignes" in text) == (True, True)
    assert json.loads(seen(page)) == {actions[0].code: "Avant", actions[2].code: ""}

    answer = fill(rows, read=seen(page))

    assert answer.status_code == 302
    assert told() == ["Un", "", "Deux\nlignes"]


def test_a_cell_that_changed_meanwhile_keeps_them_all(fill, actions):
    read = seen(fill("Un\nDeux"))
    Action.objects.filter(pk=actions[1].pk).update(description="Entre-temps")

    page = fill("Un\nDeux", read=read).content.decode()

    assert told() == ["Avant", "Entre-temps", ""]
    assert "Une de ces cellules a changé" in page
    assert "<td>Entre-temps</td><td>Deux</td>" in page


@pytest.mark.parametrize(
    ("rows", "column", "why"),
    [
        ("1\n2\n3\n4", "description", "plus de lignes collées que d’actions"),
        ("1\t2\n3", "description", "une seule colonne"),
        ("seule", "description", "une seule colonne"),
        ("1\n2", "title", "ne se remplit pas"),
        ("IDEA\nIDEA", "status", "ne se remplit pas"),
        ("2027\nde juin 2027 à mai 2026", "schedule", "La fin tombe avant le début"),
        ("\n".join("x" * 101), "description", "au plus 100 lignes"),
        ("1\n" + "x" * 20_001, "description", "gardez-en"),
    ],
)
def test_what_cannot_be_written_is_refused_whole(fill, rows, column, why):
    page = fill(rows, column, read="{}")

    assert page.status_code == 200
    assert why in page.content.decode()
    assert (told(), told("schedule_text")) == (["Avant", "", ""], ["", "", ""])


def test_another_plans_actions_are_not_filled(fill, plan):
    other = ActionFactory(description="Ailleurs")

    fill("Un\nDeux", codes=f"{other.code} {other.code}", read="[]")

    other.refresh_from_db()
    assert other.description == "Ailleurs"
