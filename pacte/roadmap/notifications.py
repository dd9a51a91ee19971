"""The letters of the roadmap, each written at the moment it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pacte.core import letters
from pacte.initiatives import registry
from pacte.initiatives.models import Initiative
from pacte.roadmap.enums import Stands
from pacte.roadmap.queries.filters import in_order
from pacte.roadmap.queries.links import asker_of, link_in_force, questions_of
from pacte.roadmap.queries.week import followed

if TYPE_CHECKING:
    from pacte.core.models import Message
    from pacte.roadmap.models import Action, ProgressLink


OVERDUE = "roadmap.overdue"
ASKING = "roadmap.progress_request"


def progress_request_letter(message: Message) -> letters.Letter | None:
    """« Où en sont vos actions ? », about those that still wait; None where none does.

    A link that was closed or renewed since asks nothing any more, nor does a démarche that does
    without.
    """
    link = link_in_force.first(key=message.about["link"], now=timezone.now())
    if link is None or not link.is_open(timezone.now()):
        return None
    if not registry.is_on("roadmap.asking", link.initiative):
        return None
    actions = [question.action for question in questions_of(link) if question.is_open]
    if not actions:
        return None
    with translation.override(link.initiative.language):
        return _letter(message, link, actions)


def _letter(message: Message, link: ProgressLink, actions: Sequence[Action]) -> letters.Letter:
    asker = asker_of(link.initiative)
    address = settings.SITE_URL + reverse("roadmap:say_progress", args=[link.secret])
    leaving = letters.leaving_address(message.space, link.address) if link.address else ""
    count = len(actions)
    context = {
        "name": link.reader,
        "absent": link.contact.name if link.delegation else "",
        "initiative": link.initiative,
        "actions": actions,
        "count": count,
        "address": address,
        "leaving": leaving,
        "asker": asker,
        "choices": Stands.choices,
        "why": message.about.get("why"),
        "until": timezone.localtime(link.expires_at).date(),
    }
    subject = ngettext(
        "Où en est votre action ? Deux minutes suffisent",
        "Où en sont vos %(count)d actions ? Deux minutes suffisent",
        count,
    ) % {"count": count}
    if message.about.get("why") == "reminded":
        subject = _("Rappel : %(subject)s") % {"subject": subject[0].lower() + subject[1:]}
    return letters.Letter(
        subject=subject,
        text=render_to_string("roadmap/emails/progress_request.txt", context),
        html=render_to_string("roadmap/emails/progress_request.html", context),
        sender=asker.name,
        reply_to=asker.email,
        address=address,
        paper=render_to_string("roadmap/emails/progress_request_paper.html", context),
        secrets=(link.secret, leaving.rstrip("/").rpartition("/")[2])
        if leaving
        else (link.secret,),
    )


def overdue_letter(message: Message) -> letters.Letter | None:
    """« La date est passée », to who leads; about what is still open and still past its date."""
    initiative = Initiative.objects.filter(pk=message.space).first()
    if initiative is None:
        return None
    told = message.about
    rows = followed(initiative).filter(pk__in=told.get("actions", []), is_team_only=False)
    actions = list(in_order(rows.late(initiative.today(timezone.now()))).select_related("plan"))
    if not actions:
        return None
    asker = asker_of(initiative)
    leaving = letters.leaving_address(message.space, message.address)
    with translation.override(initiative.language):
        context = {
            "name": told.get("name", ""),
            "initiative": initiative,
            "actions": actions,
            "asker": asker,
            "leaving": leaving,
        }
        subject = ngettext(
            "La date d’une de vos actions est passée",
            "La date de %(count)d de vos actions est passée",
            len(actions),
        ) % {"count": len(actions)}
        return letters.Letter(
            subject=subject,
            text=render_to_string("roadmap/emails/overdue.txt", context),
            sender=asker.name,
            reply_to=asker.email,
            secrets=(leaving.rstrip("/").rpartition("/")[2],),
        )


KINDS = (
    letters.Kind(
        name=OVERDUE,
        label=gettext_lazy("La date est passée"),
        purpose=gettext_lazy(
            "À qui mène une action dont l’échéance, ou la revue, vient de passer : un seul "
            "courriel par semaine, auquel on répond."
        ),
        write=overdue_letter,
    ),
    letters.Kind(
        name=ASKING,
        label=gettext_lazy("Où en sont vos actions ?"),
        purpose=gettext_lazy(
            "Un seul courriel par personne, pour toutes ses actions, avec un lien pour répondre."
        ),
        write=progress_request_letter,
    ),
)
