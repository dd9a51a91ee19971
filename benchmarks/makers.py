"""Data for the measurements: plans of any size, workbooks of any length. All of it is made up."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative

THEN = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
VERBS = ("Ouvrir", "Tenir", "Former", "Relier", "Accueillir", "Soutenir", "Publier", "Évaluer")
THINGS = (
    "une permanence dans chaque commune",
    "un forum des métiers",
    "les aides à domicile",
    "les employeurs et les écoles",
    "les personnes éloignées de l’emploi",
    "la garde d’enfants aux heures de formation",
    "une lettre pour les partenaires",
    "le parcours de chaque personne",
)
WHO = ("Mission locale", "France Travail", "Cap emploi", "CCAS", "Chambre de métiers", "Lycée")
# What some of these words mean, for the line of time.
MEANT = {
    "2026": ("YEAR", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    "2026-2027": ("YEARS", dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    "T2 2027": ("PERIOD", dt.date(2027, 4, 1), dt.date(2027, 6, 30)),
    "fin 2027": ("DATE", None, dt.date(2027, 12, 31)),
}
WHEN = ("2026", "2026-2027", "En continu", "T2 2027", "rentrée 2026", "fin 2027", "")


def words(random_: random.Random) -> str:
    return f"{random_.choice(VERBS)} {random_.choice(THINGS)}"


@cache
def hashed_password() -> str:
    """The same for all: hashing it is slow by design, and most of them never sign in."""
    from django.contrib.auth.hashers import make_password

    return make_password("motdepasse-solide")


def scheduled(words: str) -> dict[str, object]:
    kind, start, end = MEANT.get(words, ("", None, None))
    return {
        "schedule_text": words,
        "schedule_kind": kind,
        "schedule_start": start,
        "schedule_end": end,
    }


def a_plan(slug: str, actions: int) -> str:
    """Make an initiative with one shared plan; return the address of the person who leads it."""
    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative, Membership
    from pacte.network.models import Organisation, Participation
    from pacte.roadmap.models import (
        Achievement,
        Action,
        Plan,
        PlanLevel,
        PlanNode,
        Responsibility,
        Step,
    )
    from pacte.territories.models import Territory

    chance = random.Random(slug)
    territory = Territory.objects.create(
        name=slug, slug=f"t-{slug}", kind="EPCI", jurisdiction="FR", official_code=slug[:20]
    )
    place = Initiative.objects.create(name=slug, slug=slug, territory=territory, created_at=THEN)
    lead = User.objects.create(
        email=f"{slug}@exemple.test", password=hashed_password(), name="Claire"
    )
    Membership.objects.create(user=lead, initiative=place, role="LEAD", from_on=THEN.date())
    partners = [
        Organisation.objects.create(name=f"{name} {slug}", slug=f"{index}-{slug}")
        for index, name in enumerate(WHO)
    ]
    Participation.objects.bulk_create(
        Participation(initiative=place, organisation=partner) for partner in partners
    )
    plan = Plan.objects.create(
        initiative=place, slug="plan", title="Plan", shared_at=THEN, created_at=THEN
    )
    level = PlanLevel.objects.create(plan=plan, position=0, label="Axe", kind="FRAME")
    PlanLevel.objects.create(plan=plan, position=1, label="Action", kind="ACTION")
    nodes = [
        PlanNode.objects.create(
            plan=plan, level=level, position=n, number=str(n), title=words(chance)
        )
        for n in range(1, 6)
    ]
    made = Action.objects.bulk_create(
        (
            Action(
                initiative=place,
                plan=plan,
                node=nodes[n * len(nodes) // actions],
                position=n,
                code=f"ACT-{n + 1:04d}",
                number=f"{n // 10 + 1}.{n % 10 + 1}",
                title=f"{words(chance)} et {words(chance).lower()}",
                description=f"{words(chance)}. {words(chance)}.",
                **scheduled(chance.choice(WHEN)),
                status=chance.choice(("IN_PROGRESS", "TO_START", "DONE", "")),
                created_at=THEN,
                updated_at=THEN,
            )
            for n in range(actions)
        ),
        batch_size=500,
    )
    Responsibility.objects.bulk_create(
        (
            Responsibility(action=action, role=role, organisation=chance.choice(partners))
            for action in made
            for role in ("LEAD", "PARTNER")
        ),
        batch_size=500,
    )
    Step.objects.bulk_create(
        (
            Step(action=action, position=n, title=words(chance))
            for action in made
            for n in range(chance.randint(0, 3))
        ),
        batch_size=500,
    )
    Achievement.objects.bulk_create(
        (
            Achievement(action=action, text=f"{chance.randint(2, 90)} personnes")
            for action in made
            if chance.random() < 0.6  # noqa: PLR2004 — as many as real plans have
        ),
        batch_size=500,
    )
    return lead.email


def led_by_people(place: Initiative, people: int) -> None:
    """Have the actions of an initiative led by so many people of its directory, in turn."""
    from pacte.network.models import Contact
    from pacte.roadmap.models import Responsibility

    contacts = Contact.objects.bulk_create(
        Contact(initiative=place, name=f"Personne {n}", email=f"personne-{n}@exemple.test")
        for n in range(people)
    )
    rows = Responsibility.objects.filter(action__initiative=place, role="LEAD").order_by("pk")
    leads = list(rows)
    for n, row in enumerate(leads):
        row.organisation, row.contact = None, contacts[n % people]
    Responsibility.objects.bulk_update(leads, ["organisation", "contact"], batch_size=200)


def a_workbook(path: Path, rows: int = 10_000) -> None:
    """A plan of `rows` rows and twelve columns, as a partner's export has them."""
    headings = (
        "Axe",
        "Objectif",
        "N°",
        "Action",
        "Description",
        "Pilote",
        "Partenaires",
        "Échéance",
        "État",
        "Indicateur",
        "Budget",
        "Réalisations",
    )
    chance = random.Random(7)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, headings)
    for row in range(1, rows + 1):
        sheet.write_row(
            row,
            0,
            (
                f"Axe {row // 2500 + 1}",
                f"Objectif {row // 250 + 1}",
                f"{row // 250 + 1}.{row % 250 + 1}",
                f"{words(chance)} {row}",
                f"{words(chance)}. {words(chance)}.",
                chance.choice(WHO),
                f"{chance.choice(WHO)} ; {chance.choice(WHO)}",
                chance.choice(WHEN),
                chance.choice(("En cours", "À démarrer", "Réalisée")),
                f"{chance.randint(5, 200)} personnes accueillies",
                f"{chance.randint(1, 90) * 1000} €",
                words(chance) if row % 3 else "",
            ),
        )
    book.close()
