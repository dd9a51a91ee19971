"""The demonstration, laid once for a module's tests."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from pacte.portal.operations import load_demonstration

NOW = dt.datetime(2026, 3, 3, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Lay both territories for good, and empty the tables once the module is done."""
    with django_db_blocker.unblock():
        load_demonstration(at=NOW)
    yield NOW
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
