"""The letters of the network, each written at the moment it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.accounts.models import User
from pacte.core import letters
from pacte.initiatives import registry
from pacte.network.models import MunicipalReferent

if TYPE_CHECKING:
    from pacte.core.models import Message

ASKING_REFERENT = "network.referent_request"


def referent_request_letter(message: Message) -> letters.Letter | None:
    """« Qui est votre référent ? », to a commune; None where it has named someone since."""
    rows = MunicipalReferent.objects.open().filter(pk=message.about.get("referent"), contact=None)
    row = rows.select_related("initiative", "territory").first()
    if row is None or not registry.is_on("network.referents", row.initiative):
        return None
    asker = User.objects.filter(pk=message.about.get("asker")).first()
    leaving = letters.leaving_address(message.space, message.address) if message.address else ""
    with translation.override(row.initiative.language):
        page = reverse("network:referents", args=[row.initiative.slug])
        context = {
            "name": message.about.get("name", ""),
            "place": row.territory.name,
            "initiative": row.initiative,
            "asker": asker.name if asker else "",
            "email": asker.email if asker else "",
            "address": settings.SITE_URL + page,
            "leaving": leaving,
        }
        return letters.Letter(
            subject=_("%(place)s : qui est votre référent emploi ?")
            % {"place": row.territory.name},
            text=render_to_string("network/emails/referent_request.txt", context),
            sender=context["asker"],
            reply_to=context["email"],
            secrets=(leaving.rstrip("/").rpartition("/")[2],) if leaving else (),
        )


KINDS = (
    letters.Kind(
        name=ASKING_REFERENT,
        label=gettext_lazy("Qui est votre référent emploi ?"),
        purpose=gettext_lazy(
            "Aux communes qui n’ont désigné personne, en votre nom : un nom et un numéro suffisent."
        ),
        write=referent_request_letter,
    ),
)
