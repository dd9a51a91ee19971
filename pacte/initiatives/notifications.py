"""Messages of an initiative: invitations, and the Monday letter to who leads it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core import automations, letters, mail, pages
from pacte.initiatives import registry
from pacte.initiatives.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.core.models import Message
    from pacte.initiatives.models import Initiative, Invitation


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


WEEK = "initiatives.team_week"


def told_this_week(
    initiative: Initiative, monday: dt.date
) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """What asks for attention, by concern, of the automations that are on; none empty."""
    found = []
    for concern in registry.concerns():
        chosen = automations.chosen(concern.name, initiative.audit_space)
        if chosen.is_on and registry.is_on(chosen.automation.module, initiative):
            lines = concern.read(initiative, numbers=chosen.numbers, monday=monday)
            if lines:
                found.append((str(concern.title), lines))
    return found


def team_week_letter(message: Message) -> letters.Letter | None:
    """« Cette semaine », to one who leads; None for who leads no more, or where nothing is left."""
    leads = Membership.objects.current().leading().filter(user=message.about.get("user"))
    member = (
        leads.filter(initiative=int(message.space)).select_related("user", "initiative").first()
    )
    if member is None:
        return None
    place, monday = member.initiative, dt.date.fromisoformat(str(message.about["monday"]))
    leaving = letters.leaving_address(message.space, message.address)
    with translation.override(place.language):
        told = told_this_week(place, monday)
        if not told:
            return None
        context = {
            "name": member.user.name,
            "initiative": place,
            "told": told,
            "site": settings.SITE_URL,
            "home": settings.SITE_URL + (pages.address_of(place) or ""),
            "leaving": leaving,
        }
        return letters.Letter(
            subject=_("%(initiative)s : ce qui demande votre attention cette semaine")
            % {"initiative": place},
            text=render_to_string("initiatives/emails/team_week.txt", context),
            secrets=(leaving.rstrip("/").rpartition("/")[2],),
        )


KINDS = (
    letters.Kind(
        name=WEEK,
        label=gettext_lazy("Ce qui demande attention cette semaine"),
        purpose=gettext_lazy(
            "À qui mène la démarche, le lundi, un seul courriel pour tout ; rien s’il n’y a rien."
        ),
        write=team_week_letter,
    ),
)
