"""Mail, where a server is set: one line a header, and a word where it does not leave."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail server does not answer, or refused the message."""


def send(subject: str, body: str, *, to: str) -> None:
    """Raise MailNotSent. A name may hold a line end, the subject that tells it may not."""
    line = " ".join(subject.split())
    send_message(EmailMessage(line, body, settings.DEFAULT_FROM_EMAIL, [to]))


def send_message(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as error:
        # its own words name people
        logger.error("mail.failed", extra={"error": type(error).__name__})  # noqa: TRY400
        raise MailNotSent from error
