"""One human per commune: who is named, who is missing, who is asked; terms that end."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core import audit, letters
from pacte.core.models import Message, MessageStatus
from pacte.documents.content import Table
from pacte.documents.reading import read
from pacte.network import operations
from pacte.network.enums import REFERENT_MOVES, ReferentState
from pacte.network.errors import MoveRefused, NameMissing
from pacte.network.models import Contact, MunicipalReferent
from pacte.network.queries import coverage_of, terms_of
from pacte.territories.enums import TerritoryKind
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ElectedMandateFactory,
    MunicipalReferentFactory,
    ParticipationFactory,
)
from tests.factories.territories import a_commune, a_territory

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 9  # one of them: which communes are her own
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


@pytest.fixture
def place():
    return InitiativeFactory(territory=a_territory("Grand Confluent", TerritoryKind.EPCI))


@pytest.fixture
def communes(place):
    return [a_commune(name, place.territory) for name in ("Aubeterne", "Brécy", "Cassenelles")]


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user


def door(name, place, *more):
    return reverse(f"network:{name}", args=[place.slug, *more])


def sent(**more):
    return {"kind": "TECHNICAL", "rank": 1, "contact": "", "name": "", **more}


def named(place, commune, **more):
    return MunicipalReferentFactory(initiative=place, territory=commune, **more)


def names(lines):
    return [line.territory.name for line in lines]


def test_the_communes_without_anybody_come_first_and_are_counted(client, lead, place, communes):
    first, *_ = communes
    named(place, first)
    named(place, communes[1], state="ENDED", ended_on=NOW.date())

    page = client.get(door("referents", place))

    coverage = page.context["coverage"]
    assert (coverage.covered, coverage.total) == (1, 3)
    assert names(page.context["lines"]) == ["Brécy", "Cassenelles", "Aubeterne"]
    only = client.get(door("referents", place), {"vacantes": "1"})
    assert names(only.context["lines"]) == ["Brécy", "Cassenelles"]


def test_someone_new_is_named_and_enters_the_directory(client, lead, place, communes):
    commune = communes[0]

    client.post(
        door("name_referent", place, commune.slug),
        sent(name="Sandrine Aubrac", phone="01 99 00 00 00", title="Secrétaire de mairie"),
    )

    row = MunicipalReferent.objects.get()
    assert (row.contact.name, row.contact.phone, row.state) == (
        "Sandrine Aubrac",
        "01 99 00 00 00",
        "NAMED",
    )
    assert row.contact.functions.get().title == "Secrétaire de mairie"
    assert "Sandrine Aubrac" not in str(list(audit.history_of(row).values_list("changes")))


def test_a_pair_holds_two_ranks_and_no_third_person_takes_one(client, lead, place, communes):
    address = door("name_referent", place, communes[0].slug)
    someone = ContactFactory(initiative=place)

    client.post(address, sent(name="Ana"))
    second = client.get(address).context["form"].initial["rank"]
    client.post(address, sent(contact=someone.pk, rank=second))
    refused = client.post(address, sent(name="Paul", rank=2))

    assert second == 2
    assert "Quelqu’un tient déjà cette place" in refused.text
    (line,) = (line for line in coverage_of(place, today=NOW.date()).lines if not line.is_vacant)
    assert [row.contact.name for row in line.referents] == ["Ana", someone.name]
    assert not Contact.objects.filter(name="Paul").exists()


def test_nobody_is_named_without_a_name(client, lead, place, communes):
    answer = client.post(door("name_referent", place, communes[0].slug), sent())

    assert "Choisissez quelqu’un" in answer.text
    assert not MunicipalReferent.objects.exists()


def test_each_state_leads_to_its_own(place, lead):
    for state in ReferentState:
        if state == ReferentState.TO_NAME:
            continue
        for to in ReferentState:
            ended = {"ended_on": NOW.date()} if state == ReferentState.ENDED else {}
            row = named(place, a_commune(), state=state, **ended)
            move = {"referent": row, "named": operations.Naming(), "state": to}
            who = {"by": lead.as_actor(), "at": NOW}
            if to in REFERENT_MOVES[state] or (to == state and state != ReferentState.ENDED):
                assert operations.edit_referent(**move, **who).state == to
            elif to != state:
                with pytest.raises(MoveRefused):
                    operations.edit_referent(**move, **who)


def test_who_ends_leaves_her_commune_to_another(client, lead, place, communes):
    row = named(place, communes[0], state="ACTIVE")
    ends = {"state": "ENDED", "kind": "ELECTED", "rank": 1}

    client.post(door("edit_referent", place, row.pk), ends)

    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("ENDED", place.today(timezone.now()))
    assert client.get(door("edit_referent", place, row.pk)).status_code == 404
    client.post(door("name_referent", place, communes[0].slug), sent(name="Ana"))
    assert MunicipalReferent.objects.open().get().contact.name == "Ana"


def test_who_was_taken_off_the_directory_leaves_her_commune_vacant(client, lead, place, communes):
    row = named(place, communes[0])
    client.post(door("delete_contact", place, row.contact.pk))

    assert coverage_of(place, today=NOW.date()).covered == 0
    client.post(door("name_referent", place, communes[0].slug), sent(name="Ana"))
    assert MunicipalReferent.objects.open().get().contact.name == "Ana"


def test_vacant_communes_are_written_to_once_a_day(client, lead, place, communes):
    named(place, communes[0])
    mayor = ContactFactory(initiative=place, name="Hélène Roy", email="maire@brecy.example")
    ElectedMandateFactory(contact=mayor, territory=communes[1])

    first = client.post(door("ask_communes", place), follow=True)
    again = client.post(door("ask_communes", place), follow=True)

    assert "2 lettres sont prêtes" in first.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "déjà été relancées" in again.text
    messages = Message.objects.order_by("name")
    assert [(one.name, one.address) for one in messages] == [
        ("Cassenelles", ""),
        ("Hélène Roy, Brécy", "maire@brecy.example"),
    ]
    letter = letters.letter_of(messages[1])
    assert "Bonjour Hélène Roy," in letter.text
    assert "Brécy" in letter.subject
    assert (letter.sender, letter.reply_to) == (lead.name, lead.email)
    assert {one.asked_on for one in MunicipalReferent.objects.filter(contact=None)} == {
        place.today(timezone.now())
    }


def test_a_commune_that_named_someone_meanwhile_gets_no_letter(client, lead, place, communes):
    client.post(door("ask_communes", place))
    message = Message.objects.filter(status=MessageStatus.TO_PRINT).first()

    for commune in communes:
        client.post(door("name_referent", place, commune.slug), sent(name=f"Ana {commune}"))

    assert letters.letter_of(message) is None
    assert MunicipalReferent.objects.count() == 3  # the places that waited were taken


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_list_asks_the_database_as_much_for_many_as_for_one(
    client, lead, place, django_assert_num_queries, count
):
    for _ in range(count):
        commune = a_commune("Val", place.territory)
        named(place, commune, deputy=ContactFactory(initiative=place))

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(door("referents", place))


@pytest.fixture
def directory(place, communes):
    shy = named(place, communes[0], contact__name="Ana Diaz", contact__phone="01 99 00 00 00")
    open_one = named(place, communes[1], contact__name="Paul Roy", contact__may_publish=True)
    cap = ParticipationFactory(initiative=place, organisation__name="Cap emploi").organisation
    ContactFunctionFactory(contact=shy.contact, organisation=cap, title="Accueil")
    ContactFunctionFactory(contact=open_one.contact, organisation=cap, title="Directeur")
    return cap


def words(content, name):
    """All that the document says, in one line."""
    texts = []
    for block in read(content, name=name).blocks:
        rows = block.rows if isinstance(block, Table) else ()
        texts += [cell.text for row in rows for cell in row.cells] or [getattr(block, "text", "")]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_booklet_tells_whom_to_call(client, lead, place, directory, ending):
    content = client.get(door("booklet", place, ending)).content

    told = words(content, f"carnet.{ending}")
    for word in ("Ana Diaz", "01 99 00 00 00", "Paul Roy", "Cassenelles", "Cap emploi"):
        assert word in told
    assert client.get(door("booklet", place, "xlsx")).status_code == 404


def test_the_booklet_for_everyone_names_only_who_agreed(client, lead, place, directory):
    content = client.get(door("booklet", place, "pdf"), {"publiable": "1"}).content

    told = words(content, "carnet.pdf")
    assert "Paul Roy" in told
    assert "Ana Diaz" not in told
    assert "01 99 00 00 00" not in told


class TestMandates:
    @pytest.mark.usefixtures("lead")
    def test_a_mandate_is_noted_mended_and_erased(self, client, place, communes):
        person = ContactFactory(initiative=place)
        given = {
            "title": "Maire",
            "territory": communes[0].pk,
            "from_on": "2020-07-03",
            "to_on": "2026-03-22",
        }
        client.post(door("add_mandate", place, person.pk), given)
        row = person.mandates.get()
        client.post(door("edit_mandate", place, person.pk, row.pk), {**given, "title": "Adjointe"})
        row.refresh_from_db()
        assert (row.title, row.territory, row.to_on) == (
            "Adjointe",
            communes[0],
            dt.date(2026, 3, 22),
        )
        assert str(row) == "Adjointe, Aubeterne"

        client.post(door("delete_mandate", place, person.pk, row.pk))

        assert not person.mandates.exists()
        told = audit.history_of(person).values_list("event", flat=True)
        assert list(told) == [
            "network.mandate.deleted",
            "network.mandate.saved",
            "network.mandate.saved",
        ]

    def test_a_term_ends_after_it_begins_and_on_a_territory_of_here(
        self, client, lead, place, communes
    ):
        person, elsewhere = ContactFactory(initiative=place), a_commune("Ailleurs")
        given = {"title": "Maire", "from_on": "2026-01-01", "to_on": "2020-01-01"}

        reversed_ = client.post(
            door("add_mandate", place, person.pk), {**given, "territory": communes[0].pk}
        )
        away = client.post(
            door("add_mandate", place, person.pk), {**given, "territory": elsewhere.pk}
        )

        assert "La fin précède le début." in reversed_.text
        assert away.context["form"].errors.keys() == {"territory"}
        assert not person.mandates.exists()
        with pytest.raises(NameMissing):
            operations.save_mandate(
                contact=person,
                territory=communes[0],
                title=" ",
                term=(None, None),
                by=lead.as_actor(),
                at=NOW,
            )

    def test_terms_that_end_are_warned_of_ninety_days_before(self, place, communes):
        today = NOW.date()
        ends = {"past": -1, "today": 0, "soon": 90, "later": 91, "never": None}
        for title, days in ends.items():
            ElectedMandateFactory(
                contact=ContactFactory(initiative=place),
                territory=communes[0],
                title=title,
                to_on=None if days is None else today + dt.timedelta(days=days),
            )

        told = [
            (one.mandate.title, one.has_ended, one.ends_soon)
            for one in terms_of(place, today=today)
        ]

        assert told == [
            ("past", True, False),
            ("today", False, True),
            ("soon", False, True),
            ("later", False, False),
            ("never", False, False),
        ]

    def test_members_read_the_mandates(self, client, place, communes):
        person = ContactFactory(initiative=place, name="Hélène Roy")
        ElectedMandateFactory(
            contact=person, territory=communes[0], to_on=timezone.localdate() - dt.timedelta(1)
        )
        client.force_login(MembershipFactory(initiative=place).user)

        page = client.get(door("mandates", place)).text

        assert "Hélène Roy" in page
        assert "Mandat terminé" in page


def test_the_commune_of_another_territory_is_not_found(client, lead, place, communes):
    elsewhere = a_commune("Ailleurs")

    assert client.get(door("name_referent", place, elsewhere.slug)).status_code == 404
    assert (
        client.get(door("edit_referent", place, MunicipalReferentFactory().pk)).status_code == 404
    )
