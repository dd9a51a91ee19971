"""Two organisations that are one: every link moves, none is lost, and nobody merges twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.core.audit import history_of
from pacte.core.relations import columns_to, rows_of
from pacte.network import operations
from pacte.network.errors import AlreadyMerged, SameOrganisation
from pacte.network.models import Organisation, OrganisationName, Participation
from pacte.network.queries import (
    directory_of,
    look_alikes,
    merger_of,
    names_over_time,
)
from pacte.network.queries.merging import key_of
from pacte.network.queries.sheets import draft_of
from pacte.roadmap.models import AchievementCredit, Responsibility
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
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    OngoingItemFactory,
    PlanFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
WHO = {"by": SYSTEM, "at": NOW}


def former_name(organisation):
    return OrganisationName.objects.create(organisation=organisation, name="PAIO", to_on=NOW.date())


def in_a_group(organisation):
    GroupFactory().organisations.add(organisation)


# A row of each column that leads to an organisation. Whoever adds a column adds a line here, its
# label to `registry.register_links`, and nothing else: a merger moves it by itself.
MADE = {
    "network.organisation.merged_into": lambda o: OrganisationFactory(merged_into=o, merged_at=NOW),
    "network.organisationname.organisation": former_name,
    "network.participation.organisation": lambda o: ParticipationFactory(organisation=o),
    "network.unit.organisation": lambda o: UnitFactory(organisation=o),
    "network.group.organisations": in_a_group,
    "network.contactfunction.organisation": lambda o: ContactFunctionFactory(organisation=o),
    "network.acronym.organisation": lambda o: AcronymFactory(organisation=o),
    "roadmap.responsibility.organisation": lambda o: ResponsibilityFactory(organisation=o),
    "roadmap.achievementcredit.organisation": lambda o: AchievementCredit.objects.create(
        achievement=AchievementFactory(), organisation=o
    ),
    "roadmap.ongoingitem.organisation": lambda o: OngoingItemFactory(organisation=o),
}


def merge(merged, kept, *, takes_identity=True):
    return operations.merge_organisations(
        merged=merged, kept=kept, takes_identity=takes_identity, **WHO
    )


def rows_leading_to(organisation):
    return {
        key_of(column): rows_of(column, organisation.pk).count()
        for column in columns_to(Organisation)
    }


def test_every_column_that_leads_to_an_organisation_is_tried_here():
    assert {key_of(column) for column in columns_to(Organisation)} == set(MADE)


def test_every_link_leads_to_the_one_that_stays():
    merged, kept = OrganisationFactory(name="Mission jeunes"), OrganisationFactory(name="Mission")
    for make in MADE.values():
        make(merged)
    assert set(rows_leading_to(merged).values()) == {1}

    merge(merged, kept)

    after = rows_leading_to(kept)
    assert set(rows_leading_to(merged).values()) == {0}
    assert after.pop("network.organisation.merged_into") == 2  # the one it had, and itself
    assert set(after.values()) == {1}


def test_rows_that_both_have_become_one_and_keep_what_led_to_them():
    place = InitiativeFactory()
    merged = ParticipationFactory(initiative=place).organisation
    kept = ParticipationFactory(initiative=place, deleted_at=NOW).organisation
    welcome = UnitFactory(organisation=merged, name="Accueil", short_name="ACC")
    same = UnitFactory(organisation=kept, name="ACCUEIL")
    function = ContactFunctionFactory(organisation=merged, unit=welcome)
    part = ResponsibilityFactory(organisation=None, unit=welcome)
    group = GroupFactory(initiative=place)
    group.organisations.set([merged, kept])

    merge(merged, kept)

    function.refresh_from_db()
    part.refresh_from_db()
    same.refresh_from_db()
    assert (function.unit, function.organisation, part.unit) == (same, kept, same)
    assert same.short_name == "ACC"
    assert list(kept.units.all()) == [same]
    assert list(group.organisations.all()) == [kept]
    assert Participation.objects.get(initiative=place).deleted_at is None


def test_an_action_that_named_both_in_a_role_names_one_with_the_answer_that_says_most():
    merged, kept = OrganisationFactory(), OrganisationFactory()
    action = ActionFactory()
    ResponsibilityFactory(action=action, organisation=kept)
    said = ResponsibilityFactory(
        action=action, organisation=merged, state="CONFIRMED", state_on=NOW.date()
    )
    funds = ResponsibilityFactory(action=action, organisation=merged, role="FUNDER")
    version = action.version

    merge(merged, kept)

    action.refresh_from_db()
    assert set(Responsibility.objects.present()) == {said, funds}
    assert Responsibility.objects.count() == 3
    assert action.version == version + 1


def test_two_notes_and_two_amounts_that_differ_are_both_kept():
    place, action = InitiativeFactory(), ActionFactory()
    merged = ParticipationFactory(initiative=place, note="Passer par l’accueil").organisation
    kept = ParticipationFactory(initiative=place, note="Répond le mardi").organisation
    funding = {"action": action, "role": "FUNDER"}
    ResponsibilityFactory(organisation=kept, amount_text="5 000 €", amount=5000, **funding)
    ResponsibilityFactory(organisation=merged, amount_text="3 000 €", amount=3000, **funding)

    merge(merged, kept)

    participation = Participation.objects.get(initiative=place)
    assert participation.note == "Répond le mardi\n\nPasser par l’accueil"
    part = Responsibility.objects.present().get(**funding)
    assert (part.amount_text, part.amount) == ("5 000 € + 3 000 €", 8000)


def test_the_same_amount_said_twice_is_said_once():
    action = ActionFactory()
    merged, kept = OrganisationFactory(), OrganisationFactory()
    for one in (merged, kept):
        ResponsibilityFactory(
            organisation=one, action=action, role="FUNDER", amount_text="5 000 €", amount=5000
        )

    merge(merged, kept)

    part = Responsibility.objects.present().get(action=action)
    assert (part.amount_text, part.amount) == ("5 000 €", 5000)


def test_a_success_owed_to_both_is_owed_to_one():
    merged, kept = OrganisationFactory(), OrganisationFactory()
    achievement = AchievementFactory()
    for organisation in (merged, kept):
        AchievementCredit.objects.create(achievement=achievement, organisation=organisation)

    merge(merged, kept)

    assert achievement.credits.get().organisation == kept


def test_what_one_lacks_comes_from_the_other_where_its_identity_may_change():
    merged = OrganisationFactory(name="Mission jeunes", siret="1" * 14, website="https://m.example")
    kept = OrganisationFactory(name="Mission", website="https://k.example")
    former_name(merged)
    former_name(kept)
    OrganisationName.objects.create(organisation=merged, name="MLJ", to_on=dt.date(2020, 1, 1))

    merge(merged, kept)

    kept.refresh_from_db()
    assert (kept.siret, kept.website) == ("1" * 14, "https://k.example")
    names = [(row.name, row.to_on) for row in kept.names.order_by("pk")]
    assert names == [("PAIO", NOW.date()), ("MLJ", None)]  # two names of one day: no date


def test_a_shared_identity_stays_as_it_is():
    merged = OrganisationFactory(name="Pole emploi du bassin", siret="1" * 14)
    kept = OrganisationFactory(name="France Travail", is_national=True)
    former_name(merged)

    merge(merged, kept, takes_identity=False)

    kept.refresh_from_db()
    assert (kept.siret, kept.is_national, kept.names.count()) == ("", True, 0)


def test_numbers_stay_where_the_identity_is_not_taken_and_lead_to_the_one_that_stays():
    place = InitiativeFactory()
    merged = OrganisationFactory(siret="1" * 14, neq="2" * 10)
    kept = OrganisationFactory()

    merge(merged, kept, takes_identity=False)

    merged.refresh_from_db()
    draft = draft_of(place, today=NOW.date(), numbers={"1" * 14})
    assert (merged.siret, merged.neq) == ("1" * 14, "2" * 10)
    assert draft.by_number["siret:" + "1" * 14].row == kept


def test_the_history_tells_of_a_merger_to_each_initiative_what_it_may_know():
    knew, other, stranger = InitiativeFactory(), InitiativeFactory(), InitiativeFactory()
    merged, kept = OrganisationFactory(name="Mission", siret="1" * 14), OrganisationFactory()
    ParticipationFactory(initiative=knew, organisation=merged)
    ParticipationFactory(initiative=other, organisation=kept)

    merge(merged, kept)

    told = {entry.space: entry.changes for entry in history_of(kept)}
    assert told == {
        knew.audit_space: {"merged": ["", "Mission"], "merged_siret": ["", "1" * 14]},
        other.audit_space: {},
    }
    assert stranger.audit_space not in told


def test_the_names_of_both_are_known_in_texts_and_in_searches(client):
    place = InitiativeFactory()
    merged = ParticipationFactory(initiative=place, organisation__name="Mission jeunes")
    kept = ParticipationFactory(initiative=place, organisation__name="Mission locale")
    merge(merged.organisation, kept.organisation)
    client.force_login(MembershipFactory(initiative=place).user)
    address = reverse("network:organisations", args=[place.slug])

    found = client.get(address, {"q": "jeunes"}).context["page"].object_list

    assert directory_of(place).find("mission jeunes").organisation == kept.organisation
    assert found == [kept]
    assert [one.name for one in names_over_time(kept.organisation)] == [
        "Mission locale",
        "Mission jeunes",
    ]


def test_the_address_of_the_one_that_went_leads_to_the_other(client):
    place = InitiativeFactory()
    merged = ParticipationFactory(initiative=place).organisation
    kept = ParticipationFactory(initiative=place).organisation
    merge(merged, kept)
    client.force_login(MembershipFactory(initiative=place).user)

    answer = client.get(reverse("portal:organisation", args=[place.slug, merged.slug]))

    assert answer.url == reverse("portal:organisation", args=[place.slug, kept.slug])


def test_two_people_do_not_merge_the_same_twice():
    merged, kept, other = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    merge(merged, kept)

    with pytest.raises(AlreadyMerged) as again:
        merge(merged, other)
    with pytest.raises(AlreadyMerged):
        merge(kept, merged)
    with pytest.raises(SameOrganisation):
        merge(kept, kept)

    assert (again.value.merged, again.value.into) == (merged, kept)


class TestThroughTheDoor:
    @pytest.fixture
    def place(self):
        return InitiativeFactory()

    @pytest.fixture
    def both(self, client, place):
        client.force_login(MembershipFactory(initiative=place, lead=True).user)
        names = ("Mission locale du bassin", "Mission locale bassin")
        return [
            ParticipationFactory(initiative=place, organisation__name=name).organisation
            for name in names
        ]

    @staticmethod
    def door(place, organisation):
        return reverse("network:merge_organisations", args=[place.slug, organisation.slug])

    def test_what_would_move_is_seen_first_and_nothing_moves(self, client, place, both):
        merged, kept = both
        action = ActionFactory(plan=PlanFactory(initiative=place))
        ResponsibilityFactory(action=action, organisation=merged)

        choice = client.get(self.door(place, merged))
        preview = client.get(self.door(place, merged), {"avec": kept.slug})

        assert choice.context["look_alikes"] == [kept]
        assert {link.label: link.count for link in preview.context["merger"].links} == {
            "Démarches où il figure": 1,
            "Rôles dans le plan": 1,
        }
        assert Organisation.objects.filter(merged_into=None).count() == 2

    def test_the_team_merges_its_own_and_is_told_kindly_that_it_was_done(self, client, place, both):
        merged, kept = both

        done = client.post(self.door(place, merged), {"avec": kept.slug}, follow=True)
        again = client.post(self.door(place, merged), {"avec": kept.slug}, follow=True)

        merged.refresh_from_db()
        assert merged.merged_into == kept
        assert "ne font plus qu’un" in done.text
        assert "vient d’être réuni avec" in again.text

    def test_what_others_share_neither_goes_nor_takes_another_in(self, client, place, both):
        merged, shared = both
        ParticipationFactory(organisation=shared)

        seen = client.get(self.door(place, merged), {"avec": shared.slug})

        assert "administre l’installation" in seen.text
        assert "Réunir les deux" not in seen.text
        assert client.post(self.door(place, shared), {"avec": merged.slug}).status_code == 403
        assert client.post(self.door(place, merged), {"avec": shared.slug}).status_code == 403
        assert Organisation.objects.filter(merged_into=None).count() == 2

    def test_who_runs_the_installation_merges_what_is_shared(self, client, place, both):
        shared, kept = both
        ParticipationFactory(organisation=shared)
        staff = UserFactory(is_staff=True)
        MembershipFactory(initiative=place, lead=True, user=staff)
        client.force_login(staff)

        client.post(self.door(place, shared), {"avec": kept.slug})

        shared.refresh_from_db()
        assert shared.merged_into == kept

    def test_an_organisation_of_elsewhere_is_not_a_choice(self, client, place, both):
        elsewhere = ParticipationFactory().organisation

        answer = client.post(self.door(place, both[0]), {"avec": elsewhere.slug})

        assert answer.status_code == 200
        assert answer.context["form"].errors.keys() == {"avec"}


def test_look_alikes_are_close_by_name_former_name_or_acronym():
    place = InitiativeFactory()
    mine = ParticipationFactory(initiative=place, organisation__name="Pôle emploi")
    names = ("Pole-Emploi", "France Travail", "Agence Pôle emploi Sud", "Chambre d’agriculture")
    others = {
        name: ParticipationFactory(initiative=place, organisation__name=name).organisation
        for name in names
    }
    OrganisationName.objects.create(
        organisation=others["France Travail"], name="Pôle emploi", to_on=NOW.date()
    )

    assert {row.name for row in look_alikes(place, mine.organisation)} == set(names[:3])


def test_two_numbers_are_said_to_differ():
    one, same = OrganisationFactory(siret="1" * 14), OrganisationFactory(siret="")
    other = OrganisationFactory(siret="2" * 14)

    assert [merger_of(one, same).numbers_differ, merger_of(one, other).numbers_differ] == [
        False,
        True,
    ]


def test_contacts_stay_in_their_own_initiative():
    merged, kept = OrganisationFactory(), OrganisationFactory()
    contact = ContactFactory()
    ContactFunctionFactory(contact=contact, organisation=merged)

    merge(merged, kept)

    contact.refresh_from_db()
    assert contact.functions.get().organisation == kept
