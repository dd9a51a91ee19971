"""Wanting no more letters from a space: one click, without an account, and for that space only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.core import signing

from pacte.core import pages
from pacte.core.models import Unsubscription

SALT = "pacte.core.letters.leaving"


def leaving_address(space: str, address: str) -> str:
    """The address that stops the letters of this space to this person; it opens nothing else."""
    page = pages.address_of(Unsubscription(space=space, address=address.lower()))
    return settings.SITE_URL + page if page else ""


def leaving_token(row: Unsubscription) -> str:
    return signing.dumps([row.space, row.address], salt=SALT)


def space_of(token: str) -> tuple[str, str] | None:
    """The space and the address of a leaving address; None where it is not ours."""
    try:
        space, address = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(space), str(address)


def leave(space: str, address: str, *, at: dt.datetime) -> None:
    Unsubscription.objects.get_or_create(space=space, address=address.lower(), defaults={"at": at})


def has_left(space: str, address: str) -> bool:
    return Unsubscription.objects.filter(space=space, address=address.lower()).exists()


def left_addresses(space: str, addresses: Collection[str] | None = None) -> set[str]:
    found = Unsubscription.objects.filter(space=space)
    if addresses is not None:
        found = found.filter(address__in=[address.lower() for address in addresses])
    return set(found.values_list("address", flat=True))
