"""The history of a plan and of its parts: who did what, by name, for the team only."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.core.models import StoredFile
from pacte.roadmap import operations
from pacte.roadmap.models import PlanImport
from pacte.roadmap.operations.plans import edit_plan
from pacte.roadmap.queries.plan_history import part_history, plan_history, told_in_plan
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import (
    ActionFactory,
    PlanFactory,
    PlanLevelFactory,
    PlanNodeFactory,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
BY = {"by": SYSTEM, "at": NOW}


@pytest.fixture
def plan():
    return PlanFactory(title="Le pacte")


def told(plan):
    return told_in_plan(plan_history(plan), plan)


def said(line):
    return line["what"], [(one.label, one.before, one.after) for one in line["changes"]]


def make_import(plan, applied_at=None):
    source = StoredFile.objects.create(
        content="x", name="pacte.docx", sha256="0", size=1, content_type="", created_at=NOW
    )
    return PlanImport.objects.create(
        initiative=plan.initiative, plan=plan, source=source, started_at=NOW, applied_at=applied_at
    )


def test_the_plan_tells_its_own_changes_with_their_values(plan):
    edit_plan(plan=plan, field="title", read="Le pacte", value="Le pacte 2026", **BY)
    edit_plan(plan=plan, field="kind", read="ACTION_PLAN", value="PACT", **BY)
    operations.share_plan(plan=plan, **BY)

    assert [said(line) for line in told(plan)] == [
        ("Plan partagé aux membres", []),
        ("Plan modifié", [("Forme", "Plan d’action", "Pacte pour l’emploi")]),
        ("Plan modifié", [("Titre", "Le pacte", "Le pacte 2026")]),
    ]


def test_the_parts_of_the_plan_are_told_there_by_name(plan):
    outer, inner = PlanLevelFactory(plan=plan), PlanLevelFactory(plan=plan, label="Objectif")
    youth = operations.add_node(plan=plan, level=outer, title="Jeunes", **BY)
    work = operations.add_node(plan=plan, level=inner, title="Travail", **BY)
    operations.edit_node(node=youth, asked={"title": ("Jeunes", "Jeunesse")}, **BY)
    operations.move_node(node=work, parent=youth, after=None, version=1, **BY)
    operations.rename_levels(plan=plan, labels={outer.pk: "Chantier"}, **BY)
    operations.delete_node(node=work, to=None, version=2, moves=False, **BY)

    assert [said(line) for line in told(plan)] == [
        ("Partie retirée : Travail", []),
        ("Niveau renommé", [("Nom du niveau", "Axe", "Chantier")]),
        ("Partie déplacée : Travail", [("Dans", "Le plan lui-même", "Jeunesse")]),
        ("Partie modifiée : Jeunesse", [("Intitulé", "Jeunes", "Jeunesse")]),
        ("Partie ajoutée : Travail", []),
        ("Partie ajoutée : Jeunesse", []),
    ]


def test_a_part_moved_among_its_neighbours_stays_where_it_was(plan):
    level = PlanLevelFactory(plan=plan)
    first = PlanNodeFactory(plan=plan, level=level, title="Premier")
    PlanNodeFactory(plan=plan, level=level, title="Second")

    operations.shift_node(node=first, up=False, version=1, **BY)

    assert [said(line) for line in part_history(first)] == [("Partie déplacée", [])]


def test_what_enters_or_leaves_the_plan_is_told_and_not_what_changes_inside_an_action(plan):
    action = operations.add_action(plan=plan, title="Ouvrir un lieu", **BY)
    operations.edit_action(
        action=action, field="title", read="Ouvrir un lieu", value="Ouvrir deux lieux", **BY
    )
    operations.delete_action(action=action, **BY)

    assert [line["what"] for line in told(plan)] == [
        "Action retirée : Ouvrir deux lieux",
        "Action ajoutée : Ouvrir deux lieux",
    ]


def test_what_a_document_brought_is_told_once(plan):
    draft = make_import(plan, applied_at=NOW)
    level = PlanLevelFactory(plan=plan)
    operations.add_node(plan=plan, level=level, title="Du document", **BY)
    operations.add_action(plan=plan, title="Du document", **BY)
    later = {"by": SYSTEM, "at": NOW + dt.timedelta(hours=1)}
    operations.add_action(plan=plan, title="Depuis", **later)
    audit.record("roadmap.import.corrected", target=draft, **later)
    audit.record("roadmap.import.corrected", target=draft, **later)
    file = {"file": ["", "pacte.docx"]}
    audit.record("roadmap.import.applied", target=plan, changes=file, **later)

    assert [said(line) for line in told(plan)] == [
        ("Plan tiré d’un document", [("Fichier", "", "pacte.docx")]),
        ("Lecture du document corrigée", []),
        ("Action ajoutée : Depuis", []),
    ]


def test_the_history_of_another_plan_is_not_told(plan):
    other = PlanFactory(initiative=plan.initiative)
    operations.share_plan(plan=other, **BY)
    operations.delete_action(action=ActionFactory(plan=other), **BY)

    assert told(plan) == []


def test_the_page_of_a_part_tells_its_history(client, plan):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    level = PlanLevelFactory(plan=plan)
    node = operations.add_node(plan=plan, level=level, title="Jeunes", **BY)
    operations.edit_node(node=node, asked={"title": ("Jeunes", "Jeunesse")}, **BY)

    page = client.get(
        reverse("roadmap:edit_node", args=[plan.initiative.slug, plan.slug, node.pk])
    ).content.decode()

    assert "<p>Partie modifiée</p>" in page
    assert "<del>Jeunes</del> <ins>Jeunesse</ins>" in page


def test_the_page_of_the_plan_leads_the_team_to_its_history(client, plan):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    ActionFactory(plan=plan)
    address = reverse("roadmap:plan_history", args=[plan.initiative.slug, plan.slug])
    operations.share_plan(plan=plan, **BY)

    table = client.get(reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug]))

    assert f'href="{address}"' in table.content.decode()
    assert "<p>Plan partagé aux membres</p>" in client.get(address).content.decode()


def test_a_member_outside_the_team_reads_no_history_of_the_plan(client, plan):
    operations.share_plan(plan=plan, **BY)
    client.force_login(MembershipFactory(initiative=plan.initiative).user)

    answer = client.get(reverse("roadmap:plan_history", args=[plan.initiative.slug, plan.slug]))

    assert answer.status_code == 403


def test_a_plan_without_history_says_so(client, plan):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)

    page = client.get(reverse("roadmap:plan_history", args=[plan.initiative.slug, plan.slug]))

    assert "Rien encore." in page.content.decode()
    assert "timeline" not in page.content.decode()


def test_a_long_history_goes_on_on_the_next_page(client, plan):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    for place in range(51):
        later = NOW + dt.timedelta(minutes=place)
        audit.record(
            "roadmap.plan.shared" if place else "roadmap.plan.created",
            target=plan,
            by=SYSTEM,
            at=later,
        )
    address = reverse("roadmap:plan_history", args=[plan.initiative.slug, plan.slug])

    (oldest,) = client.get(f"{address}?page=2").context["history"]

    assert oldest["what"] == "Plan ouvert"


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_history_asks_no_more(client, plan, count, django_assert_num_queries):
    client.force_login(MembershipFactory(initiative=plan.initiative, lead=True).user)
    level = PlanLevelFactory(plan=plan)
    for title in range(count):
        operations.add_node(plan=plan, level=level, title=str(title), **BY)
        operations.add_action(plan=plan, title=str(title), **BY)
    address = reverse("roadmap:plan_history", args=[plan.initiative.slug, plan.slug])

    with django_assert_num_queries(9):
        client.get(address)
