"""Away for a time: another receives what one is asked, acts for one, and then no more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from pacte.core import letters
from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry, Message
from pacte.initiatives import operations as initiatives
from pacte.initiatives.errors import AlreadyAway, DeputyUnknown, EndBeforeStart
from pacte.initiatives.models import Delegation
from pacte.roadmap import operations, rules
from pacte.roadmap.models import ProgressLink, ProgressReport
from pacte.roadmap.queries.asked import ToAsk
from tests.factories.accounts import UserFactory
from tests.factories.asking import led_action
from tests.factories.initiatives import DelegationFactory, MembershipFactory
from tests.factories.network import ContactFactory

pytestmark = pytest.mark.django_db
SAID = {"done": "Dix-huit personnes", "said_by": "quelqu’un", "said_on": "2026-03-03"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def away():
    """Samira leads an action and is away this week; Idriss stands in."""
    idriss = MembershipFactory(user__name="Idriss Camara", user__email="idriss@exemple.test")
    place = idriss.initiative
    samira = MembershipFactory(
        initiative=place, user__name="Samira Ouldali", user__email="samira@exemple.test"
    )
    contact = ContactFactory(initiative=place, name="Samira Ouldali", email="Samira@exemple.test")
    today = place.today(timezone.now())
    return DelegationFactory(
        initiative=place,
        absent=samira.user,
        deputy=idriss.user,
        from_on=today,
        to_on=today + 7 * DAY,
    ), led_action(contact, title="Ouvrir un atelier")


def moved(delegation, *, first, last):
    today = delegation.initiative.today(timezone.now())
    delegation.from_on, delegation.to_on = today + first * DAY, today + last * DAY
    delegation.save()


def report(client, action, **more):
    door = reverse("roadmap:report_progress", args=[action.initiative.slug, action.code])
    return client.post(door, {**SAID, **more})


def test_one_says_it_oneself_and_the_other_is_told_on_her_home(client, away):
    delegation, action = away
    place, deputy = delegation.initiative, delegation.deputy
    delegation.delete()
    client.force_login(delegation.absent)
    today = place.today(timezone.now())
    sent = {"from_on": today, "to_on": today + 3 * DAY, "deputy": deputy.pk}

    client.post(reverse("initiatives:absence", args=[place.slug]), sent)
    page = client.get(reverse("initiatives:absence", args=[place.slug]))
    client.force_login(deputy)
    home = client.get(reverse("portal:initiative_home", args=[place.slug]))

    assert "Idriss Camara vous remplace du" in page.text
    assert "Vous remplacez Samira Ouldali" in home.text
    assert action.title in home.text
    entry = AuditEntry.objects.get(event="initiatives.delegation.made")
    assert entry.changes["who"] == ["", "Idriss Camara pour Samira Ouldali"]


def test_the_team_page_says_who_is_away_and_who_answers(client, away):
    delegation, _action = away
    client.force_login(delegation.deputy)
    address = reverse("initiatives:members", args=[delegation.initiative.slug])

    during = client.get(address).text
    moved(delegation, first=1, last=2)
    before = client.get(address).text

    assert "Idriss Camara le fait à sa place." in during
    assert "le fait à sa place" not in before


def test_who_stands_in_says_where_it_stands_signed_for_the_other(client, away):
    delegation, action = away
    client.force_login(delegation.deputy)

    answer = report(client, action)

    assert answer.status_code == 302
    assert ProgressReport.objects.get().said_by == "Idriss Camara pour Samira Ouldali"
    told = AuditEntry.objects.filter(actor_key=str(delegation.deputy.pk)).last()
    assert told.actor_label == "Idriss Camara pour Samira Ouldali"


def test_she_signs_herself_what_she_carries_too(client, away):
    delegation, action = away
    own = ContactFactory(
        initiative=delegation.initiative, email=delegation.deputy.email, name="Idriss"
    )
    hers = led_action(own, plan=action.plan)
    client.force_login(delegation.deputy)

    report(client, hers)

    assert ProgressReport.objects.get().said_by == "Idriss Camara"


@pytest.mark.parametrize(("first", "last"), [(-7, -1), (1, 7)])
def test_before_and_after_these_days_she_may_not(client, away, first, last):
    delegation, action = away
    moved(delegation, first=first, last=last)
    client.force_login(delegation.deputy)

    home = client.get(reverse("portal:initiative_home", args=[action.initiative.slug]))

    assert report(client, action).status_code == 403
    assert "Vous remplacez" not in home.text


def test_both_days_count(away):
    delegation, action = away
    moved(delegation, first=0, last=0)

    assert rules.can_report_progress(delegation.deputy, action)


def test_ended_before_the_day_it_ends_at_once(client, away):
    delegation, action = away
    client.force_login(delegation.absent)
    door = reverse("initiatives:end_absence", args=[action.initiative.slug, delegation.pk])

    client.post(door)

    assert not rules.can_report_progress(delegation.deputy, action)
    assert client.post(door).status_code == 404


def test_nobody_ends_the_absence_of_another(client, away):
    delegation, action = away
    client.force_login(delegation.deputy)
    door = reverse("initiatives:end_absence", args=[action.initiative.slug, delegation.pk])

    assert client.post(door).status_code == 404


def test_she_gets_no_right_but_on_what_the_other_carries(away):
    delegation, action = away
    other = led_action(ContactFactory(initiative=action.initiative), plan=action.plan)

    assert not rules.can_report_progress(delegation.deputy, other)
    assert not rules.can_edit_action(delegation.deputy, action)


@pytest.mark.parametrize("gone", ["role", "account"])
def test_who_takes_part_no_more_leaves_nothing_to_stand_in_for(away, gone):
    delegation, action = away
    if gone == "role":
        delegation.absent.memberships.update(to_on=timezone.localdate() - DAY)
    else:
        delegation.absent.is_active = False
        delegation.absent.save()

    assert not rules.can_report_progress(delegation.deputy, action)


def test_standing_in_for_who_stands_in_goes_no_further(away):
    """Rights are handed on once: a deputy who leaves in turn hands on her own only."""
    delegation, action = away
    third = MembershipFactory(initiative=delegation.initiative).user
    DelegationFactory(initiative=delegation.initiative, absent=delegation.deputy, deputy=third)

    assert not rules.can_report_progress(third, action)


def test_a_lead_away_hands_on_no_right_of_the_team(away):
    delegation, action = away
    lead = MembershipFactory(initiative=delegation.initiative, lead=True).user
    other = led_action(ContactFactory(initiative=action.initiative), plan=action.plan)
    third = MembershipFactory(initiative=delegation.initiative).user
    DelegationFactory(initiative=delegation.initiative, absent=lead, deputy=third)

    assert not rules.can_edit_action(third, other)
    assert not rules.can_report_progress(third, other)


def asked(action, *, at):
    contact = action.responsibilities.get().contact
    (link,) = operations.ask_progress(
        initiative=action.initiative, wanted=[ToAsk(contact, [action])], by=SYSTEM, at=at
    )
    return link


def test_what_she_is_asked_goes_to_who_stands_in_and_ends_with_the_absence(client, away, settings):
    settings.EMAIL_HOST = "smtp.exemple.test"
    delegation, action = away
    now = timezone.now()

    link = asked(action, at=now)
    Message.objects.update(status="WAITING", due_at=now)
    letters.send_due(now)

    assert (link.address, link.expires_at) == ("idriss@exemple.test", delegation.ends_at)
    (sent,) = mail.outbox
    assert sent.to == ["Idriss Camara <idriss@exemple.test>"]
    assert "Bonjour Idriss Camara," in sent.body
    assert "Vous remplacez Samira Ouldali" in sent.body


def test_by_the_link_too_it_is_signed_for_the_other(client, away):
    _delegation, action = away
    link = asked(action, at=timezone.now())
    request = link.requests.get()

    page = client.get(reverse("roadmap:say_progress", args=[link.secret]))
    client.post(
        reverse("roadmap:say_progress", args=[link.secret]),
        {f"a{request.pk}-stands": "NOTHING_NEW", f"a{request.pk}-kept": "", "step": "send"},
    )

    assert "Idriss Camara" in page.text
    request.refresh_from_db()
    assert request.answers.get().said_by == "Idriss Camara pour Samira Ouldali"


def test_a_link_of_an_absence_that_ended_early_opens_no_more_and_is_renewed_to_her(client, away):
    delegation, action = away
    link = asked(action, at=timezone.now())
    initiatives.end_delegation(delegation=delegation, by=SYSTEM, at=timezone.now())
    door = reverse("roadmap:say_progress", args=[link.secret])

    closed = client.get(door)
    renewed = operations.renew_link(
        link=ProgressLink.objects.get(pk=link.pk), at=timezone.now() + 2 * DAY
    )

    assert closed.status_code == 410
    assert not ProgressLink.objects.open(timezone.now()).filter(address="idriss@exemple.test")
    assert (renewed.address, renewed.delegation) == ("Samira@exemple.test", None)
    assert client.get(door).status_code == 410


@pytest.mark.parametrize("who", ["deputy", "absent"])
@pytest.mark.parametrize("how", ["role", "account"])
def test_a_link_opens_no_more_once_either_of_them_has_left(client, away, who, how):
    delegation, action = away
    now = timezone.now()
    link = asked(action, at=now)
    door = reverse("roadmap:say_progress", args=[link.secret])
    assert client.get(door).status_code == 200

    left(getattr(delegation, who), how)

    assert client.get(door).status_code == 410
    client.post(reverse("roadmap:renew_link", args=[link.secret]))
    link.refresh_from_db()
    assert link.address == "Samira@exemple.test"
    assert asked(action, at=now).address == "Samira@exemple.test"


def left(user, how):
    if how == "account":
        user.is_active = False
        user.save(update_fields=["is_active"])
    else:
        initiatives.end_membership(membership=user.memberships.get(), by=SYSTEM, at=timezone.now())


def test_who_left_is_sent_no_letter_and_reminded_of_nothing(away, settings):
    settings.EMAIL_HOST = "smtp.exemple.test"
    delegation, action = away
    now = timezone.now()
    asked(action, at=now)
    Message.objects.update(status="WAITING", due_at=now)
    left(delegation.deputy, "account")

    letters.send_due(now)
    Message.objects.update(status="SENT", ended_at=now)

    assert mail.outbox == []
    assert not operations.remind_progress(
        initiative=delegation.initiative, after=DAY, at=now + 2 * DAY
    )


def test_after_these_days_she_is_asked_herself(away):
    delegation, action = away
    moved(delegation, first=-7, last=-1)

    assert asked(action, at=timezone.now()).address == "Samira@exemple.test"


def delegate(away, **fields):
    delegation, _action = away
    today = delegation.initiative.today(timezone.now())
    given = {"absent": delegation.absent, "deputy": delegation.deputy}
    given |= {"from_on": today + 20 * DAY, "to_on": today + 30 * DAY}
    return initiatives.delegate(
        initiative=delegation.initiative, by=SYSTEM, at=timezone.now(), **{**given, **fields}
    )


def test_days_that_cross_or_are_over_and_people_from_elsewhere_are_refused(away):
    delegation, _action = away
    today = delegation.initiative.today(timezone.now())

    with pytest.raises(AlreadyAway):
        delegate(away, from_on=today + 7 * DAY)
    with pytest.raises(EndBeforeStart):
        delegate(away, from_on=today - 9 * DAY, to_on=today - DAY)
    with pytest.raises(EndBeforeStart):
        delegate(away, to_on=today + 19 * DAY)
    with pytest.raises(DeputyUnknown):
        delegate(away, deputy=delegation.absent)
    with pytest.raises(DeputyUnknown):
        delegate(away, deputy=UserFactory())
    assert delegate(away).from_on == today + 20 * DAY


def test_an_absence_without_an_end_in_sight_is_refused(client, away):
    delegation, action = away
    delegation.delete()
    client.force_login(delegation.absent)
    door = reverse("initiatives:absence", args=[delegation.initiative.slug])
    today = delegation.initiative.today(timezone.now())

    sent = {"from_on": str(today), "to_on": "9999-12-31", "deputy": delegation.deputy.pk}
    answer = client.post(door, sent)

    assert "Un remplacement dure un an au plus" in answer.text
    assert 'value="9999-12-31"' in answer.text
    assert asked(action, at=timezone.now()).address == "Samira@exemple.test"


def test_a_refused_absence_gives_back_what_was_chosen(client, away):
    delegation, _action = away
    client.force_login(delegation.absent)
    door = reverse("initiatives:absence", args=[delegation.initiative.slug])
    today = delegation.initiative.today(timezone.now())
    sent = {"from_on": str(today), "to_on": str(today), "deputy": delegation.deputy.pk}

    crossing = client.post(door, sent)
    stranger = client.post(door, {**sent, "deputy": UserFactory().pk})

    assert "Quelqu’un vous remplace déjà ces jours-là." in crossing.text
    assert f'value="{today}"' in crossing.text
    assert "Choisissez quelqu’un de la liste." in stranger.text
    assert Delegation.objects.count() == 1
