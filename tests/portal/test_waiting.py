"""« Ce qui vous attend » : what each person carries, is asked, decides, and has not seen yet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.accounts.operations import note_sign_in
from pacte.core.actor import SYSTEM
from pacte.core.models import Unsubscription
from pacte.initiatives.models import Visit
from pacte.network.models import ContactFunction
from pacte.roadmap import operations
from pacte.roadmap.models import Action, ProgressRequest
from pacte.roadmap.queries.asked import ToAsk
from pacte.roadmap.queries.calls import to_call
from pacte.roadmap.queries.home import facts_of
from tests.factories.network import ContactFactory, OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory
from tests.personas import make_personas

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2025, 6, 1)


@pytest.fixture
def people():
    return make_personas()


@pytest.fixture
def plan(people):
    return PlanFactory(initiative=people.initiative, shared=True)


def home(client, people, user):
    client.force_login(user)
    return client.get(reverse("portal:initiative_home", args=[people.initiative.slug]))


def led_by(user, plan, **fields):
    action = ActionFactory(plan=plan, **fields)
    contact = ContactFactory(initiative=plan.initiative, email=user.email, name="Samira")
    ResponsibilityFactory(action=action, organisation=None, contact=contact)
    return action, contact


def test_home_shows_what_she_leads_with_what_is_past_first(client, people, plan):
    led_by(people.committee, plan, title="Tenir un forum", status="IN_PROGRESS")
    late = {"schedule_end": LONG_AGO, "status": "IN_PROGRESS"}
    led_by(people.committee, plan, title="Ouvrir le garage", **late)
    led_by(people.committee, plan, title="Finie", status="DONE")
    ActionFactory(plan=plan, title="À d’autres", status="IN_PROGRESS")

    page = home(client, people, people.committee)

    told = [(str(one.action), one.late_since) for one in page.context["mine"].rows]
    assert told == [("Ouvrir le garage", LONG_AGO), ("Tenir un forum", None)]
    assert "Échéance passée" in page.text


def test_home_says_in_one_line_that_nothing_waits_and_whom_to_call(client, people, plan):
    operations.edit_progress_settings(
        initiative=people.initiative,
        asker=people.lead,
        phone="01 99 00 00 00",
        takes_at_once=False,
        by=SYSTEM,
        at=timezone.now(),
    )

    page = home(client, people, people.elected)

    assert "Rien ne vous attend aujourd’hui." in page.text
    assert "tel:01 99 00 00 00" in page.text
    assert page.context["facts"].asker.email == people.lead.email


def test_home_shows_what_concerns_where_she_works(client, people, plan):
    town_hall = OrganisationFactory(name="Mairie de Port-Tisserand")
    ParticipationFactory(initiative=people.initiative, organisation=town_hall)
    contact = ContactFactory(initiative=people.initiative, email=people.elected.email)
    ContactFunction.objects.create(contact=contact, title="Maire", organisation=town_hall)
    seen = ActionFactory(plan=plan, title="Tenir une permanence")
    ResponsibilityFactory(action=seen, role="PARTNER", organisation=town_hall)
    kept = ActionFactory(plan=plan, title="Gardée", team_only_fields=["partners"])
    ResponsibilityFactory(action=kept, role="PARTNER", organisation=town_hall)

    page = home(client, people, people.elected)

    assert page.context["facts"].works == town_hall
    assert page.context["mine"].naming == [seen]
    assert "Gardée" not in page.text


def test_home_opens_the_link_of_what_she_is_asked(client, people, plan):
    action, contact = led_by(people.committee, plan)
    (link,) = operations.ask_progress(
        initiative=people.initiative,
        wanted=[ToAsk(contact, [action])],
        by=SYSTEM,
        at=timezone.now(),
    )

    page = home(client, people, people.committee)

    assert page.context["facts"].asked == 1
    assert reverse("roadmap:say_progress", args=[link.secret]) in page.text
    assert home(client, people, people.elected).context["facts"].link is None


def test_home_counts_for_the_team_what_it_has_to_decide(client, people, plan):
    action, contact = led_by(people.committee, plan)
    (link,) = operations.ask_progress(
        initiative=people.initiative,
        wanted=[ToAsk(contact, [action])],
        by=SYSTEM,
        at=timezone.now(),
    )
    Action.objects.filter(pk=led_by(people.committee, plan)[0].pk).update(to_clarify_since=LONG_AGO)
    operations.answer_requests(
        told={link.requests.get(): operations.Told("NOTHING_NEW")},
        said_by="Samira",
        by=SYSTEM,
        at=timezone.now(),
    )

    page = home(client, people, people.lead)

    told = [(one["value"], one["label"]) for one in page.context["to_decide"]]
    assert told == [(1, "réponse à relire"), (1, "courriel à regarder"), (1, "point à éclaircir")]
    table = client.get(page.context["to_decide"][2]["url"])
    assert table.context["table"].total == 1
    assert home(client, people, people.elected).context["to_decide"] == []


@pytest.mark.parametrize("why", ["unanswered", "left", "no_address", "lost", "none"])
def test_home_counts_the_calls_that_the_call_list_shows(people, plan, why):
    ContactFactory.create_batch(3)  # so that no two keys are the same number
    action, contact = led_by(people.committee, plan)
    if why == "no_address":
        contact.email = ""
        contact.save()
    (link,) = operations.ask_progress(
        initiative=people.initiative,
        wanted=[ToAsk(contact, [action])],
        by=SYSTEM,
        at=timezone.now(),
    )
    if why == "unanswered":
        long_ago = timezone.now() - dt.timedelta(days=20)
        ProgressRequest.objects.update(reminded_at=long_ago)
    if why == "left":
        address = contact.email.lower()
        space = people.initiative.audit_space
        Unsubscription.objects.create(space=space, address=address, at=timezone.now())
    if why == "lost":
        link.messages.update(status="BOUNCED")

    now = timezone.now()
    listed = len(to_call(people.initiative, now=now))

    assert listed == (0 if why == "none" else 1)
    assert facts_of(people.initiative, people.lead, now=now, is_team=True).calls == listed


def moved(plan, user, **fields):
    action = ActionFactory(plan=plan, status="TO_START", **fields)
    operations.move_status(action=action, to="IN_PROGRESS", by=user.as_actor(), at=timezone.now())
    return action


def test_home_shows_what_others_changed_since_the_last_visit(client, people, plan):
    people.elected.last_visit_at = timezone.now() - dt.timedelta(days=3)
    people.elected.save()
    seen = moved(plan, people.lead, title="Ouvrir le garage")
    moved(plan, people.lead, title="Réservée", team_only=True)
    moved(plan, people.lead, title="État gardé", team_only_fields=["status"])
    moved(plan, people.elected, title="La sienne")

    page = home(client, people, people.elected)

    assert [one.action for one in page.context["changes"]] == [seen]
    assert "État changé" in page.text


def test_what_was_seen_is_no_longer_new(client, people, plan):
    people.elected.last_visit_at = timezone.now() - dt.timedelta(days=3)
    people.elected.save()
    moved(plan, people.lead)
    client.force_login(people.elected)

    client.post(reverse("portal:mark_seen", args=[people.initiative.slug]))

    assert home(client, people, people.elected).context["changes"] == []
    assert Visit.objects.get().user == people.elected


def test_signing_in_again_the_same_day_is_the_same_visit(client, people):
    user = people.elected
    friday = timezone.now() - dt.timedelta(days=3)
    user.last_login = friday
    user.save()

    client.force_login(user)
    client.force_login(user)

    user.refresh_from_db()
    assert user.last_visit_at == friday
    assert user.last_login > friday


def test_a_first_sign_in_has_no_visit_before(people):
    people.elected.last_login = None

    note_sign_in(user=people.elected, at=timezone.now())

    assert people.elected.last_visit_at is None


def test_the_table_shows_what_its_reader_leads_and_says_so(client, people, plan):
    led_by(people.committee, plan, title="Tenir un forum")
    ActionFactory(plan=plan)
    client.force_login(people.committee)
    table = reverse("roadmap:plan_table", args=[people.initiative.slug, plan.slug])

    page = client.get(f"{table}?moi=1")

    assert page.context["table"].total == 1
    assert [one.label for one in page.context["badges"]] == ["Ce que je mène"]


def test_members_cannot_ask_for_what_is_to_clarify(client, people, plan):
    ActionFactory(plan=plan, to_clarify_since=LONG_AGO)
    client.force_login(people.elected)
    table = reverse("roadmap:plan_table", args=[people.initiative.slug, plan.slug])

    assert client.get(f"{table}?eclaircir=1").context["table"].total == 0
