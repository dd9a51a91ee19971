"""Figures too large to be money: their words are kept, and the plan still opens."""

import datetime as dt
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.models import Action, Responsibility
from pacte.roadmap.operations.responsibilities import Target
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def action():
    return ActionFactory(plan=PlanFactory(shared=True))


@pytest.fixture
def lead(client, action):
    user = MembershipFactory(initiative=action.initiative, lead=True).user
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 000 000 000 000 €", None),
        ("21330063500017", None),
        ("9" * 40 + " €", None),
        ("999 999 999 999,99 €", Decimal("999999999999.99")),
    ],
)
def test_a_budget_too_large_keeps_its_words(client, lead, action, typed, amount):
    door = reverse("roadmap:edit_cell", args=[action.initiative.slug, action.code, "budget"])

    saved = client.post(door, {"read": "", "value": typed})

    assert saved.status_code == 302
    found = Action.objects.get(pk=action.pk)
    assert (found.budget_text, found.budget_amount) == (typed, amount)


def test_an_amount_of_a_funder_too_large_keeps_its_words(action):
    named = operations.name_responsible(
        action=action,
        role="FUNDER",
        named=Target(words="Région"),
        amount_text="2 000 000 000 000 €",
        amount=Decimal(2 * 10**12),
        by=SYSTEM,
        at=NOW,
    )
    found = Responsibility.objects.get(pk=named.pk)
    assert (found.amount_text, found.amount) == ("2 000 000 000 000 €", None)

    operations.rename_responsible(
        responsibility=found,
        named=Target(words="Région"),
        amount_text="3 000 000 000 000 €",
        amount=Decimal(3 * 10**12),
        by=SYSTEM,
        at=NOW,
    )

    found = Responsibility.objects.get(pk=named.pk)
    assert (found.amount_text, found.amount) == ("3 000 000 000 000 €", None)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL never kept such an amount")
def test_amounts_already_kept_are_taken_away(action):
    funder = ResponsibilityFactory(action=action, role="FUNDER")
    right = ActionFactory(plan=action.plan, budget_text="12 000 €", budget_amount=12000)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE roadmap_action SET budget_amount = 1e12 WHERE id = %s", [action.pk])
        cursor.execute("UPDATE roadmap_responsibility SET amount = 21330063500017")

    import_module("pacte.roadmap.migrations.0012_amounts_too_large").take_away(apps, None)

    assert Action.objects.get(pk=action.pk).budget_amount is None
    assert Responsibility.objects.get(pk=funder.pk).amount is None
    assert Action.objects.get(pk=right.pk).budget_amount == 12000
