"""« Existe déjà ? » while an action is typed, and what overlaps in a plan."""

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import Action, ActionCounter, Attachment
from tests.factories.initiatives import PublicProfileFactory, ThemeFactory
from tests.factories.roadmap import THEN, ActionFactory, PlanFactory, ResponsibilityFactory
from tests.factories.territories import a_commune

pytestmark = pytest.mark.django_db
LENDING = "Prêter un véhicule pour reprendre un emploi"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan():
    made = PlanFactory(shared=True)
    ActionCounter.objects.create(initiative=made.initiative, next_number=9000)
    return made


def door(name, plan):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug])


def test_a_title_being_typed_shows_what_resembles_it_in_every_plan(client, lead, plan):
    ActionFactory(plan=plan, title="Tenir un annuaire unique")
    there = ActionFactory(plan=PlanFactory(initiative=plan.initiative), title=LENDING)
    ResponsibilityFactory(action=there, organisation__name="La Manivelle")
    ActionFactory(title=LENDING, code="ACT-9999")  # of another initiative

    answer = client.get(
        door("already_there", plan), {"title": "Prêt de véhicules pour l’emploi"}, headers=HTMX
    )

    shown = answer.content.decode()
    assert shown.count("/actions/") == 1
    assert there.title in shown
    assert "La Manivelle" in shown
    assert "<html" not in shown


def test_nothing_typed_or_nothing_alike_shows_nothing(client, lead, plan):
    ActionFactory(plan=plan, title=LENDING)

    for typed in ("", "Cinéma"):
        answer = client.get(door("already_there", plan), {"title": typed})
        assert answer.context["similar"] == []


def test_without_script_a_very_similar_action_is_asked_about_once(client, lead, plan):
    ActionFactory(plan=plan, title=LENDING)
    sent = {"title": "Prêter un véhicule pour reprendre un travail"}

    asked = client.post(door("add_action", plan), sent)

    assert plan.actions.count() == 1
    page = asked.content.decode()
    assert "Créer quand même" in page
    assert sent["title"] in page
    client.post(door("add_action", plan), sent | {"vu": "1"})
    assert Action.objects.filter(title=sent["title"]).count() == 1


def test_an_index_follows_the_plan_as_it_changes(client, lead, plan):
    operations.add_action(plan=plan, title="Tenir un annuaire", by=SYSTEM, at=THEN)
    ask = {"title": LENDING}
    before = client.get(door("already_there", plan), ask).context["similar"]

    made = operations.add_action(plan=plan, title=LENDING, by=SYSTEM, at=THEN)
    after = client.get(door("already_there", plan), ask).context["similar"]
    operations.delete_action(action=made, by=SYSTEM, at=THEN)
    gone = client.get(door("already_there", plan), ask).context["similar"]

    assert (before, [one.action for one in after], gone) == ([], [made], [])


def tie(action, **things):
    for name, thing in things.items():
        Attachment.objects.create(action=action, **{name: thing})


def test_pairs_alike_by_their_words_or_by_what_they_serve_are_reported(client, lead, plan):
    public = PublicProfileFactory(initiative=plan.initiative, name="Jeunes")
    theme = ThemeFactory(initiative=plan.initiative, name="Mobilité")
    words = [ActionFactory(plan=plan, title=LENDING), ActionFactory(plan=plan, title=LENDING)]
    served = [
        ActionFactory(plan=plan, title="Aider au permis des apprentis"),
        ActionFactory(plan=plan, title="Une navette pour les apprentis du soir, plus tard"),
    ]
    for action in served:
        tie(action, public=public, theme=theme)

    pairs = client.get(door("overlap_report", plan)).context["pairs"]

    assert {(pair["first"], pair["second"]) for pair in pairs} == {tuple(words), tuple(served)}
    shared = {pair["first"]: (pair["is_near"], pair["shared"]) for pair in pairs}
    assert shared[words[0]] == (True, [])
    assert shared[served[0]][1] == ["Jeunes", "Mobilité"]


def test_places_that_exclude_each_other_do_not_overlap(client, lead, plan):
    for name in ("Brécy", "Ganteville"):
        tie(ActionFactory(plan=plan, title=LENDING), territory=a_commune(name))

    assert client.get(door("overlap_report", plan)).context["pairs"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_asks_the_base_as_often_for_one_pair_as_for_three(
    client, lead, plan, count, django_assert_num_queries
):
    for n in range(count):
        for _ in range(2):
            ActionFactory(plan=plan, title=f"Forum {'abc'[n] * 6}")

    with django_assert_num_queries(8):
        client.get(door("overlap_report", plan))


def test_two_actions_tied_alike_become_one_that_keeps_every_tie(client, lead, plan):
    theme, other = (ThemeFactory(initiative=plan.initiative) for _ in range(2))
    kept, absorbed = ActionFactory(plan=plan), ActionFactory(plan=plan)
    tie(kept, theme=theme)
    tie(absorbed, theme=theme)
    Attachment.objects.create(action=absorbed, theme=other)

    operations.merge_actions(kept=kept, absorbed=absorbed, by=SYSTEM, at=THEN)

    assert set(kept.attachments.values_list("theme", flat=True)) == {theme.pk, other.pk}
