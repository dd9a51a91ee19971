"""Sending what is due, one letter at a time, none twice whatever happens in the middle.

A letter is marked as leaving, and that is committed, before it is handed to the mail server. Where
the process ends in between, nobody knows whether it left: it is said so, and a person decides.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Sequence
from email.utils import formataddr, parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone

from pacte.core.letters.kinds import LONGEST_SUBJECT, Letter, letter_of
from pacte.core.letters.leaving import has_left, leaving_address
from pacte.core.models import Message, MessageStatus

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)

AT_ONCE = 30  # letters of one job: other jobs take their turn in between
KEPT_FOR = dt.timedelta(days=365)
LOST_AFTER = dt.timedelta(minutes=10)
# How long after each attempt the next one comes; then it is refused.
PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
SERVER_PAUSE = dt.timedelta(minutes=5)
PERMANENT = 500  # SMTP codes from there on are a final no (RFC 5321, 4.2.1)


def send_due(now: dt.datetime) -> int:
    """Send at most AT_ONCE letters that are due; return how many were taken up.

    Outside any transaction: each step is seen by others as soon as it is done.
    """
    doubt_lost(now)
    due = Message.objects.filter(status=MessageStatus.WAITING, due_at__lte=now)
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _wait_for_server(keys, now, type(error).__name__)
        return 0
    try:
        claimed = [message for key in keys if (message := _claim_and_send(key, now, connection))]
    finally:
        connection.close()
    return len(claimed)


def _wait_for_server(keys: Sequence[int], now: dt.datetime, failure: str) -> None:
    """A server that does not answer refuses nobody: the letters wait for it."""
    waiting = Message.objects.filter(pk__in=keys, status=MessageStatus.WAITING)
    waiting.update(due_at=now + SERVER_PAUSE, failure=failure)
    logger.warning("mail.server_unreachable", extra={"failure": failure})


def _claim_and_send(key: int, now: dt.datetime, connection: BaseEmailBackend) -> Message | None:
    message = _claim(key, now)
    if message is not None:
        _send(message, connection)
    return message


def doubt_lost(now: dt.datetime) -> None:
    lost = Message.objects.filter(status=MessageStatus.SENDING, claimed_at__lt=now - LOST_AFTER)
    lost.update(status=MessageStatus.UNCERTAIN, ended_at=now)


def forget_old(now: dt.datetime) -> None:
    """What ended long ago is nobody's business any more."""
    Message.objects.filter(ended_at__lt=now - KEPT_FOR).delete()


def _claim(key: int, now: dt.datetime) -> Message | None:
    """Mark it as leaving, unless another worker did."""
    waiting = Message.objects.filter(pk=key, status=MessageStatus.WAITING)
    claimed = waiting.update(
        status=MessageStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return Message.objects.get(pk=key) if claimed else None


def _send(message: Message, connection: BaseEmailBackend) -> None:
    letter = None if has_left(message.space, message.address) else letter_of(message)
    if letter is None:
        _end(message, MessageStatus.CANCELLED)
        return
    try:
        mail_of(message, letter, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        _not_sent(message, code, answer)
    except smtplib.SMTPResponseException as error:
        _not_sent(message, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        _not_sent(message, 0, type(error).__name__)
    else:
        message.subject = letter.masked(letter.subject)[:LONGEST_SUBJECT]
        message.text = letter.masked(letter.text)
        _end(message, MessageStatus.SENT)


def _not_sent(message: Message, code: int, answer: bytes | str) -> None:
    """Refuse what the server refuses for good; wait, then try again, otherwise."""
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    message.failure = f"{code or ''} {said}".strip().replace(message.address, "…")[:300]
    if code >= PERMANENT or message.attempts > len(PAUSES):
        _end(message, MessageStatus.REFUSED)
        return
    message.status = MessageStatus.WAITING
    message.due_at = timezone.now() + PAUSES[message.attempts - 1]
    message.save(update_fields=["status", "due_at", "failure"])
    logger.warning("mail.postponed", extra={"kind": message.kind, "code": code})


def _end(message: Message, status: MessageStatus) -> None:
    message.status, message.ended_at = status, timezone.now()
    message.save(update_fields=["status", "ended_at", "failure", "subject", "text"])
    logger.info("mail.ended", extra={"kind": message.kind, "status": status.value})


def mail_of(
    message: Message, letter: Letter, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    leaving = leaving_address(message.space, message.address)
    site = urlsplit(settings.SITE_URL).hostname or "localhost"
    name, own = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "From": formataddr((in_one_line(letter.sender or name), own)),
        "Message-ID": f"<{message.key}@{site}>",
        "Auto-Submitted": "auto-generated",
    }
    if leaving:
        headers["List-Unsubscribe"] = f"<{leaving}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail = EmailMultiAlternatives(
        subject=in_one_line(letter.subject),
        body=letter.text,
        from_email=return_path(message.key),
        to=[formataddr((in_one_line(message.name), message.address))],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=headers,
        connection=connection,
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def in_one_line(text: str) -> str:
    """A header holds no line end: what follows would be another header."""
    return " ".join(text.split())


def return_path(key: str) -> str:
    """Where a mail that cannot be delivered goes back: the key of the letter stands in it."""
    if not settings.BOUNCE_ADDRESS:
        return settings.DEFAULT_FROM_EMAIL
    local, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{key}@{domain}"
