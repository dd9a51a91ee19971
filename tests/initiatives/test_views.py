"""Members, invitations and settings, through the doors people use."""

import io
import re

import docx
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pacte.accounts.models import User
from pacte.core.actor import SYSTEM
from pacte.initiatives import operations, registry
from pacte.initiatives.errors import InvitationForAnother
from pacte.initiatives.models import Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory

pytestmark = pytest.mark.django_db
# One black pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060"
    "6060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def place():
    return InitiativeFactory(slug="grand-confluent")


@pytest.fixture
def lead(client, place):
    user = MembershipFactory(initiative=place, lead=True).user
    client.force_login(user)
    return user


def link_of(page: str) -> str:
    return re.search(r"/invitation/[\w-]+/", page).group()


def test_an_invitation_is_printed_accepted_once_and_opens_the_initiative(client, lead, place):
    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "Karim@exemple.test", "name": "Karim", "role": "COMMITTEE"},
    ).content.decode()
    client.logout()

    opened = client.get(link_of(page))
    answer = client.post(link_of(page), {"name": "Karim D.", "password": "une phrase solide"})

    assert opened.status_code == 200
    assert answer["Location"] == f"/d/{place.slug}/"
    assert Membership.objects.get(user__email="karim@exemple.test").role == "COMMITTEE"
    client.logout()
    assert client.get(link_of(page)).status_code == 410


def test_an_address_is_invited_once_to_a_role_and_the_last_link_is_the_good_one(
    client, lead, place
):
    sent = {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"}
    door = reverse("initiatives:invite", args=[place.slug])

    first, last = [
        link_of(client.post(door, given).content.decode())
        for given in (sent, {**sent, "email": "Karim@exemple.test"})
    ]
    client.post(door, {**sent, "role": "OBSERVER"})

    client.logout()
    assert [i.role for i in place.invitations.order_by("pk")] == ["COMMITTEE", "OBSERVER"]
    assert [client.get(link).status_code for link in (first, last)] == [410, 200]


def test_the_secret_of_an_invitation_is_not_kept(client, lead, place):
    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"},
    ).content.decode()

    secret = link_of(page).split("/")[2]
    assert secret not in str(Invitation.objects.values().get())


def test_a_line_end_in_a_name_makes_no_header_of_a_mail(client, lead, place, settings):
    settings.EMAIL_HOST = "courriel.exemple.test"
    lead.name = "Claire\r\nBcc: autre@exemple.test"
    lead.save()

    client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"},
    )

    (sent,) = mail.outbox
    assert sent.recipients() == ["karim@exemple.test"]
    assert sent.subject.startswith("Claire Bcc: autre@exemple.test vous invite")


def test_an_invitation_that_no_mail_server_takes_is_handed_over(client, lead, place, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there

    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"},
    ).content.decode()

    assert "Aucun courriel n’est parti" in page
    assert client.get(link_of(page)).status_code == 200


def test_an_invitation_does_not_open_the_account_of_who_has_one(client, lead, place):
    UserFactory(email="karim@exemple.test")
    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"},
    ).content.decode()
    client.logout()

    client.post(link_of(page), {"name": "Voleuse", "password": "une phrase solide"})

    assert "_auth_user_id" not in client.session
    assert Membership.objects.filter(role="COMMITTEE").count() == 0


@pytest.mark.parametrize("password", ["123456789123", "karim@exemple.test"])
def test_who_joins_chooses_a_password_that_nobody_guesses(client, lead, place, password):
    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "COMMITTEE"},
    ).content.decode()
    client.logout()

    answer = client.post(link_of(page), {"name": "Karim", "password": password})

    assert answer.context["form"].errors.keys() == {"password"}
    assert not User.objects.filter(email="karim@exemple.test").exists()


def test_an_account_made_meanwhile_is_not_joined_without_signing_in(place):
    email, at = "karim@exemple.test", timezone.now()
    _, secret = operations.invite(initiative=place, email=email, role="OBSERVER", by=SYSTEM, at=at)
    UserFactory(email=email)

    with pytest.raises(InvitationForAnother):
        operations.accept_invitation(secret=secret, at=at, signed_in=None, password="autre chose")

    assert Membership.objects.filter(initiative=place, user__email=email).count() == 0


def test_an_invitation_for_another_person_changes_nothing(client, lead, place):
    page = client.post(
        reverse("initiatives:invite", args=[place.slug]),
        {"email": "karim@exemple.test", "name": "", "role": "LEAD"},
    ).content.decode()

    answer = client.post(link_of(page))

    assert answer.status_code == 409
    assert not User.objects.filter(email="karim@exemple.test").exists()


def test_the_last_lead_cannot_leave(client, lead, place):
    membership = Membership.objects.get(user=lead)

    client.post(reverse("initiatives:end_membership", args=[place.slug, membership.pk]))

    assert Membership.objects.current().filter(pk=membership.pk).exists()


@pytest.fixture
def administrator(client, place):
    user = MembershipFactory(initiative=place, administrator=True).user
    client.force_login(user)
    return user


def test_an_administrator_does_not_make_a_lead_of_herself(client, administrator, place):
    sent = {"email": administrator.email, "name": "Nadège", "role": "LEAD"}

    page = client.post(reverse("initiatives:invite", args=[place.slug]), sent).content.decode()

    assert "elle seule choisit qui la rejoint" in page
    assert 'value="Nadège"' in page
    assert not place.invitations.exists()


def test_an_administrator_gives_the_other_roles(client, administrator, place):
    sent = {"email": "karim@exemple.test", "name": "", "role": "OBSERVER"}

    client.post(reverse("initiatives:invite", args=[place.slug]), sent)

    assert place.invitations.get().role == "OBSERVER"


