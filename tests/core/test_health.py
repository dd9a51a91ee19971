"""What a monitor is told."""

from __future__ import annotations

import datetime as dt
from collections import namedtuple

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from pacte.core import health
from pacte.core.models import WorkerBeat

NOW = timezone.now()


def beat(at: dt.datetime) -> None:
    WorkerBeat.objects.create(worker="w", host="h", process=1, started_at=at, beat_at=at)


@pytest.mark.django_db
def test_health_is_well_with_a_worker_that_speaks(client: Client) -> None:
    beat(timezone.now())

    answer = client.get("/sante/")

    assert (answer.status_code, answer.json()["troubles"]) == (200, [])
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_warns_of_a_silent_worker(client: Client) -> None:
    beat(NOW - dt.timedelta(minutes=2))

    answer = client.get("/sante/")

    assert (answer.status_code, answer.json()["troubles"]) == (503, ["worker"])


@pytest.mark.django_db
def test_health_warns_of_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 — as shutil gives it
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage(10, 9, 1))
    beat(NOW)

    assert health.look(NOW).troubles == ["disk"]


@pytest.mark.django_db
def test_health_warns_of_an_absent_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", refuse)

    assert health.look(NOW).troubles == ["database"]
