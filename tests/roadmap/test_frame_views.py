"""The frame of a plan, moving, and what comes back."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import NodeElsewhere, PartHoldsActions
from pacte.roadmap.queries.frame import frame_parts
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def plan():
    return PlanFactory()


def door(name, plan, *more):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *more])


def test_levels_and_parts_are_named_and_added(client, lead, plan):
    level = PlanLevelFactory(plan=plan, label="Axe")

    client.post(door("frame", plan), {f"level-{level.pk}": "Chantier"})
    client.post(door("add_node", plan), {"level": level.pk, "number": "1", "title": "Jeunes"})
    node = plan.nodes.get()
    client.post(
        door("edit_node", plan, node.pk),
        {"title": "Jeunesse", "initial-title": "Jeunes", "number": "1", "initial-number": "1"},
    )

    node.refresh_from_db()
    level.refresh_from_db()
    assert (level.label, node.title, node.number) == ("Chantier", "Jeunesse", "1")


def test_a_part_renamed_by_another_meanwhile_is_not_overwritten(client, lead, plan):
    node = PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan), title="Celui de Louise")

    answer = client.post(
        door("edit_node", plan, node.pk), {"title": "Le mien", "initial-title": "Avant"}
    )

    node.refresh_from_db()
    assert node.title == "Celui de Louise"
    assert "Le mien" in answer.content.decode()


def test_an_action_moves_after_another_or_to_a_part(client, lead, plan):
    node = PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan))
    first = ActionFactory(plan=plan, position=1024)
    last = ActionFactory(plan=plan, position=2048)
    address = reverse("roadmap:move_action", args=[plan.initiative.slug, first.code])

    client.post(address, {"after": last.code, "confirmer": "1"})
    first.refresh_from_db()
    moved = first.position > last.position
    client.post(address, {"node": node.pk, "confirmer": "1"})

    first.refresh_from_db()
    assert (moved, first.node) == (True, node)
    both = client.post(address, {"node": node.pk, "after": last.code}).content.decode()
    assert "pas les deux" in both


def test_what_was_taken_away_is_listed_and_comes_back(client, lead, plan):
    action = ActionFactory(plan=plan, title="Forum")
    step = StepFactory(action=action, title="Choisir la salle")
    where = [plan.initiative.slug, action.code]
    client.post(reverse("roadmap:delete_part", args=[*where, "etapes", step.pk]))
    page = client.get(reverse("roadmap:action", args=where)).content.decode()
    client.post(reverse("roadmap:delete_action", args=where))

    listed = client.get(door("deleted", plan)).content.decode()
    client.post(reverse("roadmap:restore_action", args=where))

    assert reverse("roadmap:restore_part", args=[*where, "etapes", step.pk]) in page
    assert "Forum" in listed
    assert "Rien n’a été retiré" in client.get(door("deleted", plan)).content.decode()


@pytest.fixture
def frame(plan):
    """Two numbered axes; the first holds two objectives numbered over the whole plan."""
    outer = PlanLevelFactory(plan=plan, label="Axe", position=0)
    inner = PlanLevelFactory(plan=plan, label="Objectif", position=1)
    nodes = {}
    for place, (name, number, level, parent) in enumerate(
        (
            ("A", "1", outer, None),
            ("a1", "1", inner, "A"),
            ("a2", "2", inner, "A"),
            ("B", "2", outer, None),
            ("b1", "3", inner, "B"),
        )
    ):
        nodes[name] = PlanNodeFactory(
            plan=plan,
            level=level,
            parent=nodes.get(parent),
            position=place,
            number=number,
            title=name,
        )
    return nodes


def plain(answer):
    """The page with ordinary spaces, as one writes a sentence in a test."""
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def told(plan):
    return [f"{node.number} {node.title}" for node in present(plan)]


def present(plan):
    return plan.nodes.filter(deleted_at=None).order_by("position", "pk")


def test_a_part_added_inside_another_stands_at_its_end(client, lead, plan, frame):
    level = frame["a1"].level

    client.post(
        door("add_node", plan),
        {"level": level.pk, "parent": frame["A"].pk, "number": "9", "title": "a3"},
    )

    assert told(plan) == ["1 A", "1 a1", "2 a2", "9 a3", "2 B", "3 b1"]


def test_a_part_goes_up_with_what_it_holds_and_numbers_follow(client, lead, plan, frame):
    action = ActionFactory(plan=plan, node=frame["b1"], number="3.1")
    step = StepFactory(action=action, number="3.1.2")

    client.post(door("shift_node", plan, frame["B"].pk), {"up": "1", "version": 1})

    action.refresh_from_db()
    step.refresh_from_db()
    assert told(plan) == ["1 B", "1 b1", "2 A", "2 a1", "3 a2"]
    assert (action.number, step.number) == ("1.1", "1.1.2")
    client.post(door("shift_node", plan, frame["B"].pk), {"up": "1", "version": 2})
    assert told(plan)[0] == "1 B"


def test_numbers_that_followed_no_order_stay(client, lead, plan, frame):
    frame["a1"].number = "II"
    frame["a1"].save()

    client.post(door("shift_node", plan, frame["a1"].pk), {"version": 1})

    assert told(plan) == ["1 A", "2 a2", "II a1", "2 B", "3 b1"]


def test_a_part_goes_into_another(client, lead, plan, frame):
    page = plain(client.get(door("move_node", plan, frame["a1"].pk)))
    client.post(
        door("move_node", plan, frame["a1"].pk),
        {"version": 1, "confirmer": "1", "place": f"after:{frame['b1'].pk}"},
    )

    assert told(plan) == ["1 A", "1 a2", "2 B", "2 b1", "3 a1"]
    assert "Dans « Axe 2 B », au début" in page
    assert "Après « Axe 2 B »" in page  # an objective may stand beside the axes
    assert "Dans « Objectif" not in page
    client.post(
        door("move_node", plan, frame["A"].pk), {"version": 1, "confirmer": "1", "place": "in:"}
    )
    assert told(plan)[0] == "1 A"


def test_a_part_never_goes_under_itself_nor_under_a_lower_level(plan, frame):
    for node, parent, after in (
        ("A", "a1", None),
        ("a1", "a2", None),
        ("a1", "A", "b1"),
        ("a1", "A", "a1"),
    ):
        with pytest.raises(NodeElsewhere):
            operations.move_node(
                node=frame[node],
                parent=frame[parent],
                after=frame[after] if after else None,
                version=1,
                by=SYSTEM,
                at=NOW,
            )


@pytest.mark.parametrize(
    ("name", "sent"),
    [("shift_node", {"up": "1"}), ("move_node", {"place": "in:"}), ("delete_node", {})],
)
def test_a_part_changed_meanwhile_stays(client, lead, plan, frame, name, sent):
    before = told(plan)

    answer = client.post(door(name, plan, frame["B"].pk), {"version": 7, **sent}, follow=True)

    assert told(plan) == before
    assert "entre-temps" in answer.content.decode()


def test_an_empty_part_goes_away_and_comes_back(client, lead, plan, frame):
    page = client.get(door("delete_node", plan, frame["a2"].pk)).content.decode()
    answer = client.post(door("delete_node", plan, frame["a2"].pk), {"version": 1}, follow=True)

    restore = door("restore_node", plan, frame["a2"].pk)
    assert "Où va ce qu’elle contient" not in page
    assert f'action="{restore}"' in answer.content.decode()
    assert "2 a2" not in told(plan)
    assert "a2" in client.get(door("deleted", plan)).content.decode()
    client.post(restore)
    assert told(plan) == ["1 A", "1 a1", "2 a2", "2 B", "3 b1"]
    assert "déjà dans le plan" in client.post(restore, follow=True).content.decode()


def test_what_a_part_holds_goes_where_one_says_and_comes_back_with_it(client, lead, plan, frame):
    held = ActionFactory(plan=plan, node=frame["A"], title="tenue")
    elsewhere = ActionFactory(plan=plan, node=frame["A"], title="déplacée depuis")

    page = client.get(door("delete_node", plan, frame["A"].pk)).content.decode()
    client.post(door("delete_node", plan, frame["A"].pk), {"version": 1, "to": frame["B"].pk})

    assert "Où va ce qu’elle contient" in page
    assert {node.title: node.parent_id for node in present(plan)} == {
        "a1": frame["B"].pk,
        "a2": frame["B"].pk,
        "B": None,
        "b1": frame["B"].pk,
    }
    held.refresh_from_db()
    assert held.node == frame["B"]
    operations.move_action(action=elsewhere, node=frame["b1"], by=SYSTEM, at=NOW)
    client.post(door("restore_node", plan, frame["A"].pk))
    held.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (held.node, elsewhere.node) == (frame["A"], frame["b1"])
    assert [node.title for node in present(plan) if node.parent_id == frame["A"].pk] == ["a1", "a2"]
    assert audit.history_of(held).first().event == "roadmap.action.moved"


def test_a_part_that_holds_something_is_not_deleted_in_silence(plan, frame):
    ActionFactory(plan=plan, node=frame["a1"])

    for name in ("a1", "A"):
        with pytest.raises(PartHoldsActions):
            operations.delete_node(
                node=frame[name], to=None, version=1, moves=False, by=SYSTEM, at=NOW
            )
    with pytest.raises(NodeElsewhere):
        operations.delete_node(
            node=frame["A"], to=frame["a1"], version=1, moves=True, by=SYSTEM, at=NOW
        )


def test_a_part_deleted_twice_is_refused(plan, frame):
    operations.delete_node(node=frame["a1"], to=None, version=1, moves=False, by=SYSTEM, at=NOW)

    with pytest.raises(NodeElsewhere):
        operations.delete_node(node=frame["a1"], to=None, version=2, moves=False, by=SYSTEM, at=NOW)


def test_an_action_comes_back_where_its_part_still_stands(plan, frame):
    action = ActionFactory(plan=plan, node=frame["a1"])
    operations.delete_action(action=action, by=SYSTEM, at=NOW)
    operations.delete_node(node=frame["a1"], to=None, version=1, moves=False, by=SYSTEM, at=NOW)

    back = operations.restore_action(action=action, by=SYSTEM, at=NOW)

    assert back.node == frame["A"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_frame_asks_as_many_queries_for_one_part_as_for_three(
    plan, rows, django_assert_num_queries
):
    level = PlanLevelFactory(plan=plan)
    for node in PlanNodeFactory.create_batch(rows, plan=plan, level=level):
        ActionFactory(plan=plan, node=node)

    with django_assert_num_queries(2):
        assert [part.count for part in frame_parts(plan)] == [1] * rows


def test_an_action_that_was_moved_goes_back_with_all_that_made_room(client, lead, plan):
    node = PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan))
    first, second = (ActionFactory(plan=plan, position=n * 1024) for n in (1, 2))
    address = reverse("roadmap:move_action", args=[plan.initiative.slug, first.code])

    told = client.post(address, {"node": node.pk, "confirmer": "1"}, follow=True).context[
        "messages"
    ]
    (undo,) = [message.extra_tags for message in told]
    first.refresh_from_db()
    there = first.node
    client.post(undo)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (there, first.node) == (node, None)
    assert first.position < second.position


def test_where_an_action_goes_is_shown_before_it_moves(client, lead, plan):
    node = PlanNodeFactory(plan=plan, level=PlanLevelFactory(plan=plan), title="Jeunes")
    first, last = (ActionFactory(plan=plan, position=n * 1024) for n in (1, 2))
    address = reverse("roadmap:move_action", args=[plan.initiative.slug, first.code])

    elsewhere = client.post(address, {"node": node.pk}).content.decode()
    below = client.post(address, {"after": last.code}).content.decode()

    first.refresh_from_db()
    assert "Hors de toute partie" in elsewhere
    assert "Jeunes" in elsewhere
    assert "Seul l’ordre change" in below
    assert (first.node, first.position) == (None, 1024)
