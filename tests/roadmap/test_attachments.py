"""What actions are tied to: lists of the team, words of documents, filters, exports."""

import io

import openpyxl
import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.documents.reading import read
from pacte.initiatives import operations as initiatives
from pacte.initiatives.models import PublicProfile, Theme
from pacte.roadmap import operations
from pacte.roadmap.importing import understand
from pacte.roadmap.importing.comparing import compare
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.models import Attachment
from pacte.roadmap.queries.attachments import names_on
from tests.factories.initiatives import (
    InitiativeFactory,
    PillarFactory,
    PublicProfileFactory,
    ThemeFactory,
)
from tests.factories.roadmap import THEN, ActionFactory, PlanFactory
from tests.factories.territories import a_commune, a_territory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(shared=True, initiative__territory=a_territory("Grand Val", "EPCI"))


def door(name, place, *more):
    return reverse(f"roadmap:{name}", args=[place.slug, *more])


def table(client, plan, **asked):
    return client.get(door("plan_table", plan.initiative, plan.slug), asked)


def write_publics(action, *words):
    return operations.edit_action(
        action=action, field="publics", read=action.publics, value=list(words), by=SYSTEM, at=THEN
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("jeune", ["Jeunes de 16 à 25 ans"]),
        ("Jeunes 16-25 ans", ["Jeunes de 16 à 25 ans"]),
        ("Les moins de 26 ans des bourgs", ["Jeunes de 16 à 25 ans"]),
        ("Jeunes et seniors", ["Jeunes de 16 à 25 ans", "Personnes de 50 ans et plus"]),
        ("Demandeurs d’emploi de longue durée", ["Demandeurs d’emploi de longue durée"]),
        ("demandeurs d'emploi", ["Demandeurs d’emploi"]),
        ("Proches aidants", []),
    ],
)
def test_words_of_publics_are_tied_to_the_entries_they_name(plan, words, named):
    initiatives.start_lists(initiative=plan.initiative, by=SYSTEM, at=THEN)

    action = write_publics(ActionFactory(plan=plan), words)

    assert names_on(action, "publics") == named
    assert action.publics == [words]


def test_an_imported_action_is_tied_by_the_words_of_its_document(client, lead, plan):
    PublicProfileFactory(initiative=plan.initiative, name="Aînés")
    told = {"title": "Rompre l’isolement", "publics": ["Ainés"]}

    action = operations.add_action(
        plan=plan, title=told["title"], fields={"publics": told["publics"]}, by=SYSTEM, at=THEN
    )

    assert names_on(action, "publics") == ["Aînés"]


def test_an_initiative_opens_with_the_lists_of_its_country():
    made = initiatives.create_initiative(
        name="Val",
        slug="val",
        territory=a_territory("Val", "MRC", jurisdiction="QC"),
        jurisdiction="QC",
        lead_email="a@gue.example",
        by=SYSTEM,
        at=THEN,
    )

    assert Theme.objects.of_initiative(made).filter(name="Francisation").exists()
    assert not Theme.objects.of_initiative(made).filter(name="Langue française").exists()


def test_words_placed_under_an_entry_tie_every_action_that_has_them(client, lead, plan):
    public = PublicProfileFactory(initiative=plan.initiative, name="Jeunes")
    action = write_publics(ActionFactory(plan=plan), "NEET")
    lists = client.get(door("lists", plan.initiative)).content.decode()
    assert "NEET" in lists

    client.post(
        door("place_words", plan.initiative), {"words": "NEET", "entry": public.pk}, follow=True
    )

    assert names_on(action, "publics") == ["Jeunes"]
    assert client.get(door("lists", plan.initiative)).context["unmatched"] == []


def test_words_that_no_entry_means_become_an_entry(client, lead, plan):
    action = write_publics(ActionFactory(plan=plan), "Proches aidants")

    client.post(door("place_words", plan.initiative), {"words": "Proches aidants", "entry": 0})

    assert names_on(action, "publics") == ["Proches aidants"]


