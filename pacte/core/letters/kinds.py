"""The kinds of letters, each declared once by the app that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.core.models import Message

LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person receives. `secrets` are the parts of the text that no table may keep."""

    subject: str
    text: str
    html: str = ""
    sender: str = ""  # the name it is signed with
    reply_to: str = ""
    address: str = ""  # the page it leads to: on paper, a picture to scan
    paper: str = ""  # the same laid out for a sheet, as safe markup; the text serves without it
    secrets: tuple[str, ...] = ()

    def masked(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


@dataclass(frozen=True, slots=True)
class Kind:
    """`write` gives the letter as of now, or None where there is nothing left to say.

    The first letter of a kind waits, in each space, until someone has looked at it.
    """

    name: str  # app.noun
    label: _StrPromise
    purpose: _StrPromise
    write: Callable[[Message], Letter | None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind, in `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def kind_of(message: Message) -> Kind:
    return _kinds[message.kind]


def letter_of(message: Message) -> Letter | None:
    """Write the letter as it would leave now."""
    return kind_of(message).write(message)
