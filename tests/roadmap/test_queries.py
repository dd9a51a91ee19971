"""The table of a plan: what each person sees, in how many queries, and what is missing."""

import datetime as dt

import pytest

from pacte.initiatives.models import roles_read_once
from pacte.network.models import OrganisationName
from pacte.roadmap.queries import filters, table
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 3)


@pytest.fixture
def lead(plan):
    return MembershipFactory(initiative=plan.initiative, lead=True).user


@pytest.fixture
def observer(plan):
    return MembershipFactory(initiative=plan.initiative).user


def full_action(plan, **fields):
    node = PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan))
    action = ActionFactory(plan=plan, node=node, **fields)
    ResponsibilityFactory(action=action)
    AchievementFactory(action=action)
    StepFactory(action=action)
    return action


@pytest.mark.parametrize("rows", [1, 3])
def test_plan_table_asks_as_many_queries_for_one_row_as_for_three(
    plan, lead, rows, django_assert_num_queries
):
    for _ in range(rows):
        full_action(plan)

    with roles_read_once(), django_assert_num_queries(10):
        found = table.plan_table(plan, lead, today=TODAY)

    assert len(found.rows) == rows


def test_cells_say_who_with_what_they_answered(plan, lead):
    action = ActionFactory(plan=plan)
    ResponsibilityFactory(action=action, organisation=OrganisationFactory(name="Mission locale"))
    ResponsibilityFactory(action=action, organisation=None, is_all=True)

    (row,) = table.plan_table(plan, lead, today=TODAY).rows

    assert [(line.text, line.mark) for line in row.cells["leads"]] == [
        ("Mission locale", "SOUGHT"),
        ("Tous", ""),
    ]


def test_team_only_things_are_absent_for_others(plan, lead, observer):
    ActionFactory(plan=plan, team_only=True)
    action = ActionFactory(
        plan=plan,
        priority="haute",
        team_only_fields=["priority"],
        extra=[{"header": "Avis", "text": "réservé", "team_only": True}],
    )
    AchievementFactory(action=action, is_team_only=True)

    theirs = table.plan_table(plan, observer, today=TODAY)
    ours = table.plan_table(plan, lead, today=TODAY)

    assert (theirs.total, ours.total) == (1, 2)
    assert {"priority", "achievements", "extra:Avis"} & set(theirs.rows[0].cells) == set()
    assert {"priority", "achievements", "extra:Avis"} <= set(ours.rows[-1].cells)


def test_columns_follow_the_choice_with_the_rest_hidden(plan, lead):
    ActionFactory(plan=plan, extra=[{"header": "Fiche", "text": "12"}])
    plan.columns = [{"key": "extra:Fiche", "label": "N° de fiche"}, {"key": "title"}]

    found = table.plan_table(plan, lead, today=TODAY)

    assert [column.label for column in found.shown] == ["N° de fiche", "Action"]
    assert "status" in {column.key for column in found.columns}


