"""A small plan with everything that an export must carry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from pacte.initiatives.enums import Role
from pacte.roadmap.enums import ActionStatus, LevelKind, ResponsibilityRole, ResponsibilityState
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    OngoingItemFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

if TYPE_CHECKING:
    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan

NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def plan(db: None) -> Plan:
    initiative = InitiativeFactory(funders_notice="Avec le soutien de la Région.", is_demo=True)
    plan = PlanFactory(
        initiative=initiative,
        title="Plan d’action 2026-2029",
        shared=True,
        orientation="Un territoire où chacun a sa place.",
        extra=[{"header": "Lecture terrain", "text": "Le transport manque.", "where": "page 2"}],
    )
    axis = PlanLevelFactory(plan=plan, position=0, label="Axe")
    objective = PlanLevelFactory(plan=plan, position=1, label="Objectif")
    PlanLevelFactory(plan=plan, position=2, label="Objectif spécifique", kind=LevelKind.ACTION)
    PlanLevelFactory(plan=plan, position=3, label="Moyen", kind=LevelKind.STEP)
    one = PlanNodeFactory(plan=plan, level=axis, title="Accueillir", number="1", position=1)
    below = PlanNodeFactory(
        plan=plan, level=objective, parent=one, title="Ouvrir des portes", number="", position=2
    )
    two = PlanNodeFactory(plan=plan, level=axis, title="Former", number="2", position=3)
    _first(plan, below)
    ActionFactory(
        plan=plan,
        node=below,
        number="1.2",
        title="=Relier les services, « tout de suite »",
        code="ACT-0002",
        position=2,
        schedule_text="En continu",
        schedule_kind="CONTINUOUS",
        is_continuous=True,
    )
    ActionFactory(
        plan=plan,
        node=two,
        number="2.1",
        title="Préparer en secret",
        code="ACT-0003",
        position=3,
        team_only=True,
    )
    ParticipationFactory(
        initiative=initiative, organisation=OrganisationFactory(name="Le Relais", short_name="")
    )
    return plan


def _first(plan: Plan, node: object) -> None:
    action = ActionFactory(
        plan=plan,
        node=node,
        number="1.1",
        title="Tenir un guichet commun",
        code="ACT-0001",
        position=1,
        version=4,
        description="Un lieu connu.\nOuvert tous les jours.",
        expected_result="Moins de portes closes.",
        schedule_text="2026-2027",
        schedule_kind="YEARS",
        schedule_start=dt.date(2026, 1, 1),
        schedule_end=dt.date(2027, 12, 31),
        status=ActionStatus.IN_PROGRESS,
        budget_text="12 500 €",
        budget_amount="12500.00",
        budget_currency="EUR",
        indicators=["Visites", "Orientations"],
        publics=["Jeunes"],
        extra=[
            {"header": "Remarques", "text": "À revoir, vite ; ou pas"},
            {"header": "Interne", "text": "Rien à dire dehors", "team_only": True},
        ],
        notes=[{"kind": "comment", "author": "A. B.", "date": "2026-01-02T03:04:05", "text": "?"}],
        team_only_fields=["budget"],
    )
    StepFactory(action=action, number="1.1.1", title="Choisir le lieu", lead="Mairie", position=1)
    StepFactory(action=action, number="", title="Recruter, puis former", position=2)
    AchievementFactory(action=action, text="Deux rencontres tenues", position=1)
    AchievementFactory(action=action, text="Ouverture du lieu", is_planned=True, position=2)
    AchievementFactory(action=action, text="Chiffres internes", is_team_only=True, position=3)
    relay = OrganisationFactory(name="Relais de l’emploi", short_name="RE")
    OngoingItemFactory(action=action, organisation=relay, text="Permanences, le lundi")
    for position, (role, name, state) in enumerate(
        (
            (ResponsibilityRole.LEAD, "Ville, service de l’emploi", ResponsibilityState.CONFIRMED),
            (ResponsibilityRole.CO_LEAD, "Mission locale", ResponsibilityState.SOUGHT),
            (ResponsibilityRole.PARTNER, "Chambre et Cie", ResponsibilityState.SOUGHT),
            (ResponsibilityRole.PARTNER, "Celui qui a dit non", ResponsibilityState.DECLINED),
            (ResponsibilityRole.FUNDER, "Région", ResponsibilityState.SOUGHT),
        )
    ):
        confirmed = state == ResponsibilityState.CONFIRMED
        ResponsibilityFactory(
            action=action,
            role=role,
            organisation=OrganisationFactory(name=name),
            state=state,
            state_on=NOW.date() if confirmed else None,
            state_reason="Trop loin" if state == ResponsibilityState.DECLINED else "",
            position=position,
            **({"amount_text": "5 000 €", "amount": 5000} if role == "FUNDER" else {}),
        )
    ResponsibilityFactory(
        action=action,
        role=ResponsibilityRole.PARTNER,
        organisation=None,
        words="Boulangerie du Pont",
        position=9,
    )


@pytest.fixture
def lead(plan: Plan) -> User:
    return MembershipFactory(initiative=plan.initiative, lead=True).user


@pytest.fixture
def member(plan: Plan) -> User:
    return MembershipFactory(initiative=plan.initiative, role=Role.OBSERVER).user


@pytest.fixture
def outsider(db: None) -> User:
    return UserFactory()
