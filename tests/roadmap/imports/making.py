"""A document brought, read and made into a plan, as the tests of imports do it."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from pacte.core.actor import SYSTEM
from pacte.roadmap import operations
from pacte.roadmap.exports import Form, export_plan, take_snapshot
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.models import Plan, PlanImport
from pacte.roadmap.views.imports.places import Places
from pacte.roadmap.views.imports.questions import doubt_cards
from tests.factories.initiatives import InitiativeFactory

NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def imported(content: bytes, name: str, **more) -> PlanImport:
    """Start an import; in tests the worker's part is done at once."""
    initiative = more.pop("initiative", None) or InitiativeFactory()
    made = operations.start_import(
        initiative=initiative, content=content, name=name, by=SYSTEM, at=NOW, **more
    )
    made.refresh_from_db()
    return made


def sheet(*rows: str) -> bytes:
    return "\n".join(("Axe;N°;Action;Responsable;Partenaires;Échéance;État", *rows)).encode()


def small_plan(**more) -> PlanImport:
    return imported(
        sheet(
            "Emploi;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2026;En cours",
            "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
            "Mobilité;2.1;Prêter des vélos;Comité vélo;Maison des métiers;en continu;Réalisé",
        ),
        "plan.csv",
        **more,
    )


def make(draft: PlanImport, **more) -> Plan:
    return operations.apply_import(plan_import=draft, base_of=base_of, by=SYSTEM, at=NOW, **more)


def url(name: str, draft: PlanImport) -> str:
    return reverse(f"roadmap:{name}", args=[draft.initiative.slug, draft.pk])


def press(client, draft: PlanImport, do: str, **more):
    draft.refresh_from_db()
    data = {"do": do, "version": draft.version, **more}
    return client.post(url("review_import", draft), data)


def upload(client, place, content: bytes, name: str, **more):
    address = reverse("roadmap:start_import", args=[place.slug])
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


def own_question(draft, code):
    reading = draft.reading
    cards = doubt_cards(reading, Places(reading, QueryDict()))
    return next(card for card in cards if card.code == code)


def htmx(client, draft, do, **more):
    draft.refresh_from_db()
    data = {"do": do, "version": draft.version, **more}
    return client.post(url("review_import", draft), data, headers={"HX-Request": "true"})


def exported(plan: Plan, user, form: Form = Form.XLSX) -> bytes:
    return export_plan(take_snapshot(plan, user, at=NOW), form).content
