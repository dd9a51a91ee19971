"""The page for an elected member, and the screens of a meeting."""

import pytest
from django.urls import reverse

from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanNodeFactory,
)

pytestmark = pytest.mark.django_db


def door(name, plan):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug])


def test_the_overview_counts_what_everybody_sees(client, lead, plan):
    node = PlanNodeFactory(plan=plan, title="Jeunes")
    ActionFactory(plan=plan, node=node, status="DONE")
    ActionFactory(plan=plan, node=node, team_only=True, title="Négociation")

    page = client.get(door("overview", plan)).content.decode()

    assert "<strong>1</strong><span>action</span>" in page
    assert "<strong>1</strong><span>réalisée</span>" in page
    assert "Négociation" not in page
    assert "1 action réservée à l’équipe n’est pas comptée" in page
    assert f"noeud={node.pk}" in page


def test_the_officer_writes_and_picks_then_everybody_reads(client, lead, plan):
    action = ActionFactory(plan=plan, title="Forum de l’emploi")
    AchievementFactory(action=action, text="140 visiteurs")

    client.post(
        door("edit_overview", plan),
        {"lines": "Deux forums tenus.", "successes-2": action.code, "version": 1},
    )

    client.force_login(MembershipFactory(initiative=plan.initiative, elected=True).user)
    page = client.get(door("overview", plan)).content.decode()
    assert "Deux forums tenus." in page
    assert "140 visiteurs" in page
    assert client.get(door("edit_overview", plan)).status_code == 403


def test_each_pick_is_a_plain_list_with_the_present_choice(client, lead, plan):
    first, second = ActionFactory(plan=plan), ActionFactory(plan=plan)
    address = door("edit_overview", plan)

    client.post(
        address,
        {
            "lines": "x",
            "successes-1": first.code,
            "successes-3": first.code,
            "difficulties-2": second.code,
            "version": 1,
        },
    )

    plan.refresh_from_db()
    assert plan.overview["successes"] == [first.code]
    assert plan.overview["difficulties"] == [second.code]
    page = client.get(address).content.decode()
    assert "multiple" not in page
    assert page.count(f'value="{first.code}" selected') == 1
    assert page.count(f'value="{second.code}" selected') == 1


def test_an_overview_written_by_two_loses_neither(client, lead, plan):
    address = door("edit_overview", plan)
    client.post(address, {"lines": "Le texte de Louise", "version": 1})

    answer = client.post(address, {"lines": "Mon texte", "version": 1})

    plan.refresh_from_db()
    assert plan.overview["lines"] == "Le texte de Louise"
    assert "Mon texte" in answer.content.decode()


def test_a_meeting_shows_each_axis_once_then_each_action_and_not_the_team_s_own(client, lead, plan):
    axis = PlanNodeFactory(plan=plan, title="Jeunes", position=1)
    below = PlanNodeFactory(plan=plan, title="Logement", position=2, parent=axis)
    ActionFactory(plan=plan, node=axis, title="Forum", position=1)
    ActionFactory(plan=plan, node=below, title="Foyer", position=2)
    ActionFactory(plan=plan, node=axis, title="Négociation", position=3, team_only=True)

    pages = [
        client.get(f"{door('meeting', plan)}?ecran={n}").content.decode()
        for n in (0, 1, 2, 3, 99, "²", "9" * 5_000)
    ]

    assert [page.split("<h1>")[1].split("</h1>")[0] for page in pages] == [
        plan.title,
        "Jeunes",
        "Forum",
        "Foyer",
        "Foyer",
        plan.title,
        plan.title,
    ]
    assert "Logement" in pages[3]
    assert "3 / 3" in pages[4]
    assert not any("Négociation" in page for page in pages)


def test_an_axis_longer_than_a_projector_goes_on_on_the_next_screen(client, lead, plan):
    axis = PlanNodeFactory(plan=plan, title="Jeunes")
    titles = [f"Action {n:02}" for n in range(1, 14)]
    for place, title in enumerate(titles):
        ActionFactory(plan=plan, node=axis, title=title, position=place)

    first, second, third = (
        client.get(f"{door('meeting', plan)}?ecran={n}").content.decode() for n in (1, 2, 3)
    )
    contents = client.get(door("meeting", plan)).content.decode()

    shown = [[title for title in titles if title in page] for page in (first, second)]
    assert shown[0] + shown[1] == titles
    assert min(map(len, shown)) > 1
    assert "13 actions" in first
    assert "(suite)" in second
    assert f"<h1>{titles[0]}</h1>" in third
    assert contents.count("Jeunes") == 1


