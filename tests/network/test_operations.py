"""What operations on a network refuse, by name; what the directory answers on a given day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.network import operations, queries
from pacte.network.errors import NameMissing, NameTaken, NumberInvalid
from pacte.network.models import Contact, Organisation, OrganisationName
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    AcronymFactory,
    ContactFactory,
    ContactFunctionFactory,
    GroupFactory,
    OrganisationFactory,
    ParticipationFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
WHO = {"by": SYSTEM, "at": NOW}
SIRET, NEQ = "13002603200016", "1143920115"


def told(row) -> list[str]:
    return list(audit.history_of(row).values_list("event", flat=True))


def test_nobody_is_without_a_name():
    initiative, mission = InitiativeFactory(), OrganisationFactory()
    here = {"initiative": initiative, **WHO}

    with pytest.raises(NameMissing):
        operations.add_organisation(values={"name": " "}, **here)
    with pytest.raises(NameMissing):
        operations.edit_organisation(organisation=mission, values={"name": " "}, **here)
    with pytest.raises(NameMissing):
        operations.save_unit(organisation=mission, name=" ", short_name="", **here)
    with pytest.raises(NameMissing):
        operations.save_group(name=" ", short_name="", organisations=(), **here)
    with pytest.raises(NameMissing):
        operations.save_contact(values={"name": " "}, **here)
    with pytest.raises(NameMissing):
        operations.save_acronym(text="CLE", expansion=" ", organisation=None, **here)


@pytest.mark.parametrize(
    ("field", "number"), [("siret", SIRET[:-1]), ("siret", f"{SIRET[:-1]}A"), ("neq", SIRET)]
)
def test_a_number_has_the_digits_of_its_register(field, number):
    with pytest.raises(NumberInvalid):
        operations.add_organisation(
            initiative=InitiativeFactory(), values={"name": "Mission", field: number}, **WHO
        )


@pytest.mark.parametrize(("field", "number"), [("siret", SIRET), ("neq", NEQ)])
def test_an_organisation_is_known_by_its_number_whatever_its_name(field, number):
    elsewhere = ParticipationFactory(
        organisation__name="Mission", **{f"organisation__{field}": number}
    )
    initiative = InitiativeFactory()

    found = operations.add_organisation(
        initiative=initiative, values={"name": "Mission locale", field: number}, **WHO
    )
    other = operations.add_organisation(
        initiative=initiative, values={"name": "Autre", field: number[::-1]}, **WHO
    )

    assert found == elsewhere.organisation
    assert found.name == "Mission"
    assert other != found


def test_two_groups_of_an_initiative_have_two_names():
    group = GroupFactory(name="Cercle")

    with pytest.raises(NameTaken):
        operations.save_group(
            initiative=group.initiative, name="CERCLE", short_name="", organisations=(), **WHO
        )
    elsewhere = operations.save_group(
        initiative=InitiativeFactory(), name="Cercle", short_name="", organisations=(), **WHO
    )

    assert elsewhere.name == "Cercle"


def test_only_a_new_name_keeps_the_old_one_and_only_a_change_is_told():
    taking_part = ParticipationFactory(organisation__name="Mission", organisation__website="")
    mission, here = taking_part.organisation, {"initiative": taking_part.initiative, **WHO}

    operations.edit_organisation(organisation=mission, values={"name": "Mission"}, **here)
    assert told(mission) == []
    operations.edit_organisation(
        organisation=mission, values={"website": "https://mission.example"}, **here
    )
    assert not mission.names.exists()
    operations.edit_organisation(organisation=mission, values={"name": "Mission locale"}, **here)

    assert [(past.name, past.to_on) for past in mission.names.all()] == [("Mission", NOW.date())]
    assert told(mission) == ["network.organisation.edited"] * 2


def test_one_sees_whom_one_s_initiatives_work_with():
    mine, other = ParticipationFactory(), ParticipationFactory()
    gone = ParticipationFactory(initiative=mine.initiative, deleted_at=NOW)
    known, stranger = ContactFactory(initiative=mine.initiative), ContactFactory()
    person = UserFactory()
    MembershipFactory(user=person, initiative=mine.initiative)

    assert set(Organisation.objects.visible_to(person)) == {mine.organisation}
    assert set(Contact.objects.visible_to(person)) == {known}
    assert not Organisation.objects.visible_to(AnonymousUser()).exists()
    assert {other.organisation, gone.organisation}.isdisjoint(
        Organisation.objects.visible_to(person)
    )
    assert stranger not in Contact.objects.visible_to(person)


def test_an_acronym_names_its_organisation_in_the_initiative_that_says_so():
    acronym = AcronymFactory(text="ML", expansion="Mission locale du bassin")
    acronym.organisation = OrganisationFactory(name="Mission")
    acronym.save()

    directory = queries.directory_of(acronym.initiative)

    for name in ("ml", "la Mission locale du bassin"):
        assert directory.find(name) == queries.Known(organisation=acronym.organisation)
    assert queries.directory_of(InitiativeFactory()).find("ML") is None


def test_an_organisation_is_called_as_on_that_day():
    france_travail = OrganisationFactory(name="France Travail")
    day = dt.date(2024, 1, 1)
    OrganisationName.objects.create(
        organisation=france_travail, name="ANPE", to_on=dt.date(2008, 12, 19)
    )
    OrganisationName.objects.create(
        organisation=france_travail,
        name="Pôle emploi",
        short_name="PE",
        from_on=dt.date(2008, 12, 19),
        to_on=day,
    )

    def called(on):
        return queries.current_name(france_travail, on)

    assert called(dt.date(2000, 1, 1)) == "ANPE"
    assert called(day - dt.timedelta(days=1)) == "PE"
    assert called(day) == called(None) == "France Travail"


def test_rows_say_who_they_are():
    taking_part = ParticipationFactory(organisation__name="Mission", initiative__name="Bassin")
    function = ContactFunctionFactory(title="Directrice")
    past = OrganisationName(organisation=taking_part.organisation, name="PAIO")
    acronym = AcronymFactory(text="ML", expansion="Mission locale")
    service = UnitFactory(name="Accueil")

    assert [str(row) for row in (taking_part, function, past, acronym, service)] == [
        "Mission · Bassin",
        "Directrice",
        "PAIO",
        "ML : Mission locale",
        "Accueil",
    ]
    assert taking_part.audit_space == str(taking_part.initiative_id)
