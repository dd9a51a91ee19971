"""Parts and actions moved, merged, split and grouped: shown first, numbered, taken back."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.enums import LevelKind
from pacte.roadmap.errors import (
    HoldsMoreSince,
    NodeElsewhere,
    NotDeleted,
    TitleMissing,
    VersionChangedMeanwhile,
)
from pacte.roadmap.models import Achievement, Action, PlanNode, Responsibility, Restructuring, Step
from pacte.roadmap.queries.history import history_of
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
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)


@pytest.fixture
def plan():
    plan = PlanFactory(shared=True)
    PlanLevelFactory(plan=plan, position=1, label="Action", kind=LevelKind.ACTION)
    return plan


@pytest.fixture
def level(plan):
    return PlanLevelFactory(plan=plan, position=0, label="Axe")


@pytest.fixture
def axes(plan, level):
    """Three axes numbered in order, two actions in each."""
    made = []
    for n in (1, 2, 3):
        node = PlanNodeFactory(
            plan=plan, level=level, number=str(n), title=f"Axe {n}", position=n * 1024
        )
        for m in (1, 2):
            ActionFactory(plan=plan, node=node, number=f"{n}.{m}", code=f"ACT-00{n}{m}")
        made.append(node)
    return made


def undo(made):
    return operations.undo_restructuring(restructuring=made, by=SYSTEM, at=NOW)


def standing(plan):
    """Each action under the number of its part, with its own."""
    rows = Action.objects.present().filter(plan=plan).order_by("code")
    return [
        (row.code, row.node.number if row.node else "", row.number)
        for row in rows.select_related("node")
    ]


def numbered(plan):
    rows = PlanNode.objects.present().filter(plan=plan).order_by("position")
    return [(node.number, node.title) for node in rows]


def split(action, *, given=None, **more):
    asked = {"title": "La seconde", "same_people": True, **more}
    return operations.split_action(action=action, given=given or {}, by=SYSTEM, at=NOW, **asked)


def test_a_moved_part_takes_its_actions_and_comes_back(plan, axes):
    StepFactory(action=axes[2].actions.get(number="3.1"), number="3.1.4")
    before = standing(plan), numbered(plan)

    made = operations.move_part(
        node=axes[2], parent=None, after=None, version=axes[2].version, by=SYSTEM, at=NOW
    )

    assert numbered(plan) == [("1", "Axe 3"), ("2", "Axe 1"), ("3", "Axe 2")]
    assert Step.objects.get().number == "1.1.4"
    undo(made)
    assert (standing(plan), numbered(plan)) == before
    assert Step.objects.get().number == "3.1.4"


def test_merged_parts_number_what_comes_in_after_what_is_there(plan, axes):
    made = operations.merge_nodes(kept=axes[0], absorbed=axes[1], by=SYSTEM, at=NOW)

    assert standing(plan) == [
        ("ACT-0011", "1", "1.1"),
        ("ACT-0012", "1", "1.2"),
        ("ACT-0021", "1", "1.3"),
        ("ACT-0022", "1", "1.4"),
        ("ACT-0031", "2", "2.1"),
        ("ACT-0032", "2", "2.2"),
    ]
    assert numbered(plan) == [("1", "Axe 1"), ("2", "Axe 3")]
    gone = PlanNode.objects.get(pk=axes[1].pk)
    assert gone.merged_into == axes[0]
    with pytest.raises(NotDeleted):
        operations.restore_node(node=gone, by=SYSTEM, at=NOW)
    undo(made)
    assert numbered(plan) == [("1", "Axe 1"), ("2", "Axe 2"), ("3", "Axe 3")]
    assert ("ACT-0021", "2", "2.1") in standing(plan)


def test_only_two_parts_of_one_level_of_one_plan_are_merged(plan, axes, level):
    inner = PlanLevelFactory(plan=plan, position=5, label="Objectif")
    others = (
        axes[0],
        PlanNodeFactory(plan=plan, level=inner),
        PlanNodeFactory(),
        PlanNodeFactory(plan=plan, level=level, parent=axes[0]),
    )

    for other in others:
        with pytest.raises(NodeElsewhere):
            operations.merge_nodes(kept=axes[0], absorbed=other, by=SYSTEM, at=NOW)


def test_a_split_part_stands_right_after_and_takes_what_it_is_given(plan, axes):
    chosen = axes[0].actions.get(number="1.2")

    made = operations.split_node(
        node=axes[0],
        title="Axe neuf",
        number="",
        actions=[chosen.pk],
        parts=[],
        by=SYSTEM,
        at=NOW,
    )

    assert [title for _, title in numbered(plan)] == ["Axe 1", "Axe neuf", "Axe 2", "Axe 3"]
    chosen.refresh_from_db()
    assert chosen.node.title == "Axe neuf"
    undo(made)
    chosen.refresh_from_db()
    assert (chosen.node, chosen.number) == (axes[0], "1.2")
    assert len(numbered(plan)) == 3


def test_a_part_made_by_a_split_that_received_an_action_since_is_not_taken_away(plan, axes):
    made = operations.split_node(
        node=axes[0], title="Neuf", number="", actions=[], parts=[], by=SYSTEM, at=NOW
    )
    new = PlanNode.objects.get(title="Neuf")
    ActionFactory(plan=plan, node=new, code="ACT-0999")

    with pytest.raises(HoldsMoreSince):
        undo(made)

    assert PlanNode.objects.present().filter(pk=new.pk).exists()


def test_grouped_actions_keep_their_codes_and_take_the_numbers_of_their_part(plan, axes):
    chosen = [axes[1].actions.get(number="2.1"), axes[2].actions.get(number="3.2")]

    made = operations.group_actions(plan=plan, actions=chosen, to=axes[0], by=SYSTEM, at=NOW)

    assert [row for row in standing(plan) if row[1] == "1"] == [
        ("ACT-0011", "1", "1.1"),
        ("ACT-0012", "1", "1.2"),
        ("ACT-0021", "1", "1.3"),
        ("ACT-0032", "1", "1.4"),
    ]
    undo(made)
    assert ("ACT-0021", "2", "2.1") in standing(plan)


def test_actions_are_grouped_in_a_part_made_for_them(plan, axes, level):
    chosen = [axes[0].actions.get(number="1.1")]
    new = operations.NewPart("Chantier", level)

    made = operations.group_actions(plan=plan, actions=chosen, to=None, new=new, by=SYSTEM, at=NOW)

    assert [action.code for action in Action.objects.filter(node__title="Chantier")] == ["ACT-0011"]
    undo(made)
    assert not PlanNode.objects.present().filter(title="Chantier").exists()


def test_actions_of_another_plan_or_nowhere_to_go_are_refused(plan, axes):
    ours = list(axes[0].actions.all())

    for actions, to in (([ActionFactory()], axes[0]), ([], axes[0]), (ours, None)):
        with pytest.raises(NodeElsewhere):
            operations.group_actions(plan=plan, actions=actions, to=to, by=SYSTEM, at=NOW)
    with pytest.raises(NodeElsewhere):
        operations.group_actions(plan=plan, actions=ours, to=PlanNodeFactory(), by=SYSTEM, at=NOW)


def test_a_split_action_gives_what_it_is_asked_and_says_where_it_came_from(plan):
    action = ActionFactory(plan=plan, status="IN_PROGRESS", schedule_text="2027", code="ACT-0900")
    given, kept = StepFactory(action=action), StepFactory(action=action)
    achievement = AchievementFactory(action=action)
    ResponsibilityFactory(action=action, state="CONFIRMED", state_on=NOW.date(), state_by="A")

    split(action, given={Step: [given.pk], Achievement: [achievement.pk]}, number="2.9")

    made = Action.objects.get(split_from=action)
    assert (made.status, made.schedule_text, made.number) == ("IN_PROGRESS", "2027", "2.9")
    assert made.code != action.code
    assert list(made.steps.all()) == [given]
    assert list(action.steps.all()) == [kept]
    assert made.achievements.get() == achievement
    assert made.responsibilities.get().state == "CONFIRMED"
    told = history_of(made, sees_team_only=True)
    origin = next(line for line in told if line["what"] == "Née d’une action divisée")
    assert origin["changes"][0].after == f"ACT-0900 {action.title}"


def test_undoing_a_split_gives_everything_back(plan):
    action = ActionFactory(plan=plan, code="ACT-0900")
    step = StepFactory(action=action)
    ResponsibilityFactory(action=action)
    made = split(action, given={Step: [step.pk]})

    undo(made)

    step.refresh_from_db()
    assert step.action == action
    assert not Action.objects.present().filter(split_from=action).exists()
    assert Responsibility.objects.present().count() == 1


def test_a_new_action_that_received_a_step_since_is_not_taken_away(plan):
    action = ActionFactory(plan=plan, code="ACT-0900")
    made = split(action)
    StepFactory(action=Action.objects.get(split_from=action))

    with pytest.raises(HoldsMoreSince):
        undo(made)


def test_a_new_action_that_became_a_step_since_is_not_taken_away(plan):
    """The step holds its words: what was split would stand twice."""
    action, other = ActionFactory(plan=plan, code="ACT-0900"), ActionFactory(plan=plan)
    made = split(action)
    new = Action.objects.get(split_from=action)
    step = operations.indent_action(action=new, under=other, version=new.version, by=SYSTEM, at=NOW)

    with pytest.raises(HoldsMoreSince):
        undo(made)

    step.refresh_from_db()
    assert (step.action, step.deleted_at) == (other, None)


def test_a_split_wants_a_title_and_the_action_as_it_was_seen(plan):
    action = ActionFactory(plan=plan, code="ACT-0900")

    with pytest.raises(TitleMissing):
        split(action, title=" ")
    with pytest.raises(VersionChangedMeanwhile):
        split(action, versions=[action.version + 1])
    Action.objects.filter(pk=action.pk).update(deleted_at=NOW)
    with pytest.raises(NodeElsewhere):
        split(action)


def sent_twice(client, address, sent):
    """Look, then confirm what was shown."""
    shown = client.post(address, sent)
    assert not Restructuring.objects.exists(), "looking changes nothing"
    seen = shown.context["seen"]
    return shown, client.post(address, sent | {"seen": seen, "confirmer": "1"}, follow=True)


def test_the_pages_show_then_do(client, plan, lead, axes):
    action = axes[0].actions.get(number="1.1")
    step = StepFactory(action=action)
    of_plan = [plan.initiative.slug, plan.slug]
    doors = {
        reverse("roadmap:split_action", args=[plan.initiative.slug, action.code]): {
            "title": "Seconde",
            "given": [f"roadmap.step:{step.pk}"],
            "same_people": "on",
        },
        reverse("roadmap:group_actions", args=of_plan): {
            "actions": [action.code],
            "to": axes[1].pk,
        },
        reverse("roadmap:split_node", args=[*of_plan, axes[2].pk]): {
            "title": "Neuf",
            "actions": [axes[2].actions.first().pk],
        },
        reverse("roadmap:merge_node", args=[*of_plan, axes[0].pk]): {
            "other": axes[1].pk,
            "keeps": "other",
        },
        reverse("roadmap:move_node", args=[*of_plan, axes[2].pk]): {
            "place": "in:",
            "version": axes[2].version,
        },
    }

    for address, sent in doors.items():
        Restructuring.objects.all().delete()
        if "version" in sent:
            sent["version"] = PlanNode.objects.get(pk=axes[2].pk).version
        assert client.get(address).status_code == 200
        shown, done = sent_twice(client, address, sent)
        assert "Voici ce qui changera" in shown.content.decode()
        assert "annuler/" in done.content.decode(), address

    assert Step.objects.get().action.title == "Seconde"
    assert axes[1].actions.filter(code=action.code).exists()


def test_a_new_part_wants_a_name(client, plan, lead, axes):
    address = reverse("roadmap:group_actions", args=[plan.initiative.slug, plan.slug])
    action = axes[0].actions.first()

    answer = client.post(address, {"actions": [action.code], "title": " "})
    _, done = sent_twice(client, address, {"actions": [action.code], "title": "Chantier"})

    assert "Nommez la nouvelle partie" in answer.content.decode()
    assert "Chantier" in done.content.decode()