def test_rows_come_in_the_order_of_the_plan_by_pages(plan, lead):
    second = PlanNodeFactory(plan=plan, position=2)
    first = PlanNodeFactory(plan=plan, position=1, level=second.level)
    ActionFactory(plan=plan, node=second, position=1, title="C")
    ActionFactory(plan=plan, node=first, position=2, title="B")
    ActionFactory(plan=plan, node=first, position=1, title="A")

    page = table.plan_table(plan, lead, today=TODAY, offset=1, limit=1)

    assert ([row.action.title for row in page.rows], page.total) == (["B"], 3)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (filters.Filters(words="mobil"), ["Mobilité"]),
        (filters.Filters(statuses=("DONE",)), ["Faite"]),
        (filters.Filters(statuses=("NONE",)), ["Mobilité"]),
        (filters.Filters(is_late=True), ["Tardive"]),
        (filters.Filters(is_waiting=True), ["Attente"]),
        (filters.Filters(codes=("ACT-9001",)), ["Attente"]),
    ],
)
def test_filters_keep_only_what_is_asked(plan, lead, asked, titles):
    ActionFactory(plan=plan, title="Mobilité", news_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    ActionFactory(plan=plan, title="Faite", status="DONE", schedule_end=dt.date(2025, 1, 1))
    ActionFactory(
        plan=plan, title="Tardive", status="IN_PROGRESS", schedule_end=dt.date(2026, 3, 2)
    )
    ActionFactory(
        plan=plan,
        title="Attente",
        status="TO_START",
        is_waiting=True,
        waiting_for="le vote",
        code="ACT-9001",
    )

    found = table.plan_table(plan, lead, today=TODAY, filters=asked)

    assert [row.action.title for row in found.rows] == titles


def test_an_action_due_today_is_not_late(plan, lead):
    ActionFactory(plan=plan, status="IN_PROGRESS", schedule_end=TODAY)

    (row,) = table.plan_table(plan, lead, today=TODAY).rows

    assert row.is_late is False


def test_gaps_count_what_is_missing_as_this_person_sees_it(plan, lead, observer):
    complete = full_action(
        plan, status="IN_PROGRESS", schedule_text="2026", schedule_kind="YEAR", description="Texte"
    )
    complete.responsibilities.update(state="CONFIRMED", state_on=TODAY)
    planned = ActionFactory(plan=plan, status="IN_PROGRESS", schedule_text="2026", description="T")
    AchievementFactory(action=planned, is_planned=True)
    hidden = ActionFactory(plan=plan, team_only=True)

    counts = {gap.key: gap.count for gap in filters.gaps(plan, lead)}
    theirs = {gap.key: gap.count for gap in filters.gaps(plan, observer)}

    assert hidden.pk
    assert counts == {
        "lead": 2,
        "schedule": 1,
        "achievement": 1,
        "planned_only": 1,
        "status": 1,
        "description": 1,
    }
    assert theirs == {"lead": 1, "planned_only": 1}


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        (["description"], {"words": "mot secret"}),
        (["description"], {"missing": "description"}),
        (["expected_result"], {"missing": "description"}),
        (["partners"], {"organisation": True}),
        (["partners"], {"words": "organisme nommé"}),
        (["priority"], {"words": "très haute"}),
    ],
)
def test_filters_do_not_spell_out_what_is_kept_to_the_team(plan, lead, observer, kept, asked):
    is_silent = "missing" in asked
    action = ActionFactory(
        plan=plan,
        description="" if is_silent else "Un mot secret",
        team_only_fields=kept,
        priority="Très haute",
    )
    named = OrganisationFactory(name="Un organisme nommé")
    partner = ResponsibilityFactory(action=action, role="PARTNER", organisation=named).organisation
    wanted = filters.Filters(
        **asked | ({"organisation": partner.pk} if "organisation" in asked else {})
    )

    mine = table.plan_table(plan, lead, today=TODAY, filters=wanted).total
    theirs = table.plan_table(plan, observer, today=TODAY, filters=wanted).total

    assert (mine, theirs) == (1, 0)


@pytest.mark.parametrize("words", ["ml du vallon", "Pôle emploi", "réunion de rentrée", "la CAF"])
def test_words_are_found_in_the_names_and_lines_of_an_action(plan, observer, words):
    action = ActionFactory(plan=plan)
    known = OrganisationFactory(name="Mission locale du Vallon", short_name="ML du Vallon")
    OrganisationName.objects.create(organisation=known, name="Pôle emploi du Vallon")
    ResponsibilityFactory(action=action, organisation=known)
    ResponsibilityFactory(action=action, organisation=None, words="la CAF", role="PARTNER")
    AchievementFactory(action=action, text="Une réunion de rentrée")
    ActionFactory(plan=plan)

    found = table.plan_table(plan, observer, today=TODAY, filters=filters.Filters(words=words))

    assert [row.action for row in found.rows] == [action]


def test_organisations_to_filter_by_are_those_that_the_reader_sees_named(plan):
    open_action = ActionFactory(plan=plan, team_only_fields=["partners"])
    seen = ResponsibilityFactory(action=open_action).organisation
    kept = ResponsibilityFactory(action=open_action, role="PARTNER").organisation
    actions = type(open_action).objects.filter(plan=plan)

    ours = filters.organisations_named(actions, sees_team_only=True)
    theirs = filters.organisations_named(actions, sees_team_only=False)

    assert set(ours) == {seen, kept}
    assert list(theirs) == [seen]


@pytest.mark.parametrize(
    ("kept", "asked"), [([], {"words": "mot secret"}), (["funders"], {"organisation": True})]
)
def test_filters_find_for_everybody_what_everybody_reads(plan, observer, kept, asked):
    action = ActionFactory(plan=plan, description="Un mot secret", team_only_fields=kept)
    partner = ResponsibilityFactory(action=action, role="PARTNER").organisation
    wanted = filters.Filters(
        **asked | ({"organisation": partner.pk} if "organisation" in asked else {})
    )

    assert table.plan_table(plan, observer, today=TODAY, filters=wanted).total == 1
