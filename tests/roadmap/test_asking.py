"""Whom the team asks, when, what is kept of the answers, and when asking ends."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from pacte.core import letters
from pacte.core.actor import SYSTEM, Actor, ActorKind
from pacte.core.models import AuditEntry, Job, Message, MessageStatus
from pacte.network.models import Contact
from pacte.roadmap import operations
from pacte.roadmap.enums import AnswerState, RequestEnd
from pacte.roadmap.errors import AnswerClosed, AnswerReviewed, HandoverSettled, LinkClosed
from pacte.roadmap.forms.cells import schedule_meant
from pacte.roadmap.models import (
    Achievement,
    Action,
    ProgressAnswer,
    ProgressLink,
    ProgressReport,
)
from pacte.roadmap.notifications import progress_request_letter
from pacte.roadmap.operations import Told
from pacte.roadmap.queries.asked import people_asked, to_ask, without_voice
from pacte.roadmap.queries.calls import Why, to_call
from pacte.roadmap.queries.links import asker_of, questions_of
from tests.factories.asking import NOW, asked_link, led_action
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    GroupFactory,
    OrganisationFactory,
    UnitFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HER = Actor(ActorKind.LINK, "link:1", "Samira Ouldali")
NUMBERS = {"every": 90, "together": 21, "apart": 21}


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself() -> None:
    Job.objects.create(key="envoi", name="core.send_mail", asked_at=NOW)


def old(action: Action, days: int) -> Action:
    Action.objects.filter(pk=action.pk).update(created_at=NOW - days * DAY, news_at=None)
    return action


def asked(initiative, on: dt.datetime = NOW) -> dict[str, list[str]]:
    return {
        one.contact.name: [action.title for action in one.actions]
        for one in to_ask(initiative, now=on, **NUMBERS)
    }


# Whom


def test_the_voice_of_an_action_is_who_was_named_for_it_first() -> None:
    place = InitiativeFactory()
    plan = PlanFactory(initiative=place, shared=True)
    organisation = OrganisationFactory()
    unit = UnitFactory(organisation=organisation)
    director, head = (ContactFactory(initiative=place, name=n) for n in ("Dora", "Hana"))
    named, chair = (ContactFactory(initiative=place, name=n) for n in ("Nour", "Chloé"))
    ContactFunctionFactory(contact=director, organisation=organisation, is_main=True)
    ContactFunctionFactory(contact=named, organisation=organisation)
    ContactFunctionFactory(contact=head, unit=unit)
    elsewhere = ContactFactory()
    ContactFunctionFactory(contact=elsewhere, organisation=organisation, is_main=True)
    group = GroupFactory(initiative=place, contact=chair)
    rows = {
        "organisation": {"organisation": organisation},
        "person": {"organisation": organisation, "person": named},
        "unit": {"organisation": None, "unit": unit},
        "other unit": {"organisation": None, "unit": UnitFactory(organisation=organisation)},
        "group": {"organisation": None, "group": group},
        "contact": {"organisation": None, "contact": chair},
        "words": {"organisation": None, "words": "Quelqu’un"},
        "declined": {"organisation": organisation, "state": "DECLINED"},
    }
    actions = {}
    for name, fields in rows.items():
        actions[name] = ActionFactory(plan=plan, title=name)
        ResponsibilityFactory(action=actions[name], **fields)

    found = people_asked(place, [action.pk for action in actions.values()], on=NOW.date())

    assert {name: str(found[a.pk]) for name, a in actions.items() if a.pk in found} == {
        "organisation": "Dora",
        "person": "Nour",
        "unit": "Hana",
        "other unit": "Dora",
        "group": "Chloé",
        "contact": "Chloé",
    }
    assert [a.title for a in without_voice(place, on=NOW.date())] == ["words", "declined"]


def test_an_only_contact_answers_where_nobody_is_main_and_two_do_not() -> None:
    place = InitiativeFactory()
    alone, crowd = OrganisationFactory(), OrganisationFactory()
    only = ContactFunctionFactory(contact__initiative=place, organisation=alone).contact
    for _ in range(2):
        ContactFunctionFactory(contact__initiative=place, organisation=crowd)
    plan = PlanFactory(initiative=place, shared=True)
    first, second = ActionFactory(plan=plan), ActionFactory(plan=plan)
    ResponsibilityFactory(action=first, organisation=alone)
    ResponsibilityFactory(action=second, organisation=crowd)

    assert people_asked(place, [first.pk, second.pk], on=NOW.date()) == {first.pk: only}


def test_a_co_lead_is_asked_only_where_no_lead_has_a_voice() -> None:
    lead, other = ContactFactory(name="Lead"), ContactFactory(name="Other")
    Contact.objects.update(initiative=lead.initiative)
    action = led_action(lead)
    ResponsibilityFactory(action=action, organisation=None, contact=other, role="CO_LEAD")
    orphan = ActionFactory(plan=action.plan)
    ResponsibilityFactory(action=orphan, organisation=None, words="X")
    ResponsibilityFactory(action=orphan, organisation=None, contact=other, role="CO_LEAD")

    found = people_asked(lead.initiative, [action.pk, orphan.pk], on=NOW.date())

    assert {key: str(contact) for key, contact in found.items()} == {
        action.pk: "Lead",
        orphan.pk: "Other",
    }


# When


def test_one_letter_holds_what_is_due_and_what_soon_will_be() -> None:
    contact = ContactFactory(name="Samira")
    plan = PlanFactory(initiative=contact.initiative, shared=True)
    for title, days in (("due", 91), ("soon", 75), ("fresh", 60)):
        old(led_action(contact, plan=plan, title=title), days)
    other = ContactFactory(initiative=contact.initiative, name="Paul")
    old(led_action(other, plan=plan, title="soon too"), 75)

    assert asked(contact.initiative) == {"Samira": ["due", "soon"]}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "DONE"},
        {"status": "PAUSED", "status_reason": "attente"},
        {"is_team_only": True},
        {"deleted_at": NOW},
    ],
)
def test_nobody_is_asked_about_what_is_over_or_kept(fields) -> None:
    contact = ContactFactory()
    action = old(led_action(contact), 200)
    Action.objects.filter(pk=action.pk).update(**fields)

    assert asked(contact.initiative) == {}


def test_nobody_is_asked_about_a_draft() -> None:
    contact = ContactFactory()
    old(led_action(contact, plan=PlanFactory(initiative=contact.initiative)), 200)

    assert asked(contact.initiative) == {}


def test_asking_again_at_once_finds_nobody_and_a_letter_rests_three_weeks() -> None:
    contact = ContactFactory(name="Samira", email="samira@gue.example")
    plan = PlanFactory(initiative=contact.initiative, shared=True)
    old(led_action(contact, plan=plan, title="first"), 91)
    wanted = to_ask(contact.initiative, now=NOW, **NUMBERS)
    operations.ask_progress(initiative=contact.initiative, wanted=wanted, by=SYSTEM, at=NOW)
    old(led_action(contact, plan=plan, title="second"), 91)

    assert asked(contact.initiative) == {}
    assert asked(contact.initiative, NOW + 20 * DAY) == {}
    assert asked(contact.initiative, NOW + 22 * DAY) == {"Samira": ["second"]}
    assert Message.objects.count() == 1


def test_a_reminder_goes_once_to_who_had_the_letter_and_said_nothing() -> None:
    link = asked_link(actions=2)
    place = link.initiative
    after = 10 * DAY

    assert operations.remind_progress(initiative=place, after=after, at=NOW + 30 * DAY) == 0
    link.messages.update(status=MessageStatus.SENT, ended_at=NOW)
    assert operations.remind_progress(initiative=place, after=after, at=NOW + 9 * DAY) == 0
    assert operations.remind_progress(initiative=place, after=after, at=NOW + 10 * DAY) == 1
    assert operations.remind_progress(initiative=place, after=after, at=NOW + 20 * DAY) == 0

    assert [m.about["why"] for m in link.messages.order_by("pk")] == ["asked", "reminded"]


def test_nothing_more_is_asked_once_it_was_said_otherwise() -> None:
    link = asked_link(actions=3)
    link.messages.update(status=MessageStatus.SENT, ended_at=NOW)
    one, two, three = (request.action for request in link.requests.order_by("pk"))
    operations.report_progress(
        action=one, said_on=NOW.date(), said_by="Claire", done="Fait", by=SYSTEM, at=NOW
    )
    operations.move_status(action=two, to="DONE", by=SYSTEM, at=NOW)
    operations.delete_action(action=three, by=SYSTEM, at=NOW)

    ends = list(link.requests.order_by("pk").values_list("end", flat=True))
    assert ends == [RequestEnd.TOLD_OTHERWISE, RequestEnd.TOLD_OTHERWISE, ""]
    assert progress_request_letter(link.messages.get()) is None


# The letter


def test_the_letter_is_in_the_officer_s_name_and_says_only_what_waits() -> None:
    link = asked_link(actions=2, at=timezone.now())
    officer = MembershipFactory(
        initiative=link.initiative, role="LEAD", user__name="Claire Vasseur"
    ).user
    operations.edit_progress_settings(
        initiative=link.initiative,
        asker=officer,
        phone="01 99 00 41 10",
        takes_at_once=False,
        by=SYSTEM,
        at=NOW,
    )
    operations.answer_requests(
        told={link.requests.order_by("pk")[0]: Told("NOTHING_NEW")},
        said_by="Samira",
        by=HER,
        at=NOW,
    )

    letter = progress_request_letter(link.messages.get())

    assert letter is not None
    assert (letter.sender, letter.reply_to) == ("Claire Vasseur", officer.email)
    assert "Action 2" in letter.text
    assert "Action 1" not in letter.text
    assert f"/r/{link.secret}/" in letter.text
    assert link.secret not in letter.masked(letter.text)
    assert "courriels/arreter/" in letter.text
    assert "arreter/…" in letter.masked(letter.text)


def test_the_reminder_says_so_and_a_closed_link_asks_nothing() -> None:
    link = asked_link(at=timezone.now())
    message = link.messages.get()
    message.about["why"] = "reminded"

    reminder = progress_request_letter(message)
    operations.revoke_link(link=link, by=SYSTEM, at=NOW)

    assert reminder is not None
    assert reminder.subject == "Rappel\xa0: où en est votre action\u202f? Deux minutes suffisent"
    assert progress_request_letter(message) is None


def test_the_first_of_the_team_signs_where_the_chosen_one_left() -> None:
    place = InitiativeFactory()
    assert asker_of(place).name == ""
    first = MembershipFactory(initiative=place, role="LEAD", user__name="Ana").user
    gone = MembershipFactory(initiative=place, role="LEAD", to_on=NOW.date() - DAY).user
    operations.edit_progress_settings(
        initiative=place, asker=gone, phone="", takes_at_once=True, by=SYSTEM, at=NOW
    )

    assert (asker_of(place).user, asker_of(place).takes_at_once) == (first, True)


# The door


def found(secret: str) -> ProgressLink | None:
    return ProgressLink.objects.of_secret(secret).first()


def test_a_link_opens_for_ninety_days_and_a_fresh_one_goes_to_the_same_address() -> None:
    link = asked_link()
    old_secret = link.secret
    assert found(old_secret) == link
    assert link.is_open(NOW + 89 * DAY)
    assert not link.is_open(NOW + 90 * DAY)

    at = NOW + 91 * DAY
    renewed = operations.renew_link(link=link, at=at)
    again = operations.renew_link(link=link, at=at + dt.timedelta(hours=2))

    assert renewed.secret == again.secret != old_secret
    assert renewed.is_open(at)
    assert (found(renewed.secret), found(old_secret)) == (link, None)
    renewals = Message.objects.filter(about__why="renewed")
    assert [letter.address for letter in renewals] == ["samira@gue.example"]


def test_a_closed_link_is_not_renewed() -> None:
    link = asked_link()
    operations.revoke_link(link=link, by=SYSTEM, at=NOW)

    assert not link.is_open(NOW)
    with pytest.raises(LinkClosed):
        operations.renew_link(link=link, at=NOW)
    assert link.requests.get().end == RequestEnd.WITHDRAWN


def test_no_table_keeps_a_secret() -> None:
    link = asked_link()

    assert link.secret not in str(vars(link))
    assert link.secret not in str(list(Message.objects.values()))
    assert link.secret not in str(list(AuditEntry.objects.values()))


# Answers


def answer(link, told: Told, *, at: dt.datetime = NOW, **more) -> ProgressAnswer:
    request = link.requests.order_by("pk")[0]
    (made,) = operations.answer_requests(
        told={request: told}, said_by="Samira Ouldali", by=HER, at=at, **more
    )
    return made


def test_nothing_new_is_an_answer_that_counts() -> None:
    link = asked_link()

    made = answer(link, Told("NOTHING_NEW"))

    action = Action.objects.get(pk=made.action_id)
    assert (made.state, link.requests.get().end) == (AnswerState.TO_REVIEW, RequestEnd.ANSWERED)
    assert action.news_at == NOW
    assert ProgressReport.objects.count() == 0
    operations.accept_answer(answer=made, by=SYSTEM, at=NOW)
    report = ProgressReport.objects.get()
    assert (report.stands, report.source, report.weather, str(report)) == (
        "NOTHING_NEW",
        "LINK",
        "",
        "Rien de nouveau",
    )


def test_what_is_taken_becomes_an_entry_an_achievement_a_date_and_an_end() -> None:
    link = asked_link()
    told = Told(
        "ADVANCES",
        is_finished=True,
        done=" Deux forums tenus ",
        quantity=Decimal(2),
        unit="forums",
        next="Un bilan",
        schedule_text="juin 2027",
    )
    made = answer(link, told)

    operations.accept_answer(answer=made, schedule=schedule_meant("juin 2027"), by=SYSTEM, at=NOW)

    action = Action.objects.get(pk=made.action_id)
    (report,) = ProgressReport.objects.all()
    (achievement,) = Achievement.objects.all()
    assert (report.done, report.next, report.weather) == (
        "Deux forums tenus",
        "Un bilan",
        "ON_TRACK",
    )
    assert (achievement.text, achievement.quantity, achievement.unit) == (
        "Deux forums tenus",
        2,
        "forums",
    )
    assert (action.schedule_text, action.schedule_end) == ("juin 2027", dt.date(2027, 6, 30))
    assert action.status == "DONE"


def test_an_end_that_does_not_follow_is_left_to_the_team() -> None:
    link = asked_link()
    Action.objects.update(is_continuous=True, status="IN_PROGRESS")
    made = answer(link, Told("ADVANCES", is_finished=True))

    operations.accept_answer(answer=made, by=SYSTEM, at=NOW)

    assert Action.objects.get().status == "IN_PROGRESS"
    assert ProgressReport.objects.count() == 1


def test_an_answer_sent_twice_is_kept_once_and_a_correction_takes_its_place() -> None:
    link = asked_link()
    first = answer(link, Told("STUCK", difficulties="Personne"), takes_at_once=True)
    twice = answer(link, Told("STUCK", difficulties="Personne"), takes_at_once=True)
    assert twice == first
    assert ProgressReport.objects.count() == 1

    answer(
        link,
        Told("ADVANCES", done="Trouvé", quantity=Decimal(1)),
        at=NOW + 15 * DAY,
        takes_at_once=True,
    )

    present = ProgressReport.objects.present()
    assert [report.done for report in present] == ["Trouvé"]
    assert Action.objects.get().weather == "ON_TRACK"
    with pytest.raises(AnswerClosed):
        answer(link, Told("STUCK"), at=NOW + 16 * DAY)


def test_a_correction_of_what_was_taken_waits_to_be_read_and_the_entry_stays_meanwhile() -> None:
    link = asked_link()
    made = answer(link, Told("ADVANCES", done="Dix"))
    operations.accept_answer(answer=made, by=SYSTEM, at=NOW)

    corrected = answer(link, Told("ADVANCES", done="Douze"), at=NOW + DAY)
    assert [r.done for r in ProgressReport.objects.present()] == ["Dix"]
    operations.accept_answer(answer=corrected, by=SYSTEM, at=NOW + DAY)

    assert [r.done for r in ProgressReport.objects.present()] == ["Douze"]


def test_two_of_the_team_do_not_decide_twice() -> None:
    made = answer(asked_link(), Told("NOTHING_NEW"))
    operations.dismiss_answer(answer=made, by=SYSTEM, at=NOW)

    with pytest.raises(AnswerReviewed):
        operations.accept_answer(answer=made, by=SYSTEM, at=NOW)
    assert operations.accept_answers(answers=[(made, None)], by=SYSTEM, at=NOW) == 0
    assert ProgressReport.objects.count() == 0


def test_who_says_it_is_not_her_is_asked_no_more_and_the_other_one_is() -> None:
    link = asked_link(actions=2)
    first, second = link.requests.order_by("pk")
    (handover,) = operations.hand_over(
        requests=[first],
        said_by="Samira",
        name="Clémence Aubertin",
        email="clemence@gue.example",
        phone="01",
        note="",
        by=HER,
        at=NOW,
    )

    person = operations.settle_handover(handover=handover, follow=True, by=SYSTEM, at=NOW)

    asked_now = people_asked(link.initiative, [first.action_id, second.action_id], on=NOW.date())
    assert {key: str(contact) for key, contact in asked_now.items()} == {
        first.action_id: "Clémence Aubertin",
        second.action_id: "Samira Ouldali",
    }
    assert [str(q.action) for q in questions_of(link)] == ["Action 2"]
    assert (person.email, person.may_publish) == ("clemence@gue.example", False)
    with pytest.raises(HandoverSettled):
        operations.settle_handover(handover=handover, follow=True, by=SYSTEM, at=NOW)


def test_a_known_person_is_not_added_twice_and_a_nameless_one_changes_nothing() -> None:
    link = asked_link(actions=2)
    known = ContactFactory(initiative=link.initiative, name="Clémence Aubertin")
    for request, name in zip(link.requests.order_by("pk"), ("clémence aubertin", ""), strict=True):
        (handover,) = operations.hand_over(
            requests=[request],
            said_by="S",
            name=name,
            email="",
            phone="",
            note="",
            by=HER,
            at=NOW,
        )
        person = operations.settle_handover(handover=handover, follow=True, by=SYSTEM, at=NOW)
        assert person == (known if name else None)


def test_what_is_said_by_telephone_is_written_with_its_source() -> None:
    link = asked_link()
    action = link.requests.get().action

    operations.record_for(
        action=action,
        told=Told("STUCK", difficulties="Le poste est vacant"),
        said_on=NOW.date(),
        said_by="Samira Ouldali",
        source="PHONE",
        by=SYSTEM,
        at=NOW,
    )

    report = ProgressReport.objects.get()
    assert (report.source, report.stands, report.weather) == ("PHONE", "STUCK", "NEEDS_SUPPORT")
    assert link.requests.get().end == RequestEnd.TOLD_OTHERWISE


# Calling


def whys(initiative, on: dt.datetime) -> dict[str, Why]:
    return {one.contact.name: one.why for one in to_call(initiative, now=on)}


def test_who_answers_neither_letter_is_called_and_later_a_meeting_asks() -> None:
    link = asked_link()
    place = link.initiative
    link.messages.update(status=MessageStatus.SENT, ended_at=NOW)
    operations.remind_progress(initiative=place, after=10 * DAY, at=NOW + 10 * DAY)

    assert whys(place, NOW + 14 * DAY) == {}
    assert whys(place, NOW + 15 * DAY) == {"Samira Ouldali": Why.UNANSWERED}
    operations.note_call(
        initiative=place,
        contact=link.contact,
        outcome="NO_REPLY",
        note="",
        by=SYSTEM,
        at=NOW + 16 * DAY,
    )
    (called,) = to_call(place, now=NOW + 16 * DAY)
    assert called.note.outcome == "NO_REPLY"

    late = 45 * DAY
    assert operations.mark_to_clarify(initiative=place, after=late, at=NOW + 54 * DAY) == 0
    assert operations.mark_to_clarify(initiative=place, after=late, at=NOW + 55 * DAY) == 1
    assert operations.mark_to_clarify(initiative=place, after=late, at=NOW + 56 * DAY) == 0
    assert Action.objects.get().to_clarify_since == (NOW + 55 * DAY).date()
    answer(link, Told("NOTHING_NEW"), at=NOW + 60 * DAY)
    assert Action.objects.get().to_clarify_since is None
    assert whys(place, NOW + 60 * DAY) == {}


def test_who_cannot_be_reached_by_letter_is_called_at_once() -> None:
    place = InitiativeFactory()
    for name, email in (("Sans", ""), ("Partie", "p@x.example"), ("Perdue", "q@x.example")):
        asked_link(ContactFactory(initiative=place, name=name, email=email))
    letters.leave(place.audit_space, "p@x.example", at=NOW)
    Message.objects.filter(name="Perdue").update(status=MessageStatus.BOUNCED, ended_at=NOW)

    assert whys(place, NOW) == {"Partie": Why.LEFT, "Perdue": Why.LOST, "Sans": Why.NO_ADDRESS}


def test_a_list_of_calls_asks_as_many_queries_for_three_as_for_one(
    django_assert_num_queries,
) -> None:
    place = InitiativeFactory()
    for count in (1, 3):
        while ContactFactory._meta.model.objects.filter(initiative=place).count() < count:
            asked_link(ContactFactory(initiative=place, email=""), actions=2)
        with django_assert_num_queries(6):
            assert len(to_call(place, now=NOW)) == count