def test_a_renamed_public_keeps_its_former_name_and_its_actions(client, lead, plan):
    public = PublicProfileFactory(initiative=plan.initiative, name="Jeunes")
    action = write_publics(ActionFactory(plan=plan), "Jeunes")

    client.post(
        door("edit_listed", plan.initiative, "publics", public.pk),
        {"name": "Moins de 26 ans", "words": ""},
    )

    public.refresh_from_db()
    assert (public.name, public.words) == ("Moins de 26 ans", ["Jeunes"])
    assert names_on(action, "publics") == ["Moins de 26 ans"]


def test_an_entry_that_is_used_is_closed_and_one_that_is_not_goes_away(client, lead, plan):
    used, idle = ThemeFactory(initiative=plan.initiative), ThemeFactory(initiative=plan.initiative)
    Attachment.objects.create(action=ActionFactory(plan=plan), theme=used)

    for one in (used, idle):
        client.post(door("remove_listed", plan.initiative, "themes", one.pk))

    used.refresh_from_db()
    assert used.closed_at is not None
    assert not Theme.objects.filter(pk=idle.pk).exists()
    client.post(door("reopen_listed", plan.initiative, "themes", used.pk))
    used.refresh_from_db()
    assert used.closed_at is None


def test_a_name_stands_once_in_a_list(client, lead, plan):
    ThemeFactory(initiative=plan.initiative, name="Mobilité")
    address = door("add_listed", plan.initiative, "themes")

    answer = client.post(address, {"themes-name": "mobilité", "themes-words": "bus"})

    assert answer.status_code == 422
    assert "Ce nom est déjà dans la liste." in answer.content.decode()
    assert "bus" in answer.content.decode()


def test_an_empty_list_starts_from_the_proposed_one_once(client, lead, plan):
    for _ in range(2):
        client.post(door("start_list", plan.initiative, "publics"))

    names = PublicProfile.objects.of_initiative(plan.initiative).values_list("name", flat=True)
    assert names[0] == "Jeunes de 16 à 25 ans"
    assert len(names) == len(set(names))


def test_boxes_that_are_ticked_tie_the_action_and_keep_the_words_of_the_document(
    client, lead, plan
):
    initiative = plan.initiative
    PublicProfileFactory(initiative=initiative, name="Jeunes", words=["NEET"])
    PublicProfileFactory(initiative=initiative, name="Femmes")
    ThemeFactory(initiative=initiative, name="Mobilité")
    PillarFactory(initiative=initiative, name="Former")
    a_commune("Brécy", initiative.territory)
    action = write_publics(ActionFactory(plan=plan), "NEET", "Bateliers")
    address = door("edit_fieldset", initiative, action.code, "rattachements")
    form = client.get(address).context["form"]
    assert form["publics"].value() == ["Jeunes", "Bateliers"]

    client.post(
        address,
        {
            "read-publics": "NEET\nBateliers",
            "publics": ["Jeunes", "Femmes"],
            "read-themes": "",
            "themes": ["Mobilité"],
            "read-pillars": "",
            "pillars": ["Former"],
            "read-territories": "",
            "territories": ["Brécy"],
        },
    )

    action.refresh_from_db()
    assert action.publics == ["NEET", "Femmes"]
    told = {name: names_on(action, name) for name in ("themes", "pillars", "territories")}
    assert told == {"themes": ["Mobilité"], "pillars": ["Former"], "territories": ["Brécy"]}
    page = client.get(door("action", initiative, action.code)).content.decode()
    assert "Brécy" in page.split('id="historique"')[0]


def test_a_name_of_no_list_is_refused_and_comes_back(client, lead, plan):
    action = ActionFactory(plan=plan)
    for column, said in (("themes", "Pas dans la liste"), ("territories", "Hors du périmètre")):
        cell = door("edit_cell", plan.initiative, action.code, column)

        answer = client.post(cell, {"read": "", "value": "Ailleurs"})

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Ailleurs" in answer.content.decode()


