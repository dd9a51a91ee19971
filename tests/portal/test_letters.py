"""The outbox, the first letter of a kind, leaving, and what Pacte does by itself."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core import automations, letters
from pacte.core.models import Job, Message, MessageStatus
from pacte.roadmap.models import ProgressLink
from tests.factories.asking import asked_link
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import ContactFactory
from tests.scanning import scanned

pytestmark = pytest.mark.django_db
ASKING = "roadmap.progress_request"


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself() -> None:
    Job.objects.create(key="envoi", name="core.send_mail", asked_at=timezone.now())


@pytest.fixture
def link(settings) -> ProgressLink:
    settings.EMAIL_HOST = "127.0.0.1"
    return asked_link(actions=2, at=timezone.now())


@pytest.fixture
def claire(client, link):
    user = MembershipFactory(initiative=link.initiative, role="LEAD").user
    client.force_login(user)
    return user


def address(link: ProgressLink, name: str, *more: object) -> str:
    return reverse(f"portal:{name}", args=[link.initiative.slug, *more])


def test_the_first_letter_of_a_kind_is_read_before_it_leaves(client, link, claire) -> None:
    assert "attend que vous l’ayez lu" in client.get(address(link, "outbox")).content.decode()
    preview = client.get(address(link, "preview_letters", ASKING)).content.decode()
    assert "Action 1" in preview
    assert "samira@gue.example" in preview
    assert Message.objects.get().status == MessageStatus.HELD

    client.post(address(link, "preview_letters", ASKING))

    assert Message.objects.get().status == MessageStatus.WAITING
    assert client.get(address(link, "preview_letters", ASKING)).status_code == 404
    assert letters.is_looked_at(ASKING, link.initiative.audit_space)


def test_letters_on_paper_are_printed_and_handed_over(client, link, claire, settings) -> None:
    paper = asked_link(
        ContactFactory(initiative=link.initiative, name="Paul", email=""), at=timezone.now()
    )
    shown = client.get(address(link, "print_letters")).content.decode()
    assert "Paul" in shown
    assert f"/r/{paper.secret}/" in shown
    assert link.secret not in shown
    message = paper.messages.get()
    assert scanned(shown) == [
        settings.SITE_URL + reverse("roadmap:say_progress", args=[paper.secret])
    ]

    client.post(address(link, "settle_letter", message.pk), {"do": "hand_over"})
    again = client.post(
        address(link, "settle_letter", message.pk), {"do": "hand_over"}, follow=True
    )

    message.refresh_from_db()
    assert message.status == MessageStatus.PRINTED
    assert "entre-temps" in again.content.decode()
    assert "Aucune lettre" in client.get(address(link, "print_letters")).content.decode()


def test_what_did_not_arrive_is_seen_and_sent_again(client, link, claire) -> None:
    Message.objects.update(
        status=MessageStatus.REFUSED, failure="550 nobody", ended_at=timezone.now()
    )
    message = Message.objects.get()
    assert "550 nobody" in client.get(address(link, "outbox")).content.decode()

    client.post(address(link, "settle_letter", message.pk), {"do": "again"})

    message.refresh_from_db()
    assert (message.status, message.failure) == (MessageStatus.WAITING, "")


def test_a_letter_of_another_initiative_is_not_there(client, link, claire) -> None:
    other = asked_link(at=timezone.now()).messages.get()

    answer = client.post(address(link, "settle_letter", other.pk), {"do": "cancel"})

    assert answer.status_code == 404


def test_a_mail_program_leaves_for_its_reader_in_one_post(link) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    whole = letters.leaving_address(link.initiative.audit_space, link.address)
    path = "/" + whole.split("/", 3)[3]

    assert "Ne plus recevoir" in client.get(path).content.decode()
    assert not letters.has_left(link.initiative.audit_space, link.address)
    left = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert left.status_code == 200
    assert letters.has_left(link.initiative.audit_space, link.address)
    assert client.get(f"{path[:-2]}x/").status_code == 404


def test_what_pacte_does_by_itself_is_stopped_and_delayed(client, link, claire) -> None:
    page = address(link, "choose_automations")
    space = link.initiative.audit_space
    assert "Demander des nouvelles des actions" in client.get(page).content.decode()
    name = "roadmap.ask_progress"
    sent = {
        "automation": name,
        "roadmap-ask_progress-every": "60",
        "roadmap-ask_progress-together": "10",
        "roadmap-ask_progress-apart": "30",
    }

    wrong = client.post(page, {**sent, "roadmap-ask_progress-every": "0"})
    client.post(page, sent)

    chosen = automations.chosen(name, space)
    assert "supérieure ou égale à 7" in wrong.content.decode()
    assert (chosen.is_on, chosen.numbers) == (False, {"every": 60, "together": 10, "apart": 30})
    assert client.post(page, {"automation": "rien"}).status_code == 404
