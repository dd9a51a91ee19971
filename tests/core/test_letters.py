"""Letters leave once, through a real mail server, and say what became of them."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller

from pacte.core import letters
from pacte.core.actor import SYSTEM
from pacte.core.letters import kinds
from pacte.core.models import Job, Message, MessageStatus
from tests.sample.site import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
KIND = "tests.greeting"


class Server:
    """Keeps what it accepts; refuses « refus », is busy for « patience », as real ones do."""

    def __init__(self) -> None:
        self.received: list[tuple[str, list[str], bytes]] = []
        self.busy = True

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 — aiosmtpd's name
        if address.startswith("refus"):
            return f"550 5.1.1 <{address}> nobody here"
        if address.startswith("patience") and self.busy:
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 — aiosmtpd's name
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 kept"


@pytest.fixture
def server(settings) -> Iterator[Server]:
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "Pacte <pacte@territoire.example>"
    settings.SITE_URL = "https://pacte.example"
    yield handler
    controller.stop()


def greeting(message: Message) -> letters.Letter | None:
    if message.about.get("over"):
        return None
    return letters.Letter(
        subject=f"Bonjour\n{message.name}",
        text=f"Voici le secret : {message.about['secret']}.",
        html="<p>Voici.</p>",
        sender="Claire Vasseur",
        reply_to="claire@territoire.example",
        secrets=(str(message.about["secret"]),),
    )


@pytest.fixture(autouse=True)
def _kind(monkeypatch, db) -> None:
    # One waits already: the tests' queue would send at once, before the test looks.
    Job.objects.create(key="envoi", name="core.send_mail", asked_at=NOW)
    kind = kinds.Kind(KIND, "Bonjour", "Dire bonjour", greeting)
    monkeypatch.setitem(kinds._kinds, KIND, kind)


def to(name: str, *, once: str = "", **about: object) -> letters.Recipient:
    return letters.Recipient(
        name=name,
        address=f"{name.lower()}@ville.example",
        once=once or name,
        about={"secret": "s3cr3t", **about},
    )


def looked_at() -> None:
    letters.approve_kind(KIND, space="7", by=SYSTEM, at=NOW)


def statuses() -> dict[str, str]:
    return dict(Message.objects.values_list("name", "status"))


def test_the_first_of_a_kind_waits_until_someone_has_looked(server: Server) -> None:
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)
    assert letters.send_due(NOW) == 0
    assert statuses() == {"Jeanne": "HELD"}

    looked_at()
    letters.compose(KIND, [to("Paul")], space="7", at=NOW)
    letters.compose(KIND, [to("Rose")], space="8", at=NOW)

    assert letters.send_due(NOW) == 2
    assert statuses() == {"Jeanne": "SENT", "Paul": "SENT", "Rose": "HELD"}


def test_a_letter_is_signed_by_a_person_and_replies_reach_her(server: Server, settings) -> None:
    settings.BOUNCE_ADDRESS = "retours@territoire.example"
    looked_at()
    (made,) = letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)

    letters.send_due(NOW)

    ((sender, recipients, content),) = server.received
    letter = message_from_bytes(content, policy=default)
    assert sender == f"retours+{made.key}@territoire.example"
    assert recipients == ["jeanne@ville.example"]
    assert letter["From"] == "Claire Vasseur <pacte@territoire.example>"
    assert letter["Reply-To"] == "claire@territoire.example"
    assert letter["Subject"] == "Bonjour Jeanne"
    assert letter["Message-ID"] == f"<{made.key}@pacte.example>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        letter["List-Unsubscribe"].strip().startswith("<https://pacte.example/courriels/arreter/")
    )
    assert "s3cr3t" in letter.get_body(("plain",)).get_content()


def test_no_table_keeps_the_secret_of_a_letter_that_left(server: Server) -> None:
    looked_at()
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)

    letters.send_due(NOW)

    assert Message.objects.get().text == "Voici le secret : …."


def test_the_same_letter_is_not_asked_twice(server: Server) -> None:
    looked_at()

    first = letters.compose(KIND, [to("Jeanne"), to("Paul")], space="7", at=NOW)
    again = letters.compose(KIND, [to("Jeanne"), to("Rose")], space="7", at=NOW)

    assert [message.name for message in first] == ["Jeanne", "Paul"]
    assert [message.name for message in again] == ["Rose"]
    assert letters.send_due(NOW) == 3
    assert len(server.received) == 3


def test_a_letter_with_nothing_left_to_say_does_not_leave(server: Server) -> None:
    looked_at()
    letters.compose(KIND, [to("Jeanne", over=True)], space="7", at=NOW)

    letters.send_due(NOW)

    assert statuses() == {"Jeanne": "CANCELLED"}
    assert server.received == []


def test_a_refusal_is_seen_without_the_address_and_may_be_tried_again(server: Server) -> None:
    looked_at()
    letters.compose(KIND, [to("Refus"), to("Paul")], space="7", at=NOW)

    letters.send_due(NOW)

    refused = Message.objects.get(name="Refus")
    assert statuses() == {"Refus": "REFUSED", "Paul": "SENT"}
    assert refused.failure == "550 5.1.1 <…> nobody here"
    assert letters.send_again(refused, at=NOW) is True
    assert statuses()["Refus"] == "WAITING"


def test_a_busy_server_is_tried_later_then_given_up(server: Server) -> None:
    looked_at()
    letters.compose(KIND, [to("Patience")], space="7", at=NOW)

    letters.send_due(NOW)
    postponed = Message.objects.get()
    assert postponed.status == MessageStatus.WAITING
    assert letters.send_due(NOW) == 0

    for _ in range(5):
        Message.objects.update(due_at=NOW)
        letters.send_due(NOW)
    assert statuses() == {"Patience": "REFUSED"}
    assert Message.objects.get().attempts == 6


def test_no_server_answers_and_nothing_is_lost(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = False
    looked_at()
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)

    letters.send_due(NOW)

    kept = Message.objects.get()
    assert (kept.status, kept.attempts, kept.failure) == ("WAITING", 0, "ConnectionRefusedError")
    assert letters.send_due(NOW + dt.timedelta(minutes=4)) == 0


def test_what_was_leaving_when_the_process_ended_is_never_sent_again_by_itself(
    server: Server,
) -> None:
    looked_at()
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)
    Message.objects.update(status=MessageStatus.SENDING, claimed_at=NOW)

    assert letters.send_due(NOW + dt.timedelta(minutes=5)) == 0
    assert statuses() == {"Jeanne": "SENDING"}
    assert letters.send_due(NOW + dt.timedelta(minutes=11)) == 0

    assert statuses() == {"Jeanne": "UNCERTAIN"}
    assert server.received == []


def test_who_wants_no_more_letters_gets_none_from_that_space_only(server: Server) -> None:
    looked_at()
    letters.approve_kind(KIND, space="8", by=SYSTEM, at=NOW)
    address = letters.leaving_address("7", "Jeanne@ville.example")
    token = address.rstrip("/").rpartition("/")[2]
    assert letters.space_of(token) == ("7", "jeanne@ville.example")
    letters.leave("7", "Jeanne@Ville.example", at=NOW)

    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)
    letters.compose(KIND, [to("Jeanne", once="other")], space="8", at=NOW)
    letters.send_due(NOW)

    assert list(Message.objects.order_by("space").values_list("space", "status")) == [
        ("7", "CANCELLED"),
        ("8", "SENT"),
    ]
    assert letters.left_addresses("7", ["JEANNE@ville.example", "paul@ville.example"]) == {
        "jeanne@ville.example"
    }


def test_a_forged_leaving_address_opens_nothing() -> None:
    token = letters.leaving_address("7", "jeanne@ville.example").rstrip("/").rpartition("/")[2]

    assert letters.space_of(f"{token}x") is None
    assert letters.space_of("rien") is None


def test_without_a_mail_server_or_an_address_letters_are_printed(settings, server: Server) -> None:
    looked_at()
    nowhere = letters.Recipient(name="Rose", address="", once="Rose", about={"secret": "x"})
    (printed,) = letters.compose(KIND, [nowhere], space="7", at=NOW)
    settings.EMAIL_HOST = ""
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)

    assert statuses() == {"Rose": "TO_PRINT", "Jeanne": "TO_PRINT"}
    assert letters.hand_over(printed, at=NOW) is True
    assert letters.hand_over(printed, at=NOW) is False
    assert letters.cancel(Message.objects.get(name="Jeanne"), at=NOW) is True
    assert statuses() == {"Rose": "PRINTED", "Jeanne": "CANCELLED"}


def test_the_worker_is_woken_once_and_leaves_no_letter_behind(server: Server) -> None:
    Job.objects.all().delete()
    looked_at()

    letters.compose(KIND, [to(f"Jeanne{n}") for n in range(70)], space="7", at=NOW)

    assert set(statuses().values()) == {"SENT"}
    assert len(server.received) == 70
    assert Job.objects.filter(name="core.send_mail", status="DONE").count() == 4


def test_old_letters_are_forgotten(server: Server) -> None:
    looked_at()
    letters.compose(KIND, [to("Jeanne")], space="7", at=NOW)
    letters.send_due(NOW)
    Message.objects.update(ended_at=NOW)

    letters.forget_old(NOW + dt.timedelta(days=364))
    assert Message.objects.count() == 1
    letters.forget_old(NOW + dt.timedelta(days=366))

    assert Message.objects.count() == 0
