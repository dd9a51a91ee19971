"""Mail that came back: told from the key of the letter, which its return address holds.

A delivery report (RFC 3464) says `failed` for what will never arrive; `delayed` and automatic
replies say nothing of the sort, and are left alone.
"""

from __future__ import annotations

import datetime as dt
import imaplib
import logging
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import unquote, urlsplit

from django.conf import settings

from pacte.core.models import Message, MessageStatus

logger = logging.getLogger(__name__)

KEY = re.compile(r"\+([0-9a-f]{32})@")
AT_ONCE = 50  # mails of one look at the mailbox
TIMEOUT_SECONDS = 20


def note_bounce(content: bytes, *, at: dt.datetime) -> bool:
    """Mark the letter that came back; say whether this mail was about one."""
    report = message_from_bytes(content, policy=default)
    failure = failure_in(report)
    key = key_in(report)
    if not failure or not key:
        return False
    sent = Message.objects.filter(key=key, status=MessageStatus.SENT)
    return bool(sent.update(status=MessageStatus.BOUNCED, ended_at=at, failure=failure[:300]))


def failure_in(report: EmailMessage) -> str:
    """Why it will never arrive, without the address; nothing where it may still."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.iter_parts():
            if str(fields.get("Action", "")).strip().lower() == "failed":
                said = str(fields.get("Diagnostic-Code") or fields.get("Status") or "")
                return re.sub(r"\S+@\S+", "…", " ".join(said.split())) or "failed"
    return ""


def key_in(report: EmailMessage) -> str:
    """The return address it was sent back to, else the letter's own number in what came back."""
    for name in ("To", "Delivered-To", "X-Original-To"):
        if found := KEY.search(str(report.get(name, ""))):
            return found[1]
    own = re.search(rb"Message-ID:\s*<([0-9a-f]{32})@", report.as_bytes(), re.IGNORECASE)
    return own[1].decode() if own else ""


def read_bounces(*, at: dt.datetime) -> int:
    """Look once at the mailbox of BOUNCE_MAILBOX; return how many letters came back.

    A mail read is marked as seen, whatever it was; a mailbox that does not answer is tried again.
    """
    parts = urlsplit(settings.BOUNCE_MAILBOX)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    with kind(parts.hostname or "", parts.port or kind.port, timeout=TIMEOUT_SECONDS) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.strip("/")) or "INBOX")
        _, (found,) = box.search(None, "UNSEEN")
        count = 0
        for number in found.split()[:AT_ONCE]:
            _, answer = box.fetch(number, "(RFC822)")
            content = next((one[1] for one in answer if isinstance(one, tuple)), b"")
            count += note_bounce(content, at=at)
    logger.info("mail.bounces_read", extra={"count": count})
    return count
