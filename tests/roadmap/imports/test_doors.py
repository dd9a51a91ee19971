"""Bringing a document, its draft, leaving it and coming back."""

import re

import pytest
from django.urls import reverse

from pacte.roadmap.enums import ImportState
from pacte.roadmap.models import Action, Plan, PlanImport
from tests.personas import make_personas
from tests.roadmap.imports.making import imported, make, press, sheet, small_plan, upload, url

pytestmark = pytest.mark.django_db


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


def test_a_document_read_again_for_long_shows_how_far_it_is(client, lead, place):
    draft = small_plan(initiative=place)
    draft.reading["seconds"] = 60
    draft.save()
    headings = {"heading-text-0": "Axe", "heading-was-0": "", "heading-meaning-0": "description"}

    data = {"do": "headings", "version": draft.version, **headings}
    answer = client.post(url("review_import", draft), data, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == url("import_progress", draft)
