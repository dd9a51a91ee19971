"""The code of a letter: typed, once, in thirty days; and whom to call when it opens nothing."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.initiatives import operations, queries
from pacte.initiatives.models import Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.scanning import scanned

pytestmark = pytest.mark.django_db
DOOR = "/code/"
PHONE = "05 36 49 00 12"


@pytest.fixture
def place():
    InitiativeFactory()  # where there are two, only the address or the code tells which
    return InitiativeFactory(slug="grand-confluent", name="Grand Confluent")


@pytest.fixture
def lead(place):
    user = UserFactory(name="Claire Vasseur", phone=PHONE)
    MembershipFactory(initiative=place, lead=True, user=user)
    return user


def code_for(place, **other):
    given = {"email": "karim@exemple.test", "role": "COMMITTEE", **other}
    return operations.invite(initiative=place, by=SYSTEM, at=timezone.now(), **given)[1]


def test_a_letter_says_where_to_go_what_to_type_and_whom_to_call(client, lead, place):
    client.force_login(lead)

    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "Karim", "role": "COMMITTEE"},
    )

    code = page.context["code"]
    letter = (
        page.text[page.text.index('class="letter') : page.text.index("no-print muted")]
        if ("no-print muted" in page.text)
        else page.text[page.text.index('class="letter') :]
    )
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", code)
    assert all(word in letter for word in (code, page.context["door"], PHONE, "karim@exemple.test"))
    assert code not in str(Invitation.objects.values().get())
    [square] = scanned(letter)
    assert square == page.context["link"]
    assert code in square


def test_a_code_is_typed_as_one_reads_it_and_opens_once(client, place):
    code = code_for(place)
    sloppy = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    opened = client.post(DOOR, {"code": sloppy})
    joined = client.post(
        opened["Location"], {"name": "Karim Belhadi", "password": "une phrase solide"}
    )

    assert opened["Location"] == reverse("initiatives:accept_invitation", args=[code])
    assert joined["Location"] == f"/d/{place.slug}/"
    assert Membership.objects.get(user__email="karim@exemple.test").role == "COMMITTEE"
    client.logout()
    assert "n’ouvre rien" in client.post(DOOR, {"code": code}).text


def test_a_code_opens_nothing_after_thirty_days(client, place):
    code = code_for(place)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    page = client.post(DOOR, {"code": code})

    assert page.context["form"].data["code"] == code
    assert "n’ouvre rien" in page.text


def test_the_long_link_of_a_former_invitation_opens_still(client, place):
    code_for(place)
    former = "q3Xb0_l-OiU8zYt5mN2cVw1aLpKjHg4f"
    Invitation.objects.update(secret_sha256=queries.fingerprint(former))

    opened = client.get(reverse("initiatives:accept_invitation", args=[former]))

    assert "Grand Confluent" in opened.text
    assert 'type="password"' in opened.text


def test_codes_that_open_nothing_are_counted_and_those_that_open_are_not(client, place):
    code = code_for(place)

    for _again in range(25):
        assert client.post(DOOR, {"code": code}).status_code == 302
    refused = [client.post(DOOR, {"code": f"AAAA-BBBB-{n:04}"}).status_code for n in range(21)]

    assert refused == [200] * 20 + [429]
    assert client.post(DOOR, {"code": code}).status_code == 429


def test_a_code_that_served_tells_whom_to_call_and_one_that_never_was_does_not(client, lead, place):
    code = code_for(place)
    Invitation.objects.update(revoked_at=timezone.now())

    was = client.post(DOOR, {"code": code}).text
    link = client.get(reverse("initiatives:accept_invitation", args=[code])).text
    never = client.post(DOOR, {"code": "AAAA-BBBB-CCCC"}).text

    assert [PHONE in page for page in (was, link, never)] == [True, True, False]


WRONG = {"login": "personne@exemple.test", "password": "autre"}


@pytest.mark.parametrize("has_account", [True, False])
def test_a_failed_sign_in_on_the_way_to_a_page_tells_whom_to_call(client, lead, place, has_account):
    if has_account:
        UserFactory(email=WRONG["login"])

    page = client.post("/compte/connexion/", {**WRONG, "next": f"/d/{place.slug}/"}).text

    assert f'href="tel:{PHONE}"' in page
    assert "Claire Vasseur" in page
    assert PHONE not in client.get(f"/compte/connexion/?next=/d/{place.slug}/").text


def test_on_the_way_to_nowhere_the_installation_answers(client, lead, settings):
    settings.HELP_CONTACT = "Accueil de l’agglomération, 05 36 49 00 00"

    page = client.post("/compte/connexion/", WRONG).text

    assert "05 36 49 00 00" in page
    assert PHONE not in page


@pytest.mark.parametrize("wanted", ["/inconnue/", "//[", "/d/inconnue/", "/invitation/AAAA/"])
def test_an_address_that_leads_nowhere_tells_nothing(client, lead, wanted):
    page = client.post("/compte/connexion/", {**WRONG, "next": wanted})

    assert (page.status_code, PHONE in page.text) == (200, False)


def test_where_there_is_one_demarche_its_own_answer(client, lead, place):
    type(place).objects.exclude(pk=place.pk).delete()

    assert PHONE in client.post("/compte/connexion/", WRONG).text


def test_who_no_longer_leads_or_gives_no_telephone_is_not_named(client, lead, place):
    silent = MembershipFactory(initiative=place, lead=True).user
    Membership.objects.filter(user=lead).update(to_on=dt.date(2021, 1, 1))

    page = client.post("/compte/connexion/", {**WRONG, "next": f"/d/{place.slug}/"}).text

    assert lead.name not in page
    assert silent.name not in page
