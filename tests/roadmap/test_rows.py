"""Rows that become steps, steps that become rows, and rows that change places."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    StepCannotHold,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Action
from pacte.roadmap.operations.cells import ScheduleMeant
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
NOTHING = ScheduleMeant("", "")


@pytest.fixture
def plan():
    return PlanFactory(shared=True, slug="plan")


@pytest.fixture
def above(plan):
    return ActionFactory(plan=plan, position=1024, code="ACT-9001", title="Tenir un forum")


@pytest.fixture
def below(plan, above):
    return ActionFactory(
        plan=plan, position=2048, code="ACT-9002", title="Réserver la salle", number="1.2"
    )


def indent(action, under, **more):
    given = {"version": action.version, "by": SYSTEM, "at": NOW, **more}
    return operations.indent_action(action=action, under=under, **given)


def outdent(step, **more):
    given = {"read": str(step), "schedule": NOTHING, "before": False, "by": SYSTEM, "at": NOW}
    return operations.outdent_step(step=step, **{**given, **more})


def door(name, action, *more):
    return reverse(f"roadmap:{name}", args=[action.initiative.slug, action.code, *more])


def events(action):
    return [entry.event for entry in audit.history_of(action)]


def test_an_action_becomes_a_step_with_what_a_step_holds(above, below):
    ResponsibilityFactory(action=below, organisation=OrganisationFactory(name="Mission locale"))
    ResponsibilityFactory(action=below, organisation=None, is_all=True)
    below.schedule_text, below.schedule_end = "mars 2027", dt.date(2027, 3, 31)
    below.status, below.news_at = "DONE", NOW - dt.timedelta(days=2)
    below.save()

    step = indent(below, above)

    below.refresh_from_db()
    assert (step.action, step.number, step.title) == (above, "1.2", "Réserver la salle")
    assert step.lead == "Mission locale (pressenti) ; Tous"
    assert (step.due_text, step.due_on) == ("mars 2027", dt.date(2027, 3, 31))
    assert step.done_on == dt.date(2026, 3, 1)
    assert below.deleted_at == NOW
    assert events(above)[0] == "roadmap.step.taken_in"
    assert events(below)[0] == "roadmap.action.indented"


def test_words_that_a_step_does_not_hold_go_to_the_notes_of_the_action(above, below):
    below.description, below.priority = "Trois cents places", "haute"
    below.team_only_fields, below.schedule_text = ["schedule"], "avant l’appel"
    below.extra = [{"header": "Fiche", "text": "12"}]
    below.publics = ["Jeunes"]
    below.status, below.status_reason = "PAUSED", "Salle en travaux"
    below.save()
    declined = OrganisationFactory(name="Chambre de métiers")
    ResponsibilityFactory(
        action=below, organisation=declined, state="DECLINED", state_reason="Trop loin"
    )
    region = OrganisationFactory(name="Région")
    ResponsibilityFactory(action=below, organisation=region, role="FUNDER", amount_text="3 000 €")

    step = indent(below, above)

    above.refresh_from_db()
    (note,) = above.notes
    assert note["text"].startswith(f"{below.code} 1.2 Réserver la salle\n")
    for words in (
        "Description : Trois cents places",
        "Priorité : haute",
        "Échéance : avant l’appel",
        "Fiche : 12",
        "Publics : Jeunes",
        "État : En pause",
        "Raison : Salle en travaux",
        "Responsable : Chambre de métiers (a décliné) Trop loin",
        "Financeur : Région (pressenti) 3 000 €",
    ):
        assert words in note["text"]
    assert (step.due_text, step.lead) == ("", "")


def test_an_action_that_owns_more_than_words_stays_an_action(above, below):
    AchievementFactory.create_batch(2, action=below)
    StepFactory(action=below)

    with pytest.raises(StepCannotHold) as refused:
        indent(below, above)

    below.refresh_from_db()
    assert refused.value.held == {"steps": 1, "achievements": 2}
    assert str(refused.value) == "steps, achievements"
    assert (below.deleted_at, above.steps.count()) == (None, 0)


def test_what_the_team_keeps_is_not_opened_by_becoming_a_step(plan, above):
    kept = ActionFactory(plan=plan, team_only=True)

    with pytest.raises(StepCannotHold) as refused:
        indent(kept, above)

    assert refused.value.held == {"team_only": 1}


def test_a_row_that_changed_since_it_was_read_does_not_become_a_step(above, below):
    with pytest.raises(VersionChangedMeanwhile):
        indent(below, above, version=below.version + 1)


def test_a_row_becomes_a_step_of_its_own_plan_only(plan, above, below):
    gone = ActionFactory(plan=plan, deleted_at=NOW)
    for action, under in ((below, ActionFactory()), (below, below), (gone, above), (below, gone)):
        with pytest.raises(NodeElsewhere):
            indent(action, under)


def test_taking_it_back_leaves_the_plan_as_it_was(above, below):
    below.description = "Trois cents places"
    below.save()
    above.notes = [{"kind": "comment", "author": "L", "date": None, "text": "À relire"}]
    above.save()
    step = indent(below, above)

    operations.restore_action(action=below, by=SYSTEM, at=NOW)

    for row in (above, below, step):
        row.refresh_from_db()
    assert (below.deleted_at, step.deleted_at) == (None, NOW)
    assert [note["text"] for note in above.notes] == ["À relire"]
    assert below.description == "Trois cents places"


def test_a_step_becomes_an_action_after_the_one_it_belonged_to(plan, above, below):
    step = StepFactory(
        action=above, number="1.1.1", title="Inviter", lead="Cap emploi ; Tous", due_text="mai"
    )
    step.done_on = dt.date(2026, 2, 1)
    step.save()

    made = outdent(step, schedule=ScheduleMeant("mai", "DATE", None, dt.date(2027, 5, 31)))

    step.refresh_from_db()
    order = list(plan.actions.order_by("position").values_list("title", flat=True))
    assert order == ["Tenir un forum", "Inviter", "Réserver la salle"]
    assert (made.number, made.status, made.schedule_text) == ("1.1.1", "DONE", "mai")
    assert operations.lines_of(made, "leads") == ["Cap emploi", "Tous"]
    assert (step.deleted_at, step.as_action) == (NOW, made)
    assert events(above)[0] == "roadmap.step.outdented"


def test_a_step_becomes_an_action_before_the_one_it_belonged_to(plan, above):
    outdent(StepFactory(action=above, title="Inviter"), before=True)

    order = list(plan.actions.order_by("position").values_list("title", flat=True))
    assert order == ["Inviter", "Tenir un forum"]


def test_a_step_that_was_an_action_is_that_action_again(above, below):
    below.description = "Trois cents places"
    below.save()
    step = indent(below, above)
    step.title = "Réserver deux salles"
    step.save()

    again = outdent(step)

    above.refresh_from_db()
    assert (again.pk, again.code, again.title) == (below.pk, below.code, "Réserver deux salles")
    assert again.description == "Trois cents places"
    assert (above.steps.present().count(), above.notes) == (0, [])


def test_a_step_comes_back_in_place_of_the_action_it_became(above):
    step = StepFactory(action=above, title="Inviter")
    made = outdent(step)
    step.refresh_from_db()

    operations.restore_part(part=step, by=SYSTEM, at=NOW)

    made.refresh_from_db()
    assert (step.deleted_at, made.deleted_at) == (None, NOW)


def test_a_step_does_not_come_back_over_an_action_that_has_grown(above):
    step = StepFactory(action=above, title="Inviter")
    ResponsibilityFactory(action=outdent(step), role="PARTNER")
    step.refresh_from_db()

    with pytest.raises(StepCannotHold):
        operations.restore_part(part=step, by=SYSTEM, at=NOW)


def test_a_step_reworded_or_gone_meanwhile_stays_what_it_is(above):
    step = StepFactory(action=above, title="Inviter")

    with pytest.raises(FieldChangedMeanwhile):
        outdent(step, read="Autre chose")
    operations.delete_part(part=step, by=SYSTEM, at=NOW)
    with pytest.raises(NotDeleted):
        outdent(step)


def test_the_page_of_a_row_makes_a_step_and_offers_the_way_back(client, lead, above, below):
    page = client.get(door("row", below)).content.decode()
    answer = client.post(
        door("indent_action", below), {"version": below.version, "under": above.code}, follow=True
    )
    shown = answer.content.decode()

    assert f'<option value="{above.code}" selected>' in page
    assert "est devenue une étape de" in shown
    assert f'action="{door("restore_action", below)}"' in shown
    client.post(door("restore_action", below))
    present = Action.objects.present().order_by("code").values_list("code", flat=True)
    assert list(present) == [above.code, below.code]


def test_the_page_says_what_a_step_could_not_hold(client, lead, above, below):
    AchievementFactory.create_batch(2, action=below)

    answer = client.post(
        door("indent_action", below), {"version": below.version, "under": above.code}
    )

    assert answer.status_code == 422
    assert "ne peut pas contenir 2 réalisations" in answer.content.decode()


def test_the_page_says_that_someone_changed_the_row(client, lead, above, below):
    answer = client.post(door("indent_action", below), {"version": 99, "under": above.code})

    assert answer.status_code == 409
    assert "entre-temps" in answer.content.decode()


def test_the_first_row_has_no_action_above_it(client, lead, above):
    answer = client.post(door("indent_action", above), {"version": above.version, "under": ""})

    assert answer.status_code == 422
    assert "Aucune action ne se trouve au-dessus" in answer.content.decode()


def test_a_step_becomes_an_action_by_its_button_and_comes_back(client, lead, above):
    step = StepFactory(
        action=above, title="Inviter", due_text="", due_on=dt.date(2027, 5, 3), lead="Tous"
    )

    page = client.get(door("row", above)).content.decode()
    answer = client.post(door("outdent_step", above, step.pk), {"read": "Inviter"}, follow=True)
    made = Action.objects.get(title="Inviter")
    client.post(door("restore_part", above, "etapes", step.pk))

    step.refresh_from_db()
    assert door("outdent_step", above, step.pk) in page
    assert "est maintenant une action" in answer.content.decode()
    assert (made.schedule_text, made.schedule_end) == ("3 mai 2027", dt.date(2027, 5, 3))
    assert step.deleted_at is None
    assert client.post(door("outdent_step", above, step.pk), {"read": "Autre"}).status_code == 409


def test_htmx_gets_what_was_done_and_where(client, lead, above, below):
    answer = client.post(
        door("indent_action", below),
        {"version": below.version, "under": above.code},
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode()
    assert f'data-row-done="{above.code}"' in page
    assert "csrfmiddlewaretoken" in page
    assert "<html" not in page


def test_rows_change_places_and_pass_into_the_next_part(client, lead, plan):
    level = PlanLevelFactory(plan=plan)
    one, two = (PlanNodeFactory(plan=plan, level=level, position=n) for n in (1, 2))
    a, b = (
        ActionFactory(plan=plan, node=one, position=n, title=t) for n, t in ((1, "a"), (2, "b"))
    )
    c = ActionFactory(plan=plan, node=two, position=3, title="c")

    def order():
        rows = plan.actions.order_by("node__position", "position")
        return [(row.title, row.node_id) for row in rows]

    client.post(door("shift_action", b), {"up": "1"})
    assert order() == [("b", one.pk), ("a", one.pk), ("c", two.pk)]
    client.post(door("shift_action", a))
    assert order() == [("b", one.pk), ("a", two.pk), ("c", two.pk)]
    client.post(door("shift_action", a), {"up": "1"})
    client.post(door("shift_action", b), {"up": "1"})
    assert order() == [("b", one.pk), ("a", one.pk), ("c", two.pk)]
    client.post(door("shift_action", c))
    assert order()[-1] == ("c", two.pk)


def test_one_returns_to_the_page_that_shows_the_row(client, lead, plan):
    ActionFactory.create_batch(201, plan=plan)
    last = plan.actions.order_by("position").last()

    answer = client.post(door("shift_action", last))

    assert answer.headers["Location"].endswith(f"?page=2#{last.code}")
