"""A part that is closed is gone from the menus, its addresses, home, diaries; nothing is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core import automations
from pacte.core.models import Message
from pacte.initiatives import registry
from pacte.initiatives.tasks import is_open
from pacte.network.notifications import ASKING_REFERENT, referent_request_letter
from pacte.roadmap.models import CalendarFeed, KeyProject, ProgressLink
from pacte.roadmap.notifications import ASKING, progress_request_letter
from tests.architecture.test_access import (  # noqa: F401 — `world` is a fixture
    GETS,
    POSTS,
    address,
    world,
)
from tests.factories.roadmap import MilestoneFactory, ProposalFactory

pytestmark = pytest.mark.django_db
PARTS = [module.name for module in registry.optional()]
# Pages that lead to parts of others.
AROUND = (
    "portal:initiative_home",
    "roadmap:plan_table",
    "roadmap:plan_calendar",
    "roadmap:plan_timeline",
    "roadmap:overview",
    "roadmap:action",
    "network:organisations",
    "network:contacts",
)


def close(place, *names):
    place.modules_off = list(names)
    place.save(update_fields=["modules_off"])


def screens_of(name):
    module = next(module for module in registry.every() if module.name == name)
    inside = {screen for m in registry.every() if m.within == name for screen in m.screens}
    return {*module.screens, *inside} | {
        screen for screen in GETS.keys() | POSTS.keys() if screen.startswith(f"{name}:")
    }


@pytest.mark.parametrize("name", PARTS)
def test_what_is_closed_answers_kindly_that_it_is_and_comes_back(client, world, name):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    close(people.initiative, name)

    for screen in screens_of(name):
        door = address(screen, keys)
        answer = client.get(door) if screen in GETS else client.post(door)
        assert (screen, answer.status_code) == (screen, 404)
        assert "cette rubrique est fermée" in answer.text
        assert "Aller aux réglages" in answer.text

    close(people.initiative)
    read = [screen for screen in screens_of(name) if GETS.get(screen, ())[2:3] == (200,)]
    assert read
    assert {client.get(address(screen, keys)).status_code for screen in read} == {200}


@pytest.mark.parametrize("name", PARTS)
def test_no_page_leads_to_what_is_closed(client, world, name):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    doors = [address(screen, keys) for screen in screens_of(name) if screen in GETS]
    pages = [address(screen, keys) for screen in AROUND if screen not in screens_of(name)]
    before = "".join(client.get(page).text for page in pages)
    close(people.initiative, name)

    after = "".join(client.get(page).text for page in pages)

    assert any(f'href="{door}' in before for door in doors)
    assert [door for door in doors if f'href="{door}"' in after] == []


def test_the_settings_say_what_goes_and_that_nothing_is_erased(client, world):  # noqa: F811
    people, _ = world
    client.force_login(people.lead)

    page = client.get(reverse("initiatives:edit_settings", args=[people.initiative.slug])).text

    assert all(str(module.goes) in page.replace("&#x27;", "'") for module in registry.optional())
    assert "Rien n’est effacé" in page


def test_closing_asking_stops_its_automations_its_links_and_its_letters(client, world):  # noqa: F811
    people, _ = world
    place = people.initiative
    link = ProgressLink.objects.filter(initiative=place).first()
    message = link.messages.get()
    asking = [a.name for a in automations.every() if a.module == "roadmap.asking"]
    assert message.kind == ASKING
    assert progress_request_letter(message) is not None
    close(place, "roadmap.asking")

    opened = client.get(reverse("roadmap:say_progress", args=[link.secret]))

    assert opened.status_code == 410
    assert progress_request_letter(message) is None
    assert asking == ["roadmap.ask_progress", "roadmap.remind_progress", "roadmap.mark_to_clarify"]
    assert not is_open("roadmap.asking", place.audit_space)
    client.force_login(people.lead)
    page = client.get(reverse("portal:choose_automations", args=[place.slug]))
    assert not {form.chosen.automation.name for _, form in page.context["forms"]} & set(asking)
    assert (
        client.get(reverse("portal:initiative_home", args=[place.slug])).context["facts"].answers
        == 0
    )


def test_a_diary_reads_nothing_where_diaries_are_closed(client, world):  # noqa: F811
    people, _ = world
    feed = CalendarFeed.objects.get(initiative=people.initiative)
    door = reverse("roadmap:calendar_feed", args=[feed.secret])
    assert client.get(door).status_code == 200
    close(people.initiative, "roadmap.feeds")

    assert client.get(door).status_code == 404


def test_closed_key_projects_leave_their_milestones_out_of_time_and_diaries(client, world):  # noqa: F811
    people, keys = world
    place = people.initiative
    project = KeyProject.objects.get(pk=keys["project"])
    day = timezone.localdate() + dt.timedelta(days=1)
    MilestoneFactory(project=project, title="Jalon doré", due_on=day, schedule_kind="DATE")
    feed = CalendarFeed.objects.get(initiative=place)
    client.force_login(people.lead)
    month = f"?mois={day:%Y-%m}"
    pages = [
        address("roadmap:plan_timeline", keys),
        address("roadmap:plan_calendar", keys) + month,
        reverse("roadmap:calendar_feed", args=[feed.secret]),
    ]
    assert ["Jalon doré" in client.get(page).text for page in pages] == [True] * 3
    close(place, "roadmap.key_projects")

    assert ["Jalon doré" in client.get(page).text for page in pages] == [False] * 3


def test_closed_proposals_leave_home_and_the_page_of_files(client, world):  # noqa: F811
    people, keys = world
    ProposalFactory(plan__initiative=people.initiative, plan__shared=True)
    client.force_login(people.lead)
    home = reverse("portal:initiative_home", args=[people.initiative.slug])
    assert client.get(home).context["facts"].proposals == 1
    close(people.initiative, "roadmap.proposals")

    assert client.get(home).context["facts"].proposals == 0
    assert client.get(address("roadmap:export_page", keys)).context["ideas"] == 0


def test_closing_the_network_closes_the_communes_and_their_letters_with_it(world):  # noqa: F811
    people, _ = world
    place = people.initiative
    row = place.referents.get()
    row.contact, row.state = None, "TO_NAME"
    row.save()
    message = Message(space=place.audit_space, kind=ASKING_REFERENT, about={"referent": row.pk})
    assert referent_request_letter(message) is not None
    close(place, "network")

    assert registry.off(place) == ("network", "network.referents")
    assert referent_request_letter(message) is None
