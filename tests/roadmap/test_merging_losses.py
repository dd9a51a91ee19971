"""A merge loses no answer and no amount, and neither it nor its undoing publishes anything."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from pacte.core import purging
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import DraftWouldShow
from pacte.roadmap.models import Action, Responsibility
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import ContactFactory, OrganisationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory, StepFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def pair(plan):
    return tuple(ActionFactory(plan=plan, code=f"ACT-000{n}", title="Guichet") for n in (1, 2))


def merge(kept, absorbed, at=NOW):
    return operations.merge_actions(kept=kept, absorbed=absorbed, by=SYSTEM, at=at)


def undo(restructuring):
    return operations.undo_restructuring(restructuring=restructuring, by=SYSTEM, at=LATER)


def edit(action, field, read, value):
    operations.edit_action(action=action, field=field, read=read, value=value, by=SYSTEM, at=LATER)


def named(pair, role="FUNDER", *, mine, hers):
    """The same organisation in the same role in both, as each action says it."""
    club = OrganisationFactory(name="Club", short_name="")
    kept, absorbed = pair
    first = ResponsibilityFactory(action=kept, organisation=club, role=role, **mine)
    second = ResponsibilityFactory(action=absorbed, organisation=club, role=role, **hers)
    return first, second


def notes_of(action):
    action.refresh_from_db()
    return [line for note in action.notes for line in note["text"].splitlines()[1:]]


CONFIRMED = {"state": "CONFIRMED", "state_by": "Ada", "state_on": dt.date(2026, 5, 4)}
DECLINED = {"state": "DECLINED", "state_by": "Zoé", "state_reason": "Plus de crédits"}


def test_the_old_code_still_leads_to_the_kept_action_after_the_purge(client, plan, lead, pair):
    kept, absorbed = pair
    merge(kept, absorbed)

    purging.purge_deleted(NOW + dt.timedelta(days=40))

    answer = client.get(reverse("roadmap:action", args=[plan.initiative.slug, absorbed.code]))
    assert answer.status_code == 302
    assert kept.code in answer["Location"]


@pytest.mark.parametrize(
    ("mine", "hers", "stays"),
    [
        ({}, CONFIRMED, ("CONFIRMED", "Ada", dt.date(2026, 5, 4))),
        (CONFIRMED, {}, ("CONFIRMED", "Ada", dt.date(2026, 5, 4))),
        (DECLINED, CONFIRMED, ("CONFIRMED", "Ada", dt.date(2026, 5, 4))),
        (DECLINED, {}, ("SOUGHT", "", None)),
        (CONFIRMED, DECLINED, ("CONFIRMED", "Ada", dt.date(2026, 5, 4))),
    ],
)
def test_the_strongest_answer_stays_with_who_gave_it_and_when(pair, mine, hers, stays):
    first, _ = named(pair, mine=mine, hers=hers)

    merge(*pair)

    first.refresh_from_db()
    assert (first.state, first.state_by, first.state_on) == stays
    assert pair[0].responsibilities.present().get() == first


def test_the_reason_of_the_weaker_answer_goes_to_the_notes(pair):
    named(pair, mine=DECLINED, hers=CONFIRMED)

    merge(*pair)

    assert notes_of(pair[0]) == ["Financeur : Club (a décliné) Plus de crédits"]


def test_an_amount_and_a_person_that_only_the_other_gives_are_taken_and_given_back(pair):
    contact = ContactFactory()
    amount = {"amount_text": "20 000 €", "amount": Decimal(20000)}
    first, _ = named(pair, mine={}, hers={**amount, "person": contact})

    made = merge(*pair)

    first.refresh_from_db()
    assert (first.amount_text, first.amount, first.person) == ("20 000 €", 20000, contact)
    assert notes_of(pair[0]) == []
    undo(made)
    first.refresh_from_db()
    assert (first.amount_text, first.amount, first.person) == ("", None, None)


def test_another_amount_goes_to_the_notes(pair):
    first, _ = named(pair, mine={"amount_text": "5 000 €"}, hers={"amount_text": "20 000 €"})

    merge(*pair)

    first.refresh_from_db()
    assert first.amount_text == "5 000 €"
    assert notes_of(pair[0]) == ["Financeur : Club (pressenti) 20 000 €"]


def test_another_person_to_call_goes_to_the_notes(pair):
    mine, hers = ContactFactory(), ContactFactory()
    named(pair, mine={"person": mine}, hers={"person": hers})

    merge(*pair)

    assert notes_of(pair[0]) == [f"Financeur : Club (pressenti) ; {hers.label}"]


def test_the_one_who_leads_also_funds_where_the_other_said_so(pair):
    club = OrganisationFactory()
    ResponsibilityFactory(action=pair[0], organisation=club, role="LEAD")
    for role, more in (("FUNDER", {"amount_text": "20 000 €"}), ("PARTNER", {})):
        ResponsibilityFactory(action=pair[1], organisation=club, role=role, **more)

    merge(*pair)

    roles = pair[0].responsibilities.present().values_list("role", flat=True)
    assert set(roles) == {"LEAD", "FUNDER"}


def test_undoing_does_not_publish_a_reserved_text_reworded_meanwhile(client, plan, pair):
    kept, absorbed = pair
    Action.objects.filter(pk=absorbed.pk).update(
        description="SECRET", team_only_fields=["description", "expected_result"]
    )
    made = merge(kept, absorbed)
    edit(kept, "description", "SECRET", "SECRET, suite")

    undo(made)

    kept.refresh_from_db()
    assert (kept.description, kept.team_only_fields) == ("SECRET, suite", ["description"])
    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    page = client.get(reverse("roadmap:action", args=[plan.initiative.slug, kept.code]))
    assert "SECRET" not in page.content.decode()


def test_undoing_does_not_publish_what_was_written_under_the_lock_that_the_merge_brought(pair):
    kept, absorbed = pair
    Action.objects.filter(pk=absorbed.pk).update(team_only_fields=["budget", "leads", "extra:Note"])
    made = merge(kept, absorbed)
    edit(kept, "budget_text", "", "12 000 €")

    undo(made)

    kept.refresh_from_db()
    assert kept.team_only_fields == ["budget", "leads"]


def test_undoing_what_nobody_touched_takes_the_locks_back(pair):
    kept, absorbed = pair
    Action.objects.filter(pk=kept.pk).update(description="Ouvert")
    Action.objects.filter(pk=absorbed.pk).update(team_only_fields=["description", "leads"])

    undo(merge(kept, absorbed))

    kept.refresh_from_db()
    assert kept.team_only_fields == []


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_comes_back_stays_reserved_where_it_was_reworded_under_a_lock(pair, is_whole):
    kept, absorbed = pair
    locks = {"is_team_only": True} if is_whole else {"team_only_fields": ["steps", "budget"]}
    Action.objects.filter(pk=kept.pk).update(**locks)
    StepFactory(action=absorbed)
    made = merge(kept, absorbed)
    edit(kept, "description", "", "Autre")

    undo(made)

    absorbed.refresh_from_db()
    assert absorbed.deleted_at is None
    expected = (True, []) if is_whole else (False, ["steps"])
    assert (absorbed.is_team_only, absorbed.team_only_fields) == expected


def test_what_comes_back_from_a_draft_where_it_was_reworded_stays_reserved(plan):
    kept = ActionFactory(plan=PlanFactory(initiative=plan.initiative))
    absorbed = ActionFactory(plan=plan)
    made = merge(kept, absorbed)
    edit(kept, "description", "", "Autre")

    undo(made)

    absorbed.refresh_from_db()
    assert (absorbed.deleted_at, absorbed.is_team_only) == (None, True)


def test_an_action_of_a_draft_does_not_come_into_a_shared_plan(plan):
    shared = ActionFactory(plan=plan)
    draft = ActionFactory(plan=PlanFactory(initiative=plan.initiative), description="SECRET")
    StepFactory(action=draft)

    with pytest.raises(DraftWouldShow):
        merge(shared, draft)

    shared.refresh_from_db()
    assert (shared.description, shared.steps.count()) == ("", 0)
    merge(draft, shared)
    assert Action.objects.present().get() == draft


@pytest.mark.parametrize("sent", [{}, {"confirmer": "1"}])
def test_the_page_says_why_a_draft_is_not_merged_and_which_actions_are_of_one(
    client, plan, lead, sent
):
    shared = ActionFactory(plan=plan, code="ACT-0001", title="Ouvrir")
    draft = PlanFactory(initiative=plan.initiative)
    ActionFactory(plan=draft, code="ACT-0002", title="Fermer")
    door = reverse("roadmap:merge_action", args=[plan.initiative.slug, shared.code])

    answer = client.post(door, {"other": "ACT-0002", "keeps": "this", **sent})

    page = answer.content.decode()
    assert "est dans un plan en brouillon" in page
    assert "Fermer (ACT-0002), brouillon" in page
    assert Action.objects.present().count() == 2


def test_names_put_aside_stay_with_the_action_that_goes(pair):
    _, second = named(pair, mine={}, hers={})

    merge(*pair)

    assert Responsibility.objects.get(pk=second.pk).action == pair[1]
