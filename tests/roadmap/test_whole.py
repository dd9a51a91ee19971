"""What is said around a plan, read off its rows, is what the base would have answered."""

import datetime as dt
from itertools import product

import pytest
from django.urls import reverse

from pacte.initiatives.models import roles_read_once
from pacte.portal.queries import plans_at_a_glance
from pacte.roadmap.models import Action
from pacte.roadmap.queries import figures, filters, frame, table, whole
from pacte.roadmap.queries.dashboard import Holders, dashboard
from pacte.roadmap.views import shown
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import GroupFactory, OrganisationFactory, UnitFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def plan():
    return PlanFactory(shared=True, slug="plan")


@pytest.fixture
def lead(plan):
    return MembershipFactory(initiative=plan.initiative, lead=True).user


@pytest.fixture
def observer(plan):
    return MembershipFactory(initiative=plan.initiative).user


def answered(action, *states, role="LEAD", **fields):
    for state in states:
        day = TODAY if state == "CONFIRMED" else None
        ResponsibilityFactory(action=action, role=role, state=state, state_on=day, **fields)


def every_kind_of_action(plan):
    """Each answer to each question that « Ce qui manque » asks."""
    texts = (("", ""), ("Dit", ""), ("", "Attendu"))
    for (description, expected), status in product(texts, ("", "IN_PROGRESS", "DONE")):
        ActionFactory(plan=plan, description=description, expected_result=expected, status=status)
    for text, kind in (("2026", ""), ("", "YEAR"), ("", "")):
        ActionFactory(plan=plan, schedule_text=text, schedule_kind=kind)
    for status, review_on in product(("", "IN_PROGRESS", "SUSTAINED"), (None, TODAY)):
        ActionFactory(plan=plan, is_continuous=True, status=status, review_on=review_on)
    for states in ((), ("SOUGHT",), ("DECLINED",), ("DECLINED", "CONFIRMED")):
        answered(ActionFactory(plan=plan), *states)
        answered(ActionFactory(plan=plan), *states, role="CO_LEAD")
        answered(ActionFactory(plan=plan), *states, role="PARTNER")
        answered(ActionFactory(plan=plan), *states, organisation=None, is_all=True)
    for planned in ((True,), (False,), (True, False)):
        action = ActionFactory(plan=plan)
        for is_planned in planned:
            AchievementFactory(action=action, is_planned=is_planned)
        AchievementFactory(action=ActionFactory(plan=plan), deleted_at=dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("key", filters.MISSING)
def test_a_row_lacks_what_the_base_finds_missing(plan, lead, key):
    every_kind_of_action(plan)
    rows = table.plan_table(plan, lead, today=TODAY, limit=200, only_shown=True).rows

    read = {row.action.pk for row in rows if whole.LACKS[key](row)}

    asked = Action.objects.filter(filters.missing(key, sees_team_only=True), plan=plan)
    assert read == set(asked.values_list("pk", flat=True))
    assert 0 < len(read) < len(rows)


def test_gaps_and_counts_of_a_whole_plan_are_those_asked_of_the_base(plan, lead):
    every_kind_of_action(plan)
    node = PlanNodeFactory(plan=plan)
    ActionFactory(plan=plan, node=node)
    rows = table.plan_table(plan, lead, today=TODAY).rows

    assert whole.gaps_in(rows) == filters.gaps(plan, lead)
    assert whole.counts_in(rows) == frame.counts_of(frame.present(plan)) == {node.pk: 1}


@pytest.mark.parametrize("is_team", [True, False])
def test_the_rows_the_dashboard_and_the_home_page_count_alike(plan, lead, observer, is_team):
    every_kind_of_action(plan)
    long_ago, past = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.date(2026, 3, 2)
    for status, kept in product(("", "IN_PROGRESS", "PAUSED", "DONE"), ([], ["status"])):
        given = {"status": status, "status_reason": "Gel", "team_only_fields": kept}
        ActionFactory(plan=plan, news_at=long_ago, **given)
        ActionFactory(plan=plan, schedule_end=past, **given)
    for kept in ([], ["schedule", "waiting", "leads"]):
        given = {"is_waiting": True, "waiting_for": "Un vote", "team_only_fields": kept}
        ActionFactory(plan=plan, is_continuous=True, review_on=past, **given)
    user = lead if is_team else observer
    sees = {"today": TODAY, "sees_team_only": is_team}

    told = figures.counted(table.plan_table(plan, user, today=TODAY).rows)

    visible = Action.objects.visible_to(user).filter(plan=plan)
    asked = dashboard(visible, Holders([], {}, []), **sees)
    (glance,) = plans_at_a_glance(plan.initiative, user, **sees)
    assert told == asked.total == glance.counts
    assert all(0 < getattr(told, key) < told.actions for key in figures.HOLDS)


def offered(client, plan, user):
    client.force_login(user)
    address = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])
    page = client.get(address).content.decode()
    return page.partition('id="id_organisme"')[2].partition("</select>")[0]


def test_organisations_to_filter_by_are_told_to_who_sees_them_named(client, plan, lead, observer):
    answered(ActionFactory(plan=plan), "SOUGHT", organisation=OrganisationFactory(name="Visible"))
    reserved = ActionFactory(plan=plan, team_only=True)
    answered(reserved, "SOUGHT", organisation=OrganisationFactory(name="Secrète"))
    half = ActionFactory(plan=plan, team_only_fields=["leads"])
    answered(half, "SOUGHT", organisation=OrganisationFactory(name="Tue"))

    ours, theirs = offered(client, plan, lead), offered(client, plan, observer)

    names = ("Visible", "Secrète", "Tue")
    assert [name in ours for name in names] == [True, True, True]
    assert [name in theirs for name in names] == [True, False, False]


def test_organisations_of_a_unit_or_a_group_are_offered_too(client, plan, lead):
    unit = UnitFactory(organisation=OrganisationFactory(name="Maison mère"))
    group = GroupFactory(initiative=plan.initiative)
    group.organisations.add(OrganisationFactory(name="Du comité"))
    action = ActionFactory(plan=plan)
    answered(action, "SOUGHT", organisation=None, unit=unit)
    answered(action, "SOUGHT", organisation=None, group=group)

    found = offered(client, plan, lead)

    assert ("Maison mère" in found, "Du comité" in found) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_whole_plan_is_drawn_in_as_many_queries_whatever_its_rows(
    client, plan, lead, rows, rf, django_assert_num_queries
):
    for _ in range(rows):
        action = ActionFactory(plan=plan, node=PlanNodeFactory(plan=plan))
        answered(action, "SOUGHT")
        AchievementFactory(action=action)
        StepFactory(action=action)
    request = rf.get("/")
    request.user = lead

    with roles_read_once(), django_assert_num_queries(9):
        drawn = shown.drawn(request, plan, filters.Filters(), number=1, can_edit=True, today=TODAY)

    assert drawn.total == rows


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_column_is_read_where_the_page_shows_it(plan, lead, is_shown):
    action = ActionFactory(
        plan=plan, priority="Haute", publics=["Jeunes"], budget_text="3 000 €", weather="WATCH"
    )
    StepFactory(action=action)
    keys = ("priority", "publics", "budget", "weather", "steps")
    plan.columns = [{"key": key, "is_shown": is_shown} for key in keys]

    (row,) = table.plan_table(plan, lead, today=TODAY, limit=1, only_shown=True).rows
    (full,) = table.plan_table(plan, lead, today=TODAY).rows

    assert [key in row.cells for key in keys] == [is_shown] * len(keys)
    assert set(keys) <= set(full.cells)
