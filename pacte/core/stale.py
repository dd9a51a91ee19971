"""Connections that hold the plan of a question whose table a migration changed since."""

from __future__ import annotations

import sys

from django.db import NotSupportedError, connections

CHANGED = "0A000"  # PostgreSQL: « cached plan must not change result type »


def close_what_is_stale(**_signal: object) -> None:
    """Let no more than one page fail: the connections of this thread end with its request.

    Such a connection answers the rest, so that Django would keep it for CONN_MAX_AGE.
    """
    error = sys.exc_info()[1]
    if isinstance(error, NotSupportedError) and (
        getattr(error.__cause__, "sqlstate", "") == CHANGED
    ):
        for connection in connections.all(initialized_only=True):
            connection.close_at = 0.0
