"""Key projects across the axes: how far, their milestones, their actions, who sees what."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import FieldChangedMeanwhile, NodeElsewhere, NotDeleted, TitleMissing
from pacte.roadmap.models import KeyProject, Milestone
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import GroupFactory
from tests.factories.roadmap import (
    ActionFactory,
    KeyProjectFactory,
    MilestoneFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 3)


@pytest.fixture
def member(client, plan):
    user = MembershipFactory(initiative=plan.initiative).user
    client.force_login(user)
    return user


def door(name, plan, *keys):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *keys])


def gather(project, *codes, read=()):
    return operations.gather_actions(
        project=project, read=list(read), codes=list(codes), by=SYSTEM, at=NOW
    )


def codes_of(project):
    return [action.code for action in project.actions.order_by("code")]


def test_a_project_is_opened_with_its_group_and_its_target(client, plan, lead):
    group = GroupFactory(initiative=plan.initiative)

    client.post(
        door("add_key_project", plan),
        {
            "title": "Mobilité",
            "group": group.pk,
            "target": "12",
            "people": "jeunes",
            "reached": "9",
        },
    )

    project = KeyProject.objects.get()
    assert (project.group, project.target, project.reached) == (group, 12, 9)
    assert project.reached_on is not None
    shown = client.get(door("key_project", plan, project.pk)).content.decode()
    assert "9 personnes sur 12" in shown
    assert "Chantier ouvert" in shown


def test_a_project_without_a_title_is_refused(plan):
    for title in ("", "  "):
        with pytest.raises(TitleMissing):
            operations.add_key_project(plan=plan, fields={"title": title}, by=SYSTEM, at=NOW)
    with pytest.raises(KeyError):
        operations.add_key_project(plan=plan, fields={"slug": "x"}, by=SYSTEM, at=NOW)


def form_of(client, address):
    """What the form would send, with what it was opened on."""
    sent = {}
    for field in client.get(address).context["form"]:
        value = field.value()
        text = "" if value in (None, False) else str(value)
        sent[field.html_name] = text
        sent[field.html_initial_name] = text
    return sent


def test_a_form_opened_before_another_change_loses_nothing(client, plan, lead):
    project = KeyProjectFactory(plan=plan, reached=3)
    address = door("edit_key_project", plan, project.pk)
    sent = form_of(client, address)
    KeyProject.objects.filter(pk=project.pk).update(reached=8)

    answer = client.post(address, sent | {"reached": "5"})

    project.refresh_from_db()
    assert project.reached == 8
    assert "« 8 »" in answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
    client.post(address, form_of(client, address) | {"reached": "5", "purpose": "Rouler"})
    project.refresh_from_db()
    assert (project.reached, project.purpose) == (5, "Rouler")
    with pytest.raises(FieldChangedMeanwhile):
        operations.edit_key_project(project=project, asked={"reached": (8, 9)}, by=SYSTEM, at=NOW)


def test_a_group_put_aside_stays_until_another_is_chosen(client, plan, lead):
    group = GroupFactory(initiative=plan.initiative, deleted_at=NOW)
    project = KeyProjectFactory(plan=plan, group=group)
    address = door("edit_key_project", plan, project.pk)

    client.post(address, form_of(client, address) | {"group": ""})

    project.refresh_from_db()
    assert project.group is None


def test_a_project_gathers_actions_of_any_axis_and_keeps_those_added_meanwhile(plan):
    project = KeyProjectFactory(plan=plan)
    for n in (1, 2, 3):
        ActionFactory(plan=plan, code=f"ACT-000{n}")
    gather(project, "ACT-0001", "ACT-0002")

    gather(project, "ACT-0003", read=["ACT-0001"])

    assert codes_of(project) == ["ACT-0002", "ACT-0003"]
    with pytest.raises(NodeElsewhere):
        gather(project, "ACT-9999")


def test_actions_are_picked_on_a_page(client, plan, lead):
    project = KeyProjectFactory(plan=plan)
    action = ActionFactory(plan=plan, title="Louer des vélos")
    address = door("gather_actions", plan, project.pk)

    client.post(address, {"read": "", "actions": [action.code]})
    wrong = client.post(address, {"read": action.code, "actions": ["ACT-9999"]})

    assert codes_of(project) == [action.code]
    assert wrong.context["form"].errors
    page = reverse("roadmap:action", args=[plan.initiative.slug, action.code])
    assert project.title in client.get(page).content.decode()


def test_a_milestone_keeps_its_words_and_the_day_they_mean(client, plan, lead):
    project = KeyProjectFactory(plan=plan)

    client.post(
        door("add_milestone", plan, project.pk),
        {"title": "Bilan", "schedule_text": "mars 2026"},
    )

    milestone = Milestone.objects.get()
    assert (milestone.schedule_text, milestone.due_on) == ("mars 2026", dt.date(2026, 3, 31))
    address = door("edit_milestone", plan, project.pk, milestone.pk)
    client.post(address, form_of(client, address) | {"schedule_text": "2027"})
    milestone.refresh_from_db()
    assert (milestone.schedule_kind, milestone.due_on) == ("YEAR", dt.date(2027, 12, 31))


def test_a_milestone_is_reached_and_not_reached_after_all(client, plan, lead):
    milestone = MilestoneFactory(project__plan=plan, due_on=DAY)
    address = door("reach_milestone", plan, milestone.project.pk, milestone.pk)
    page = door("key_project", plan, milestone.project.pk)
    assert "Échéance passée" in client.get(page).content.decode()

    client.post(address)
    milestone.refresh_from_db()
    assert milestone.reached_on is not None
    assert "Échéance passée" not in client.get(page).content.decode()
    client.post(address)

    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_a_milestone_is_not_reached_on_a_day_to_come(client, plan, lead):
    milestone = MilestoneFactory(project__plan=plan)
    address = door("edit_milestone", plan, milestone.project.pk, milestone.pk)

    answer = client.post(address, form_of(client, address) | {"reached_on": "2199-01-01"})

    assert "à venir" in answer.content.decode()


def test_what_is_put_aside_comes_back(client, plan, lead):
    milestone = MilestoneFactory(project__plan=plan)
    project = milestone.project
    for name, keys, row in (
        ("milestone", (project.pk, milestone.pk), milestone),
        ("key_project", (project.pk,), project),
    ):
        client.post(door(f"delete_{name}", plan, *keys))
        row.refresh_from_db()
        assert row.deleted_at is not None
        client.post(door(f"restore_{name}", plan, *keys))
        row.refresh_from_db()
        assert row.deleted_at is None
        client.post(door(f"restore_{name}", plan, *keys))
    with pytest.raises(NotDeleted):
        operations.restore_milestone(milestone=milestone, by=SYSTEM, at=NOW)


def test_members_see_neither_projects_nor_actions_kept_to_the_team(client, plan, member):
    hidden = KeyProjectFactory(plan=plan, title="Caché", is_team_only=True)
    shown = KeyProjectFactory(plan=plan, title="Ouvert")
    secret = ActionFactory(plan=plan, title="Secrète", team_only=True)
    gather(shown, secret.code)

    listed = client.get(door("key_projects", plan)).content.decode()
    page = client.get(door("key_project", plan, shown.pk)).content.decode()
    overview = client.get(door("overview", plan)).content.decode()

    assert "Ouvert" in listed
    assert not {"Caché", "Secrète"} & set((listed + page + overview).split())
    assert client.get(door("key_project", plan, hidden.pk)).status_code == 404


def test_the_overview_leaves_out_what_the_team_keeps_even_for_the_team(client, plan, lead):
    ActionFactory(plan=plan)
    KeyProjectFactory(plan=plan, title="Caché", is_team_only=True)
    KeyProjectFactory(plan=plan, title="Ouvert", target=12, reached=3)

    shown = client.get(door("overview", plan)).content.decode()

    assert "Ouvert" in shown
    assert "3 personnes sur 12" in shown
    assert "Caché" not in shown


def test_the_menu_of_a_member_names_projects_only_where_there_are_some(client, plan, member):
    ActionFactory(plan=plan)
    address = door("plan_table", plan)
    assert door("key_projects", plan) not in client.get(address).content.decode()

    operations.add_key_project(plan=plan, fields={"title": "Mobilité"}, by=SYSTEM, at=NOW)

    assert door("key_projects", plan) in client.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_reads_the_same_number_of_queries(
    client, plan, member, rows, django_assert_num_queries
):
    for _ in range(rows):
        milestone = MilestoneFactory(project__plan=plan)
        gather(milestone.project, ActionFactory(plan=plan).code)
    client.get(door("key_projects", plan))

    with django_assert_num_queries(8):
        client.get(door("key_projects", plan))


def test_an_action_merged_into_another_leaves_its_place_in_the_project_to_it(plan):
    kept, absorbed = (
        ActionFactory(plan=plan, code="ACT-0001"),
        ActionFactory(plan=plan, code="ACT-0002"),
    )
    both, one = KeyProjectFactory(plan=plan), KeyProjectFactory(plan=plan)
    gather(both, "ACT-0001", "ACT-0002")
    gather(one, "ACT-0002")

    made = operations.merge_actions(kept=kept, absorbed=absorbed, by=SYSTEM, at=NOW)
    merged = [codes_of(one), kept.key_projects.count()]
    operations.undo_restructuring(restructuring=made, by=SYSTEM, at=NOW)

    assert merged == [["ACT-0001"], 2]
    assert (codes_of(both), codes_of(one)) == (["ACT-0001", "ACT-0002"], ["ACT-0002"])
