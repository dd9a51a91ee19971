"""What follows a date that passed, and what the Monday letter tells the team."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.core import automations, letters
from pacte.core.models import AutomationChoice, Job, LookedAtKind, Message
from pacte.initiatives.notifications import WEEK
from pacte.initiatives.tasks import run_automations
from pacte.roadmap.notifications import OVERDUE
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ElectedMandateFactory,
    MunicipalReferentFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 3, 2)
TUESDAY = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
# What asks is tried in test_asking.py.
ASKING = ("roadmap.ask_progress", "roadmap.remind_progress")


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself():
    Job.objects.create(key="envoi", name="core.send_mail", asked_at=TUESDAY)


@pytest.fixture
def place():
    place = InitiativeFactory()
    for name in ASKING:
        AutomationChoice.objects.create(space=place.audit_space, name=name, is_on=False)
    return place


@pytest.fixture
def officer(place):
    return MembershipFactory(initiative=place, lead=True).user


@pytest.fixture
def plan(place):
    plan = PlanFactory(initiative=place, shared=True)
    plan.shared_at = TUESDAY - 40 * DAY
    plan.save()
    return plan


def dated(plan, day, **more):
    given = {"schedule_kind": "DATE", "schedule_start": day, "schedule_end": day, **more}
    return ActionFactory(plan=plan, status="IN_PROGRESS", **given)


def led(action, **more):
    person = ContactFactory(initiative=action.initiative, email="samira@gue.example", **more)
    row = {"organisation": None, "contact": person, "role": "LEAD"}
    ResponsibilityFactory(action=action, **row)
    return person


def mondays_letter(place):
    return letters.letter_of(Message.objects.get(kind=WEEK, space=place.audit_space))


def test_who_leads_is_told_once_of_what_passed_its_date_last_week(place, plan):
    first = dated(plan, dt.date(2026, 2, 23), title="Forum")
    person = led(first)
    for action in (
        dated(plan, dt.date(2026, 3, 1), title="Guide"),
        dated(plan, dt.date(2026, 2, 22), title="Dite la semaine d’avant"),
        dated(plan, MONDAY, title="Pour la semaine prochaine"),
        dated(plan, dt.date(2026, 2, 27), title="Réservée", is_team_only=True),
        ActionFactory(
            plan=plan,
            title="Veille",
            status="IN_PROGRESS",
            is_continuous=True,
            schedule_kind="CONTINUOUS",
            review_on=dt.date(2026, 2, 25),
        ),
    ):
        row = {"organisation": None, "contact": person, "role": "LEAD"}
        ResponsibilityFactory(action=action, **row)

    for hours in (0, 1, 48):
        run_automations(TUESDAY + dt.timedelta(hours=hours))

    message = Message.objects.get(kind=OVERDUE)
    assert (message.name, message.address) == (person.name, "samira@gue.example")
    text = letters.letter_of(message).text
    told = {
        title
        for title in ("Forum", "Guide", "Veille", "Dite", "Pour la", "Réservée")
        if title in text
    }
    assert told == {"Forum", "Guide", "Veille"}


def test_the_letter_forgets_what_was_done_before_it_left(place, plan, settings):
    action = dated(plan, dt.date(2026, 2, 25))
    led(action)
    run_automations(TUESDAY)
    message = Message.objects.get(kind=OVERDUE)
    assert letters.letter_of(message) is not None
    action.status = "DONE"
    action.save()

    assert letters.letter_of(message) is None


def test_nobody_is_written_to_at_night_nor_without_an_address(place, plan, officer):
    led(dated(plan, dt.date(2026, 2, 25)), phone="05 00 00 00 00")
    nameless = dated(plan, dt.date(2026, 2, 26))
    person = ContactFactory(initiative=place, email="")
    ResponsibilityFactory(action=nameless, organisation=None, contact=person, role="LEAD")

    run_automations(TUESDAY.replace(hour=3))
    assert Message.objects.count() == 0
    run_automations(TUESDAY)

    assert Message.objects.filter(kind=OVERDUE).count() == 1


def test_the_monday_letter_tells_the_team_of_everything_at_once(place, plan, officer):
    dated(plan, dt.date(2026, 2, 10), title="Passée depuis deux semaines")
    dated(plan, dt.date(2026, 2, 20), title="Trop tôt")
    ActionFactory(plan=plan, title="Sans date", status="IN_PROGRESS", schedule_kind="")
    sought = dated(plan, dt.date(2026, 12, 1), title="Pressentie")
    led(sought)
    observer = MembershipFactory(initiative=place, to_on=dt.date(2026, 4, 3)).user
    mayor = ContactFactory(initiative=place, name="Odile Ferrand")
    ElectedMandateFactory(contact=mayor, territory=place.territory, to_on=dt.date(2026, 5, 2))

    run_automations(TUESDAY)
    run_automations(TUESDAY + DAY)

    message = Message.objects.get(kind=WEEK)
    assert message.address == officer.email
    text = mondays_letter(place).text
    for told in ("Passée depuis deux", "Sans date", "Pressentie", observer.name, "Odile Ferrand"):
        assert told in text
    assert "Trop tôt" not in text


def test_each_concern_is_stopped_by_itself(place, plan, officer):
    dated(plan, dt.date(2026, 2, 10), title="Passée depuis deux semaines")
    ActionFactory(plan=plan, title="Sans date", status="IN_PROGRESS", schedule_kind="")
    AutomationChoice.objects.create(space=place.audit_space, name="roadmap.undated", is_on=False)

    run_automations(TUESDAY)

    text = mondays_letter(place).text
    assert "Passée depuis deux" in text
    assert "Sans date" not in text


def test_what_is_monthly_waits_for_the_first_monday(place, plan, officer):
    ActionFactory(plan=plan, title="Sans date", status="IN_PROGRESS", schedule_kind="")

    run_automations(TUESDAY + 7 * DAY)
    assert Message.objects.count() == 0
    run_automations(TUESDAY)

    assert Message.objects.get().kind == WEEK


def test_who_leads_no_more_gets_no_letter(place, plan, officer):
    dated(plan, dt.date(2026, 2, 10))
    run_automations(TUESDAY)
    officer.memberships.update(to_on=dt.date(2020, 1, 1), from_on=dt.date(2019, 1, 1))

    assert mondays_letter(place) is None


def test_an_invitation_without_an_answer_is_told_a_week_later(place, officer):
    from pacte.core.actor import SYSTEM
    from pacte.initiatives import operations

    at = TUESDAY - 12 * DAY
    operations.invite(initiative=place, email="nina@gue.example", role="OBSERVER", by=SYSTEM, at=at)

    run_automations(TUESDAY)

    assert "nina@gue.example" in mondays_letter(place).text


def test_vacant_communes_are_told_where_some_have_someone(place, officer, monkeypatch):
    run_automations(TUESDAY)
    assert Message.objects.count() == 0
    MunicipalReferentFactory(initiative=place)
    run_automations(TUESDAY)

    assert Message.objects.count() == 0  # its one commune has someone


def test_what_passed_its_date_without_a_word_goes_to_the_next_meeting(place, plan):
    silent = dated(plan, dt.date(2026, 1, 10))
    recent = dated(plan, dt.date(2026, 2, 10))
    spoken = dated(plan, dt.date(2026, 1, 10), news_at=TUESDAY - DAY)

    run_automations(TUESDAY)

    for action, marked in ((silent, TUESDAY.date()), (recent, None), (spoken, None)):
        action.refresh_from_db()
        assert action.to_clarify_since == marked
    silent.to_clarify_since, silent.news_at = None, TUESDAY
    silent.save()
    run_automations(TUESDAY + DAY)
    silent.refresh_from_db()
    assert silent.to_clarify_since is None


def test_a_delay_is_the_demarche_s_own(place, plan, officer):
    dated(plan, dt.date(2026, 2, 20), title="Passée")
    AutomationChoice.objects.create(
        space=place.audit_space, name="roadmap.overdue", numbers={"after": 7}
    )

    run_automations(TUESDAY)

    assert "Passée" in mondays_letter(place).text


def test_every_automation_has_a_bounded_delay_and_says_what_it_does():
    for one in automations.every():
        assert one.label
        assert one.purpose
        assert all(n.least <= n.default <= n.most for n in one.numbers)
    assert not LookedAtKind.objects.exists()
