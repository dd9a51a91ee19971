"""A list of organisations and people: right lines go in, wrong ones come back with their reason."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pacte.documents.reading import read
from pacte.documents.writing import write_ods, write_xlsx
from pacte.documents.writing.layout import Cell, Column, Grid, Row, Sheet, Workbook
from pacte.network.enums import LineProblem
from pacte.network.models import Contact, ContactFunction, Organisation, Participation, SheetImport
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    OrganisationFactory,
    ParticipationFactory,
)

pytestmark = pytest.mark.django_db
HEADINGS = ("Structure", "SIRET", "Prénom", "Nom", "Poste", "Tél.", "Mél", "Remarque")


@pytest.fixture
def place(client):
    place = InitiativeFactory()
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    return place


def door(name, place, *more):
    return reverse(f"network:{name}", args=[place.slug, *more])


def as_csv(*rows, headings=HEADINGS):
    return "\n".join(";".join(row) for row in (headings, *rows)).encode()


def as_book(write, *rows, headings=HEADINGS):
    grid = Grid(
        tuple(Column(heading) for heading in headings),
        tuple(Row(tuple(map(Cell, row))) for row in rows),
    )
    target = io.BytesIO()
    write(Workbook("Liste", "fr-FR", (Sheet("Liste", grid),)), target)
    return target.getvalue()


def drop(client, place, content, name="liste.csv"):
    file = SimpleUploadedFile(name, content)
    client.post(door("start_sheet", place), {"file": file})
    return SheetImport.objects.latest("pk")


def take(client, place, content, name="liste.csv"):
    sheet = drop(client, place, content, name)
    client.post(door("apply_sheet", place, sheet.pk))
    sheet.refresh_from_db()
    return sheet


SAMIRA = ("Mission locale", "", "Samira", "Ouldali", "Directrice", "01 99 00 00 00", "s@m.example")


@pytest.mark.parametrize(
    ("write", "name"), [(None, "l.csv"), (write_xlsx, "l.xlsx"), (write_ods, "l.ods")]
)
def test_columns_are_known_by_their_names_in_each_format(client, place, write, name):
    row = (*SAMIRA, "à rappeler")
    content = as_csv(row) if write is None else as_book(write, row)

    sheet = drop(client, place, content, name)
    page = client.get(door("sheet", place, sheet.pk))

    assert not Organisation.objects.exists()
    assert sheet.counts == {
        "lines": 1,
        "wrong": 0,
        "new_organisations": 1,
        "changed_organisations": 0,
        "new_people": 1,
        "changed_people": 0,
    }
    assert page.context["unknown"] == ["Remarque"]
    client.post(door("apply_sheet", place, sheet.pk))
    person = Contact.objects.get()
    assert (person.name, person.phone, person.email) == (
        "Samira Ouldali",
        "01 99 00 00 00",
        "s@m.example",
    )
    function = person.functions.get()
    assert (function.title, function.organisation.name) == ("Directrice", "Mission locale")
    assert Participation.objects.get().organisation.slug == "mission-locale"


def test_taking_the_same_list_twice_makes_nothing_twice(client, place):
    take(client, place, as_csv(SAMIRA))
    changed = (*SAMIRA[:4], "Directrice générale", "01 99 00 00 01", "")

    again = take(client, place, as_csv(SAMIRA))
    third = take(client, place, as_csv(changed))

    assert {key: n for key, n in again.counts.items() if n} == {"lines": 1}
    assert {key: n for key, n in third.counts.items() if n} == {"lines": 1, "changed_people": 1}
    assert Organisation.objects.count() == Contact.objects.count() == 1
    assert ContactFunction.objects.get().title == "Directrice générale"
    person = Contact.objects.get()
    assert (person.phone, person.email) == ("01 99 00 00 01", "s@m.example")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "", "", "", "Directrice", "", ""), LineProblem.NOBODY),
        (("Cap", "123", "", "", "", "", ""), LineProblem.SIRET),
        (("Cap", "", "Ana", "Diaz", "", "", "ana@"), LineProblem.EMAIL),
        (("C" * 251, "", "", "", "", "", ""), LineProblem.TOO_LONG),
    ],
)
def test_a_wrong_line_says_why(client, place, row, problem):
    sheet = drop(client, place, as_csv(row))

    page = client.get(door("sheet", place, sheet.pk))

    assert sheet.tables[0]["lines"][0]["problem"] == problem
    assert str(problem.label) in page.text
    assert "Aucune ligne" in page.text


def test_words_of_closed_lists_are_checked(client, place):
    headings = ("Organisme", "Domaine", "Site", "NEQ")
    rows = [
        ("Cap", "collectivité", "cap.example", "1143920115"),
        ("Bis", "Magie", "", ""),
        ("Ter", "", "pas un site", ""),
        ("Quater", "", "", "12"),
    ]

    sheet = take(client, place, as_csv(*rows, headings=headings))

    problems = [line["problem"] for line in sheet.tables[0]["lines"]]
    assert problems == ["", LineProblem.SECTOR, LineProblem.WEBSITE, LineProblem.NEQ]
    made = Organisation.objects.get()
    assert (made.sector, made.website) == ("LOCAL_GOVERNMENT", "https://cap.example")


def test_two_lines_do_not_give_one_number_to_two_names(client, place):
    rows = [("Cap", "1" * 14, "", "", "", "", ""), ("Autre", "1" * 14, "", "", "", "", "")]

    sheet = take(client, place, as_csv(*rows))

    assert [line["problem"] for line in sheet.tables[0]["lines"]] == ["", LineProblem.TWO_NAMES]


def test_five_thousand_lines_go_in_and_the_three_hundred_wrong_come_back(client, place):
    rows = [
        (
            f"Organisme {number % 400}",
            "12" if number < 300 else "",
            f"Prénom {number}",
            f"Nom {number}",
            "Conseillère",
            "",
            f"p{number}@exemple.test",
        )
        for number in range(5000)
    ]

    sheet = take(client, place, as_book(write_xlsx, *rows), "liste.xlsx")
    back = client.get(door("rejected_lines", place, sheet.pk)).content

    assert (sheet.counts["lines"], sheet.counts["wrong"]) == (5000, 300)
    assert Contact.objects.count() == ContactFunction.objects.count() == 4700
    assert Organisation.objects.count() == 400
    (table,) = read(back, name="retour.xlsx").blocks
    assert len(table.rows) == 301
    assert [cell.text for cell in table.rows[0].cells][-2:] == ["Remarque", "Ce qui ne va pas"]
    assert {row.cells[-1].text for row in table.rows[1:]} == {str(LineProblem.SIRET.label)}
    again = take(client, place, back, "retour.xlsx")
    assert again.counts["wrong"] == 300


def test_what_others_share_keeps_its_identity_and_gets_its_people(client, place):
    shared = ParticipationFactory(initiative=place, organisation__name="Cap emploi").organisation
    ParticipationFactory(organisation=shared)
    headings = ("Organisme", "Sigle", "Contact", "Fonction")

    take(client, place, as_csv(("CAP EMPLOI", "CE", "Ana Diaz", "Accueil"), headings=headings))

    shared.refresh_from_db()
    assert (shared.short_name, shared.functions.get().contact.name) == ("", "Ana Diaz")


def test_one_known_elsewhere_by_its_number_takes_part_under_its_own_name(client, place):
    elsewhere = OrganisationFactory(name="France Travail", siret="1" * 14)

    take(client, place, as_csv(("Pôle emploi", "1" * 14, "", "", "", "", "")))

    assert Organisation.objects.get() == elsewhere
    assert place.participations.get().organisation == elsewhere
    elsewhere.refresh_from_db()
    assert elsewhere.name == "France Travail"


def test_two_people_of_one_name_or_of_one_address_stay_two(client, place):
    known = ContactFactory(initiative=place, name="Ana Diaz", email="accueil@ville.example")
    town = ParticipationFactory(initiative=place, organisation__name="Ville").organisation
    ContactFunctionFactory(contact=known, organisation=town, title="Accueil")
    rows = [
        ("Ville", "", "Ana", "Diaz", "Accueil", "", "accueil@ville.example"),
        ("Ville", "", "Paul", "Roy", "Secrétaire", "", "accueil@ville.example"),
        ("Cap", "", "Ana", "Diaz", "Directrice", "", "a@cap.example"),
    ]

    take(client, place, as_csv(*rows))

    people = Contact.objects.order_by("pk").values_list("name", "email")
    assert list(people) == [
        ("Ana Diaz", "accueil@ville.example"),
        ("Paul Roy", "accueil@ville.example"),
        ("Ana Diaz", "a@cap.example"),
    ]


def test_a_list_of_people_alone_and_a_french_zero(client, place):
    headings = ("Nom", "Prénom", "Téléphone", "Publiable")

    take(client, place, as_csv(("Diaz", "Ana", "199004110", "oui"), headings=headings))

    person = Contact.objects.get()
    assert (person.name, person.phone, person.may_publish) == (
        "Ana Diaz",
        "01 99 00 41 10",
        True,
    )


def test_a_service_is_made_once_with_its_people(client, place):
    headings = ("Organisme", "Service", "Contact", "Fonction")
    rows = [("Ville", "Accueil", "Ana", "Agent"), ("Ville", "ACCUEIL", "Paul", "Agent")]

    take(client, place, as_csv(*rows, headings=headings))

    (unit,) = Organisation.objects.get().units.all()
    assert set(ContactFunction.objects.values_list("unit", flat=True)) == {unit.pk}


def test_a_list_without_a_name_column_says_what_to_write(client, place):
    sheet = drop(client, place, as_csv(("1", "2"), headings=("Montant", "Année")))

    assert (
        "Aucune colonne ne s’appelle Organisme" in client.get(door("sheet", place, sheet.pk)).text
    )


def test_a_file_that_is_no_list_is_refused_at_the_door(client, place):
    answer = client.post(
        door("start_sheet", place), {"file": SimpleUploadedFile("x.xlsx", b"\x00\x01" * 40)}
    )

    assert answer.context["form"].errors.keys() == {"file"}
    assert not SheetImport.objects.exists()


def test_a_list_is_taken_once(client, place):
    sheet = take(client, place, as_csv(SAMIRA))

    again = client.post(door("apply_sheet", place, sheet.pk), follow=True)

    assert "déjà reprise" in again.text
    assert Contact.objects.count() == 1


def test_the_list_to_fill_reads_back(client, place):
    content = client.get(door("sheet_to_fill", place)).content

    sheet = drop(client, place, content, "modele.xlsx")

    assert (sheet.counts["lines"], sheet.counts["wrong"]) == (1, 0)
    assert all(sheet.tables[0]["fields"])


def test_the_list_of_another_initiative_is_not_found(client, place):
    sheet = drop(client, place, as_csv(SAMIRA))
    other = InitiativeFactory()
    client.force_login(MembershipFactory(initiative=other, lead=True).user)

    assert client.get(door("sheet", other, sheet.pk)).status_code == 404
    assert client.get(door("sheet", place, sheet.pk)).status_code == 404
