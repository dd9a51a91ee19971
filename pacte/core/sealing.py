"""Short secrets that the database keeps and that nobody reads in it, nor in a backup."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


class SealBroken(Exception):
    """It was sealed with a key that this installation no longer has, or never was."""


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raise SealBroken."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def reseal(sealed: str) -> str:
    """Seal with the present key what one of SECRET_KEY_FALLBACKS sealed; raise SealBroken."""
    try:
        return _box().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def _box() -> MultiFernet:
    return _box_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _box_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """Another key than the one that signs: what one of them tells says nothing of the other."""
    drawn = salted_hmac("pacte.core.sealing", "fernet", secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(drawn.digest())
