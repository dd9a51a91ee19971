"""What operations on a plan refuse, by name, and what they are asked that changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.enums import LevelKind, ScheduleKind
from pacte.roadmap.errors import (
    ContinuousNeverDone,
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    NothingAwaited,
    NothingSaid,
    TitleMissing,
)
from pacte.roadmap.models import Action, Step
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
WHO = {"by": SYSTEM, "at": NOW}


def told(row) -> list[str]:
    return list(audit.history_of(row).values_list("event", flat=True))


def test_nothing_is_made_without_a_title():
    plan = PlanFactory()
    level = PlanLevelFactory(plan=plan)

    with pytest.raises(TitleMissing):
        operations.create_plan(initiative=plan.initiative, title=" ", levels=(), **WHO)
    with pytest.raises(TitleMissing):
        operations.add_action(plan=plan, title=" ", **WHO)
    with pytest.raises(TitleMissing):
        operations.add_node(plan=plan, level=level, title=" ", **WHO)
    with pytest.raises(TitleMissing):
        operations.add_part(Step, action=ActionFactory(), fields={"title": " "}, **WHO)
    with pytest.raises(TitleMissing):
        operations.rename_levels(plan=plan, labels={level.pk: " "}, **WHO)


def test_a_title_is_not_taken_away():
    plan, node = PlanFactory(title="Plan"), PlanNodeFactory(title="Axe")
    achievement = AchievementFactory(text="Fait")

    with pytest.raises(TitleMissing):
        operations.edit_plan(plan=plan, field="title", read="Plan", value=" ", **WHO)
    with pytest.raises(TitleMissing):
        operations.edit_node(node=node, asked={"title": ("Axe", " ")}, **WHO)
    with pytest.raises(TitleMissing):
        operations.edit_part(part=achievement, asked={"text": ("Fait", " ")}, **WHO)


def test_a_field_that_no_person_changes_is_a_mistake_of_ours():
    action, node = ActionFactory(), PlanNodeFactory()
    field = {"field": "code", "read": "", "value": "ACT-9999"}

    with pytest.raises(KeyError):
        operations.add_action(plan=action.plan, title="Une", fields={"code": "ACT-9999"}, **WHO)
    with pytest.raises(KeyError):
        operations.edit_action(action=action, **field, **WHO)
    with pytest.raises(KeyError):
        operations.edit_cell(action=action, column="code", read="", value="ACT-9999", **WHO)
    with pytest.raises(KeyError):
        operations.edit_plan(plan=action.plan, **{**field, "field": "slug"}, **WHO)
    with pytest.raises(KeyError):
        operations.edit_node(node=node, asked={"position": ("0", "1")}, **WHO)
    with pytest.raises(KeyError):
        operations.edit_part(part=StepFactory(), asked={"position": (0, 1)}, **WHO)


def test_rows_of_another_plan_are_refused():
    plan, other = PlanFactory(), PlanFactory()
    level, foreign = PlanLevelFactory(plan=plan), PlanNodeFactory(plan=other)
    action_level = PlanLevelFactory(plan=plan, kind=LevelKind.ACTION)

    with pytest.raises(NodeElsewhere):
        operations.add_action(plan=plan, title="Une", node=foreign, **WHO)
    with pytest.raises(NodeElsewhere):
        operations.add_action(plan=plan, title="Une", after=ActionFactory(plan=other), **WHO)
    with pytest.raises(NodeElsewhere):
        operations.add_node(plan=plan, level=foreign.level, title="Axe", **WHO)
    with pytest.raises(NodeElsewhere):
        operations.add_node(plan=plan, level=action_level, title="Axe", **WHO)
    with pytest.raises(NodeElsewhere):
        operations.add_node(plan=plan, level=level, title="Axe", parent=foreign, **WHO)

    assert not Action.objects.filter(plan=plan).exists()


def test_a_part_goes_nowhere_below_itself_nor_where_it_is_not():
    plan = PlanFactory()
    outer, inner = (PlanLevelFactory(plan=plan, position=n) for n in (0, 1))
    axis = PlanNodeFactory(plan=plan, level=outer)
    # A frame may hold a level under a deeper one, as a document had it.
    odd = PlanNodeFactory(plan=plan, level=outer, parent=PlanNodeFactory(plan=plan, level=inner))
    odd.parent.parent = axis
    odd.parent.save()
    gone = PlanNodeFactory(plan=plan, level=outer, deleted_at=NOW)

    def move(node, parent):
        operations.move_node(node=node, parent=parent, after=None, version=node.version, **WHO)

    with pytest.raises(NodeElsewhere):
        move(gone, None)
    with pytest.raises(NodeElsewhere):
        move(odd.parent, odd)  # it stands below itself
    with pytest.raises(NodeElsewhere):
        move(odd.parent, gone)


def test_a_wait_says_for_what_and_an_entry_says_something():
    action = ActionFactory()

    with pytest.raises(NothingAwaited):
        operations.set_waiting(action=action, waiting_for=" ", condition="", **WHO)
    with pytest.raises(NothingSaid):
        operations.report_progress(action=action, said_on=NOW.date(), said_by="Cheffe", **WHO)


def test_what_is_done_does_not_become_continuous():
    with pytest.raises(ContinuousNeverDone):
        operations.schedule_action(
            action=ActionFactory(status="DONE"),
            read="",
            text="en continu",
            kind=ScheduleKind.CONTINUOUS,
            start=None,
            end=None,
            **WHO,
        )


def test_a_name_that_is_there_does_not_come_back():
    row = ResponsibilityFactory()

    with pytest.raises(NotDeleted):
        operations.restore_responsible(responsibility=row, **WHO)
    operations.drop_responsible(responsibility=row, **WHO)
    back = operations.restore_responsible(responsibility=row, **WHO)

    assert back.deleted_at is None
    assert told(row.action) == ["roadmap.responsibility.restored", "roadmap.responsibility.dropped"]


MEANT = operations.ScheduleMeant("2027", ScheduleKind.YEAR)
CONFLICTS = [
    ("schedule", {"schedule_text": "2028"}, "2026", MEANT),
    ("status", {"status": "TO_START"}, "ACCEPTED", operations.StatusMeant("IN_PROGRESS")),
    ("budget", {"budget_text": "20 k€"}, "10 k€", operations.BudgetMeant("30 k€")),
    ("extra:Lieu", {"extra": [{"header": "Lieu", "text": "Port"}]}, "Gare", "Mairie"),
    ("steps", {}, ["Une"], ["Deux"]),
]


@pytest.mark.parametrize(("column", "now", "read", "asked"), CONFLICTS)
def test_a_cell_that_someone_else_changed_is_a_conflict(column, now, read, asked):
    action = ActionFactory(**now)
    if column == "steps":
        StepFactory(action=action, title="D’une autre")

    with pytest.raises(FieldChangedMeanwhile):
        operations.edit_cell(action=action, column=column, read=read, value=asked, **WHO)

    assert told(action) == []


def test_a_plan_that_someone_else_changed_is_a_conflict():
    plan = PlanFactory(title="Le sien")

    with pytest.raises(FieldChangedMeanwhile):
        operations.edit_plan(plan=plan, field="title", read="Avant", value="Le mien", **WHO)

    assert told(plan) == []


SAME = [
    ("title", {"title": "Une"}, "Une"),
    ("schedule", {"schedule_text": "2027", "schedule_kind": "YEAR"}, MEANT),
    ("status", {"status": "TO_START"}, operations.StatusMeant("TO_START")),
    ("budget", {"budget_text": "20 k€"}, operations.BudgetMeant("20 k€")),
    ("extra:Lieu", {"extra": [{"header": "Lieu", "text": "Port"}]}, "Port"),
    ("steps", {}, ["Une étape"]),
]


@pytest.mark.parametrize(("column", "now", "asked"), SAME)
def test_what_a_cell_says_already_is_no_change(column, now, asked):
    action = ActionFactory(**now)
    if column == "steps":
        StepFactory(action=action, title="Une étape")

    same = operations.edit_cell(action=action, column=column, read="", value=asked, **WHO)

    assert (same.version, told(action)) == (1, [])


def test_what_a_row_says_already_is_no_change():
    plan, node = PlanFactory(title="Plan"), PlanNodeFactory(title="Axe")
    level, step = node.level, StepFactory(title="Une étape")
    row = ResponsibilityFactory(amount_text="10 k€")

    operations.edit_plan(plan=plan, field="title", read="", value="Plan", **WHO)
    operations.edit_node(node=node, asked={"title": ("", "Axe")}, **WHO)
    operations.edit_part(part=step, asked={"title": ("", "Une étape")}, **WHO)
    operations.rename_levels(plan=node.plan, labels={level.pk: level.label}, **WHO)
    operations.keep_to_team(
        action=step.action, whole=False, fields=[], read_whole=False, read_fields=[], **WHO
    )
    operations.rename_responsible(
        responsibility=row,
        named=operations.Target(organisation=row.organisation),
        role=row.role,
        amount_text="10 k€",
        **WHO,
    )

    assert [told(one) for one in (plan, node, node.plan, step.action, row.action)] == [[]] * 5
