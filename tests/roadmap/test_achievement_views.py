"""What a plan has obtained: each success counted once, whoever shares it."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import AchievementCredit
from pacte.roadmap.queries.achievements import credited
from pacte.roadmap.queries.history import history_of
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import (
    AchievementCreditFactory,
    AchievementFactory,
    ActionFactory,
    OngoingItemFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 3)


def sign_in(client, plan, **role):
    client.force_login(MembershipFactory(initiative=plan.initiative, **role).user)


def partner(plan, name):
    organisation = OrganisationFactory(name=name, short_name="")
    ParticipationFactory(initiative=plan.initiative, organisation=organisation)
    return organisation


def page(client, plan, **asked):
    address = reverse("roadmap:achievements", args=[plan.initiative.slug, plan.slug])
    return client.get(address, asked)


def share(achievement, *names, read=()):
    return operations.share_credit(
        achievement=achievement, read=list(read), names=list(names), by=SYSTEM, at=NOW
    )


def test_a_success_shared_by_three_counts_once_in_the_totals(client, plan):
    sign_in(client, plan)
    action = ActionFactory(plan=plan)
    partners = [partner(plan, name) for name in ("Club", "Lycée", "Mission locale")]
    shared = AchievementFactory(action=action, quantity=12, unit="personnes", achieved_on=DAY)
    alone = AchievementFactory(action=action, quantity=5, unit="Personnes", achieved_on=DAY)
    for one in partners:
        AchievementCreditFactory(achievement=shared, organisation=one)
    AchievementCreditFactory(achievement=alone, organisation=partners[0])

    told = page(client, plan).context["told"]

    assert [(one.quantity, one.achievements) for one in told.totals] == [(Decimal(17), 2)]
    assert (told.done, told.shared) == (2, 1)
    assert [(s.organisation.name, s.achievements, s.shared) for s in told.shares] == [
        ("Club", 2, 1),
        ("Lycée", 1, 1),
        ("Mission locale", 1, 1),
    ]


def test_what_is_planned_adds_to_no_total(client, plan):
    sign_in(client, plan)
    AchievementFactory(action__plan=plan, quantity=30, unit="jeunes", is_planned=True)

    told = page(client, plan).context["told"]

    assert (told.done, told.planned, told.totals) == (0, 1, [])


def test_filters_hold_together(client, plan):
    sign_in(client, plan)
    club = partner(plan, "Club")
    action = ActionFactory(plan=plan)
    kept = AchievementFactory(
        action=action,
        unit="Jeunes",
        quantity=3,
        achieved_on=DAY,
        is_publishable=True,
        text="Gardée",
    )
    AchievementCreditFactory(achievement=kept, organisation=club)
    for left in ({"achieved_on": dt.date(2020, 1, 1)}, {"is_publishable": False}, {"unit": "ans"}):
        other = AchievementFactory(
            action=action,
            **{"unit": "jeunes", "quantity": 1, "achieved_on": DAY, "is_publishable": True} | left,
        )
        AchievementCreditFactory(achievement=other, organisation=club)
    AchievementFactory(action=action, unit="jeunes", achieved_on=DAY, is_publishable=True)

    found = page(client, plan, organisme=club.pk, unite="jeunes", annee=2026, publiable=1)

    assert [one.text for one in found.context["page"]] == ["Gardée"]
    assert len(found.context["badges"]) == 4
    assert page(client, plan, organisme="x", annee="hier").context["told"].done == 5


def test_members_never_read_nor_count_what_is_kept_to_the_team(client, plan):
    club = partner(plan, "Club")
    AchievementFactory(action__plan=plan, text="Publique", quantity=1, unit="lieu")
    for kept in (
        AchievementFactory(action__plan=plan, is_team_only=True, quantity=1, unit="lieu"),
        AchievementFactory(
            action=ActionFactory(plan=plan, team_only=True), quantity=1, unit="lieu"
        ),
        AchievementFactory(
            action=ActionFactory(plan=plan, team_only_fields=["achievements"]),
            quantity=1,
            unit="lieu",
        ),
    ):
        AchievementCreditFactory(achievement=kept, organisation=club)

    sign_in(client, plan)
    as_member = page(client, plan).context["told"]
    sign_in(client, plan, lead=True)
    as_lead = page(client, plan).context["told"]

    assert (as_member.done, as_member.totals[0].quantity, as_member.shares) == (1, 1, [])
    assert (as_lead.done, as_lead.totals[0].quantity, len(as_lead.shares)) == (4, 4, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_reads_the_same_number_of_queries(client, plan, rows, django_assert_num_queries):
    sign_in(client, plan)
    for _ in range(rows):
        achievement = AchievementFactory(action__plan=plan, achieved_on=DAY)
        AchievementCreditFactory(
            achievement=achievement, organisation=partner(plan, f"Organisme {achievement.pk}")
        )
    page(client, plan)

    with django_assert_num_queries(13):
        page(client, plan)


def test_the_spreadsheet_has_one_line_a_success(client, plan):
    sign_in(client, plan)
    action = ActionFactory(plan=plan, title="Forum")
    shared = AchievementFactory(action=action, text="140 visiteurs", quantity=140, unit="visiteurs")
    for name in ("Club", "Lycée"):
        AchievementCreditFactory(achievement=shared, organisation=partner(plan, name))

    address = reverse("roadmap:download_achievements", args=[plan.initiative.slug, plan.slug])
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))

    lines = [row for row in book.active.iter_rows(values_only=True) if "140 visiteurs" in row]
    assert len(lines) == 1
    assert {140, "visiteurs", "Club ; Lycée", action.code} <= set(lines[0])


def test_the_directory_recognises_who_is_named_and_keeps_other_words(plan):
    club = partner(plan, "Club des employeurs")
    achievement = AchievementFactory(action__plan=plan)

    share(achievement, "club des employeurs", " ", "Un voisin", "Club des employeurs")

    rows = AchievementCredit.objects.order_by("position")
    assert [(row.organisation, row.words) for row in rows] == [(club, ""), (None, "Un voisin")]
    line = history_of(achievement.action, sees_team_only=True)[0]
    assert line["what"].startswith("Mérite partagé")
    assert line["changes"][0].after == "Club des employeurs, Un voisin"


def test_saying_the_same_again_writes_nothing(plan):
    achievement = AchievementFactory(action__plan=plan)
    share(achievement, "Un voisin")
    entries = audit.history_of(achievement.action).count()

    share(achievement, "Un voisin", read=["Un voisin"])

    assert audit.history_of(achievement.action).count() == entries


def test_credits_that_someone_changed_meanwhile_are_not_overwritten(plan):
    achievement = AchievementFactory(action__plan=plan)
    share(achievement, "Le club")

    with pytest.raises(FieldChangedMeanwhile):
        share(achievement, "La mairie")

    assert credited(achievement) == ["Le club"]


def test_the_form_proposes_those_whom_the_action_names(client, plan):
    sign_in(client, plan, lead=True)
    achievement = AchievementFactory(action__plan=plan)
    ResponsibilityFactory(action=achievement.action, organisation=partner(plan, "Club"))
    OngoingItemFactory(action=achievement.action, organisation=partner(plan, "Lycée"))
    address = reverse(
        "roadmap:share_credit",
        args=[plan.initiative.slug, achievement.action.code, achievement.pk],
    )

    shown = client.get(address).context["form"]
    client.post(address, {"read": "", "named": ["Club"], "others": "Mairie"})

    assert shown.fields["named"].choices == [("Club", "Club"), ("Lycée", "Lycée")]
    assert credited(achievement) == ["Club", "Mairie"]


def test_a_form_opened_before_another_change_comes_back_with_both(client, plan):
    sign_in(client, plan, lead=True)
    achievement = AchievementFactory(action__plan=plan)
    share(achievement, "Le club")
    address = reverse(
        "roadmap:share_credit",
        args=[plan.initiative.slug, achievement.action.code, achievement.pk],
    )

    answer = client.post(address, {"read": "", "named": [], "others": "Mairie"})
    assert "Le club" in answer.context["form"].non_field_errors()[0]
    assert answer.context["form"]["others"].value() == "Mairie"

    client.post(address, {"read": answer.context["form"]["read"].value(), "others": "Mairie"})
    assert credited(achievement) == ["Mairie"]


def test_the_database_keeps_no_credit_that_names_two_or_nobody(plan):
    achievement = AchievementFactory(action__plan=plan)
    both = {"organisation": OrganisationFactory(), "words": "Club"}

    for wrong in (both, {"organisation": None, "words": ""}):
        with transaction.atomic(), pytest.raises((IntegrityError, ValidationError)):
            AchievementCredit.objects.create(achievement=achievement, **wrong)
