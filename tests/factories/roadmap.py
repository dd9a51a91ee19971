"""Plans and what they hold."""

import datetime as dt

import factory

from pacte.roadmap.enums import LevelKind, ProposalKind, ResponsibilityRole, RestructuringKind
from pacte.roadmap.models import (
    Achievement,
    AchievementCredit,
    Action,
    ExternalInitiative,
    FrameworkItem,
    KeyProject,
    Milestone,
    OngoingItem,
    Plan,
    PlanLevel,
    PlanNode,
    Proposal,
    ReferenceFramework,
    Reporting,
    ReportingField,
    ReportingForm,
    Responsibility,
    Restructuring,
    Step,
)
from tests.factories.initiatives import InitiativeFactory
from tests.factories.network import OrganisationFactory

THEN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    initiative = factory.SubFactory(InitiativeFactory)
    slug = factory.Sequence(lambda n: f"plan-{n}")
    title = factory.Sequence(lambda n: f"Plan {n}")
    created_at = THEN

    class Params:
        shared = factory.Trait(shared_at=THEN)


class PlanLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanLevel

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(int)
    label = "Axe"
    kind = LevelKind.FRAME


class PlanNodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanNode

    plan = factory.SubFactory(PlanFactory)
    level = factory.SubFactory(PlanLevelFactory, plan=factory.SelfAttribute("..plan"))
    position = factory.Sequence(lambda n: n * 1024)
    title = factory.Sequence(lambda n: f"Axe {n}")


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    plan = factory.SubFactory(PlanFactory)
    initiative = factory.SelfAttribute("plan.initiative")
    position = factory.Sequence(lambda n: n * 1024)
    code = factory.Sequence(lambda n: f"ACT-{n + 1:04d}")
    title = factory.Sequence(lambda n: f"Action {n}")
    created_at = THEN
    updated_at = THEN

    class Params:
        team_only = factory.Trait(is_team_only=True)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Step

    action = factory.SubFactory(ActionFactory)
    position = factory.Sequence(lambda n: n * 1024)
    title = factory.Sequence(lambda n: f"Étape {n}")


class OngoingItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OngoingItem

    action = factory.SubFactory(ActionFactory)
    text = factory.Sequence(lambda n: f"Travail en cours {n}")


class AchievementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Achievement

    action = factory.SubFactory(ActionFactory)
    position = factory.Sequence(lambda n: n * 1024)
    text = factory.Sequence(lambda n: f"Réalisation {n}")


class AchievementCreditFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AchievementCredit

    achievement = factory.SubFactory(AchievementFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    position = factory.Sequence(lambda n: n * 1024)


class ExternalInitiativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExternalInitiative

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Campus {n}")
    position = factory.Sequence(int)


class ReferenceFrameworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReferenceFramework

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Stratégie {n}")
    mark = factory.Sequence(lambda n: f"S{n}")
    kept_by = "Ministère"
    position = factory.Sequence(int)


class FrameworkItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrameworkItem

    framework = factory.SubFactory(ReferenceFrameworkFactory)
    initiative = factory.SelfAttribute("framework.initiative")
    name = factory.Sequence(lambda n: f"Ligne {n}")
    title = factory.SelfAttribute("name")
    position = factory.Sequence(int)


class ReportingFormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingForm

    initiative = factory.SubFactory(InitiativeFactory)
    name = factory.Sequence(lambda n: f"Tableau de bord {n}")
    created_at = THEN


class ReportingFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingField

    form = factory.SubFactory(ReportingFormFactory)
    label = factory.Sequence(lambda n: f"Champ {n}")
    position = factory.Sequence(int)


class ReportingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reporting

    form = factory.SubFactory(ReportingFormFactory)
    action = factory.SubFactory("tests.factories.roadmap.ActionFactory")
    reported_on = dt.date(2026, 11, 2)
    reported_by = "Claire"
    recorded_at = THEN


class KeyProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyProject

    plan = factory.SubFactory(PlanFactory)
    title = factory.Sequence(lambda n: f"Chantier {n}")
    position = factory.Sequence(lambda n: n * 1024)
    created_at = THEN


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    project = factory.SubFactory(KeyProjectFactory)
    title = factory.Sequence(lambda n: f"Jalon {n}")


class ProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Proposal

    plan = factory.SubFactory(PlanFactory)
    kind = ProposalKind.DECLARED
    title = factory.Sequence(lambda n: f"Proposition {n}")
    proposed_by = "Karim"
    proposed_at = THEN


class RestructuringFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Restructuring

    plan = factory.SubFactory(PlanFactory)
    kind = RestructuringKind.MERGE_ACTIONS
    done_at = THEN
    done_by = "Claire"


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsibility

    action = factory.SubFactory(ActionFactory)
    role = ResponsibilityRole.LEAD
    organisation = factory.SubFactory(OrganisationFactory)
    position = factory.Sequence(lambda n: n * 1024)
