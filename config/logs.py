"""How a line of the log is written: an event and its fields, nothing about a person."""

from __future__ import annotations

import logging
from copy import copy

from django.http import HttpRequest

ORDINARY = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# What Django adds to its own records: the request carries addresses and secret links.
LEFT_OUT = {"request", "server_time", "color_message", "taskName"}


class EventFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """Write the pattern of an address in its place: an address may be a secret link."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = f"/{request.resolver_match.route}" if request.resolver_match else "(unknown)"
            secret = {request.path, request.get_full_path()}
            args = record.args
            record = copy(record)
            record.args = tuple(route if arg in secret else arg for arg in args)
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 — logging's own name
        fields = {
            name: value
            for name, value in vars(record).items()
            if name not in ORDINARY and name not in LEFT_OUT
        }
        told = "".join(f" {name}={value}" for name, value in fields.items())
        return super().formatMessage(record) + told
