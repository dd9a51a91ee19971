"""Operations on a plan: what they write, what they refuse, what the history keeps."""

import datetime as dt

import pytest

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.network.queries import directory_of
from pacte.roadmap import operations
from pacte.roadmap.enums import LevelKind, ScheduleKind
from pacte.roadmap.errors import (
    ContinuousNeverDone,
    FieldChangedMeanwhile,
    NodeElsewhere,
    NotDeleted,
    PublishedAndKept,
    ReasonMissing,
    ScheduleReversed,
    TargetUnclear,
    TitleMissing,
    TransitionRefused,
)
from pacte.roadmap.models import Achievement, Step
from tests.factories.initiatives import InitiativeFactory
from tests.factories.network import GroupFactory, OrganisationFactory
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
LEVELS = (("Axe", LevelKind.FRAME), ("Action", LevelKind.ACTION))


def test_create_plan_gives_a_free_address_and_its_levels():
    initiative = InitiativeFactory()

    first = operations.create_plan(
        initiative=initiative, title="Plan d’action", levels=LEVELS, by=SYSTEM, at=NOW
    )
    second = operations.create_plan(
        initiative=initiative, title="Plan d’action", levels=LEVELS, by=SYSTEM, at=NOW
    )

    assert (first.slug, second.slug) == ("plan-daction", "plan-daction-2")
    assert [level.label for level in first.levels.order_by("position")] == ["Axe", "Action"]


def test_add_action_takes_the_next_code_and_never_gives_it_again():
    plan = PlanFactory()

    first = operations.add_action(plan=plan, title="Une", by=SYSTEM, at=NOW)
    operations.delete_action(action=first, by=SYSTEM, at=NOW)
    second = operations.add_action(plan=plan, title="Deux", by=SYSTEM, at=NOW)

    assert (first.code, second.code) == ("ACT-0001", "ACT-0002")


def test_add_action_after_another_stands_between_its_neighbours():
    plan = PlanFactory()
    first = operations.add_action(plan=plan, title="Une", by=SYSTEM, at=NOW)
    last = operations.add_action(plan=plan, title="Trois", by=SYSTEM, at=NOW)

    for _ in range(14):  # more than there is room for between two positions
        operations.add_action(plan=plan, title="Deux", after=first, by=SYSTEM, at=NOW)

    order = list(plan.actions.order_by("position").values_list("pk", flat=True))
    positions = list(plan.actions.order_by("position").values_list("position", flat=True))
    assert (order[0], order[-1]) == (first.pk, last.pk)
    assert len(set(positions)) == 16


def test_edit_action_keeps_the_history_and_raises_the_versions():
    action = ActionFactory(title="Avant")

    edited = operations.edit_action(
        action=action, field="title", read="Avant", value="Après", by=SYSTEM, at=NOW
    )

    action.plan.refresh_from_db()
    edited.refresh_from_db()
    assert (edited.title, edited.version, action.plan.version) == ("Après", 2, 2)
    assert edited.updated_at == NOW
    assert audit.history_of(action).get().changes == {"title": ["Avant", "Après"]}


def test_edit_action_of_a_field_changed_meanwhile_gives_both_texts():
    action = ActionFactory(title="Celle d’une autre")

    with pytest.raises(FieldChangedMeanwhile) as refused:
        operations.edit_action(
            action=action, field="title", read="Avant", value="La mienne", by=SYSTEM, at=NOW
        )

    assert (refused.value.current, refused.value.asked) == ("Celle d’une autre", "La mienne")
    assert not audit.history_of(action).exists()


def test_edit_action_is_no_conflict_when_another_field_changed():
    action = ActionFactory(title="Titre", description="")
    operations.edit_action(
        action=action, field="description", read="", value="Texte", by=SYSTEM, at=NOW
    )

    edited = operations.edit_action(
        action=action, field="title", read="Titre", value="Autre", by=SYSTEM, at=NOW
    )

    assert (edited.title, edited.description) == ("Autre", "Texte")


def test_edit_action_refuses_an_empty_title():
    with pytest.raises(TitleMissing):
        operations.edit_action(
            action=ActionFactory(title="Titre"),
            field="title",
            read="Titre",
            value="  ",
            by=SYSTEM,
            at=NOW,
        )


def test_schedule_action_refuses_an_end_before_its_start():
    with pytest.raises(ScheduleReversed):
        operations.schedule_action(
            action=ActionFactory(),
            read="",
            text="2026-2025",
            kind=ScheduleKind.YEARS,
            start=dt.date(2026, 1, 1),
            end=dt.date(2025, 12, 31),
            by=SYSTEM,
            at=NOW,
        )


def test_a_continuous_action_is_never_done():
    action = operations.schedule_action(
        action=ActionFactory(status="IN_PROGRESS"),
        read="",
        text="En continu",
        kind=ScheduleKind.CONTINUOUS,
        start=None,
        end=None,
        by=SYSTEM,
        at=NOW,
    )

    with pytest.raises(ContinuousNeverDone):
        operations.move_status(action=action, to="DONE", by=SYSTEM, at=NOW)


def test_move_status_follows_the_table_of_transitions():
    with pytest.raises(TransitionRefused):
        operations.move_status(action=ActionFactory(status="IDEA"), to="DONE", by=SYSTEM, at=NOW)


