"""A part that is closed is gone from the menus, its addresses, home, diaries; nothing is lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from pacte.core import automations
from pacte.core.models import Message
from pacte.initiatives import registry
from pacte.initiatives.tasks import is_open
from pacte.network.notifications import ASKING_REFERENT, referent_request_letter
from pacte.portal.exports import who_is_who
from pacte.roadmap.exports.snapshot import take_snapshot
from pacte.roadmap.models import (
    Action,
    Attachment,
    CalendarFeed,
    ExternalInitiative,
    FrameworkItem,
    KeyProject,
    ProgressLink,
    ReportingField,
)
from pacte.roadmap.notifications import ASKING, progress_request_letter
from pacte.roadmap.queries.matrix import dimensions
from tests.architecture.test_access import (  # noqa: F401 — `world` is a fixture
    GETS,
    POSTS,
    address,
    world,
)
from tests.factories.initiatives import ThemeFactory
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
    "network:edit_contact",
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

    assert registry.off(place) == ("network", "network.referents", "network.mandates")
    assert referent_request_letter(message) is None


TIED = ("Campus des métiers", "Loi pour le plein emploi")  # the external one, the line


@pytest.fixture
def tied(world):  # noqa: F811
    """An action of the plan meets an initiative of others and a line of a framework, in view."""
    people, keys = world
    action = Action.objects.select_related("plan").get(
        initiative=people.initiative, code=keys["code"]
    )
    ExternalInitiative.objects.filter(pk=keys["external"]).update(name=TIED[0])
    FrameworkItem.objects.filter(pk=keys["item"]).update(name=f"1 {TIED[1]}", title=TIED[1])
    Attachment.objects.create(action=action, external_id=keys["external"])
    Attachment.objects.create(action=action, framework_item_id=keys["item"])
    shown = ("title", "externals", "alignments", "themes")
    action.plan.columns = [{"key": key, "label": "", "is_shown": True} for key in shown]
    action.plan.save(update_fields=["columns"])
    caches["drawn"].clear()
    return action


def told_in(text):
    return [name in text for name in (*TIED, "Démarches extérieures", "Alignement")]


def without_secrets(html):
    return re.sub(r"[A-Za-z0-9]{64}", "", html)


PAGES_OF_TIES = (
    "roadmap:plan_table",
    "roadmap:plan_by_organisation",
    "roadmap:action",
    "roadmap:keep_to_team",
    "roadmap:choose_columns",
    "roadmap:mend_actions",
    "roadmap:edit_row",
)


@pytest.mark.parametrize("screen", PAGES_OF_TIES)
def test_the_columns_and_filters_of_a_closed_part_leave_each_page_and_come_back(
    client,
    world,  # noqa: F811
    tied,
    screen,
    settings,
):
    settings.PLAN_CACHE_SECONDS = 600
    people, keys = world
    client.force_login(people.lead)
    before = client.get(address(screen, keys)).text
    assert any(told_in(before))

    close(people.initiative, "roadmap.externals", "roadmap.frameworks")
    assert told_in(client.get(address(screen, keys)).text) == [False] * 4

    close(people.initiative)
    assert without_secrets(client.get(address(screen, keys)).text) == without_secrets(before)


def test_a_kept_table_knows_at_once_of_one_part_that_closes(client, world, tied, settings):  # noqa: F811
    settings.PLAN_CACHE_SECONDS = 600
    people, keys = world
    client.force_login(people.lead)
    table = address("roadmap:plan_table", keys)
    assert told_in(client.get(table).text) == [True] * 4

    close(people.initiative, "roadmap.externals")
    assert told_in(client.get(table).text) == [False, True, False, True]
    close(people.initiative, "roadmap.frameworks")
    assert told_in(client.get(table).text) == [True, False, True, False]


def test_a_filter_of_a_closed_part_is_left_aside_and_marks_no_link(client, world, tied, settings):  # noqa: F811
    settings.PLAN_CACHE_SECONDS = 600
    people, keys = world
    client.force_login(people.lead)
    table = address("roadmap:plan_table", keys)
    asked = f"{table}?exterieure={keys['external']}"
    whole = client.get(table).context["table"].total
    assert client.get(asked).context["badges"]
    assert client.get(asked).context["table"].total < whole
    close(people.initiative, "roadmap.externals")

    page = client.get(asked)

    assert (page.context["badges"], page.context["table"].total) == ([], whole)
    assert "exterieure=" not in client.get(table).text


def test_a_cell_of_a_closed_part_is_written_no_more_and_what_it_held_stays(client, world, tied):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    close(people.initiative, "roadmap.externals", "roadmap.frameworks")
    base = [keys["initiative"], keys["code"]]
    cell = reverse("roadmap:edit_cell", args=[*base, "externals"])
    mend = address("roadmap:mend_actions", keys)

    answers = [
        client.get(cell),
        client.post(cell, {"value": "Autre", "read": ""}),
        client.get(f"{mend}?quoi=alignments"),
        client.post(mend, {"column": "alignments", "value": "Autre", "codes": [tied.code]}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("cette rubrique est fermée" in answer.text for answer in answers)
    fieldset = reverse("roadmap:edit_fieldset", args=[*base, "rattachements"])
    assert list(client.get(fieldset).context["form"].columns) == [
        *("publics", "themes", "pillars", "territories")
    ]
    form = client.get(fieldset).context["form"]
    sent = {f"read-{name}": form.initial[name] for name in form.columns}
    assert client.post(fieldset, sent).status_code == 302
    assert tied.attachments.filter(external__isnull=False).count() == 1
    assert tied.attachments.filter(framework_item__isnull=False).count() == 1
    assert tied.responsibilities.filter(source_text="Autre").count() == 0


def test_files_and_readings_leave_out_what_is_closed(client, world, tied):  # noqa: F811
    people, _ = world
    client.force_login(people.lead)

    def readings():
        snapshot = take_snapshot(tied.plan, people.lead, at=timezone.now(), every_column=True)
        links = [set(action.links) for action in snapshot.reading.actions if action.links]
        crossed = {one.key for one in dimensions(tied.plan)}
        shown = {column.key for column in snapshot.table.shown}
        return (
            links,
            crossed & {"exterieure", "element"},
            shown & {"externals", "alignments"},
        )

    both = {"externals", "alignments"}
    assert readings() == ([both], {"exterieure", "element"}, both)
    close(people.initiative, "roadmap.externals", "roadmap.frameworks")
    tied.plan.initiative.refresh_from_db()

    assert readings() == ([], set(), set())


def test_columns_arranged_meanwhile_come_back_where_they_stood(client, world, tied):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    before = tied.plan.columns
    close(people.initiative, "roadmap.externals", "roadmap.frameworks")
    door = address("roadmap:choose_columns", keys)
    form = client.get(door).context["form"]
    sent = {
        name: value
        for name, field in form.fields.items()
        if (value := field.initial) not in {False, None}
    }

    assert client.post(door, {**sent, "read": form.now}).status_code == 302

    tied.plan.refresh_from_db()
    told = [(one["key"], one["is_shown"]) for one in tied.plan.columns]
    assert told[: len(before)] == [(one["key"], one["is_shown"]) for one in before]


def test_what_a_closed_part_keeps_to_the_team_stays_kept(client, world, tied):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    Action.objects.filter(pk=tied.pk).update(team_only_fields=["externals"])
    close(people.initiative, "roadmap.externals")

    client.post(address("roadmap:keep_to_team", keys), {"fields_kept": ["budget"]})

    tied.refresh_from_db()
    assert sorted(tied.team_only_fields) == ["budget", "externals"]


def test_closed_mandates_leave_the_directory_the_arrival_file_and_mondays(client, world):  # noqa: F811
    people, keys = world
    place = people.initiative
    client.force_login(people.lead)
    contact = place.contacts.get(pk=keys["contact"])
    mandate = contact.mandates.get()
    pages = [address("network:contacts", keys), address("network:edit_contact", keys)]
    automations_page = reverse("portal:choose_automations", args=[place.slug])

    def told():
        names = {f.chosen.automation.name for _, f in client.get(automations_page).context["forms"]}
        return (
            [mandate.title in client.get(page).text for page in pages],
            "network.mandates_ending" in names,
            str(mandate) in str(who_is_who(place, timezone.localdate())),
        )

    assert told() == ([True, True], True, True)
    close(place, "network.mandates")
    assert told() == ([False, False], False, False)


def test_a_form_of_others_is_filled_by_no_column_that_is_closed(client, world, tied):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    ReportingField.objects.filter(pk=keys["field"]).update(source="alignments")
    fill, field, add = (
        address(f"roadmap:{name}", keys)
        for name in ("fill_reporting_form", "edit_reporting_field", "add_reporting_field")
    )
    assert TIED[1] in client.get(fill).text
    close(people.initiative, "roadmap.externals", "roadmap.frameworks")

    assert TIED[1] not in client.get(fill).text
    offered = ['value="alignments"', 'value="externals"']
    assert [one in client.get(field).text for one in offered] == [True, False]
    assert [one in client.get(add).text for one in offered] == [False, False]


def test_an_action_tells_where_it_was_reported_only_where_that_is_open(client, world):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    page = address("roadmap:action", keys)
    assert "Rapportée ailleurs" in client.get(page).text
    close(people.initiative, "roadmap.reporting")

    assert "Rapportée ailleurs" not in client.get(page).text


def test_what_a_row_was_given_for_a_closed_column_goes_into_no_other(client, world, tied):  # noqa: F811
    people, keys = world
    client.force_login(people.lead)
    door = address("roadmap:edit_row", keys)
    cells = {cell.column: cell for cell, _theirs in client.get(door).context["cells"]}
    sent = {cell.add_prefix("read"): cell["read"].value() or "" for cell in cells.values()}
    sent |= {cell.add_prefix("value"): cell["value"].value() or "" for cell in cells.values()}
    theme = ThemeFactory(initiative=people.initiative)
    tied.attachments.all().delete()  # two empty cells, one after the other
    for column in ("externals", "alignments"):
        sent[cells[column].add_prefix("read")] = sent[cells[column].add_prefix("value")] = ""
    sent[cells["externals"].add_prefix("value")] = theme.name
    close(people.initiative, "roadmap.externals", "roadmap.frameworks")

    assert client.post(door, sent).status_code == 302

    assert not tied.attachments.exists()
