"""What a document says beneath the title of a part: read, found, taken out, corrected."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse

from pacte.core import search
from pacte.roadmap.importing.keeping import UNTITLED, as_kept
from pacte.roadmap.importing.plan import ReadAction, ReadExtra, ReadPlan, ReadSource
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, PlanLevelFactory, PlanNodeFactory

pytestmark = pytest.mark.django_db
SAID = "Les cars ne passent plus après dix-huit heures."


@pytest.fixture
def node():
    plan = PlanFactory(shared=True)
    extra = [
        {"header": "Lecture du terrain", "text": SAID, "where": "page 2"},
        {"header": None, "text": "Une deuxième remarque.\nSur deux lignes.", "where": "page 3"},
    ]
    node = PlanNodeFactory(
        plan=plan, level=PlanLevelFactory(plan=plan), title="Se déplacer", extra=extra
    )
    ActionFactory(plan=plan, node=node, title="Prêter des vélos")
    return node


@pytest.fixture
def lead(client, node):
    user = MembershipFactory(initiative=node.plan.initiative, lead=True).user
    client.force_login(user)
    return client


def door(name, node, *more):
    return reverse(f"roadmap:{name}", args=[node.plan.initiative.slug, node.plan.slug, *more])


@pytest.mark.parametrize("page", ["plan_table", "plan_tree", "frame"])
def test_it_is_read_where_the_part_is(lead, node, page):
    text = lead.get(door(page, node)).content.decode()

    assert SAID in text
    assert "Lecture du terrain" in text
    assert "Sous le titre" in text
    assert "None" not in text


def test_a_search_finds_the_part_by_it(node):
    source = next(one for one in search.sources() if one.kind == "roadmap.plannode")
    search.refresh(source, [node.pk])

    hits = search.find(
        "cars", space=node.plan.audit_space, kinds=[source.kind], with_kept=False, limit=5
    )

    assert [hit.key for hit in hits] == [node.pk]


def test_the_word_document_carries_it_beneath_the_part(lead, node):
    answer = lead.get(door("download_plan", node), {"format": "docx"})

    lines = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    place = next(rank for rank, line in enumerate(lines) if line.endswith("Se déplacer"))
    assert lines[place + 1] == f"Lecture du terrain : {SAID}"


def sent(node, **more):
    """What the form sends when nothing else is changed."""
    now = {"title": node.title, "number": node.number}
    now |= {f"said-{place}": extra["text"] for place, extra in enumerate(node.extra)}
    return now | {f"initial-{name}": text for name, text in now.items()} | more


def test_it_is_corrected_or_emptied_with_the_name_of_the_part(lead, node):
    asked = sent(node, **{"said-0": "Un car passe à vingt heures.", "said-1": ""})

    lead.post(door("edit_node", node, node.pk), asked)

    node.refresh_from_db()
    assert [(one["header"], one["text"]) for one in node.extra] == [
        ("Lecture du terrain", "Un car passe à vingt heures.")
    ]
    history = lead.get(door("edit_node", node, node.pk)).text
    assert "Partie modifiée" in history
    assert "Un car passe à vingt heures." in history.split("Partie modifiée")[1]


def test_the_line_ends_of_a_browser_change_nothing(lead, node):
    asked = {name: text.replace("\n", "\r\n") for name, text in sent(node).items()}

    lead.post(door("edit_node", node, node.pk), asked)

    version = node.version
    node.refresh_from_db()
    assert node.version == version


def test_what_another_wrote_meanwhile_is_not_overwritten(lead, node):
    asked = sent(node, **{"said-0": "Le mien"})
    node.extra[0]["text"] = "Le sien"
    node.save()

    answer = lead.post(door("edit_node", node, node.pk), asked).content.decode()

    node.refresh_from_db()
    assert node.extra[0]["text"] == "Le sien"
    assert "Le sien" in answer
    assert "Le mien" in answer


def test_a_text_that_an_action_sheet_puts_under_no_word_has_one_in_the_plan():
    action = ReadAction("a1", None, None, title="Marcher", extra=[ReadExtra(None, "Chaque lundi.")])

    (kept,) = as_kept(ReadPlan(ReadSource("p.docx", "", "docx"), actions=[action]))["actions"]

    assert kept["extra"] == [{"header": UNTITLED, "text": "Chaque lundi."}]
