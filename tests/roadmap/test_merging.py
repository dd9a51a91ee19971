"""Two actions made one: shown first, nothing lost, both codes answer, and taken back in one go."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import (
    AlreadyUndone,
    NodeElsewhere,
    NotDeleted,
    TeamOnlyWouldShow,
    UndoLaterFirst,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Action, Responsibility, Restructuring
from pacte.roadmap.queries.deleted import deleted_actions
from pacte.roadmap.queries.history import history_of
from pacte.roadmap.queries.restructurings import describe
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)


@pytest.fixture
def pair(plan):
    kept = ActionFactory(plan=plan, code="ACT-0001", title="Tenir un guichet")
    absorbed = ActionFactory(plan=plan, code="ACT-0002", title="Ouvrir un guichet")
    return kept, absorbed


def merge(kept, absorbed, **more):
    return operations.merge_actions(kept=kept, absorbed=absorbed, by=SYSTEM, at=NOW, **more)


def undo(restructuring):
    return operations.undo_restructuring(restructuring=restructuring, by=SYSTEM, at=NOW)


def door(action):
    return reverse("roadmap:merge_action", args=[action.initiative.slug, action.code])


def test_everything_the_other_holds_comes_in_after_what_is_there(pair):
    kept, absorbed = pair
    StepFactory(action=kept, title="Louer", position=5000)
    StepFactory(action=absorbed, title="Meubler", position=1)
    AchievementFactory(action=absorbed, text="Ouvert")

    merge(kept, absorbed)

    steps = kept.steps.present().order_by("position")
    assert [step.title for step in steps] == ["Louer", "Meubler"]
    assert kept.achievements.get().text == "Ouvert"
    absorbed.refresh_from_db()
    assert (absorbed.merged_into, absorbed.deleted_at) == (kept, NOW)


def test_who_is_named_in_both_is_named_once(pair):
    kept, absorbed = pair
    club, lycee = OrganisationFactory(), OrganisationFactory()
    ResponsibilityFactory(action=kept, organisation=club, role="LEAD")
    ResponsibilityFactory(action=absorbed, organisation=club, role="PARTNER")
    ResponsibilityFactory(action=absorbed, organisation=lycee, role="LEAD")

    merge(kept, absorbed)

    named = kept.responsibilities.present().values_list("organisation", "role")
    assert set(named) == {(club.pk, "LEAD"), (lycee.pk, "LEAD")}


def test_what_only_the_other_says_is_taken_and_what_both_say_goes_to_the_notes(plan):
    kept = ActionFactory(plan=plan, description="Au centre-ville", publics=["Jeunes"])
    absorbed = ActionFactory(
        plan=plan,
        code="ACT-0042",
        title="Ouvrir",
        description="En gare",
        expected_result="Cent personnes",
        budget_text="5 000 €",
        budget_amount=Decimal(5000),
        schedule_text="2027",
        schedule_kind="YEAR",
        schedule_end=dt.date(2027, 12, 31),
        publics=["Jeunes", "Seniors"],
        notes=[{"kind": "comment", "author": "A", "date": "2026-01-01", "text": "Note"}],
        extra=[{"header": "Canton", "text": "Nord"}],
    )

    merge(kept, absorbed)

    kept.refresh_from_db()
    assert (kept.description, kept.expected_result) == ("Au centre-ville", "Cent personnes")
    assert (kept.budget_amount, kept.schedule_end) == (Decimal(5000), dt.date(2027, 12, 31))
    assert kept.publics == ["Jeunes", "Seniors"]
    assert kept.extra == [{"header": "Canton", "text": "Nord"}]
    first, second = kept.notes
    assert first["text"] == "ACT-0042 Ouvrir\nDescription : En gare"
    assert second["text"] == "Note"


def test_both_histories_are_read_on_the_kept_action(pair):
    kept, absorbed = pair
    operations.edit_action(
        action=absorbed, field="title", read=absorbed.title, value="Autre", by=SYSTEM, at=NOW
    )

    merge(kept, absorbed)

    told = [line["what"] for line in history_of(kept, sees_team_only=True)]
    assert "Modification" in told
    assert "Une autre action est fusionnée ici : ACT-0002 Autre" in told
    assert "Fusionnée avec une autre action" in told


def test_the_absorbed_code_leads_to_the_kept_action_through_a_second_merge(client, plan, lead):
    first, second, third = (ActionFactory(plan=plan, code=f"ACT-000{n}") for n in (1, 2, 3))
    merge(second, first)
    merge(third, second)

    answer = client.get(reverse("roadmap:action", args=[plan.initiative.slug, "ACT-0001"]))

    assert answer.status_code == 302
    assert answer["Location"].endswith("/actions/ACT-0003/?ancien=ACT-0001")
    assert "ACT-0001 a été fusionnée" in client.get(answer["Location"]).content.decode()
    table = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])
    assert client.get(f"{table}?q=act-0001").context["table"].total == 1


def test_a_member_is_not_led_to_an_action_that_she_may_not_see(client, plan, pair):
    kept, absorbed = pair
    merge(kept, absorbed)
    Action.objects.filter(pk=kept.pk).update(is_team_only=True)
    client.force_login(MembershipFactory(initiative=plan.initiative).user)

    answer = client.get(reverse("roadmap:action", args=[plan.initiative.slug, "ACT-0002"]))

    assert answer.status_code == 404


def test_a_merged_action_neither_waits_among_the_deleted_nor_comes_back_alone(plan, pair):
    kept, absorbed = pair
    merge(kept, absorbed)
    absorbed.refresh_from_db()

    assert not deleted_actions(plan, NOW).exists()
    with pytest.raises(NotDeleted):
        operations.restore_action(action=absorbed, by=SYSTEM, at=NOW)


def test_what_the_team_keeps_does_not_come_into_the_open(plan):
    kept, absorbed = ActionFactory(plan=plan), ActionFactory(plan=plan, team_only=True)

    with pytest.raises(TeamOnlyWouldShow):
        merge(kept, absorbed)

    kept_fields = ActionFactory(plan=plan, team_only_fields=["budget"])
    merge(kept, kept_fields)
    kept.refresh_from_db()
    assert kept.team_only_fields == ["budget"]


def test_an_action_is_not_merged_with_itself_nor_with_one_of_another_initiative(plan, pair):
    kept, _ = pair

    for other in (kept, ActionFactory()):
        with pytest.raises(NodeElsewhere):
            merge(kept, other)


def test_an_action_changed_since_the_preview_is_not_merged(pair):
    kept, absorbed = pair

    with pytest.raises(VersionChangedMeanwhile):
        merge(kept, absorbed, versions=[kept.version, absorbed.version + 1])

    assert not Restructuring.objects.exists()


def test_undoing_puts_everything_back(plan, pair):
    kept, absorbed = pair
    kept.plan.overview = {"successes": ["ACT-0002"], "difficulties": []}
    kept.plan.save()
    step = StepFactory(action=absorbed, position=7)
    person = ResponsibilityFactory(action=absorbed)
    Action.objects.filter(pk=absorbed.pk).update(
        description="En gare", schedule_end=dt.date(2027, 1, 1), budget_amount=Decimal("12.50")
    )
    made = merge(kept, absorbed)
    plan.refresh_from_db()
    assert plan.overview["successes"] == ["ACT-0001"]

    undo(made)

    for row in (kept, absorbed, step, plan):
        row.refresh_from_db()
    assert (kept.description, kept.notes, kept.schedule_end, kept.budget_amount) == (
        "",
        [],
        None,
        None,
    )
    assert (absorbed.deleted_at, absorbed.merged_into) == (None, None)
    assert (step.action, step.position) == (absorbed, 7)
    assert Responsibility.objects.get(pk=person.pk).action == absorbed
    assert plan.overview["successes"] == ["ACT-0002"]
    with pytest.raises(AlreadyUndone):
        undo(made)


def test_what_someone_changed_since_stays_when_a_merge_is_undone(pair):
    kept, absorbed = pair
    Action.objects.filter(pk=absorbed.pk).update(description="En gare")
    made = merge(kept, absorbed)
    operations.edit_action(
        action=kept, field="description", read="En gare", value="En mairie", by=SYSTEM, at=NOW
    )

    undo(made)

    kept.refresh_from_db()
    assert kept.description == "En mairie"
    assert not kept.notes


def test_a_later_merge_of_the_same_action_is_undone_first(plan):
    first, second, third = (ActionFactory(plan=plan) for _ in range(3))
    earlier = merge(second, first)
    later = merge(third, second)

    with pytest.raises(UndoLaterFirst):
        undo(earlier)
    undo(later)
    undo(earlier)

    assert Action.objects.present().count() == 3


def test_a_preview_changes_nothing(plan, pair):
    kept, absorbed = pair
    StepFactory(action=absorbed, title="Meubler")

    seen = operations.foresee(lambda: merge(kept, absorbed), describe)

    assert [(one.to, one.sorts) for one in seen.moved] == [
        ("ACT-0001 Tenir un guichet", [("Étapes", ["Meubler"])])
    ]
    absorbed.refresh_from_db()
    assert (absorbed.deleted_at, kept.steps.count()) == (None, 0)
    assert not Restructuring.objects.exists()


def test_the_page_shows_then_does_then_takes_back(client, plan, lead, pair):
    kept, absorbed = pair
    sent = {"other": absorbed.code, "keeps": "this"}

    shown = client.post(door(kept), sent)
    assert "Fusionnée avec" in shown.content.decode()
    assert Action.objects.present().count() == 2

    done = client.post(
        door(kept), sent | {"seen": shown.context["seen"], "confirmer": "1"}, follow=True
    )
    assert "n’en font plus qu’une" in done.content.decode()
    made = Restructuring.objects.get()
    undoing = reverse("roadmap:undo_restructuring", args=[plan.initiative.slug, plan.slug, made.pk])
    assert undoing in done.content.decode()

    assert "tout est revenu" in client.post(undoing, follow=True).content.decode()
    assert Action.objects.present().count() == 2
    assert "déjà annulé" in client.post(undoing, follow=True).content.decode()


def test_a_change_between_the_preview_and_the_tap_is_told(client, plan, lead, pair):
    kept, absorbed = pair
    sent = {"other": absorbed.code, "keeps": "other"}
    shown = client.post(door(kept), sent)
    operations.edit_action(
        action=kept, field="title", read=kept.title, value="Autre", by=SYSTEM, at=NOW
    )

    answer = client.post(door(kept), sent | {"seen": shown.context["seen"], "confirmer": "1"})

    assert "entre-temps" in answer.content.decode()
    assert Action.objects.present().count() == 2


def test_the_other_action_comes_from_the_address(client, lead, pair):
    kept, absorbed = pair

    form = client.get(door(kept), {"avec": absorbed.code, "garder": "other"}).context["form"]

    assert (form["other"].value(), form["keeps"].value()) == (absorbed.code, "other")


def test_choosing_otherwise_gives_back_what_was_chosen(client, lead, pair):
    kept, absorbed = pair
    sent = {"other": absorbed.code, "keeps": "other", "autrement": "1"}

    answer = client.post(door(kept), sent)

    form = answer.context["form"]
    assert (form["other"].value(), form["keeps"].value()) == (absorbed.code, "other")
    assert Action.objects.present().count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_rearrangements_reads_the_same_number_of_queries(
    client, plan, lead, rows, django_assert_num_queries
):
    for _ in range(rows):
        merge(ActionFactory(plan=plan), ActionFactory(plan=plan))
    address = reverse("roadmap:restructurings", args=[plan.initiative.slug, plan.slug])
    client.get(address)

    with django_assert_num_queries(7):
        client.get(address)


def test_a_rearrangement_is_told_before_and_after(client, plan, lead, pair):
    kept, absorbed = pair
    Action.objects.filter(pk=absorbed.pk).update(description="En gare")
    made = merge(kept, absorbed)
    address = reverse("roadmap:restructuring", args=[plan.initiative.slug, plan.slug, made.pk])

    touched = client.get(address).context["described"].touched

    told = {one.label: [(c.label, c.before, c.after) for c in one.changes] for one in touched}
    assert ("Description", "", "En gare") in told["ACT-0001 Tenir un guichet"]
    assert told["ACT-0002 Ouvrir un guichet"] == [
        ("Fusionnée avec", "", "ACT-0001 Tenir un guichet")
    ]
