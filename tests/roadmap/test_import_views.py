"""The screens of an import: who opens them, what they say, what pressing a button does."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from pacte.roadmap.enums import ImportState, ResponsibilityState
from pacte.roadmap.exports import Form, export_plan, take_snapshot
from pacte.roadmap.importing.vocabulary import Meaning
from pacte.roadmap.models import Action, Plan, PlanImport, Responsibility
from pacte.roadmap.views.imports.compare import marked
from pacte.roadmap.views.imports.corrections import meaning_label
from pacte.roadmap.views.imports.places import Places
from pacte.roadmap.views.imports.questions import doubt_cards
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.personas import make_personas
from tests.roadmap.test_imports import NOW, imported, make, sheet, small_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place():
    return InitiativeFactory(slug="grand-confluent")


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user


def url(name: str, draft: PlanImport) -> str:
    return reverse(f"roadmap:{name}", args=[draft.initiative.slug, draft.pk])


def press(client, draft: PlanImport, do: str, **more):
    draft.refresh_from_db()
    data = {"do": do, "version": draft.version, **more}
    return client.post(url("review_import", draft), data)


def upload(client, place, content: bytes, name: str, **more):
    address = reverse("roadmap:start_import", args=[place.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


PAGES = ["review_import", "import_progress", "import_source", "compare_import"]


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_the_teams_alone(client, name):
    personas = make_personas()
    draft = small_plan(initiative=personas.initiative)
    draft.plan = make(small_plan(initiative=personas.initiative))
    draft.save()

    statuses = {}
    for who, user in personas.all().items():
        client.logout()
        if user:
            client.force_login(user)
        answer = client.get(url(name, draft))
        statuses[who] = answer.status_code
        answer.close()

    seen = {statuses.pop("lead"), statuses.pop("consultant")}
    assert seen == {302 if name == "import_progress" else 200}
    assert statuses.pop("anonymous") == 302
    assert set(statuses.values()) == {404}


def test_only_the_team_brings_a_document(client):
    personas = make_personas()
    address = reverse("roadmap:start_import", args=[personas.initiative.slug])

    statuses = {}
    for who, user in personas.all().items():
        client.logout()
        if user:
            client.force_login(user)
        statuses[who] = client.get(address).status_code

    assert statuses == {
        "anonymous": 302,
        "outsider": 404,
        "operator": 404,
        "former": 404,
        "coming": 404,
        "lead": 200,
        "consultant": 200,
        "elected": 403,
        "committee": 403,
        "observer": 403,
        "administrator": 403,
    }


def test_a_file_is_read_reviewed_then_made_into_a_plan(client, lead, place):
    answer = upload(client, place, sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "plan.csv")
    draft = PlanImport.objects.get()

    assert answer["Location"] == url("import_progress", draft)
    assert client.get(answer["Location"])["Location"] == url("review_import", draft)
    page = client.get(url("review_import", draft)).content.decode()
    assert "1 action" in page
    assert "Texte repris" in page

    made = press(client, draft, "create")

    plan = Plan.objects.get()
    assert made["Location"] == reverse("roadmap:plan_table", args=[place.slug, plan.slug])
    assert client.get(url("review_import", draft))["Location"] == made["Location"]


@pytest.mark.parametrize(("name", "is_said"), [("plan.docx", True), ("plan.csv", False)])
def test_a_file_whose_name_announces_something_else_is_read_and_said(
    client, lead, place, name, is_said
):
    upload(client, place, sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), name)

    page = client.get(url("review_import", PlanImport.objects.get())).text

    assert ("annonce un autre format" in page) is is_said


def test_pressing_twice_makes_one_plan(client, lead, place):
    draft = small_plan(initiative=place)

    first, second = press(client, draft, "create"), press(client, draft, "create")

    assert first["Location"] == second["Location"]
    assert Plan.objects.count() == 1
    assert Action.objects.count() == 3


def test_a_pasted_text_is_a_document_too(client, lead, place):
    text = sheet("Emploi;1.1;Ouvrir;SARCA;;2026;", "Emploi;1.2;Former;UQAT;;2027;").decode()
    address = reverse("roadmap:start_import", args=[place.slug])

    client.post(address, {"text": text.replace(";", "\t")})

    draft = PlanImport.objects.get()
    assert len(draft.reading["actions"]) == 2
    assert "Texte collé" in client.get(url("review_import", draft)).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "plan.docx", "vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "plan.doc", "Rien n’a été modifié"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "plan.png", "Rien n’a été modifié"),
        (b"{\\rtf1 plan}", "plan.rtf", ".docx"),
    ],
)
def test_a_file_that_no_reader_takes_is_refused_at_the_door(
    client, lead, place, content, name, said
):
    answer = upload(client, place, content, name, text="mon texte")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "mon texte" in page
    assert not PlanImport.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(client, lead, place, settings):
    settings.IMPORT_MAX_BYTES = 10

    assert "taille permise" in upload(client, place, b"a" * 11, "plan.csv").content.decode()


def test_nothing_sent_asks_for_a_file_or_a_text(client, lead, place):
    page = client.post(reverse("roadmap:start_import", args=[place.slug])).content.decode()

    assert "Déposez un fichier, ou collez le texte du plan." in page


def test_a_refused_document_says_why_and_offers_another_try(client, lead, place):
    draft = imported(b"PK\x03\x04 broken", "plan.docx", initiative=place)

    page = client.get(url("review_import", draft)).content.decode()

    assert "endommagé" in page
    assert 'type="file"' in page


@pytest.mark.parametrize("do", ["answer:²:0", f"answer:0:{'9' * 5_000}", f"own:{'9' * 5_000}"])
def test_an_answer_to_what_is_not_asked_changes_nothing(client, lead, place, do):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)

    answer = press(client, draft, do)

    draft.refresh_from_db()
    assert (answer.status_code, draft.choices.get("answers", {})) == (302, {})


def test_an_answer_is_one_press_and_can_be_taken_back(client, lead, place):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)
    assert [d["code"] for d in draft.reading["doubts"]] == ["years_convention"]

    press(client, draft, "answer:0:1")

    draft.refresh_from_db()
    assert draft.choices["years"] == "fiscal"
    assert draft.reading["doubts"] == []
    assert draft.reading["actions"][0]["schedule"]["start"] == "2014-04-01"

    (key,) = draft.choices["answers"]
    press(client, draft, f"undo:answers:{key}")

    draft.refresh_from_db()
    assert draft.reading["actions"][0]["schedule"]["start"] == "2014-01-01"
    assert len(draft.reading["doubts"]) == 1


def test_a_press_on_an_older_reading_is_not_done(client, lead, place):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)

    data = {"do": "create", "version": draft.version - 1}
    answer = client.post(url("review_import", draft), data, follow=True)

    assert "La lecture a changé depuis que cette page est ouverte." in answer.content.decode()
    assert not Plan.objects.exists()


def test_rows_are_merged_left_out_and_taken_back(client, lead, place):
    draft = small_plan(initiative=place)
    second = draft.reading["actions"][1]["where"]

    press(client, draft, f"row:merged:{second}")
    draft.refresh_from_db()
    assert len(draft.reading["actions"]) == 2

    press(client, draft, f"undo:rows:{second}")
    press(client, draft, f"out:{second}")
    draft.refresh_from_db()
    assert [a["title"] for a in draft.reading["actions"]] == [
        "Ouvrir un atelier",
        "Prêter des vélos",
    ]
    assert any("Former les équipes" in passage["text"] for passage in draft.reading["unplaced"])

    press(client, draft, f"undo:left_out:{second}")
    draft.refresh_from_db()
    assert len(draft.reading["actions"]) == 3


def test_a_column_takes_another_meaning_and_the_initiative_remembers(client, lead, place):
    draft = small_plan(initiative=place)
    columns = [column["heading"] for column in draft.reading["columns"]]
    index = columns.index("Partenaires")

    press(
        client,
        draft,
        "headings",
        **{
            f"heading-text-{index}": "Partenaires",
            f"heading-was-{index}": "partners",
            f"heading-meaning-{index}": "funders",
        },
    )

    draft.refresh_from_db()
    assert [f["name"] for f in draft.reading["actions"][0]["funders"]] == ["Mission Lac"]
    assert place.headings.get().meaning == "funders"


def test_a_level_takes_another_name(client, lead, place):
    draft = small_plan(initiative=place)

    level = {"level-label-0": "Axe", "level-name-0": "Pilier", "level-kind-0": "frame"}
    press(client, draft, "levels", **level, **{"level-was-0": "frame"})
    press(client, draft, "create")

    assert Plan.objects.get().levels.get(position=0).label == "Pilier"


def test_names_chosen_on_the_page_are_kept_by_any_press(client, lead, place):
    draft = small_plan(initiative=place)

    names = {"name-text-0": "Mission Lac", "name-made-0": "group"}
    press(client, draft, "create", title="Mon plan", **names)

    assert place.groups.filter(name="Mission Lac").exists()
    assert Plan.objects.get().title == "Mon plan"


def test_leaving_a_document_changes_nothing(client, lead, place):
    draft = small_plan(initiative=place)

    client.post(url("cancel_import", draft))

    draft.refresh_from_db()
    assert draft.state == ImportState.CANCELLED
    assert client.get(url("review_import", draft)).status_code == 302


def test_an_abandoned_draft_comes_back_as_it_was(client, lead, place):
    draft = small_plan(initiative=place)
    left = client.post(url("cancel_import", draft), follow=True)

    assert url("retry_import", draft) in left.content.decode()
    client.post(url("retry_import", draft))

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW
    assert client.get(url("review_import", draft)).status_code == 200


def test_an_abandoned_document_that_was_never_read_is_read(client, lead, place):
    upload(client, place, sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "plan.csv")
    draft = PlanImport.objects.get()
    PlanImport.objects.update(state=ImportState.READING, reading=None)
    client.post(url("cancel_import", draft))

    client.post(url("retry_import", draft))

    draft.refresh_from_db()
    assert draft.state != ImportState.CANCELLED
    assert draft.reading["actions"]


def test_an_abandoned_document_that_cannot_be_read_says_so_again(client, lead, place):
    upload(client, place, b"%PDF-1.4 nothing", "plan.pdf")
    draft = PlanImport.objects.get()
    assert draft.state == ImportState.REFUSED
    client.post(url("cancel_import", draft))

    client.post(url("retry_import", draft))

    draft.refresh_from_db()
    assert draft.state == ImportState.REFUSED


def test_going_on_later_keeps_what_was_typed_and_lists_the_draft(client, lead, place):
    draft = small_plan(initiative=place)

    page = client.get(press(client, draft, "later", title="Mon plan")["Location"]).content.decode()

    draft.refresh_from_db()
    assert draft.choices["title"] == "Mon plan"
    assert f'href="{url("review_import", draft)}"' in page
    assert "Continuer la vérification" in page
    assert "Votre plan, là où il vit" not in page


def test_the_list_of_drafts_says_when_by_whom_and_what_for(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = imported(sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "v2.csv", initiative=place)
    draft.plan = plan
    draft.save()

    page = client.get(reverse("roadmap:plans", args=[place.slug]) + "?tous=1").content.decode()
    only = client.get(reverse("roadmap:plans", args=[place.slug]))

    assert "met à jour «\u202f" in page or "met à jour «\u00a0" in page
    assert draft.started_by in page
    assert url("cancel_import", draft) in page
    assert only["Location"] == reverse("roadmap:plan_table", args=[place.slug, plan.slug])


def test_a_column_is_kept_under_its_heading_or_left_out(client, lead, place):
    draft = small_plan(initiative=place)
    headings = [column["heading"] for column in draft.reading["columns"]]
    index = headings.index("Partenaires")
    told = {f"heading-text-{index}": "Partenaires", f"heading-was-{index}": "partners"}

    press(client, draft, "headings", **told, **{f"heading-meaning-{index}": "own"})
    draft.refresh_from_db()
    kept = draft.reading["actions"][0]
    press(client, draft, "headings", **told, **{f"heading-meaning-{index}": "ignored"})
    draft.refresh_from_db()
    ignored = draft.reading["actions"][0]

    assert kept["partners"] == []
    assert [extra["header"] for extra in kept["extra"]] == ["Partenaires"]
    assert (ignored["partners"], ignored["extra"]) == ([], [])
    assert any("Mission Lac" in passage["text"] for passage in draft.reading["unplaced"])


def test_every_meaning_is_said_in_words():
    assert [meaning for meaning in Meaning if meaning_label(meaning) == str(meaning)] == []


def test_those_named_are_confirmed_where_the_person_says_that_they_agreed(client, lead, place):
    draft = small_plan(initiative=place)

    press(client, draft, "create", agreed="yes")

    states = set(Responsibility.objects.values_list("state", flat=True))
    assert states == {ResponsibilityState.CONFIRMED}
    assert Responsibility.objects.filter(state_on=None).count() == 0


def test_those_named_are_sought_unless_the_person_says_otherwise(client, lead, place):
    press(client, small_plan(initiative=place), "create")

    states = set(Responsibility.objects.values_list("state", flat=True))
    assert states == {ResponsibilityState.SOUGHT}


def own_question(draft, code):
    reading = draft.reading
    cards = doubt_cards(reading, Places(reading, QueryDict()))
    return next(card for card in cards if card.code == code)


def test_a_person_writes_her_own_reading_of_names(client, lead, place):
    draft = imported(sheet("Emploi;1.1;Ouvrir;A/ B/ C;;2026;"), "plan.csv", initiative=place)
    card = own_question(draft, "names_slash")
    assert card.alternatives

    press(client, draft, f"own:{card.index}", **{f"own-{card.index}": "A ; B et C"})

    draft.refresh_from_db()
    assert draft.reading["actions"][0]["leads"] == ["A", "B et C"]
    assert draft.reading["doubts"] == []


def test_a_person_writes_her_own_reading_of_a_date_by_pressing_enter(client, lead, place):
    draft = imported(
        sheet("Emploi;1.1;Ouvrir;SARCA;;au retour des beaux jours;"), "p.csv", initiative=place
    )
    card = own_question(draft, "schedule_unknown")
    typed = {f"own-{card.index}": "juin 2026", f"own-was-{card.index}": card.written}

    press(client, draft, "save", **typed)

    draft.refresh_from_db()
    schedule = draft.reading["actions"][0]["schedule"]
    assert schedule["text"] == "au retour des beaux jours"
    assert (schedule["start"], schedule["end"]) == ("2026-06-01", "2026-06-30")


def htmx(client, draft, do, **more):
    draft.refresh_from_db()
    data = {"do": do, "version": draft.version, **more}
    return client.post(url("review_import", draft), data, headers={"HX-Request": "true"})


def test_a_row_left_out_keeps_the_focus_and_says_the_way_back(client, lead, place):
    draft = small_plan(initiative=place)
    where = draft.reading["actions"][1]["where"]

    page = htmx(client, draft, f"out:{where}").content.decode()

    assert re.search(r'<button class="row-mark" type="button" autofocus', page)
    assert page.count(f'value="undo:left_out:{where}"') == 3  # in the row, below it, in the list
    again = htmx(client, draft, f"undo:left_out:{where}").content.decode()
    assert "review-said" not in again


def test_an_answer_is_said_where_it_was_given_and_taken_back_whole(client, lead, place):
    draft = imported(
        sheet("Emploi;1.1;Ouvrir;SARCA;;En cours;", "Emploi;1.2;Former;UQAT;;En cours;"),
        "plan.csv",
        initiative=place,
    )
    asked = len(draft.reading["doubts"])
    assert asked > 1

    page = htmx(client, draft, "answer:0:0").content.decode()

    assert "review-said" in page
    assert 'value="undo:last:"' in page
    press(client, draft, "undo:last:")
    draft.refresh_from_db()
    assert len(draft.reading["doubts"]) == asked


def test_items_of_an_action_are_split_and_joined(client, lead, place):
    draft = imported(sheet("Emploi;1.1;Ouvrir;SARCA et UQAT;;2026;"), "plan.csv", initiative=place)
    key = f"leads|0|{draft.reading['actions'][0]['where']}"

    press(client, draft, f"items:{key}", **{f"items-{key}": "SARCA\nUQAT"})
    draft.refresh_from_db()
    split = draft.reading["actions"][0]["leads"]
    press(client, draft, f"undo:items:{key}")
    draft.refresh_from_db()

    assert split == ["SARCA", "UQAT"]
    assert draft.reading["actions"][0]["leads"] != split


def test_a_renamed_level_is_shown_under_its_name(client, lead, place):
    draft = small_plan(initiative=place)
    label = draft.reading["levels"][0]["label"]

    press(client, draft, "levels", **{"level-label-0": label, "level-name-0": "Pilier"})

    page = client.get(url("review_import", draft)).content.decode()
    assert re.search(r"<span>Pilier\s?:", page)
    assert '<span class="muted small">Pilier</span>' in page


def test_a_newer_version_is_compared_and_what_is_ticked_is_applied(client, lead, place):
    plan = make(small_plan(initiative=place))
    newer = imported(
        sheet(
            "Emploi;1.1;Ouvrir un atelier;UQAT;Mission Lac;2027;En cours",
            "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
            "Mobilité;2.1;Prêter des vélos;Comité vélo;Maison des métiers;en continu;Réalisé",
            "Mobilité;2.2;Ouvrir une ligne;SARCA;;2028;",
        ),
        "plan v2.csv",
        initiative=place,
        plan=plan,
    )
    page = client.get(url("compare_import", newer)).content.decode()
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    (new,) = re.findall(r'name="added" value="([^"]+)"', page)
    assert [key.split("|")[1] for key in keys] == ["leads", "schedule"]

    data = {"change": keys[1:], "added": new, "version": newer.version}
    client.post(url("compare_import", newer), data)

    action = plan.actions.get(number="1.1")
    assert action.schedule_text == "2027"
    assert [r.label for r in action.responsibilities.filter(role="LEAD")] == ["Maison des métiers"]
    assert plan.actions.get(number="2.2").node.title == "Mobilité"
    newer.refresh_from_db()
    assert newer.state == ImportState.APPLIED


def test_a_cell_changed_since_the_page_was_shown_is_left_alone(client, lead, place):
    plan = make(small_plan(initiative=place))
    newer = imported(
        sheet("Emploi;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2027;En cours"),
        "partie.csv",
        initiative=place,
        plan=plan,
    )
    page = client.get(url("compare_import", newer)).content.decode()
    (key,) = re.findall(r'name="change" value="([^"]+)"', page)
    plan.actions.filter(number="1.1").update(schedule_text="2030")

    data = {"change": key, "version": newer.version}
    answer = client.post(url("compare_import", newer), data, follow=True)

    assert plan.actions.get(number="1.1").schedule_text == "2030"
    assert "1 changement n’a pas été fait" in answer.content.decode()


def test_the_review_asks_as_much_of_the_database_for_one_action_as_for_three(
    client, lead, place, django_assert_num_queries
):
    one = imported(sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "plan.csv", initiative=place)
    three = small_plan(initiative=place)
    addresses = [url("review_import", draft) for draft in (one, three)]
    client.get(addresses[0])

    for address in addresses:
        with django_assert_num_queries(14):
            client.get(address)


def exported(plan: Plan, user, form: Form = Form.XLSX) -> bytes:
    return export_plan(take_snapshot(plan, user, at=NOW), form).content


@pytest.mark.parametrize("form", [Form.XLSX, Form.ODS])
def test_a_workbook_taken_out_and_brought_back_changes_nothing(client, lead, place, form):
    plan = make(small_plan(initiative=place))

    upload(client, place, exported(plan, lead, form), f"plan.{form.value}", plan=plan.slug)

    draft = PlanImport.objects.latest("pk")
    page = client.get(url("compare_import", draft)).content.decode()
    assert "Rien à changer" in page


def test_a_workbook_edited_outside_gives_back_only_what_was_edited(client, lead, place):
    plan = make(small_plan(initiative=place))
    book = openpyxl.load_workbook(io.BytesIO(exported(plan, lead)))
    sheet_ = book.worksheets[0]
    cell = next(c for row in sheet_.iter_rows() for c in row if c.value == "2026")
    cell.value = "2029"
    made_here = io.BytesIO()
    book.save(made_here)
    plan.actions.filter(number="1.2").update(title="Former toutes les équipes")

    upload(client, place, made_here.getvalue(), "plan.xlsx", plan=plan.slug)

    draft = PlanImport.objects.latest("pk")
    page = client.get(url("compare_import", draft)).content.decode()
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    assert [key.split("|")[1] for key in keys] == ["schedule"]
    assert 'name="removed"' not in page


def test_a_document_that_comes_from_a_plan_offers_to_update_it(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = small_plan(initiative=place)

    page = client.get(url("review_import", draft)).content.decode()
    answer = press(client, draft, "update")

    assert "Mettre à jour le plan existant" in page
    draft.refresh_from_db()
    assert draft.plan == plan
    assert answer["Location"] == url("compare_import", draft)


def test_a_partners_rows_propose_no_removal_and_stand_beside_the_others(client, lead, place):
    rows = [f"Emploi;1.{n};Action {'abcdefghij'[n] * 6};SARCA;;2026;" for n in range(10)]
    plan = make(imported(sheet(*rows), "plan.csv", initiative=place))
    part = imported(
        b"N\xc2\xb0;Action;\xc3\x89ch\xc3\xa9ance\n1.2;Action cccccc;2027\n1.99;Une nouvelle;2028",
        "partenaire.csv",
        initiative=place,
        plan=plan,
    )

    page = client.get(url("compare_import", part)).content.decode()

    assert "les 9 autres actions ne sont pas touchées" in page
    assert 'name="removed"' not in page
    keys = re.findall(r'name="change" value="([^"]+)"', page)
    (new,) = re.findall(r'name="added" value="([^"]+)"', page)
    data = {"change": keys, "added": new, "version": part.version}
    client.post(url("compare_import", part), data)
    assert plan.actions.get(number="1.2").schedule_text == "2027"
    assert plan.actions.get(number="1.99").node.title == "Emploi"


def test_an_action_absent_from_the_document_goes_only_when_ticked(client, lead, place):
    plan = make(small_plan(initiative=place))
    two = sheet(
        "Emploi;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2026;En cours",
        "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
    )
    draft = imported(two, "plan.csv", initiative=place, plan=plan)

    page = client.get(url("compare_import", draft)).content.decode()
    (code,) = re.findall(r'name="removed" value="([^"]+)"(?! checked)', page)
    data = {"removed": code, "version": draft.version}
    client.post(url("compare_import", draft), data)

    assert set(plan.actions.present().values_list("number", flat=True)) == {"1.1", "1.2"}


def test_an_answer_given_once_holds_for_the_next_version(client, lead, place):
    row = "Emploi;1;Ouvrir un atelier;SARCA;;2014-2015;"
    first = imported(sheet(row), "plan.csv", initiative=place)
    press(client, first, "answer:0:1")
    press(client, first, "create")
    plan = Plan.objects.get()

    moved = sheet("Emploi;0;Une autre avant;UQAT;;2026;", row)
    newer = imported(moved, "plan v2.csv", initiative=place, plan=plan)

    assert newer.reading["doubts"] == []
    assert newer.reading["actions"][1]["schedule"]["start"] == "2014-04-01"
    page = client.get(url("compare_import", newer)).content.decode()
    assert 'name="change"' not in page


def test_the_door_asks_which_plan_a_document_updates(client, lead, place):
    plan = make(small_plan(initiative=place))
    address = reverse("roadmap:start_import", args=[place.slug])

    page = client.get(f"{address}?plan={plan.slug}").content.decode()
    upload(client, place, sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "autre.csv", plan="-")

    assert re.search(rf'value="{plan.slug}"[^>]*checked', page)
    assert PlanImport.objects.latest("pk").plan is None


def test_a_letter_says_what_to_do_next(client, lead, place):
    upload(client, place, b"Madame,\n\nMerci de votre invitation.\n", "lettre.txt")
    draft = PlanImport.objects.get()

    page = client.get(url("review_import", draft)).content.decode()

    assert "Déposer un autre document" in page
    assert "Plus rien à vérifier" not in page
    assert url("cancel_import", draft) in page


def test_a_refused_document_still_says_which_plan_it_updates(client, lead, place):
    plan = make(small_plan(initiative=place))
    upload(client, place, b"%PDF-1.4 nothing", "plan.pdf", plan=plan.slug)
    draft = PlanImport.objects.get(plan=plan, applied_at=None)

    page = client.get(url("review_import", draft)).content.decode()

    assert re.search(rf'value="{plan.slug}"[^>]*checked', page)


def test_the_words_that_change_are_marked():
    told = marked("Ouvrir un atelier en ville", "Ouvrir un grand atelier en ville")

    assert "".join(part.text for part in told) == "Ouvrir un grand atelier en ville"
    assert [part.text.strip() for part in told if part.is_new] == ["grand"]
    assert [part.is_new for part in marked("Ouvrir", "Tout autre chose")] == [False]


def test_the_row_of_headings_opens_no_action_and_the_first_has_none_above(client, lead, place):
    draft = small_plan(initiative=place)
    first = draft.reading["actions"][0]["where"]

    page = client.get(url("review_import", draft)).content.decode()

    document = page.partition('id="a-verifier"')[0]
    assert "row:split" not in document
    assert f"row:merged:{first}" not in document


def test_a_document_read_again_for_long_shows_how_far_it_is(client, lead, place):
    draft = small_plan(initiative=place)
    draft.reading["seconds"] = 60
    draft.save()
    headings = {"heading-text-0": "Axe", "heading-was-0": "", "heading-meaning-0": "description"}

    data = {"do": "headings", "version": draft.version, **headings}
    answer = client.post(url("review_import", draft), data, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == url("import_progress", draft)


def test_a_column_changed_says_so_among_the_columns(client, lead, place):
    draft = small_plan(initiative=place)
    index = [column["heading"] for column in draft.reading["columns"]].index("Partenaires")
    headings = {
        f"heading-text-{index}": "Partenaires",
        f"heading-was-{index}": "partners",
        f"heading-meaning-{index}": "funders",
    }
    press(client, draft, "headings", **headings)

    page = client.get(url("review_import", draft)).content.decode()

    said = page.index('class="review-said"')
    assert page.index('id="colonnes"') < said < page.index('id="niveaux"')


def test_the_plan_understood_says_who_is_missing_and_repeats_nothing(client, lead, place):
    draft = imported(sheet("Emploi;1;Tenir un forum;;;En continu;"), "plan.csv", initiative=place)

    page = client.get(url("review_import", draft)).content.decode()

    assert "sans responsable" in page
    assert "En continu (" not in page
