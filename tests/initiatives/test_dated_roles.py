"""Roles that begin and end on a day: the day it is where the initiative is."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.core.days import a_year_after
from pacte.core.models import AuditEntry
from pacte.initiatives import operations
from pacte.initiatives.enums import Role
from pacte.initiatives.errors import (
    AlreadyMember,
    EndBeforeStart,
    InvitationSpent,
    LastLead,
    NoEnd,
    TooLong,
)
from pacte.initiatives.models import Membership, roles_of
from pacte.initiatives.queries import people_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
PARIS, TORONTO = "Europe/Paris", "America/Toronto"


@pytest.fixture
def place():
    return InitiativeFactory(slug="grand-confluent")


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "at", "held"),
    [
        (PARIS, utc(2026, 3, 31, 21, 59), True),  # 23:59, summer time
        (PARIS, utc(2026, 3, 31, 22, 0), False),  # midnight
        (TORONTO, utc(2026, 4, 1, 3, 59), True),
        (TORONTO, utc(2026, 4, 1, 4, 0), False),
        ("Pacific/Kiritimati", utc(2026, 3, 31, 9, 59), True),  # fourteen hours ahead
        ("Pacific/Kiritimati", utc(2026, 3, 31, 10, 0), False),
        ("Pacific/Pago_Pago", utc(2026, 4, 1, 10, 59), True),  # eleven behind
        ("Pacific/Pago_Pago", utc(2026, 4, 1, 11, 0), False),
    ],
)
def test_a_role_lasts_until_midnight_where_the_initiative_is(zone, at, held):
    member = MembershipFactory(initiative__time_zone=zone, to_on=dt.date(2026, 3, 31))

    assert (member.initiative_id in roles_of(member.user, at=at)) is held


@pytest.mark.parametrize(
    ("at", "held"),
    [
        # Paris leaves winter time on 29 March 2026: that night is an hour short.
        (utc(2026, 3, 28, 22, 59), False),
        (utc(2026, 3, 28, 23, 0), True),
        (utc(2026, 3, 29, 21, 59), True),
        (utc(2026, 3, 29, 22, 0), False),
    ],
)
def test_a_role_of_the_one_day_when_the_clock_changes_lasts_that_day(at, held):
    day = dt.date(2026, 3, 29)
    member = MembershipFactory(initiative__time_zone=PARIS, from_on=day, to_on=day)

    assert bool(roles_of(member.user, at=at)) is held


@pytest.mark.parametrize(
    ("day", "year_after"),
    [
        (dt.date(2026, 3, 3), dt.date(2027, 3, 3)),
        (dt.date(2028, 2, 29), dt.date(2029, 2, 28)),
        (dt.date(2027, 2, 28), dt.date(2028, 2, 28)),
    ],
)
def test_a_year_after_counts_leap_days(day, year_after):
    assert a_year_after(day) == year_after


def test_a_role_of_29_february_ends_with_it(place):
    member = MembershipFactory(
        initiative=place, from_on=dt.date(2028, 2, 1), to_on=dt.date(2028, 2, 29)
    )

    days = [dt.date(2028, 2, 28), dt.date(2028, 2, 29), dt.date(2028, 3, 1)]
    assert [member.is_current(day) for day in days] == [True, True, False]


def consult(place, user=None, **dates):
    return operations.add_member(
        initiative=place,
        user=user or UserFactory(),
        role=Role.CONSULTANT,
        by=SYSTEM,
        at=NOW,
        **dates,
    )


def test_a_consultant_is_there_for_a_year_at_most(place):
    with pytest.raises(NoEnd):
        consult(place)
    with pytest.raises(TooLong):
        consult(place, to_on=dt.date(2027, 3, 4))

    assert consult(place, to_on=dt.date(2027, 3, 3)).to_on == dt.date(2027, 3, 3)


def test_the_database_keeps_no_consultant_without_an_end(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(initiative=place, role=Role.CONSULTANT)


def test_a_role_is_held_once_on_a_day(place):
    user = UserFactory()
    consult(place, user, to_on=TODAY + 10 * DAY)
    with pytest.raises(AlreadyMember):
        consult(place, user, from_on=TODAY + 10 * DAY, to_on=TODAY + 20 * DAY)

    consult(place, user, from_on=TODAY + 11 * DAY, to_on=TODAY + 20 * DAY)

    assert user.memberships.count() == 2


def edit(member, **values):
    given = {"role": member.role, "title": "", "from_on": member.from_on, "to_on": member.to_on}
    return operations.edit_membership(membership=member, by=SYSTEM, at=NOW, **{**given, **values})


def test_another_role_begins_on_its_day_and_the_former_one_ends_the_day_before(place):
    member = MembershipFactory(initiative=place, role=Role.OBSERVER)

    fresh = edit(member, role=Role.COMMITTEE, from_on=TODAY + 5 * DAY)

    member.refresh_from_db()
    assert (fresh.role, fresh.from_on, member.to_on) == (
        Role.COMMITTEE,
        TODAY + 5 * DAY,
        TODAY + 4 * DAY,
    )


def test_another_role_today_ends_the_former_one_yesterday(place):
    member = MembershipFactory(initiative=place, role=Role.OBSERVER)

    edit(member, role=Role.ELECTED, from_on=member.from_on)

    member.refresh_from_db()
    assert member.to_on == TODAY - DAY
    assert [m.role for m in Membership.objects.current(TODAY).filter(user=member.user)] == [
        Role.ELECTED
    ]


def test_a_role_that_had_not_begun_gives_way_to_the_one_before_it(place):
    member = MembershipFactory(initiative=place, role=Role.OBSERVER, from_on=TODAY + 20 * DAY)

    edit(member, role=Role.ELECTED, from_on=TODAY + 5 * DAY)

    assert [m.role for m in member.user.memberships.all()] == [Role.ELECTED]


def test_a_role_that_ends_sooner_is_not_made_longer_by_the_next(place):
    member = MembershipFactory(initiative=place, role=Role.OBSERVER, to_on=TODAY + 2 * DAY)

    edit(member, role=Role.ELECTED, from_on=TODAY + 9 * DAY, to_on=None)

    member.refresh_from_db()
    assert member.to_on == TODAY + 2 * DAY


@pytest.mark.parametrize(
    "values",
    [
        {"to_on": TODAY - DAY},
        {"from_on": TODAY + DAY},
        {"role": Role.OBSERVER},
    ],
)
def test_the_last_lead_is_not_taken_away_by_dates_or_role(place, values):
    member = MembershipFactory(initiative=place, lead=True)

    with pytest.raises(LastLead):
        edit(member, **values)

    member.refresh_from_db()
    assert (member.role, member.to_on) == (Role.LEAD, None)


def test_dates_that_cross_are_refused(place):
    with pytest.raises(EndBeforeStart):
        edit(MembershipFactory(initiative=place), from_on=TODAY, to_on=TODAY - DAY)


def test_the_history_tells_the_dates(place):
    edit(MembershipFactory(initiative=place, from_on=TODAY), to_on=TODAY + DAY)

    entry = AuditEntry.objects.get(event="initiatives.member.edited")
    assert entry.changes["to_on"] == [None, "2026-03-04"]


def test_who_leads_until_when_counts_who_takes_over_without_a_gap(place):
    MembershipFactory(initiative=place, lead=True, to_on=TODAY + 10 * DAY)
    assert people_of(place, TODAY).led_until == TODAY + 10 * DAY

    MembershipFactory(initiative=place, lead=True, from_on=TODAY + 11 * DAY, to_on=TODAY + 20 * DAY)
    assert people_of(place, TODAY).led_until == TODAY + 20 * DAY

    MembershipFactory(initiative=place, lead=True, from_on=TODAY + 21 * DAY)
    assert people_of(place, TODAY).led_until is None


def test_an_invitation_keeps_the_dates_of_its_role(place):
    invitation, secret = operations.invite(
        initiative=place,
        email="karim@exemple.test",
        role=Role.CONSULTANT,
        from_on=TODAY + 5 * DAY,
        to_on=TODAY + 30 * DAY,
        by=SYSTEM,
        at=NOW,
    )

    user = operations.accept_invitation(secret=secret, at=NOW + DAY, signed_in=None, name="K")

    member = user.memberships.get()
    assert (member.from_on, member.to_on) == (invitation.from_on, invitation.to_on)


def test_an_invitation_whose_role_is_over_no_longer_serves(place):
    _, secret = operations.invite(
        initiative=place,
        email="karim@exemple.test",
        role=Role.OBSERVER,
        to_on=TODAY + DAY,
        by=SYSTEM,
        at=NOW,
    )

    with pytest.raises(InvitationSpent):
        operations.accept_invitation(secret=secret, at=NOW + 2 * DAY, signed_in=None, name="K")


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user


def here(place):
    return place.today(timezone.now())


def test_the_page_lists_who_comes_who_goes_and_whose_access_ends(client, lead, place):
    today = here(place)
    MembershipFactory(initiative=place, user__name="Alix Vene", from_on=today + 9 * DAY)
    MembershipFactory(initiative=place, user__name="Odile Partie", to_on=today - DAY)
    MembershipFactory(
        initiative=place,
        user__name="Lou Conseil",
        role=Role.CONSULTANT,
        from_on=today - DAY,
        to_on=today + 12 * DAY,
    )

    page = client.get(reverse("initiatives:members", args=[place.slug])).content.decode()

    coming = page[page.index('id="a-venir"') :]
    assert "Alix Vene" in coming
    assert "Odile Partie" in page[page.index('id="terminees"') :]
    assert "L’accès de Lou Conseil prend fin de lui-même" in page
    assert "encore 12\u00a0jours" in page or "encore 12 jours" in page


def test_dates_are_set_on_a_page_that_says_what_is_wrong(client, lead, place):
    today = here(place)
    member = MembershipFactory(initiative=place, role=Role.OBSERVER)
    door = reverse("initiatives:edit_membership", args=[place.slug, member.pk])
    sent = {"role": Role.CONSULTANT, "title": "Appui", "from_on": str(today), "to_on": ""}

    refused = client.post(door, sent)
    answer = client.post(door, {**sent, "to_on": str(today + 90 * DAY)})

    assert "jusqu’à quand" in refused.content.decode()
    assert answer["Location"] == reverse("initiatives:members", args=[place.slug])
    assert member.user.memberships.get(role=Role.CONSULTANT).to_on == today + 90 * DAY


def test_who_was_taken_off_comes_back_with_her_dates(client, lead, place):
    today = here(place)
    member = MembershipFactory(initiative=place, to_on=today + 9 * DAY)

    page = client.post(
        reverse("initiatives:end_membership", args=[place.slug, member.pk]), follow=True
    )
    undo = f"/d/{place.slug}/equipe/{member.pk}/reprendre/?to_on={today + 9 * DAY}"
    client.post(undo)

    assert undo in page.content.decode()
    member.refresh_from_db()
    assert member.to_on == today + 9 * DAY


def test_an_administrator_gives_nobody_a_consultants_access(client, place):
    client.force_login(MembershipFactory(initiative=place, administrator=True).user)

    client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "k@exemple.test", "role": Role.CONSULTANT, "to_on": "2027-01-01"},
    )

    assert not place.invitations.exists()


def end(member):
    Membership.objects.filter(pk=member.pk).update(to_on=here(member.initiative) - DAY)


def test_a_role_that_ends_while_a_page_is_open_gives_back_what_was_typed(client, place):
    member = MembershipFactory(initiative=place, lead=True)
    action = ActionFactory(plan=PlanFactory(initiative=place))
    client.force_login(member.user)
    door = reverse("roadmap:report_progress", args=[place.slug, action.code])
    assert client.get(door).status_code == 200
    end(member)

    answer = client.post(door, {"done": "Deux tuteurs se sont proposés."})

    page = answer.content.decode()
    assert (answer.status_code, answer["Pacte-Word"]) == (404, "over")
    assert "Votre participation est terminée" in page
    assert "Deux tuteurs se sont proposés." in page


def test_a_right_lost_while_a_page_is_open_gives_back_what_was_typed(client, place):
    member = MembershipFactory(initiative=place, lead=True)
    action = ActionFactory(plan=PlanFactory(initiative=place, shared=True))
    client.force_login(member.user)
    MembershipFactory(initiative=place, user=member.user, role=Role.OBSERVER)
    end(member)

    answer = client.post(
        reverse("roadmap:report_progress", args=[place.slug, action.code]),
        {"done": "Deux tuteurs se sont proposés."},
    )

    assert (answer.status_code, answer["Pacte-Word"]) == (403, "denied")
    assert "Deux tuteurs se sont proposés." in answer.content.decode()


def test_a_role_to_come_is_said_at_home_and_at_its_address(client, place):
    member = MembershipFactory(initiative=place, from_on=here(place) + 3 * DAY)
    client.force_login(member.user)

    home = client.get(reverse("portal:home")).content.decode()
    door = client.get(reverse("portal:initiative_home", args=[place.slug]))

    assert "Vous participerez à" in home
    assert "Vous ne participez à aucune démarche" not in home
    assert door.status_code == 404
    assert "n’a pas encore commencé" in door.content.decode()


def test_nobody_learns_of_an_initiative_she_never_took_part_in(client, place):
    client.force_login(UserFactory())

    answer = client.get(reverse("portal:initiative_home", args=[place.slug]))

    assert "Votre participation" not in answer.content.decode()


def test_who_runs_the_installation_and_no_longer_leads_may_still_invite_a_lead(client, place):
    member = MembershipFactory(initiative=place, lead=True, user__is_staff=True)
    end(member)
    client.force_login(member.user)

    page = client.get(reverse("portal:invite_lead", args=[place.slug]))

    assert "Qui mènera" in page.text
    assert place.name in page.text
    assert list(page.context["form"].fields) == ["email"]
