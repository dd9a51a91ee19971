"""The page of those who run the installation, and the way from a new site to a team."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.accounts import operations as accounts
from pacte.accounts.models import User
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, JobStatus
from pacte.initiatives.models import Initiative, Invitation, Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.territories import a_commune

pytestmark = pytest.mark.django_db
DOOR = "portal:administration"


@pytest.fixture
def operator(client):
    user = UserFactory(is_staff=True, email="operatrice@exemple.test")
    client.force_login(user)
    return user


def test_the_page_tells_of_the_worker_of_jobs_that_failed_and_of_who_leads(client, operator):
    member = MembershipFactory(lead=True, user__name="Ana Petit", initiative__name="Pacte du Val")
    MembershipFactory(initiative=member.initiative, user__name="Zoé Simple")
    Job.objects.create(
        key="a", name="roadmap.read", asked_at=timezone.now(), ended_at=timezone.now(),
        status=JobStatus.FAILED, failure="MemoryError",
    )  # fmt: skip

    page = client.get(reverse(DOOR)).text

    assert "Les travaux en arrière-plan sont arrêtés." in page
    assert re.search(r"<strong>1</strong>\s*<span>échoués", page)
    assert "Pacte du Val" in page
    assert "Ana Petit" in page
    assert "Zoé Simple" not in page


def test_a_backup_is_asked_once_and_listed_once_made(client, operator, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    Job.objects.create(key="a", name="portal.make_backup", asked_at=timezone.now())

    client.post(reverse("portal:make_backup"))

    assert Job.objects.count() == 1
    (tmp_path / "pacte-20260303.zip").write_bytes(b"PK")
    assert "pacte-20260303.zip" in client.get(reverse(DOOR)).text


def test_an_initiative_that_nobody_leads_gets_another_invitation(client, operator):
    place = InitiativeFactory(name="Pacte du Val")
    door = reverse("portal:invite_lead", args=[place.slug])

    client.post(door, {"email": "ana@exemple.test"})
    page = client.post(door, {"email": "ana@exemple.test"})

    first, second = Invitation.objects.order_by("pk")
    assert first.revoked_at is not None
    assert (second.role, second.revoked_at) == ("LEAD", None)
    assert "/invitation/" in page.text


def test_an_initiative_that_someone_leads_gets_none_from_the_installation(client, operator):
    place = MembershipFactory(lead=True).initiative

    assert client.post(reverse("portal:invite_lead", args=[place.slug])).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_much_for_one_initiative_as_for_three(
    client, operator, people, django_assert_num_queries
):
    for _ in range(people):
        MembershipFactory(lead=True)

    with django_assert_num_queries(QUERIES):
        client.get(reverse(DOOR))


def test_from_a_new_site_to_a_colleague_who_signs_in_without_any_mail(client, settings):
    """create-admin, first sign-in, a démarche, an invitation printed, a colleague who enters."""
    settings.EMAIL_HOST = ""
    operator = accounts.create_account(
        email="op@exemple.test", is_operator=True, by=SYSTEM, at=dt.datetime.now(tz=dt.UTC)
    )
    a_commune("Abjat")
    link = reverse("accounts:sign_in_by_link", args=[accounts.sign_in_link(user=operator)])
    chosen = client.post(link, follow=True)
    assert chosen.request["PATH_INFO"] == reverse("account_set_password")
    words = {"password1": "une phrase solide", "password2": "une phrase solide"}
    named = client.post(reverse("account_set_password"), words, follow=True)
    sent = {"name": "Olivier Lemire", "language": "fr"}
    home = client.post(named.request["PATH_INFO"], sent, follow=True)
    assert "Ouvrir une démarche" in home.text

    abjat = a_commune("Bussac")
    opened = client.post(
        reverse("portal:create_initiative"),
        {"name": "Pacte", "lead_email": "op@exemple.test", "part": abjat.pk, "save": "1"},
    )
    steps = client.get(opened["Location"])
    door = next(step.url for step in steps.context["steps"] if step.url.endswith("inviter/"))
    page = client.post(door, {"email": "b@exemple.test", "role": "LEAD"})
    invitation = re.search(r"/invitation/[\w-]+/", page.text)
    client.post(reverse("account_logout"))
    joined = client.post(invitation[0], {"name": "Bea", "password": "une autre phrase"})
    client.post(reverse("account_logout"))
    client.post(
        reverse("account_login"), {"login": "b@exemple.test", "password": "une autre phrase"}
    )

    home = reverse("portal:initiative_home", args=["pacte"])
    assert joined["Location"] == home
    assert client.get(home).status_code == 200
    assert {m.user.email for m in Membership.objects.all()} == {"op@exemple.test", "b@exemple.test"}
    assert (User.objects.count(), Initiative.objects.count()) == (2, 1)


QUERIES = 10
