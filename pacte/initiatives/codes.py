"""The codes of invitations: made to be read on paper and typed, kept as fingerprints."""

from __future__ import annotations

import hashlib
import secrets

# Crockford's thirty-two: no I, L, O or U, and what is read for another is that other.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
GROUPS, GROUP = 3, 4  # twelve letters are sixty bits: nobody tries them all in thirty days


def new_code() -> str:
    """Make a code that one reads on paper and types: `K7QD-M3XP-9WTR`."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def as_code(typed: str) -> str:
    """What was typed, as the code is written: whatever its case, spaces and dashes."""
    letters = "".join(c for c in typed.upper() if c.isalnum()).translate(MISREAD)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
