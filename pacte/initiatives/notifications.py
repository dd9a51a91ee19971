"""Messages of an initiative, sent where a mail server is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from pacte.core import mail

if TYPE_CHECKING:
    from pacte.initiatives.models import Invitation


def send_invitation(invitation: Invitation, link: str, *, sender: str) -> bool:
    """Return whether it left; without a mail server the page offers to print it."""
    if not settings.EMAIL_HOST:
        return False
    with translation.override("fr"):
        subject = _("%(sender)s vous invite : %(initiative)s") % {
            "sender": sender,
            "initiative": invitation.initiative,
        }
        body = render_to_string(
            "initiatives/emails/invitation.txt",
            {"invitation": invitation, "link": link, "sender": sender},
        )
    try:
        mail.send(subject, body, to=invitation.email)
    except mail.MailNotSent:
        return False
    return True
