"""A server that runs while a table changes answers again after one page."""

from __future__ import annotations

import threading

import pytest
from django.db import close_old_connections, connection, connections
from django.urls import reverse

from tests.factories.initiatives import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(sql):
    """Ask it by another connection, as `pacte migrate` does beside the server."""

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()


@pytest.fixture
def widened():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no plan")
    column = "ALTER TABLE accounts_user ALTER COLUMN name TYPE varchar"
    yield lambda: elsewhere(f"{column}(175)")
    connection.close()
    elsewhere(f"{column}(150)")


def test_a_table_that_changes_under_a_server_costs_one_page_at_most(client, widened):
    client.force_login(MembershipFactory(lead=True).user)
    client.raise_request_exception = False
    door = reverse("accounts:my_account")
    assert [asked(client, door) for _ in range(8)] == [200] * 8

    widened()

    assert [asked(client, door) for _ in range(3)][1:] == [200, 200]


def asked(client, door):
    """As a server does: the client of tests alone keeps what a request would close."""
    close_old_connections()
    return client.get(door).status_code
