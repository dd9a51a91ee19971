"""Amounts of money as the database keeps them."""

from __future__ import annotations

from decimal import Decimal

LARGEST_AMOUNT = Decimal("999999999999.99")  # of a column of fourteen figures


def kept_amount(amount: Decimal | None) -> Decimal | None:
    """The amount to the cent; None for one too large to be money, whose words are kept beside."""
    return None if amount is None or abs(amount) > LARGEST_AMOUNT else round(amount, 2)
