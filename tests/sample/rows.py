"""Rows that a test of backups writes and reads in the process of a site."""

from __future__ import annotations

import datetime as dt
import sys
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from pacte.accounts.models import User
from pacte.core import audit, files, jobs
from pacte.core.actor import SYSTEM
from pacte.core.backup.making import AUTOMATIC_KEPT, automatic
from pacte.core.models import PeriodicRun
from pacte.roadmap.enums import ImportState
from pacte.roadmap.importing.drafting import draft
from pacte.roadmap.importing.keeping import choices_of
from pacte.roadmap.models import Action, PlanImport
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory


@transaction.atomic
def write() -> None:
    now = timezone.now()
    name = uuid4().hex
    changes = {"été": [None, {"à": [1, 2.5, True, "« oui »"]}], "on": [dt.date(2026, 1, 2), ""]}
    audit.record("sample.row.written", target=PeriodicRun(pk=1), by=SYSTEM, at=now, changes=changes)
    jobs.enqueue("sample.count", by=SYSTEM, at=now, arguments={"steps": 1})
    files.keep(f"octets {name}".encode(), name="preuve.txt", at=now)
    User.objects.create(email=f"{name}@exemple.test", name="Personne fictive")
    group = Group.objects.create(name=name)
    group.permissions.add(*Permission.objects.order_by("pk")[:3])
    session = SessionStore()
    session["seen"] = True
    session.save()


def lay() -> None:
    """Make the tables, and a first row of each sort."""
    call_command("migrate", verbosity=0)
    write()


def back_up_often() -> None:
    """Make more automatic backups within one second than are kept, the first about to be read."""
    second = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
    first = automatic("essai", at=second)
    for n in range(1, AUTOMATIC_KEPT + 2):
        automatic("essai", at=second + dt.timedelta(microseconds=n), spare=first)


def lay_plan(actions: int, slug: str) -> None:
    """Make a plan of so many actions, if any; print the session of the person who leads it.

    Factories count from nought in each process: what must be unique is named after the initiative.
    """
    lead = MembershipFactory(
        lead=True,
        user__email=f"{slug}@exemple.test",
        initiative__slug=slug,
        initiative__territory__slug=slug,
        initiative__territory__official_code=slug,
    )
    if actions:
        plan = PlanFactory(initiative=lead.initiative)
        Action.objects.bulk_create(ActionFactory.build_batch(actions, plan=plan))
    client = Client()
    client.force_login(lead.user)
    sys.stdout.write(client.cookies["sessionid"].value)


def lay_import(slug: str) -> None:
    """Make a document ready to become a plan; print its key and the sessions of two leads."""
    first = MembershipFactory(
        lead=True,
        user__email=f"une@{slug}.test",
        initiative__slug=slug,
        initiative__territory__slug=slug,
        initiative__territory__official_code=slug,
    )
    place = first.initiative
    second = MembershipFactory(lead=True, user__email=f"deux@{slug}.test", initiative=place)
    now = timezone.now()
    text = "Axe;N°;Action;Responsable\nEmploi;1;Ouvrir un atelier;SARCA\nEmploi;2;Former;UQAT"
    choices = choices_of({})
    reading = draft(text.encode(), name="plan.csv", choices=choices).reading
    made = PlanImport.objects.create(
        initiative=place,
        source=files.keep(text.encode(), name="plan.csv", at=now),
        state=ImportState.TO_REVIEW,
        reading=reading,
        started_at=now,
    )
    sessions = []
    for lead in (first, second):
        client = Client()
        client.force_login(lead.user)
        sessions.append(client.cookies["sessionid"].value)
    sys.stdout.write(" ".join([str(made.pk), *sessions]))


def lay_operator() -> None:
    """Make somebody who runs the installation; print her session."""
    client = Client()
    client.force_login(User.objects.create(email="operatrice@exemple.test", is_staff=True))
    sys.stdout.write(client.cookies["sessionid"].value)


def unapply() -> None:
    """Take the last migration of the queue back, as if an update brought it."""
    call_command("migrate", "django_tasks_database", "0020", verbosity=0)
