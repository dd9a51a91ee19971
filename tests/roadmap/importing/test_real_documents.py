"""The documents that territories really hold: facts and figures only, never their words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from pacte.documents.reading import read
from pacte.roadmap.importing import ReadPlan, understand

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real_documents

S1 = "S1-rouyn-noranda"
LINES_SURVIVE = ("docx", "xlsx", "ods")
FORMS = (*LINES_SURVIVE, "txt", "pdf")
NUMBERS = [
    *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
    *("3.1", "3.2", "4.1", "4.2", "4.3", "5.1"),
]


@cache
def understood(path: Path) -> ReadPlan:
    return understand(read(path, name=path.name))


@pytest.fixture(params=FORMS)
def s1(request: pytest.FixtureRequest, real_documents: Path) -> ReadPlan:
    return understood(real_documents / f"{S1}.{request.param}")


def test_s1_has_its_four_levels(s1: ReadPlan) -> None:
    assert [(level.label, level.kind) for level in s1.levels] == [
        ("Axe", "frame"),
        ("Objectif", "frame"),
        ("Objectif spécifique", "action"),
        ("Moyen", "step"),
    ]


def test_s1_has_five_axes_without_number_and_an_objective_beneath_each(s1: ReadPlan) -> None:
    axes = [node for node in s1.nodes if node.level == 0]
    objectives = [node for node in s1.nodes if node.level == 1]

    assert [node.number for node in axes] == [None] * 5
    assert [node.number for node in objectives] == ["1", "2", "3", "4", "5"]
    assert [node.parent for node in objectives] == [node.id for node in axes]


def test_s1_actions_keep_their_numbers_and_stand_under_their_objective(s1: ReadPlan) -> None:
    objectives = {node.id: node.number for node in s1.nodes if node.level == 1}

    assert [action.number for action in s1.actions] == NUMBERS
    assert all(objectives[a.node or ""] == (a.number or "")[0] for a in s1.actions)
    assert not any(action.title[:1].isdigit() for action in s1.actions)


def test_s1_counts_what_its_actions_hold(s1: ReadPlan) -> None:
    assert sum(len(action.steps) for action in s1.actions) == 36
    assert sum(1 for action in s1.actions if action.achievements) == 10
    assert sum(1 for action in s1.actions if action.leads) == 10
    assert sum(1 for action in s1.actions if action.schedule) == 14
    assert sum(1 for action in s1.actions if action.ongoing) == 2


@pytest.mark.parametrize("form", LINES_SURVIVE)
def test_s1_separates_items_where_lines_survive(form: str, real_documents: Path) -> None:
    plan = understood(real_documents / f"{S1}.{form}")

    achievements = [a for action in plan.actions for a in action.achievements]
    assert len(achievements) == 15
    assert sum(a.planned for a in achievements) == 3
    ongoing = [[o.organisation for o in action.ongoing] for action in plan.actions]
    assert [[names.count(n) for n in dict.fromkeys(names)] for names in ongoing if names] == [
        [5, 1],
        [1, 2],
    ]


def test_s1_places_nearly_every_word(s1: ReadPlan) -> None:
    assert s1.coverage >= 0.98
    assert s1.territory is None


def test_s1_doubts_are_few(s1: ReadPlan) -> None:
    assert len(s1.doubts) < 30


def test_s1_doubts_are_those_a_reader_would_have(s1: ReadPlan) -> None:
    numbers = {action.id: action.number for action in s1.actions}
    about = {
        kind: [numbers.get(d.target or "") for d in s1.doubts if d.code.startswith(kind)]
        for kind in ("names", "group", "underway", "to_be", "achievement", "years", "count")
    }

    assert sorted(n or "" for n in (*about["names"], *about["group"])) == [
        *("1.1", "1.3", "2.1", "2.4", "3.1", "4.3", "5.1"),
    ]
    assert about["underway"] == ["1.1", "1.3"]
    assert about["to_be"] == ["4.2"]
    assert about["achievement"] == ["2.2", "2.3", "2.4"]
    assert about["years"] == ["2.4", "2.5"]
    assert len(about["count"]) == (0 if s1.source.format in {"xlsx", "ods"} else 1)


def test_s1_summary_is_repeated_and_what_it_adds_is_kept(real_documents: Path) -> None:
    plan = understood(real_documents / f"{S1}.txt")

    objective = next(node for node in plan.nodes if node.number == "1")
    assert len(objective.extra) == 1
    assert (objective.extra[0].header or "").endswith("2013")
    assert len(plan.organisations) == 11
    assert plan.orientation is not None
    assert len(plan.repeated) > 25


def test_t1_is_a_list_of_actions_without_frame(real_documents: Path) -> None:
    plan = understood(real_documents / "T1-plan-climat-ccns.xlsx")

    assert len(plan.actions) == 46
    assert plan.nodes == []
    assert [level.label for level in plan.levels] == ["Action"]
    assert [action.number for action in plan.actions] == [str(n) for n in range(1, 47)]
    assert sum(1 for action in plan.actions if action.description) > 35
    # A structure leads five of them; a service or a person leads eleven others.
    assert sum(1 for action in plan.actions if action.leads) == 16
    assert sum(1 for action in plan.actions if action.partners) == 18
    assert sum(1 for action in plan.actions if action.schedule) == 22
    assert sum(1 for action in plan.actions if action.budget) == 9


def test_s2_actions_stand_under_the_objective_of_their_workshop(real_documents: Path) -> None:
    plan = understood(real_documents / "S2-val-de-marne.txt")

    held = [sum(a.node == node.id for a in plan.actions) for node in plan.nodes]
    assert [node.number for node in plan.nodes] == ["1", "2", "3", "3"]
    assert held == [8, 12, 11, 10]


@pytest.mark.parametrize(
    "name", ["S0-outaouais", "S3-partenariats-strategiques", "S4-nouvelle-aquitaine"]
)
def test_documents_that_are_no_plan_have_no_action(name: str, real_documents: Path) -> None:
    assert understood(real_documents / f"{name}.txt").actions == []
