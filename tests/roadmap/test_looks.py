"""The same filtered actions by organisation, as a tree, in time, in figures and by month."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.roadmap.models import Action, Attachment
from tests.factories.network import ParticipationFactory, UnitFactory
from tests.factories.roadmap import (
    ActionFactory,
    MilestoneFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)
from tests.factories.territories import a_commune
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
LOOKS = ("plan_by_organisation", "plan_tree", "plan_timeline", "plan_dashboard", "plan_calendar")
TODAY = dt.date(2026, 11, 29)


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def plan(people):
    return PlanFactory(initiative=people.initiative, shared=True)


def look(client, plan, user, name, query=""):
    client.force_login(user)
    return client.get(reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug]) + query)


def a_part(plan, title, **fields):
    level = plan.levels.first() or PlanLevelFactory(plan=plan)
    return PlanNodeFactory(plan=plan, level=level, title=title, **fields)


def an_organisation(plan, name):
    return ParticipationFactory(initiative=plan.initiative, organisation__name=name).organisation


def test_by_organisation_shows_what_nobody_leads_first_then_who_leads_most(client, people, plan):
    orphan = ActionFactory(plan=plan, title="Sans personne")
    mission, school = an_organisation(plan, "Mission locale"), an_organisation(plan, "Lycée")
    first, second = ActionFactory(plan=plan), ActionFactory(plan=plan)
    ResponsibilityFactory(action=first, organisation=school, role="PARTNER")
    ResponsibilityFactory(action=first, organisation=mission)
    service = UnitFactory(organisation=mission)
    ResponsibilityFactory(action=second, organisation=None, unit=service, role="CO_LEAD")
    ResponsibilityFactory(action=second, organisation=None, words="Un club d’entreprises")

    page = look(client, plan, people.elected, "plan_by_organisation")

    told = page.context["told"]
    assert told.without_lead == [orphan]
    assert [
        (one.label, [(held.role, list(held.actions)) for held in one.roles]) for one in told.holders
    ] == [
        ("Mission locale", [("LEAD", [first]), ("CO_LEAD", [second])]),
        ("Un club d’entreprises", [("LEAD", [second])]),
        ("Lycée", [("PARTNER", [first])]),
    ]
    assert reverse("portal:organisation", args=[people.initiative.slug, mission.slug]) in page.text


def test_by_organisation_tells_members_no_role_that_an_action_keeps(client, people, plan):
    mission = an_organisation(plan, "Mission locale")
    action = ActionFactory(plan=plan, team_only_fields=["leads"])
    ResponsibilityFactory(action=action, organisation=mission)

    page = look(client, plan, people.elected, "plan_by_organisation")

    assert page.context["told"].holders == []
    assert page.context["told"].without_lead == []
    team = look(client, plan, people.lead, "plan_by_organisation")
    assert [one.label for one in team.context["told"].holders] == ["Mission locale"]


def test_by_organisation_shows_one_alone_where_it_is_asked_for(client, people, plan):
    mission, school = an_organisation(plan, "Mission locale"), an_organisation(plan, "Lycée")
    action = ActionFactory(plan=plan)
    for organisation in (mission, school):
        ResponsibilityFactory(action=action, organisation=organisation)
    ActionFactory(plan=plan, title="Sans personne")

    page = look(client, plan, people.elected, "plan_by_organisation", f"?organisme={school.pk}")

    told = page.context["told"]
    assert [(one.label, one.count) for one in told.holders] == [("Lycée", 1)]
    assert told.without_lead == []


def test_tree_folds_actions_in_their_parts_with_counts_and_states(client, people, plan):
    axis = a_part(plan, "Axe 1")
    goal = a_part(plan, "Objectif 1.1", parent=axis)
    a_part(plan, "Axe vide")
    action = ActionFactory(plan=plan, node=goal, status="IN_PROGRESS")
    ActionFactory(plan=plan, node=axis, status="DONE")
    ActionFactory(plan=plan)

    page = look(client, plan, people.elected, "plan_tree")

    first, outside = page.context["branches"]
    assert (str(first.node), first.count, first.told) == (
        "Axe 1",
        2,
        [("en cours", 1), ("réalisée", 1)],
    )
    assert first.branches[0].actions == [action]
    assert (outside.node, outside.count) == (None, 1)


def test_tree_shows_two_hundred_actions_then_links_to_the_rest(client, people, plan):
    axis, other = a_part(plan, "Axe 1"), a_part(plan, "Axe 2")
    for node in (axis, other):
        Action.objects.bulk_create(
            ActionFactory.build(
                plan=plan, initiative=plan.initiative, node=node, code=f"{node.pk}-{n}"
            )
            for n in range(120)
        )

    page = look(client, plan, people.elected, "plan_tree")

    first, second = page.context["branches"]
    assert [(len(one.actions), one.left) for one in (first, second)] == [(120, 0), (80, 40)]
    assert f"?noeud={other.pk}" in page.text
    assert page.context["next_url"] == "?page=2"


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"schedule_kind": "DATE", "schedule_end": TODAY}, "point"),
        (
            {
                "schedule_kind": "PERIOD",
                "schedule_start": TODAY,
                "schedule_end": dt.date(2027, 2, 1),
            },
            "period",
        ),
        ({"schedule_kind": "YEAR", "schedule_end": dt.date(2027, 12, 31)}, "soft"),
        ({"schedule_kind": "CONTINUOUS", "is_continuous": True}, "open"),
        ({"schedule_kind": "UNDERWAY"}, "open"),
        ({"schedule_kind": "UNKNOWN", "schedule_text": "selon les moyens"}, "aside"),
        ({"schedule_kind": "TO_BE_SET", "schedule_text": "à préciser"}, "aside"),
    ],
)
def test_timeline_draws_what_is_vague_as_vague(client, people, plan, fields, shape):
    action = ActionFactory(plan=plan, status="IN_PROGRESS", **fields)

    told = look(client, plan, people.elected, "plan_timeline").context["timeline"]

    rows = [row for lane in told.lanes for row in lane.rows]
    assert [row.shape for row in rows] + ["aside"] * (told.undated == [action]) == [shape]


def test_timeline_keeps_its_places_within_the_line(client, people, plan):
    ActionFactory(
        plan=plan,
        schedule_kind="PERIOD",
        schedule_start=dt.date(2026, 1, 1),
        schedule_end=dt.date(2026, 12, 31),
    )
    StepFactory(action=Action.objects.get(), due_on=dt.date(2026, 7, 2))
    ActionFactory(plan=plan, schedule_kind="YEARS", schedule_end=dt.date(2400, 12, 31))

    told = look(client, plan, people.elected, "plan_timeline").context["timeline"]

    assert len(told.ticks) <= 12
    row = told.lanes[0].rows[0]
    assert 0 <= float(row.left[:-1]) <= float(row.steps[0].at[:-1]) <= float(row.right[:-1]) <= 100


def test_timeline_hides_from_members_a_schedule_that_an_action_keeps(client, people, plan):
    kept = ActionFactory(
        plan=plan, schedule_end=TODAY, schedule_kind="DATE", team_only_fields=["schedule", "steps"]
    )
    StepFactory(action=kept, title="Voter la subvention", due_on=TODAY)

    page = look(client, plan, people.elected, "plan_timeline")

    assert page.context["timeline"].undated == [kept]
    assert "Voter la subvention" not in page.text


def test_every_figure_of_the_dashboard_opens_the_table_on_what_it_counts(client, people, plan):
    axis = a_part(plan, "Axe 1")
    goal = a_part(plan, "Objectif", parent=axis)
    mission = an_organisation(plan, "Mission locale")
    late = ActionFactory(
        plan=plan, node=goal, status="IN_PROGRESS", schedule_end=dt.date(2025, 1, 1)
    )
    ResponsibilityFactory(action=late, organisation=mission)
    done = ActionFactory(plan=plan, node=axis, status="DONE")
    ResponsibilityFactory(action=done, organisation=mission, role="PARTNER")
    ActionFactory(plan=plan, status="TO_START", is_waiting=True, waiting_for="Un local")
    ActionFactory(plan=plan, status="TO_START", team_only_fields=["status"])
    ActionFactory(plan=plan, team_only=True, status="DONE")

    perimeter = people.initiative.territory
    city = a_commune("Brécy", perimeter)
    for action, place in ((late, city), (done, perimeter), (done, city)):
        Attachment.objects.create(action=action, territory=place)
    kept = ActionFactory(plan=plan, status="DONE", team_only_fields=["territories"])
    Attachment.objects.create(action=kept, territory=city)

    for user in (people.elected, people.lead):
        for query in ("", "?etat=IN_PROGRESS&etat=DONE", f"?noeud={goal.pk}", "?territoire=0"):
            told = look(client, plan, user, "plan_dashboard", query).context
            shown = [*told["figures"], *told["statuses"], told["leaderless"]]
            tables = [*told["axes"], *told["organisations"], *told["territories"]]
            shown += [one for _label, row in tables for one in row]
            checked = [one for one in shown if one.value]

            assert checked
            for one in checked:
                assert client.get(one.url).context["table"].total == one.value, one


def test_dashboard_counts_by_territory_with_what_lies_in_it_and_what_has_none(client, people, plan):
    perimeter = people.initiative.territory
    city, town = a_commune("Brécy", perimeter), a_commune("Anglars", perimeter)
    a_commune("Sans action", perimeter)
    both, one, whole = (ActionFactory(plan=plan, status="DONE") for _ in range(3))
    ties = ((both, city), (both, town), (one, city), (whole, perimeter))
    for action, place in ties:
        Attachment.objects.create(action=action, territory=place)
    ActionFactory(plan=plan)
    kept = ActionFactory(plan=plan, team_only_fields=["territories"])
    Attachment.objects.create(action=kept, territory=town)

    def rows(user, query=""):
        told = look(client, plan, user, "plan_dashboard", query).context["territories"]
        return [(label, figures[0].value) for label, figures in told]

    assert rows(people.elected) == [
        (perimeter.name, 3),
        ("Brécy", 2),
        ("Anglars", 1),
        ("Sans territoire", 1),
    ]
    assert rows(people.lead)[1] == ("Anglars", 2)
    assert rows(people.elected, "?etat=DONE") == [
        (perimeter.name, 3),
        ("Brécy", 2),
        ("Anglars", 1),
    ]
    assert rows(people.elected, f"?territoire={city.pk}") == []  # one is asked for already


def test_dashboard_says_nothing_of_territories_where_no_action_is_tied_to_one(client, people, plan):
    ActionFactory(plan=plan)

    page = look(client, plan, people.elected, "plan_dashboard")

    assert page.context["territories"] == []
    assert "Par territoire" not in page.text


def test_actions_without_a_territory_are_asked_for(client, people, plan):
    tied = ActionFactory(plan=plan, title="Quelque part")
    Attachment.objects.create(action=tied, territory=people.initiative.territory)
    ActionFactory(plan=plan, title="Nulle part")
    hidden = ActionFactory(plan=plan, title="On ne sait", team_only_fields=["territories"])

    for name in ("plan_table", "plan_tree"):
        page = look(client, plan, people.elected, name, "?territoire=0")

        assert [one.label for one in page.context["badges"]] == ["Sans territoire"]
        assert page.context["table"].total == 1
        assert '<option value="0" selected>Sans territoire</option>' in page.text
    team = look(client, plan, people.lead, "plan_table", "?territoire=0")
    assert team.context["table"].total == 2
    assert hidden.title in team.text


def test_calendar_lists_what_falls_in_the_month(client, people, plan):
    action = ActionFactory(plan=plan, schedule_kind="DATE", schedule_end=dt.date(2027, 3, 15))
    step = StepFactory(action=action, due_on=dt.date(2027, 3, 2), done_on=dt.date(2027, 3, 1))
    ActionFactory(plan=plan, is_continuous=True, review_on=dt.date(2027, 3, 20))
    ActionFactory(plan=plan, schedule_end=dt.date(2027, 4, 1))

    page = look(client, plan, people.elected, "plan_calendar", "?mois=2027-03")

    told = [
        (one.day.day, due.kind, due.is_done)
        for one in page.context["month"].days
        for due in one.dues
    ]
    assert told == [(2, "step", True), (15, "action", False), (20, "review", False)]
    assert step.title in page.text
    assert page.context["after_url"] == "?mois=2027-04"


@pytest.mark.parametrize(
    "asked",
    ["", "nimporte", "2027-13", "0000-00", "0001-01", "9999-12", "1899-12", "2201-01"],
)
def test_calendar_opens_on_this_month_where_the_address_says_none(client, people, plan, asked):
    ActionFactory(plan=plan)

    page = look(client, plan, people.elected, "plan_calendar", f"?mois={asked}")

    assert page.context["month"].first == timezone.localdate().replace(day=1)


@pytest.mark.parametrize("asked", ["1900-01", "2200-12"])
def test_calendar_opens_on_the_first_and_the_last_month(client, people, plan, asked):
    ActionFactory(plan=plan)

    page = look(client, plan, people.elected, "plan_calendar", f"?mois={asked}")

    assert page.context["month"].first.isoformat() == f"{asked}-01"


def test_calendar_hides_from_members_what_an_action_keeps(client, people, plan):
    action = ActionFactory(
        plan=plan, schedule_end=dt.date(2027, 3, 15), team_only_fields=["schedule", "steps"]
    )
    StepFactory(action=action, due_on=dt.date(2027, 3, 2))

    page = look(client, plan, people.elected, "plan_calendar", "?mois=2027-03")

    assert page.context["month"].days == []


@pytest.mark.parametrize("name", LOOKS)
def test_looks_share_the_filters_and_their_badges(client, people, plan, name):
    ActionFactory(plan=plan, status="DONE", title="Finie")
    ActionFactory(plan=plan, status="TO_START", title="À venir")

    page = look(client, plan, people.elected, name, "?etat=DONE")

    assert [one.label for one in page.context["badges"]] == ["Réalisée"]
    assert page.context["table"].total == 1
    urls = [one["url"] for one in page.context["looks"].shown]
    assert urls
    assert all(url.endswith("?etat=DONE") for url in urls)
    assert "À venir" not in page.text


@pytest.mark.parametrize("name", LOOKS)
def test_looks_show_members_no_action_of_the_team(client, people, plan, name):
    ActionFactory(plan=plan, title="Ouverte", schedule_end=timezone.localdate())
    ActionFactory(plan=plan, title="Réservée", schedule_end=timezone.localdate(), team_only=True)

    page = look(client, plan, people.elected, name)

    assert page.context["table"].total == 1
    assert "Réservée" not in page.text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("plan_by_organisation", 12),
        ("plan_tree", 11),
        ("plan_timeline", 12),
        ("plan_dashboard", 12),
        ("plan_calendar", 13),
    ],
)
def test_looks_ask_as_much_of_the_database_whatever_they_show(
    client, people, plan, name, queries, rows, django_assert_num_queries
):
    for _ in range(rows):
        node = a_part(plan, "Axe")
        action = ActionFactory(plan=plan, node=node, schedule_end=timezone.localdate())
        StepFactory(action=action, due_on=timezone.localdate())
        ResponsibilityFactory(action=action, organisation=an_organisation(plan, "Lycée"))
        ActionFactory(plan=plan)
        MilestoneFactory(project__plan=plan, due_on=timezone.localdate())
        Attachment.objects.create(action=action, territory=a_commune())
    client.force_login(people.lead)
    address = reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug])

    with django_assert_num_queries(queries):
        client.get(address)


def test_the_action_page_goes_to_the_neighbours_that_the_filters_let_through(client, people, plan):
    actions = [
        ActionFactory(plan=plan, status=status) for status in ("DONE", "TO_START", "DONE", "DONE")
    ]
    client.force_login(people.elected)
    address = reverse("roadmap:action", args=[people.initiative.slug, actions[2].code])

    page = client.get(f"{address}?etat=DONE")

    around = page.context["around"]
    assert (around.previous, around.next) == (actions[0].code, actions[3].code)
    assert f"{actions[3].code}/?etat=DONE" in page.text
    assert client.get(address).context["around"].previous == actions[1].code


def test_rows_of_the_table_lead_to_actions_with_the_filters(client, people, plan):
    action = ActionFactory(plan=plan, status="DONE")

    page = look(client, plan, people.elected, "plan_table", "?etat=DONE&page=1&autre=x")

    assert f"/actions/{action.code}/?etat=DONE" in page.text
    assert f"{action.code}/?etat=DONE&amp;autre" not in page.text


def test_an_organisation_may_be_asked_for_in_one_of_its_roles(client, people, plan):
    mission = an_organisation(plan, "Mission locale")
    led, helped = ActionFactory(plan=plan), ActionFactory(plan=plan)
    ResponsibilityFactory(action=led, organisation=mission)
    ResponsibilityFactory(action=helped, organisation=mission, role="PARTNER")
    query = f"?organisme={mission.pk}"

    both = look(client, plan, people.elected, "plan_table", query)
    one = look(client, plan, people.elected, "plan_table", f"{query}&role=leads")

    assert (both.context["table"].total, one.context["table"].total) == (2, 1)
    assert [badge.label for badge in one.context["badges"]] == [
        "Mission locale",
        "Mission locale : responsable",
    ]
