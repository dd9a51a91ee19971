"""What came back is seen: read from a mailbox, told from what merely lingers."""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
from typing import TYPE_CHECKING

import pytest

from pacte.core.letters import bounces
from pacte.core.models import Message, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
KEY = "0123456789abcdef0123456789abcdef"


def report(action: str = "failed", *, to: str = f"retours+{KEY}@territoire.example") -> bytes:
    return f"""From: MAILER-DAEMON@ville.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

It did not arrive.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.ville.example

Final-Recipient: rfc822; jeanne@ville.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <jeanne@ville.example> unknown

--edge
Content-Type: message/rfc822

From: pacte@territoire.example
Message-ID: <{KEY}@pacte.example>
Subject: Bonjour

Bonjour

--edge--
""".replace("\n", "\r\n").encode()


@pytest.fixture
def letter() -> Message:
    return Message.objects.create(
        key=KEY,
        once="x",
        kind="tests.greeting",
        address="jeanne@ville.example",
        status=MessageStatus.SENT,
        composed_at=NOW,
        due_at=NOW,
        ended_at=NOW,
    )


def test_a_failed_delivery_is_seen_without_the_address(letter: Message) -> None:
    assert bounces.note_bounce(report(), at=NOW) is True

    letter.refresh_from_db()
    assert letter.status == MessageStatus.BOUNCED
    assert letter.failure == "smtp; 550 5.1.1 … unknown"
    assert bounces.note_bounce(report(), at=NOW) is False


def test_the_letter_s_own_number_serves_where_the_address_says_nothing(letter: Message) -> None:
    assert bounces.note_bounce(report(to="pacte@territoire.example"), at=NOW) is True


@pytest.mark.parametrize(
    "content",
    [
        report("delayed"),
        b"Subject: Absente du bureau\r\n\r\nJe reviens lundi.",
        report(to="retours+ffffffffffffffffffffffffffffffff@territoire.example"),
        b"",
        b"\xff\xfe garbage",
    ],
)
def test_what_may_still_arrive_or_is_no_report_changes_nothing(
    letter: Message, content: bytes
) -> None:
    assert bounces.note_bounce(content, at=NOW) is False

    letter.refresh_from_db()
    assert letter.status == MessageStatus.SENT


class Mailbox(socketserver.StreamRequestHandler):
    """As much of IMAP (RFC 3501) as reading unseen mail takes."""

    mails: tuple[bytes, ...] = ()
    seen: set[int] = set()

    def handle(self) -> None:
        self.say("* OK IMAP4rev1 ready")
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            getattr(self, f"do_{command.lower()}", lambda *_: None)(" ".join(rest))
            self.say(f"{tag} OK done")
            if command.upper() == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def do_capability(self, _rest: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_select(self, _rest: str) -> None:
        self.say(f"* {len(self.mails)} EXISTS")

    def do_search(self, _rest: str) -> None:
        unseen = [n for n in range(1, len(self.mails) + 1) if n not in self.seen]
        self.say(f"* SEARCH {' '.join(map(str, unseen))}")

    def do_fetch(self, rest: str) -> None:
        number = int(rest.split(maxsplit=1)[0])
        self.seen.add(number)
        content = self.mails[number - 1]
        self.wfile.write(f"* {number} FETCH (RFC822 {{{len(content)}}}\r\n".encode() + content)
        self.say(")")


@pytest.fixture
def mailbox(settings) -> Iterator[type[Mailbox]]:
    Mailbox.seen = set()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        port = server.server_address[1]
        settings.BOUNCE_MAILBOX = f"imap://retours%40ville:secret@127.0.0.1:{port}/INBOX"
        yield Mailbox
        server.shutdown()


def test_a_mailbox_is_read_once(letter: Message, mailbox: type[Mailbox]) -> None:
    mailbox.mails = (b"Subject: Bonjour\r\n\r\nRien.", report())

    assert bounces.read_bounces(at=NOW) == 1
    assert bounces.read_bounces(at=NOW) == 0

    letter.refresh_from_db()
    assert letter.status == MessageStatus.BOUNCED
