"""The network through the doors people use."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core.history import Change
from pacte.network.models import Contact, Group, Organisation
from pacte.network.queries import directory_of
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
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 11


@pytest.fixture
def place():
    return InitiativeFactory()


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user


def meanings(client, place):
    """What each acronym of its own means, on the page of acronyms."""
    shown = client.get(door("acronyms", place)).context["acronyms"]
    return [acronym.expansion for acronym in shown if acronym.initiative == place]


def door(name, place, *more):
    return reverse(f"network:{name}", args=[place.slug, *more])


def fields(**more):
    return {"short_name": "", "sector": "OTHER", "website": "", "siret": "", "neq": "", **more}


def test_an_organisation_is_added_once_and_renamed_with_its_former_name(client, lead, place):
    client.post(door("add_organisation", place), fields(name="Mission locale"))
    again = client.post(door("add_organisation", place), fields(name="mission locale"))
    made = Organisation.objects.get()

    client.post(door("edit_organisation", place, made.slug), fields(name="Mission jeunes"))

    made.refresh_from_db()
    assert "déjà dans la liste" in again.content.decode()
    assert (made.name, [n.name for n in made.names.all()]) == ("Mission jeunes", ["Mission locale"])
    assert directory_of(place).find("Mission locale").organisation == made


def test_a_group_refuses_an_organisation_that_no_database_holds(client, lead, place):
    sent = {"name": "Comité", "short_name": "", "organisations": ["9" * 400]}

    answer = client.post(door("add_group", place), sent)

    assert answer.status_code == 200
    assert not Group.objects.exists()


def test_a_national_organisation_is_taken_up_rather_than_made_twice(client, lead, place):
    national = OrganisationFactory(name="France Travail", is_national=True)

    client.post(door("add_organisation", place), fields(name="france travail"))

    assert Organisation.objects.count() == 1
    assert client.get(door("edit_organisation", place, national.slug)).status_code == 403


@pytest.mark.parametrize("siret", ["123", "1234567890123x"])
def test_a_wrong_number_says_what_is_expected(client, lead, place, siret):
    answer = client.post(door("add_organisation", place), fields(name="Cap", siret=siret))

    assert "Un SIRET a quatorze chiffres." in answer.content.decode()


def test_an_organisation_is_renamed_from_here_only_while_no_other_initiative_has_it(
    client, lead, place
):
    shared = ParticipationFactory(initiative=place).organisation
    elsewhere = ParticipationFactory(organisation=shared)
    address = door("edit_organisation", place, shared.slug)

    assert client.post(address, fields(name="Autre")).status_code == 403

    elsewhere.deleted_at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    elsewhere.save()
    client.post(address, fields(name="Autre"))
    shared.refresh_from_db()
    assert shared.name == "Autre"


def test_the_page_of_an_organisation_is_its_part_of_the_plan_as_one_sees_it(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation
    plan = PlanFactory(initiative=place, shared=True)
    ResponsibilityFactory(action=ActionFactory(plan=plan, title="Forum"), organisation=organisation)
    ResponsibilityFactory(
        action=ActionFactory(plan=plan, title="Négociation", team_only=True),
        organisation=organisation,
    )
    address = reverse("portal:organisation", args=[place.slug, organisation.slug])

    ours = client.get(address).content.decode()
    client.force_login(MembershipFactory(initiative=place).user)
    theirs = client.get(address).content.decode()

    assert "Négociation" in ours
    assert "Forum" in theirs
    assert "Négociation" not in theirs


def test_contacts_groups_and_acronyms_are_kept_and_put_aside(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation

    client.post(
        door("add_contact", place),
        {
            "name": "Nadia R.",
            "title": "Directrice",
            "organisation": organisation.pk,
            "phone": "05 00 00 00 00",
        },
    )
    client.post(door("add_group", place), {"name": "Comité", "organisations": [organisation.pk]})
    client.post(door("save_acronym", place), {"text": "CLE", "expansion": "Cercle local d’ici"})

    contact, group = Contact.objects.get(), Group.objects.get()
    assert contact.functions.get().title == "Directrice"
    assert "Nadia R." in client.get(door("contacts", place)).content.decode()
    assert meanings(client, place) == ["Cercle local d’ici"]
    client.post(door("delete_contact", place, contact.pk))
    client.post(door("delete_group", place, group.pk))
    assert list(client.get(door("contacts", place)).context["page"]) == []


def test_a_group_and_a_contact_put_aside_come_back_within_thirty_days(client, lead, place):
    group = GroupFactory(initiative=place, name="Comité")
    contact = ContactFactory(initiative=place, name="Nadia R.")
    client.post(door("delete_group", place, group.pk))
    client.post(door("delete_contact", place, contact.pk))
    offered = client.get(door("deleted", place)).content.decode()

    client.post(door("restore", place, "groupes", group.pk))
    client.post(door("restore", place, "personnes", contact.pk))

    assert door("restore", place, "groupes", group.pk) in offered
    assert door("restore", place, "personnes", contact.pk) in offered
    group.refresh_from_db()
    contact.refresh_from_db()
    assert (group.deleted_at, contact.deleted_at) == (None, None)
    assert client.post(door("restore", place, "groupes", group.pk)).status_code == 404


def test_a_group_does_not_come_back_beside_another_of_its_name(client, lead, place):
    group = GroupFactory(initiative=place, name="Comité")
    client.post(door("delete_group", place, group.pk))
    GroupFactory(initiative=place, name="comité")

    answer = client.post(door("restore", place, "groupes", group.pk), follow=True)

    group.refresh_from_db()
    assert "Un autre porte déjà ce nom" in answer.content.decode()
    assert group.deleted_at is not None


def test_what_was_put_aside_long_ago_does_not_come_back(client, lead, place):
    long_ago = timezone.now() - dt.timedelta(days=31)
    group = GroupFactory(initiative=place, deleted_at=long_ago)

    assert client.post(door("restore", place, "groupes", group.pk)).status_code == 404


def test_what_belongs_to_another_initiative_is_not_found(client, lead, place):
    other_contact, other_group = ContactFactory(), GroupFactory()
    elsewhere = ParticipationFactory().organisation

    assert client.get(door("edit_contact", place, other_contact.pk)).status_code == 404
    assert client.get(door("edit_group", place, other_group.pk)).status_code == 404
    assert client.get(door("edit_organisation", place, elsewhere.slug)).status_code == 404
    answer = client.post(door("add_contact", place), {"name": "X", "organisation": elsewhere.pk})
    assert answer.status_code == 200
    assert Contact.objects.filter(initiative=place).count() == 0


def test_members_read_and_outsiders_find_nothing(client, place):
    ContactFactory(initiative=place, name="Nadia R.")
    client.force_login(MembershipFactory(initiative=place).user)
    assert "Nadia R." in client.get(door("contacts", place)).content.decode()
    assert client.get(door("add_contact", place)).status_code == 403

    client.force_login(UserFactory())

    assert client.get(door("contacts", place)).status_code == 404


def test_the_team_reads_what_happened_to_an_organisation(client, lead, place):
    client.post(door("add_organisation", place), fields(name="Mission locale"))
    made = Organisation.objects.get()
    client.post(door("edit_organisation", place, made.slug), fields(name="Mission jeunes"))

    page = client.get(reverse("portal:organisation", args=[place.slug, made.slug]))

    assert [line["what"] for line in page.context["history"]] == [
        "Identité changée",
        "Fait partie du réseau",
    ]


def told(client, address):
    return [line["what"] for line in client.get(address).context["history"]]


def test_a_service_is_renamed_taken_off_and_brought_back_with_its_history(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation
    client.post(door("add_unit", place, organisation.slug), {"name": "SARCA"})
    unit = organisation.units.get()
    page = reverse("portal:organisation", args=[place.slug, organisation.slug])
    one = door("edit_unit", place, organisation.slug, unit.pk)
    client.post(one, {"name": "Service d’accueil", "short_name": "SARCA"})

    gone = client.post(door("delete_unit", place, organisation.slug, unit.pk), follow=True)

    assert door("restore", place, "services", unit.pk) in gone.content.decode()
    assert client.get(page).context["units"] == []
    assert directory_of(place).find("SARCA") is None
    assert client.get(one).status_code == 404
    client.post(door("restore", place, "services", unit.pk))
    assert client.get(page).context["units"] == [unit]
    expected = ["Service rétabli", "Service retiré", "Service modifié", "Service ajouté"]
    assert told(client, page) == expected
    assert told(client, one) == expected


def test_two_services_of_one_name_stand_in_no_organisation(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation
    first = UnitFactory(organisation=organisation, name="Accueil")
    second = UnitFactory(organisation=organisation, name="Écoute")

    address = door("edit_unit", place, organisation.slug, second.pk)
    answer = client.post(address, {"name": "accueil"})

    assert "Ce service est déjà dans la liste." in answer.content.decode()
    client.post(door("delete_unit", place, organisation.slug, first.pk))
    assert client.post(address, {"name": "accueil"}).status_code == 302
    answer = client.post(door("restore", place, "services", first.pk), follow=True)
    assert "Un autre porte déjà ce nom" in answer.content.decode()


def test_a_number_is_one_organisation_s(client, lead, place):
    client.post(door("add_organisation", place), fields(name="Relais", siret="12345678901234"))
    other = ParticipationFactory(initiative=place).organisation

    answer = client.post(
        door("edit_organisation", place, other.slug), fields(name="Autre", siret="12345678901234")
    )

    assert "Ce numéro est celui d’un autre organisme." in answer.content.decode()


@pytest.mark.parametrize("named_by", ["nobody", "a plan", "a contact"])
def test_a_service_that_another_initiative_added_or_names_is_not_changed_from_here(
    client, lead, place, named_by
):
    organisation = ParticipationFactory(initiative=place).organisation
    other = ParticipationFactory(organisation=organisation).initiative
    client.post(door("add_unit", place, organisation.slug), {"name": "Accueil"})
    ours = organisation.units.get()
    theirs = UnitFactory(organisation=organisation, name="Écoute")
    if named_by == "a plan":
        plan = PlanFactory(initiative=other)
        ResponsibilityFactory(action=ActionFactory(plan=plan), organisation=None, unit=ours)
    if named_by == "a contact":
        ContactFunctionFactory(contact=ContactFactory(initiative=other), unit=ours)

    statuses = [
        client.post(door(name, place, organisation.slug, unit.pk), {"name": "Autre"}).status_code
        for unit in (theirs, ours)
        for name in ("edit_unit", "delete_unit")
    ]

    assert statuses == [403, 403, *([302, 302] if named_by == "nobody" else [403, 403])]


def test_a_service_that_another_initiative_took_off_comes_back_from_there(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation
    ParticipationFactory(organisation=organisation)
    gone = UnitFactory(organisation=organisation, deleted_at=timezone.now())

    page = client.get(door("deleted", place)).content.decode()
    answer = client.post(door("restore", place, "services", gone.pk))

    assert (gone.name in page, answer.status_code) == (False, 403)


def test_an_organisation_taken_off_the_list_comes_back_as_it_was(client, lead, place):
    participation = ParticipationFactory(initiative=place, note="Depuis le début")
    organisation = participation.organisation
    page = reverse("portal:organisation", args=[place.slug, organisation.slug])

    gone = client.post(door("end_participation", place, organisation.slug), follow=True)

    assert door("restore", place, "organismes", participation.pk) in gone.content.decode()
    assert client.get(page).status_code == 404
    client.post(door("restore", place, "organismes", participation.pk))
    participation.refresh_from_db()
    assert (participation.deleted_at, participation.note) == (None, "Depuis le début")
    assert told(client, page) == [
        "Fait de nouveau partie du réseau",
        "Ne fait plus partie du réseau",
    ]


def test_an_organisation_added_again_is_the_one_that_was_taken_off(client, lead, place):
    organisation = ParticipationFactory(initiative=place, organisation__name="Cap").organisation
    client.post(door("end_participation", place, organisation.slug))

    client.post(door("add_organisation", place), fields(name="cap"))

    assert list(Organisation.objects.of_initiative(place)) == [organisation]
    assert Organisation.objects.count() == 1


def test_an_acronym_is_changed_taken_off_and_brought_back_with_its_history(client, lead, place):
    client.post(door("save_acronym", place), {"text": "CLE", "expansion": "Cercle d’ici"})
    acronym = place.acronyms.get()
    one = door("edit_acronym", place, acronym.pk)
    client.post(one, {"text": "CLE", "expansion": "Cercle local d’ici"})

    gone = client.post(door("delete_acronym", place, acronym.pk), follow=True)

    assert door("restore", place, "sigles", acronym.pk) in gone.content.decode()
    assert meanings(client, place) == []
    client.post(door("restore", place, "sigles", acronym.pk))
    assert meanings(client, place) == ["Cercle local d’ici"]
    assert told(client, one) == [
        "Sigle rétabli",
        "Sigle retiré",
        "Sens enregistré",
        "Sens enregistré",
    ]


def test_an_acronym_has_one_meaning_here(client, lead, place):
    AcronymFactory(initiative=place, text="CLE")
    other = AcronymFactory(initiative=place, text="MRC")

    answer = client.post(
        door("edit_acronym", place, other.pk), {"text": "CLE", "expansion": "Autre"}
    )

    assert "Ce sigle est déjà dans la liste." in answer.content.decode()
    other.refresh_from_db()
    assert other.text == "MRC"


def test_someone_has_several_functions_each_with_its_dates(client, lead, place):
    unit = UnitFactory(organisation=ParticipationFactory(initiative=place).organisation)
    contact = ContactFactory(initiative=place, name="Nadia R.")
    add = door("add_function", place, contact.pk)
    client.post(add, {"title": "Directrice", "unit": unit.pk, "from_on": "2024-09-01"})
    client.post(add, {"title": "Élue", "from_on": "2020-07-01"})
    first = contact.functions.get(title="Directrice")

    client.post(
        door("edit_function", place, contact.pk, first.pk),
        {"title": "Directrice", "unit": unit.pk, "from_on": "2024-09-01", "to_on": "2026-01-31"},
    )
    wrong = client.post(add, {"title": "X", "from_on": "2026-02-01", "to_on": "2026-01-01"})

    first.refresh_from_db()
    assert (first.organisation, first.to_on) == (unit.organisation, dt.date(2026, 1, 31))
    assert "La fin précède le début." in wrong.content.decode()
    page = client.get(door("edit_contact", place, contact.pk))
    titles = [function.title for function, _where in page.context["functions"]]
    assert titles == ["Élue", "Directrice"]
    assert [line["what"] for line in page.context["history"]] == [
        "Fonction modifiée",
        "Fonction ajoutée",
        "Fonction ajoutée",
    ]
    assert "Directrice" not in client.get(door("contacts", place)).content.decode()


def test_the_history_of_someone_keeps_her_consent_and_not_her_telephone(client, lead, place):
    contact = ContactFactory(initiative=place, name="Nadia R.", phone="05 00 00 00 00")
    address = door("edit_contact", place, contact.pk)

    client.post(address, {"name": "Nadia R.", "phone": "05 11 11 11 11", "may_publish": "on"})

    (line,) = client.get(address).context["history"]
    assert line["changes"] == [Change("Accepte d’être publiée", "non", "oui")]


def test_the_page_of_an_organisation_tells_whom_to_call(client, lead, place):
    organisation = ParticipationFactory(initiative=place).organisation
    contact = ContactFactory(initiative=place, phone="0500000000", email="nadia@cap.example")
    ContactFunctionFactory(contact=contact, organisation=organisation)

    page = client.get(reverse("portal:organisation", args=[place.slug, organisation.slug]))

    assert 'href="tel:0500000000"' in page.content.decode()
    assert 'href="mailto:nadia@cap.example"' in page.content.decode()


def test_a_group_tells_who_joined_it(client, lead, place):
    organisation = ParticipationFactory(
        initiative=place, organisation__short_name="CAP"
    ).organisation
    client.post(door("add_group", place), {"name": "Comité"})
    group = Group.objects.get()
    address = door("edit_group", place, group.pk)

    client.post(address, {"name": "Comité", "organisations": [organisation.pk]})

    line = client.get(address).context["history"][0]
    assert line["what"] == "Groupe enregistré"
    assert line["changes"] == [Change("Organismes", "", "CAP")]


@pytest.mark.parametrize("words", ["ecole", "ÉCOLE des métiers", "É.D.M.", "lycée pro", "guichet"])
def test_an_organisation_is_found_by_any_of_its_names_without_accents(client, lead, place, words):
    school = ParticipationFactory(
        initiative=place, organisation__name="École des Métiers", organisation__short_name="É.D.M."
    ).organisation
    school.names.create(name="Lycée professionnel")
    AcronymFactory(initiative=place, organisation=school, text="GU", expansion="Guichet unique")
    ParticipationFactory(initiative=place, organisation__name="Mission locale")

    page = client.get(door("organisations", place), {"q": words}).context["page"]

    assert [row.organisation for row in page] == [school]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_asks_the_database_as_much_for_many_as_for_one(
    client, lead, place, count, django_assert_num_queries
):
    ParticipationFactory.create_batch(count, initiative=place)

    client.get(door("organisations", place))
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(door("organisations", place), {"q": "organisation"})


def test_an_acronym_says_what_it_means_where_it_stands_for_a_name(client, lead, place):
    organisation = ParticipationFactory(
        initiative=place, organisation__name="Centre local d’emploi", organisation__short_name="CLE"
    ).organisation
    GroupFactory(initiative=place).organisations.add(organisation)
    ContactFunctionFactory(contact=ContactFactory(initiative=place), organisation=organisation)
    told = '<abbr class="acronym" title="Centre local d’emploi" tabindex="0">CLE</abbr>'

    assert told in client.get(door("organisations", place)).content.decode()
    assert told in client.get(door("contacts", place)).content.decode()


def test_organisations_come_in_the_order_of_the_alphabet(client, lead, place):
    for name in ("Direction", "Écoles", "Cap emploi", "CSSRN", "Département"):
        ParticipationFactory(initiative=place, organisation__name=name)

    page = client.get(door("organisations", place)).content.decode()

    places = [
        page.index(f">{name}<")
        for name in ("Cap emploi", "CSSRN", "Département", "Direction", "Écoles")
    ]
    assert places == sorted(places)