def test_an_administrator_touches_no_lead_and_is_not_offered_to(client, place, administrator):
    leads = [MembershipFactory(initiative=place, lead=True) for _ in range(2)]
    invitation, _ = operations.invite(
        initiative=place, email="x@exemple.test", role="LEAD", by=SYSTEM, at=timezone.now()
    )
    doors = [
        reverse("initiatives:end_membership", args=[place.slug, leads[0].pk]),
        reverse("initiatives:renew_invitation", args=[place.slug, invitation.pk]),
        reverse("initiatives:revoke_invitation", args=[place.slug, invitation.pk]),
    ]

    page = client.get(reverse("initiatives:members", args=[place.slug])).content.decode()

    assert [door in page for door in doors] == [False] * 3
    assert [client.post(door).status_code for door in doors] == [403] * 3
    assert Membership.objects.current().leading().count() == 2
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


def test_a_member_who_was_taken_off_sees_nothing_more(client, lead, place):
    gone = MembershipFactory(initiative=place)
    page = reverse("initiatives:members", args=[place.slug])
    client.force_login(gone.user)
    before = client.get(page).status_code

    client.force_login(lead)
    client.post(reverse("initiatives:end_membership", args=[place.slug, gone.pk]))

    client.force_login(gone.user)
    assert (before, client.get(page).status_code) == (200, 404)


def test_an_invitation_taken_back_or_too_old_opens_nothing(client, lead, place):
    now = timezone.now()
    long_ago = now - operations.INVITATION_LIVES
    links = {}
    for name, at in (("kept", now), ("revoked", now), ("old", long_ago)):
        invitation, secret = operations.invite(
            initiative=place, email=f"{name}@exemple.test", role="OBSERVER", by=SYSTEM, at=at
        )
        links[name] = reverse("initiatives:accept_invitation", args=[secret])
        if name == "revoked":
            door = reverse("initiatives:revoke_invitation", args=[place.slug, invitation.pk])
            client.post(door)
    client.logout()

    opened = {name: client.get(link).status_code for name, link in links.items()}
    for link in (links["revoked"], links["old"]):
        client.post(link, {"name": "Karim", "password": "une phrase solide"})

    assert opened == {"kept": 200, "revoked": 410, "old": 410}
    assert not User.objects.filter(email__in=["revoked@exemple.test", "old@exemple.test"]).exists()


SETTINGS = {
    "name": "Grand Confluent",
    "presentation": "",
    "paper": "A4",
    "currency": "EUR",
    "time_zone": "Europe/Paris",
    "colour": "",
    "funders_notice": "",
}


@pytest.mark.parametrize(("colour", "saved"), [("#1D5C63", "#1d5c63"), ("#ffff00", ""), ("x", "")])
def test_settings_take_only_a_legible_colour(client, lead, place, colour, saved):
    door = reverse("initiatives:edit_settings", args=[place.slug])

    client.post(door, {**SETTINGS, "colour": colour})

    place.refresh_from_db()
    assert place.colour == saved


def test_settings_take_only_a_time_zone_that_exists(client, lead, place):
    door = reverse("initiatives:edit_settings", args=[place.slug])

    refused = client.post(door, {**SETTINGS, "time_zone": "Bergerac"})
    client.post(door, {**SETTINGS, "time_zone": " America/Toronto "})

    place.refresh_from_db()
    assert refused.context["form"].errors.keys() == {"time_zone"}
    assert place.time_zone == "America/Toronto"


def test_settings_open_and_close_modules(client, lead, place):
    door = reverse("initiatives:edit_settings", args=[place.slug])

    every = sorted(module.name for module in registry.optional())

    for modules, off in (([], every), (every, []), (["network"], sorted({*every} - {"network"}))):
        client.post(door, {**SETTINGS, "modules_on": modules})
        place.refresh_from_db()
        assert place.modules_off == off


def test_a_logo_is_an_image_and_only_members_see_it(client, lead, place):
    for name, content in (("logo.svg", PNG), ("broken.png", PNG[:20]), ("logo.png", PNG)):
        client.post(
            reverse("initiatives:add_logo", args=[place.slug]),
            {"file": SimpleUploadedFile(name, content), "owner": "Agglomération"},
        )

    logo = place.logos.get()
    address = reverse("initiatives:show_logo", args=[place.slug, logo.pk])
    shown = client.get(address)
    assert (shown["Content-Type"], shown.getvalue()) == ("image/png", PNG)
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_a_word_template_is_tried_before_it_is_kept(client, lead, place):
    good = io.BytesIO()
    docx.Document().save(good)
    address = reverse("initiatives:set_word_template", args=[place.slug])

    client.post(address, {"file": SimpleUploadedFile("modele.docx", b"PK\x03\x04broken")})
    place.refresh_from_db()
    assert place.word_template is None

    client.post(address, {"file": SimpleUploadedFile("modele.docx", good.getvalue())})
    place.refresh_from_db()
    assert place.word_template.name == "modele.docx"


def test_a_module_that_is_off_leaves_the_menu_and_its_addresses(client, lead, place):
    address = reverse("network:organisations", args=[place.slug])
    home = reverse("portal:initiative_home", args=[place.slug])
    before = client.get(home).content.decode(), client.get(address).status_code
    place.modules_off = ["network"]
    place.save()

    after = client.get(home).content.decode(), client.get(address).status_code

    assert (f'href="{address}"' in before[0], before[1]) == (True, 200)
    assert (f'href="{address}"' in after[0], after[1]) == (False, 404)
