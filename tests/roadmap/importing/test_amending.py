"""Items that the user splits, joins or rewords: what they were keeps with them, no word is lost."""

from pacte.roadmap.importing.amending import amend
from pacte.roadmap.importing.plan import (
    ReadAchievement,
    ReadAction,
    ReadPlan,
    ReadSource,
    ReadStep,
)


def plan_with(**fields) -> ReadPlan:
    action = ReadAction("a1", None, "1", "Ouvrir", where="ligne 1", **fields)
    return ReadPlan(ReadSource("p.csv", "", "csv"), actions=[action])


def test_a_step_that_is_split_keeps_its_lead_and_its_date():
    plan = plan_with(steps=[ReadStep("a", "Trouver un lieu et le meubler", "SARCA", "2026")])

    amend(plan, {"steps|0|ligne 1": ["a Trouver un lieu", "b) et le meubler"]})

    assert plan.actions[0].steps == [
        ReadStep("a", "Trouver un lieu", "SARCA", "2026"),
        ReadStep("b", "et le meubler", "SARCA", "2026"),
    ]
    assert plan.unplaced == []


def test_achievements_that_are_joined_stay_planned():
    plan = plan_with(achievements=[ReadAchievement("Une foire", True), ReadAchievement("à Lac")])

    amend(plan, {"achievements|0|ligne 1": ["Une foire à Lac"]})

    assert plan.actions[0].achievements == [ReadAchievement("Une foire à Lac", True)]


def test_words_that_are_taken_off_are_told():
    plan = plan_with(leads=["SARCA", "UQAT"])

    amend(plan, {"leads|0|ligne 1": ["SARCA"]})

    assert plan.actions[0].leads == ["SARCA"]
    assert [passage.text for passage in plan.unplaced] == ["UQAT"]


def test_items_of_a_row_that_is_no_longer_there_change_nothing():
    plan = plan_with(leads=["SARCA"])

    amend(plan, {"leads|1|ligne 1": ["UQAT"]})

    assert plan.actions[0].leads == ["SARCA"]
