"""What a document may not do to the site: it is refused in words, and its draft always opens."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from pacte.roadmap.enums import ImportState
from pacte.roadmap.models import PlanImport
from tests.documents.reading.pdf.test_bounds import SHOWN, page_of
from tests.documents.reading.test_cleaning import escaped_workbook
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.roadmap.imports.making import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    made = InitiativeFactory(slug="grand-confluent")
    client.force_login(MembershipFactory(initiative=made, lead=True).user)
    return made


def upload(client, place, content: bytes, name: str) -> PlanImport:
    address = reverse("roadmap:start_import", args=[place.slug])
    client.post(address, {"file": SimpleUploadedFile(name, content)})
    return PlanImport.objects.get()


def url(name: str, draft: PlanImport) -> str:
    return reverse(f"roadmap:{name}", args=[draft.initiative.slug, draft.pk])


def page(client, name: str, draft: PlanImport) -> str:
    return client.get(url(name, draft), follow=True).content.decode()


def test_a_document_that_takes_too_much_is_refused_in_words(client, place, settings):
    settings.IMPORT_MAX_UNPACKED = 100 * 1024 * 1024

    draft = upload(client, place, page_of(SHOWN * 300_000), "plan.pdf")

    assert (draft.state, draft.problem) == (ImportState.REFUSED, "TooMuchUnpacked")
    assert "dépasse la taille permise (100\xa0Mo)" in page(client, "import_progress", draft)


def test_a_document_that_takes_too_long_is_refused_in_words(client, place, settings):
    settings.IMPORT_MAX_SECONDS = 0

    draft = upload(client, place, sheet(*["Emploi;1;Agir;A;B;2026;"] * 500), "plan.csv")

    assert (draft.state, draft.problem) == (ImportState.REFUSED, "TooLong")
    assert "dépasse le temps permis (0\xa0secondes)" in page(client, "import_progress", draft)


def test_halves_of_characters_do_not_keep_a_draft_from_opening(client, place):
    draft = upload(client, place, escaped_workbook(), "plan.xlsx")

    assert draft.state == ImportState.TO_REVIEW
    assert "Faire cela et fin" in page(client, "review_import", draft)


def test_a_draft_whose_document_is_gone_says_so(client, place):
    draft = upload(
        client, place, sheet("Emploi;1.1;Ouvrir un lieu;A et B;C;2026;En cours"), "p.csv"
    )
    draft.source.content.storage.delete(draft.source.content.name)

    assert client.get(url("review_import", draft)).status_code == 200
    assert client.get(url("import_source", draft)).status_code == 404
    where = draft.reading["actions"][0]["where"]
    pressed = {"do": f"out:{where}", "version": draft.version}
    assert client.post(url("review_import", draft), pressed).status_code == 302

    draft.refresh_from_db()
    assert (draft.state, draft.problem) == (ImportState.REFUSED, "MissingDocument")
    assert "Le fichier envoyé n’est plus sur le serveur." in page(client, "import_progress", draft)


def hostile_workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Plan '\"><i>")
        sheet.write_row(0, 0, [f"Axe {MARK}", "Action", f"Responsable {QUOTE}", f"Divers {MARK}"])
        for number in range(3):
            sheet.write_row(number + 1, 0, [f"Emploi {MARK}", f"{QUOTE} {MARK} {number}"])
            sheet.write_row(number + 1, 2, [f"Maison {MARK}, Lac {QUOTE}", f"{QUOTE}{MARK}"])
    return made.getvalue()


MARK = "<script>alert(1)</script>"
QUOTE = "\"' onfocus=alert(1) x="


def test_what_a_document_says_is_never_run(client, place):
    draft = upload(client, place, hostile_workbook(), "plan.xlsx")

    shown = page(client, "review_import", draft)

    assert escape(MARK) in shown
    assert MARK not in shown
    assert QUOTE not in shown
    assert '"><i>' not in shown