def test_move_status_wants_a_reason_to_stop():
    action = ActionFactory(status="IN_PROGRESS")

    with pytest.raises(ReasonMissing):
        operations.move_status(action=action, to="ABANDONED", by=SYSTEM, at=NOW)
    stopped = operations.move_status(
        action=action, to="ABANDONED", reason="Financement refusé", by=SYSTEM, at=NOW
    )

    assert (stopped.status, stopped.status_reason) == ("ABANDONED", "Financement refusé")


def test_move_action_refuses_the_node_of_another_plan():
    with pytest.raises(NodeElsewhere):
        operations.move_action(action=ActionFactory(), node=PlanNodeFactory(), by=SYSTEM, at=NOW)


def test_delete_then_restore_action_gives_it_back_whole():
    action = ActionFactory(title="Utile")

    operations.delete_action(action=action, by=SYSTEM, at=NOW)
    action.refresh_from_db()
    back = operations.restore_action(action=action, by=SYSTEM, at=NOW)

    assert back.deleted_at is None
    with pytest.raises(NotDeleted):
        operations.restore_action(action=back, by=SYSTEM, at=NOW)


def test_parts_are_added_edited_deleted_and_restored_on_the_history_of_the_action():
    action = ActionFactory()

    step = operations.add_part(Step, action=action, fields={"title": "Une"}, by=SYSTEM, at=NOW)
    operations.edit_part(part=step, asked={"title": ("Une", "Deux")}, by=SYSTEM, at=NOW)
    operations.delete_part(part=step, by=SYSTEM, at=NOW)
    operations.restore_part(part=step, by=SYSTEM, at=NOW)

    events = list(audit.history_of(action).order_by("pk").values_list("event", flat=True))
    assert events == [f"roadmap.step.{verb}" for verb in ("added", "edited", "deleted", "restored")]


def test_edit_part_changed_meanwhile_is_a_conflict():
    step = StepFactory(title="D’une autre")

    with pytest.raises(FieldChangedMeanwhile):
        operations.edit_part(part=step, asked={"title": ("Avant", "Mienne")}, by=SYSTEM, at=NOW)


def test_an_achievement_is_not_both_kept_and_publishable():
    with pytest.raises(PublishedAndKept):
        operations.add_part(
            Achievement,
            action=ActionFactory(),
            fields={"text": "Fait", "is_publishable": True, "is_team_only": True},
            by=SYSTEM,
            at=NOW,
        )


def test_name_responsible_wants_exactly_one_target():
    action = ActionFactory()

    with pytest.raises(TargetUnclear):
        operations.name_responsible(
            action=action, role="LEAD", named=operations.Target(), by=SYSTEM, at=NOW
        )
    with pytest.raises(TargetUnclear):
        operations.name_responsible(
            action=action,
            role="LEAD",
            named=operations.Target(group=GroupFactory()),
            by=SYSTEM,
            at=NOW,
        )
    made = operations.name_responsible(
        action=action, role="LEAD", named=operations.Target(is_all=True), by=SYSTEM, at=NOW
    )

    assert (made.label, made.state) == ("Tous", "SOUGHT")


@pytest.mark.parametrize(
    ("text", "label", "is_known"),
    [
        ("Tous.", "Tous", False),
        ("comite de suivi", "CS", True),
        ("Comité de suivi (COSUI)", "CS", True),
        ("Autres…", "Autres…", False),
    ],
)
def test_named_is_everybody_someone_known_or_the_words(text, label, is_known):
    group = GroupFactory(name="Comité de suivi", short_name="CS")

    named = operations.Target.meant(text, directory_of(group.initiative))

    made = operations.name_responsible(
        action=ActionFactory(plan__initiative=group.initiative),
        role="LEAD",
        named=named,
        by=SYSTEM,
        at=NOW,
    )
    assert (made.label, made.group == group) == (label, is_known)


def test_rename_responsible_keeps_the_words_of_the_document_and_voids_the_answer():
    named = ResponsibilityFactory(organisation=None, words="Mission loc.", state="SOUGHT")
    organisation = OrganisationFactory(name="Mission locale")

    operations.rename_responsible(
        responsibility=named,
        named=operations.Target(organisation=organisation),
        by=SYSTEM,
        at=NOW,
    )

    named.refresh_from_db()
    assert (named.label, named.words, named.source_text) == ("Mission locale", "", "Mission loc.")


def test_note_answer_wants_the_reason_of_a_refusal():
    responsibility = ResponsibilityFactory()

    with pytest.raises(ReasonMissing):
        operations.note_answer(
            responsibility=responsibility,
            state="DECLINED",
            said_by="Direction",
            said_on=NOW.date(),
            by=SYSTEM,
            at=NOW,
        )
    confirmed = operations.note_answer(
        responsibility=responsibility,
        state="CONFIRMED",
        said_by="Direction",
        said_on=NOW.date(),
        by=SYSTEM,
        at=NOW,
    )

    assert (confirmed.state, confirmed.state_by) == ("CONFIRMED", "Direction")


def test_report_progress_moves_the_weather_but_not_from_a_team_only_entry():
    action = ActionFactory()

    operations.report_progress(
        action=action,
        said_on=NOW.date(),
        said_by="Cheffe",
        weather="NEEDS_SUPPORT",
        is_team_only=True,
        by=SYSTEM,
        at=NOW,
    )
    action.refresh_from_db()
    assert action.weather == ""
    operations.report_progress(
        action=action, said_on=NOW.date(), said_by="Cheffe", weather="WATCH", by=SYSTEM, at=NOW
    )

    action.refresh_from_db()
    assert (action.weather, action.news_at) == ("WATCH", NOW)