def test_a_meeting_opens_on_its_contents_and_can_be_left(client, lead, plan):
    axis = PlanNodeFactory(plan=plan, title="Jeunes")
    ActionFactory(plan=plan, node=axis, title="Forum")
    ActionFactory(plan=plan, title="Hors des axes")

    page = client.get(door("meeting", plan)).content.decode()

    assert tuple(part for part in ("?ecran=1", "?ecran=2", "?ecran=3") if part in page) == (
        "?ecran=1",
        "?ecran=2",
        "?ecran=3",
    )
    assert f'rel="up" href="{door("plan_table", plan)}"' in page
    assert 'class="frame' in page
    assert " alone" in page


def test_a_meeting_hides_what_an_action_keeps_to_the_team_even_from_the_team(client, lead, plan):
    action = ActionFactory(
        plan=plan,
        title="Forum",
        status="PAUSED",
        status_reason="Désaccord",
        schedule_text="mars",
        waiting_for="le vote secret",
        is_waiting=True,
        team_only_fields=["status", "schedule", "waiting"],
    )
    AchievementFactory(action=action, text="Accord verbal", is_team_only=True)

    page = client.get(f"{door('meeting', plan)}?ecran=1").content.decode()

    assert "Forum" in page
    assert not [
        word for word in ("En pause", "mars", "vote secret", "Accord verbal") if word in page
    ]


def test_a_meeting_about_an_empty_plan_says_so(client, lead, plan):
    assert "Rien à montrer encore" in client.get(door("meeting", plan)).content.decode()


def test_each_figure_leads_to_a_table_of_exactly_that_number(client, lead, plan):
    node = PlanNodeFactory(plan=plan)
    late = {"schedule_end": "2020-01-01", "status": "IN_PROGRESS"}
    ActionFactory(plan=plan, node=node, **late)
    ActionFactory(plan=plan, node=node, team_only=True, **late)
    ActionFactory(plan=plan, node=node, team_only_fields=["status", "schedule"], **late)
    ActionFactory(plan=plan, node=node, is_waiting=True, waiting_for="vote")
    ActionFactory(
        plan=plan, is_waiting=True, waiting_for="vote", team_only_fields=["waiting"], status="DONE"
    )

    def counted(page):
        given = page.context
        return [*given["figures"], *(f for node, row in given["parts"] if node for f in row)]

    def differing():
        found = counted(client.get(door("overview", plan)))
        return [f for f in found if client.get(f.url).context["table"].total != f.value]

    assert [f.value for f in client.get(door("overview", plan)).context["figures"]] == [
        4,
        1,
        1,
        1,
        1,
    ]
    assert differing() == []
    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    assert differing() == []


def test_a_success_says_the_last_thing_done_and_a_difficulty_what_is_in_the_way(client, lead, plan):
    success, difficulty = ActionFactory(plan=plan), ActionFactory(plan=plan)
    AchievementFactory(action=success, text="Récente", achieved_on="2026-02-01", position=1)
    AchievementFactory(action=success, text="Ancienne", achieved_on="2024-02-01", position=2)
    AchievementFactory(action=success, text="Prévue", is_planned=True, achieved_on="2027-01-01")
    AchievementFactory(action=success, text="Gardée", is_team_only=True, achieved_on="2026-03-01")
    report = reverse("roadmap:report_progress", args=[plan.initiative.slug, difficulty.code])
    client.post(report, {"difficulties": "Plus de local", "said_by": "K", "said_on": "2026-03-02"})
    picked = {"lines": "x", "successes-1": success.code, "difficulties-1": difficulty.code}
    plan.refresh_from_db()
    client.post(door("edit_overview", plan), picked | {"version": plan.version})

    told = client.get(door("overview", plan)).context["overview"]

    assert [one.detail for one in (*told.successes, *told.difficulties)] == [
        "Récente",
        "Plus de local",
    ]
