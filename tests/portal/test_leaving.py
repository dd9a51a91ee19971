"""Someone leaves: nothing that she held is forgotten; whoever arrives gets four pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.core.relations import columns_to
from pacte.documents.content import Table
from pacte.documents.reading import read
from pacte.network.models import Contact, MunicipalReferent
from pacte.network.queries.merging import key_of
from pacte.roadmap import operations as roadmap
from pacte.roadmap.queries.asked import ToAsk
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.network import (
    ContactFactory,
    ContactFunctionFactory,
    ElectedMandateFactory,
    GroupFactory,
    MunicipalReferentFactory,
    ParticipationFactory,
)
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory
from tests.factories.territories import a_commune

pytestmark = pytest.mark.django_db
# Each column that leads to someone, and the sort of thing that goes to another.
HANDED = {
    "network.contact.deputy": "deputy",
    "network.contactfunction.contact": "function",
    "network.group.contact": "group",
    "network.municipalreferent.contact": "referent",
    "network.municipalreferent.deputy": "deputy-referent",
    "roadmap.responsibility.contact": "part",
    "roadmap.responsibility.person": "part",
}
# What stays hers: where she was elected, what was asked of her, what came of calling her.
HERS = frozenset(
    {
        "network.electedmandate.contact",
        "roadmap.progresslink.contact",
        "roadmap.callnote.contact",
    }
)


@pytest.fixture
def place(client):
    place = InitiativeFactory()
    client.force_login(MembershipFactory(initiative=place, lead=True).user)
    return place


@pytest.fixture
def nadia(place):
    return ContactFactory(initiative=place, name="Nadia R.", email="nadia@gue.example")


@pytest.fixture
def ana(place):
    return ContactFactory(initiative=place, name="Ana Diaz")


@pytest.fixture
def held(place, nadia):
    """One of each thing that she may hold."""
    plan = PlanFactory(initiative=place)
    cap = ParticipationFactory(initiative=place).organisation
    return {
        "named": ResponsibilityFactory(
            action=ActionFactory(plan=plan, title="Forum"), organisation=None, contact=nadia
        ),
        "answers": ResponsibilityFactory(
            action=ActionFactory(plan=plan), organisation=cap, person=nadia
        ),
        "done": ResponsibilityFactory(
            action=ActionFactory(plan=plan, status="DONE"), organisation=None, contact=nadia
        ),
        "function": ContactFunctionFactory(
            contact=nadia, organisation=cap, title="Directrice", is_main=True
        ),
        "referent": MunicipalReferentFactory(
            initiative=place, territory=a_commune("Aubeterne"), contact=nadia
        ),
        "other": MunicipalReferentFactory(
            initiative=place, territory=a_commune("Brécy"), deputy=nadia
        ),
        "group": GroupFactory(initiative=place, contact=nadia),
        "colleague": ContactFactory(initiative=place, deputy=nadia),
        "role": MembershipFactory(initiative=place, user__email="nadia@gue.example"),
    }


def door(place, contact):
    return reverse("portal:hand_over_all", args=[place.slug]) + f"?personne={contact.pk}"


def keys_of(page):
    return [item.key for part in page.context["parts"] for item in part.items]


def send(client, place, nadia, what, **more):
    today = timezone.localdate().isoformat()
    return client.post(door(place, nadia), {"what": what, "last_on": today, **more}, follow=True)


def test_every_column_that_leads_to_someone_is_handed_over_or_hers():
    assert {key_of(column) for column in columns_to(Contact)} == HANDED.keys() | HERS


def test_all_that_she_holds_is_on_the_page(client, place, nadia, held):
    page = client.get(door(place, nadia))

    keys = set(keys_of(page))
    assert keys == {
        f"part:{held['named'].pk}",
        f"part:{held['answers'].pk}",
        f"function:{held['function'].pk}",
        f"referent:{held['referent'].pk}",
        f"deputy-referent:{held['other'].pk}",
        f"group:{held['group'].pk}",
        f"deputy:{held['colleague'].pk}",
        f"role:{held['role'].pk}",
    }
    assert {key.split(":")[0] for key in keys} - {"role"} == set(HANDED.values())


def test_all_of_it_goes_to_another(client, place, nadia, ana, held):
    page = client.get(door(place, nadia))

    answer = send(client, place, nadia, keys_of(page), to=ana.pk)

    for row in held.values():
        row.refresh_from_db()
    assert "Ana Diaz reprend ce que tenait Nadia R." in answer.text
    assert (held["named"].contact, held["named"].state) == (ana, "SOUGHT")
    assert held["answers"].person == ana
    assert held["done"].contact == nadia
    assert held["function"].to_on == timezone.localdate()
    began = ana.functions.get()
    assert (began.title, began.organisation, began.is_main) == (
        "Directrice",
        held["function"].organisation,
        True,
    )
    assert began.from_on == timezone.localdate() + dt.timedelta(days=1)
    assert held["referent"].state == "ENDED"
    assert MunicipalReferent.objects.open().get(territory=held["referent"].territory).contact == ana
    assert held["other"].deputy == held["group"].contact == held["colleague"].deputy == ana
    assert held["role"].to_on == timezone.localdate()


def test_what_is_not_ticked_stays_hers(client, place, nadia, ana, held):
    send(client, place, nadia, [f"group:{held['group'].pk}"], to=ana.pk)

    for row in held.values():
        row.refresh_from_db()
    assert held["group"].contact == ana
    assert held["named"].contact == held["referent"].contact == nadia
    assert held["role"].to_on is None


def test_someone_new_takes_over(client, place, nadia, held):
    sent = {"name": "Inès Roy", "phone": "01 99 00 00 00"}

    send(client, place, nadia, [f"part:{held['named'].pk}"], **sent)

    held["named"].refresh_from_db()
    assert (held["named"].contact.name, held["named"].contact.phone) == tuple(sent.values())


@pytest.mark.parametrize(
    ("what", "to", "said"),
    [
        ([], True, "Rien n’est coché"),
        (["named"], False, "Choisissez quelqu’un, ou écrivez son nom."),
    ],
)
def test_what_is_missing_is_said_and_nothing_moves(client, place, nadia, ana, held, what, to, said):
    keys = [f"part:{held[name].pk}" for name in what]

    answer = send(client, place, nadia, keys, to=ana.pk if to else "")

    held["named"].refresh_from_db()
    assert said in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert held["named"].contact == nadia


def test_questions_that_wait_for_her_are_withdrawn(client, place, nadia, ana, held):
    (link,) = roadmap.ask_progress(
        initiative=place,
        wanted=[ToAsk(nadia, [held["named"].action])],
        by=SYSTEM,
        at=timezone.now(),
    )

    send(client, place, nadia, [f"requests:{link.pk}"], to=ana.pk)

    link.refresh_from_db()
    assert link.revoked_at is not None
    assert not link.requests.open().exists()


def test_a_key_that_the_page_did_not_show_is_refused(client, place, nadia, ana, held):
    other = ResponsibilityFactory(organisation=None, contact=ContactFactory())

    answer = send(client, place, nadia, [f"part:{other.pk}"], to=ana.pk)

    other.refresh_from_db()
    assert answer.context["form"].errors.keys() == {"what"}
    assert other.contact != ana


def test_the_person_of_another_initiative_is_no_choice(client, place):
    page = client.get(door(place, ContactFactory()))

    assert page.context["who"].errors.keys() == {"personne"}


def test_who_holds_nothing_is_told_in_a_line(client, place, ana):
    assert "ne tient rien" in client.get(door(place, ana)).text


def words_by_page(content):
    pages = {}
    for block in read(content, name="arrivee.pdf").blocks:
        rows = block.rows if isinstance(block, Table) else ()
        texts = [cell.text for row in rows for cell in row.cells] or [getattr(block, "text", "")]
        page = rows[0].place.page if rows else block.place.page
        pages[page] = " ".join([pages.get(page, ""), *texts])
    return pages


def test_the_arrival_file_has_four_pages_and_no_secret_of_the_team(client, place, nadia, held):
    today = timezone.localdate()
    plan = PlanFactory(initiative=place, shared=True, title="Feuille de route")
    soon = today + dt.timedelta(days=20)
    ActionFactory(plan=plan, title="Salon", schedule_end=soon, schedule_kind="DAY")
    ActionFactory(plan=plan, title="Négociation", schedule_end=soon, team_only=True)
    ActionFactory(plan=plan, title="Gel", schedule_end=soon, status="PAUSED", status_reason="x")
    ElectedMandateFactory(contact=nadia, territory=place.territory, title="Maire")
    client.force_login(MembershipFactory(initiative=place, user__name="Zoé Lam").user)

    answer = client.get(reverse("portal:arrival_file", args=[place.slug]))

    pages = words_by_page(answer.content)
    assert len(pages) == 4
    assert "Zoé Lam" in pages[1]
    assert "Maire" in pages[1]
    assert "Feuille de route" in pages[2]
    assert "Salon" in pages[3]
    assert "Gel" not in pages[3]
    assert "Nadia R." in pages[4]
    assert "Négociation" not in " ".join(pages.values())


def test_the_arrival_file_without_a_plan_says_so(client, place):
    content = client.get(reverse("portal:arrival_file", args=[place.slug])).content

    assert "Aucun plan n’est encore partagé" in words_by_page(content)[2]
