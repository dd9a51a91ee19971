"""« Existe déjà ? » on the review of a document: actions that the démarche holds already."""

import pytest

from pacte.roadmap.models import Action
from pacte.roadmap.queries import alike, similar
from tests.factories.roadmap import ActionFactory, PlanFactory, ProposalFactory
from tests.roadmap.imports.making import imported, make, press, sheet, small_plan, url

pytestmark = pytest.mark.django_db
TITLE = "Prêter des vélos aux demandeurs d’emploi"


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Keys come back from one test to the next: what a process remembers of them does not hold."""
    similar._kept.clear()
    alike._kept.clear()


@pytest.fixture
def held(place):
    plan = PlanFactory(initiative=place, title="Mobilité", shared=True)
    return ActionFactory(plan=plan, title=TITLE)


def document(place, *titles):
    rows = (f"Emploi;{n};{title};;;;" for n, title in enumerate(titles, 1))
    return imported(sheet(*rows), "plan.csv", initiative=place)


def asked(client, draft):
    return list(client.get(url("review_import", draft)).context["alike"])


def test_what_resembles_an_action_of_another_plan_is_a_quiet_doubt(client, lead, place, held):
    draft = document(place, "Prêt de vélos aux demandeurs d’emploi", "Ouvrir un atelier bois")

    (one,) = asked(client, draft)

    assert one.action == held
    assert one.title.endswith("Prêt de vélos aux demandeurs d’emploi")
    assert "existe-deja-titre" in client.get(url("review_import", draft)).content.decode()


def test_nothing_is_said_where_nothing_resembles(client, lead, place, held):
    draft = document(place, "Ouvrir un atelier bois", "Prêter des salles aux associations")

    assert asked(client, draft) == []
    assert "existe-deja" not in client.get(url("review_import", draft)).content.decode()


def test_a_waiting_idea_is_seen_too(client, lead, place):
    idea = ProposalFactory(plan=PlanFactory(initiative=place), title=TITLE)
    ProposalFactory(plan=PlanFactory(), title=TITLE)

    (one,) = asked(client, document(place, TITLE))

    assert one.proposal == idea


def test_where_ideas_are_off_none_is_seen(client, lead, place):
    ProposalFactory(plan=PlanFactory(initiative=place), title=TITLE)
    draft = document(place, TITLE)
    place.modules_off = ["roadmap.proposals"]
    place.save(update_fields=["modules_off"])

    assert asked(client, draft) == []


def test_created_all_the_same_is_asked_no_more(client, lead, place, held):
    draft = document(place, TITLE)
    (one,) = asked(client, draft)

    press(client, draft, f"alike:create:{one.key}")

    assert asked(client, draft) == []
    draft.refresh_from_db()
    assert make(draft).actions.count() == 1


def test_left_out_is_not_created_and_comes_back(client, lead, place, held):
    draft = document(place, TITLE, "Ouvrir un atelier bois")
    (one,) = asked(client, draft)

    press(client, draft, f"out:{one.where}")
    draft.refresh_from_db()
    titles = [action["title"] for action in draft.reading["actions"]]
    press(client, draft, f"undo:left_out:{one.where}")

    assert titles == ["Ouvrir un atelier bois"]
    assert [again.key for again in asked(client, draft)] == [one.key]


def test_linked_is_created_with_a_note_that_names_the_other(client, lead, place, held):
    draft = document(place, TITLE)
    (one,) = asked(client, draft)

    press(client, draft, f"alike:link:{held.code}:{one.key}")
    draft.refresh_from_db()
    page = client.get(url("review_import", draft)).content.decode()
    made = make(draft).actions.get()

    assert f"existe déjà, {held.code}" in page
    assert held.code in made.notes[-1]["text"]
    assert made.title == TITLE


def test_a_link_is_taken_back(client, lead, place, held):
    draft = document(place, TITLE)
    (one,) = asked(client, draft)
    press(client, draft, f"alike:link:{held.code}:{one.key}")

    press(client, draft, f"undo:alike:{one.key}")

    assert [again.key for again in asked(client, draft)] == [one.key]


def test_all_are_created_in_one_press(client, lead, place, held):
    ActionFactory(plan=held.plan, title="Ouvrir un atelier bois")
    draft = document(place, TITLE, "Ouvrir un atelier bois")
    assert len(asked(client, draft)) == 2

    press(client, draft, "alike:all")

    assert asked(client, draft) == []


@pytest.mark.parametrize("do", ["alike:", "alike:drop:0|x", "alike:create:0|x", "alike:link:ACT"])
def test_an_answer_that_is_none_changes_nothing(client, lead, place, held, do):
    draft = document(place, TITLE)

    press(client, draft, do)

    draft.refresh_from_db()
    assert draft.choices.get("alike", {}) == {}


def test_a_code_that_names_nothing_links_nothing(client, lead, place, held):
    draft = document(place, TITLE)
    (one,) = asked(client, draft)
    press(client, draft, f"alike:link:ACT-9999:{one.key}")

    draft.refresh_from_db()

    assert make(draft).actions.get().notes == []


def test_another_initiative_says_nothing(client, lead, place):
    ActionFactory(title=TITLE)

    assert asked(client, document(place, TITLE)) == []


def test_a_plan_changed_meanwhile_is_compared_again(client, lead, place, held):
    draft = document(place, TITLE)
    assert len(asked(client, draft)) == 1
    Action.objects.filter(pk=held.pk).update(deleted_at=held.created_at)

    assert asked(client, draft) == []


def test_a_document_that_is_the_plan_again_is_not_told_action_by_action(client, lead, place):
    make(small_plan(initiative=place)).refresh_from_db()
    again = small_plan(initiative=place)

    page = client.get(url("review_import", again))

    assert page.context["likely_plan"] is not None
    assert list(page.context["alike"]) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_review_asks_the_base_as_often_for_one_as_for_thirty(
    client, lead, place, rows, django_assert_max_num_queries
):
    plan = PlanFactory(initiative=place, shared=True)
    names = [f"Prêter {n} tracteurs du quartier numéro {n * 7}" for n in range(rows)]
    for name in names:
        ActionFactory(plan=plan, title=name)
    draft = document(place, *names)

    with django_assert_max_num_queries(28):
        assert len(asked(client, draft)) == min(rows, 10)
