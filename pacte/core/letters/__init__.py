"""Letters to people: written when they leave, sent once, or printed where nothing is sent."""

from pacte.core.letters.composing import (
    Recipient,
    approve_kind,
    cancel,
    compose,
    hand_over,
    is_looked_at,
    send_again,
)
from pacte.core.letters.kinds import Kind, Letter, kind_of, letter_of, register
from pacte.core.letters.leaving import (
    has_left,
    leave,
    leaving_address,
    leaving_token,
    left_addresses,
    space_of,
)
from pacte.core.letters.sending import doubt_lost, forget_old, send_due

__all__ = [
    "Kind",
    "Letter",
    "Recipient",
    "approve_kind",
    "cancel",
    "compose",
    "doubt_lost",
    "forget_old",
    "hand_over",
    "has_left",
    "is_looked_at",
    "kind_of",
    "leave",
    "leaving_address",
    "leaving_token",
    "left_addresses",
    "letter_of",
    "register",
    "send_again",
    "send_due",
    "space_of",
]