def test_several_actions_are_tied_at_once(client, lead, plan):
    ThemeFactory(initiative=plan.initiative, name="Mobilité")
    ThemeFactory(initiative=plan.initiative, name="Logement")
    first, second = ActionFactory(plan=plan), ActionFactory(plan=plan)
    operations.edit_cell(
        action=first, column="themes", read=[], value=["Logement"], by=SYSTEM, at=THEN
    )

    client.post(
        door("mend_actions", plan.initiative, plan.slug),
        {"column": "themes", "value": ["Mobilité"], "codes": [first.code, second.code]},
    )

    assert names_on(first, "themes") == ["Mobilité", "Logement"]
    assert names_on(second, "themes") == ["Mobilité"]


def test_the_plan_filters_by_each_thing_and_says_it_in_a_badge(client, lead, plan):
    initiative = plan.initiative
    commune = a_commune("Brécy", initiative.territory)
    tied, other = ActionFactory(plan=plan), ActionFactory(plan=plan)
    things = {
        "public": PublicProfileFactory(initiative=initiative),
        "theme": ThemeFactory(initiative=initiative),
        "pillar": PillarFactory(initiative=initiative),
        "territory": commune,
    }
    for tie, thing in things.items():
        Attachment.objects.create(action=tied, **{tie: thing})
    asked = {"public": "public", "theme": "theme", "pilier": "pillar", "territoire": "territory"}

    for name, tie in asked.items():
        answer = table(client, plan, **{name: things[tie].pk})
        rows = answer.content.decode().split("<tbody")[1]
        assert tied.title in rows
        assert other.title not in rows
        assert [badge.label for badge in answer.context["badges"]] == [things[tie].name]
    whole = table(client, plan, territoire=initiative.territory.pk)
    assert tied.title in whole.content.decode().split("<tbody")[1]


def test_lists_of_another_initiative_name_nothing_here(client, lead, plan):
    theirs = ThemeFactory(name="Fluorine")
    ActionFactory(plan=plan)

    answer = table(client, plan, theme=theirs.pk)

    assert "Fluorine" not in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_lists_asks_the_base_as_often_for_one_row_as_for_three(
    client, lead, plan, rows, django_assert_num_queries
):
    for _ in range(rows):
        public = PublicProfileFactory(initiative=plan.initiative)
        action = ActionFactory(plan=plan, publics=["Ni l’un ni l’autre"])
        Attachment.objects.create(action=action, public=public)

    with django_assert_num_queries(14):
        client.get(door("lists", plan.initiative))


def workbook(client, plan):
    address = door("download_plan", plan.initiative, plan.slug)
    answer = client.get(f"{address}?format=xlsx&colonnes=toutes")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def reading(raw):
    return as_json(understand(read(raw, name="plan.xlsx")))


def test_a_workbook_tells_the_ties_and_reads_back_what_changed(client, lead, plan):
    ThemeFactory(initiative=plan.initiative, name="Mobilité")
    ThemeFactory(initiative=plan.initiative, name="Logement")
    action = ActionFactory(plan=plan)
    operations.edit_cell(
        action=action, column="themes", read=[], value=["Mobilité"], by=SYSTEM, at=THEN
    )
    raw = workbook(client, plan)
    same = reading(raw)["actions"][0]
    book = openpyxl.load_workbook(io.BytesIO(raw))
    (cell,) = (c for c in book.worksheets[0].iter_rows() for c in c if c.value == "Mobilité")
    cell.value = "Mobilité\nLogement"
    out = io.BytesIO()
    book.save(out)
    changed = reading(out.getvalue())

    now = [{**same, "code": action.code}]
    told = [{**one, "code": action.code, "version": 1} for one in changed["actions"]]
    found = compare({**changed, "actions": told}, now, {action.code: same})

    assert same["themes"] == ["Mobilité"]
    (change,) = found.changed[0].changes
    assert (change.column, change.proposed) == ("themes", ["Mobilité", "Logement"])


def test_a_public_of_another_initiative_is_never_tied(plan):
    PublicProfileFactory(initiative=InitiativeFactory(), name="Jeunes")

    action = write_publics(ActionFactory(plan=plan), "Jeunes")

    assert Attachment.objects.filter(action=action).count() == 0
