"""What operations on a draft refuse once it has ended, and what a reading with less gives."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.core import audit
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, JobStatus
from pacte.network.models import Organisation
from pacte.roadmap import operations
from pacte.roadmap.enums import ImportState, LevelKind
from pacte.roadmap.errors import ImportEnded, NodeElsewhere, NothingToImport
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.models import Action, PlanImport, PlanLevel, RememberedHeading
from pacte.roadmap.operations.imports import framing
from pacte.roadmap.operations.imports.making import levels_of, shown_columns
from pacte.roadmap.operations.imports.updating import Accepted, Wanted
from tests.factories.initiatives import InitiativeFactory
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import PlanFactory
from tests.roadmap.imports.making import NOW, imported, make, sheet, small_plan
from tests.roadmap.imports.test_waiting import waiting

pytestmark = pytest.mark.django_db
WHO = {"by": SYSTEM, "at": NOW}
NOTHING = Wanted(accepted=(), added=(), removed=(), matched={})


def in_state(state: str, **more) -> PlanImport:
    draft = small_plan()
    PlanImport.objects.filter(pk=draft.pk).update(state=state, **more)
    draft.refresh_from_db()
    return draft


def changed(draft: PlanImport, **more) -> PlanImport:
    """The same draft, with other things understood of its document."""
    PlanImport.objects.filter(pk=draft.pk).update(reading={**draft.reading, **more})
    draft.refresh_from_db()
    return draft


ONCE_ENDED = {
    "read": lambda draft: operations.keep_reading(plan_import=draft, reading={}, pages=None),
    "refuse": lambda draft: operations.refuse_reading(plan_import=draft, problem="", values={}),
    "correct": lambda draft: operations.correct_import(plan_import=draft, choices={}, **WHO),
    "choose": lambda draft: operations.choose_plan(plan_import=draft, plan=None, **WHO),
    "read again": lambda draft: operations.ask_reading(plan_import=draft, **WHO),
    "compare": lambda draft: operations.ask_comparison(plan_import=draft, **WHO),
    "keep comparison": lambda draft: operations.keep_comparison(
        plan_import=draft, comparison={}, plan_version=1
    ),
    "update": lambda draft: operations.update_plan(
        plan_import=draft, wanted=NOTHING, base_of=base_of, **WHO
    ),
}


@pytest.mark.parametrize("name", ONCE_ENDED)
@pytest.mark.parametrize("state", [ImportState.APPLIED, ImportState.CANCELLED])
def test_a_draft_that_has_ended_takes_nothing_more(name, state):
    draft = in_state(state)

    with pytest.raises(ImportEnded):
        ONCE_ENDED[name](draft)

    assert PlanImport.objects.get(pk=draft.pk).version == draft.version


def test_what_is_left_aside_is_not_made_and_what_is_made_is_not_left_aside():
    aside, made = in_state(ImportState.CANCELLED), in_state(ImportState.APPLIED)
    asked = {"comparison": {}, "picked": {}, **WHO}

    for ask in (operations.ask_application, operations.ask_comparison):
        with pytest.raises(ImportEnded):
            ask(plan_import=aside, **WHO)
    with pytest.raises(ImportEnded):
        operations.ask_update(plan_import=aside, **asked)
    with pytest.raises(ImportEnded):
        operations.cancel_import(plan_import=made, **WHO)
    assert operations.cancel_import(plan_import=aside, **WHO).state == ImportState.CANCELLED
    assert operations.ask_application(plan_import=made, **WHO).state == ImportState.APPLIED
    assert operations.ask_update(plan_import=made, **asked).state == ImportState.APPLIED


@pytest.mark.parametrize("state", [ImportState.COMPARING, ImportState.APPLYING])
def test_what_the_worker_is_at_is_not_asked_again(state):
    draft = in_state(state)
    ask = {
        ImportState.COMPARING: operations.ask_comparison,
        ImportState.APPLYING: operations.ask_application,
    }[state]
    before = Job.objects.count()

    assert ask(plan_import=draft, **WHO).state == state

    assert Job.objects.count() == before


def test_a_document_is_compared_with_a_plan_or_not_at_all():
    with pytest.raises(ImportEnded):
        operations.ask_comparison(plan_import=small_plan(), **WHO)
    with pytest.raises(ImportEnded):
        operations.ask_update(plan_import=small_plan(), comparison={}, picked={}, **WHO)


def test_leaving_a_draft_aside_stops_the_worker():
    draft = small_plan()
    job = waiting(draft, ImportState.READING, "roadmap.read_import")

    operations.cancel_import(plan_import=draft, **WHO)

    job.refresh_from_db()
    assert (job.status, job.ended_at) == (JobStatus.CANCELLED, NOW)


@pytest.mark.parametrize(
    ("held", "state"),
    [
        ({"problem": "CorruptDocument"}, ImportState.REFUSED),
        ({"reading": {"actions": []}}, ImportState.TO_REVIEW),
    ],
)
def test_a_draft_is_taken_up_as_it_was_left(held, state):
    draft = in_state(ImportState.CANCELLED, **held)

    operations.resume_import(plan_import=draft, **WHO)
    operations.resume_import(plan_import=draft, **WHO)

    draft.refresh_from_db()
    assert draft.state == state
    told = audit.history_of(draft).filter(event="roadmap.import.resumed")
    assert told.count() == 1


def test_a_draft_never_read_is_read_once_taken_up():
    draft = in_state(ImportState.CANCELLED, reading=None)

    operations.resume_import(plan_import=draft, **WHO)

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW
    assert len(draft.reading["actions"]) == 3


def test_a_document_without_an_action_makes_no_plan():
    draft = changed(small_plan(), actions=[])

    with pytest.raises(NothingToImport):
        make(draft)


def test_a_plan_has_actions_even_where_the_document_names_no_such_level():
    told = {"levels": [{"label": "Axe", "kind": "frame"}]}

    assert levels_of(told, {}) == [("Axe", "FRAME"), ("Action", LevelKind.ACTION)]
    assert levels_of(told, {"level_names": {"Axe": "Pilier", "Action": "Fiche"}}) == [
        ("Pilier", "FRAME"),
        ("Fiche", LevelKind.ACTION),
    ]
    assert shown_columns({"source_columns": [], "levels": told["levels"]}) == []


def test_a_heading_remembered_is_forgotten_on_demand():
    draft = small_plan()
    for meaning, held in (("remarks", ["remarks"]), ("schedule", ["schedule"]), ("", [])):
        operations.correct_import(
            plan_import=draft, choices={}, remember={"Échéance": meaning}, **WHO
        )
        assert [row.meaning for row in RememberedHeading.objects.all()] == held


def test_a_document_of_schedules_states_and_money_keeps_its_words():
    head = "Action;Responsable;Financeurs;Échéance;État;Budget"
    lines = (
        "Ouvrir;Maison;Région : 12 000 €;mars 2027 à janvier 2027;Abandonné;12 000 €",
        "Former;Maison;Département;2027;En pause;à définir",
    )
    draft = imported("\n".join((head, *lines)).encode(), "plan.csv")

    plan = make(draft)

    ended, paused = plan.actions.order_by("position")
    assert (ended.schedule_text, ended.schedule_end) == ("mars 2027 à janvier 2027", None)
    assert (ended.status, ended.status_reason) == ("ABANDONED", "Abandonné")
    assert (ended.budget_text, ended.budget_amount) == ("12 000 €", 12000)
    assert (paused.budget_text, paused.budget_amount) == ("à définir", None)
    region = ended.responsibilities.get(role="FUNDER")
    department = paused.responsibilities.get(role="FUNDER")
    assert (region.amount, region.amount_text) == (12000, "Région : 12 000 €")
    assert (department.amount, department.amount_text) == (None, "")


def test_a_whole_name_met_elsewhere_is_the_same_organisation_an_acronym_is_not():
    house = OrganisationFactory(name="Maison des metiers", jurisdiction="FR")
    OrganisationFactory(name="ML", jurisdiction="FR")
    draft = imported(sheet("Emploi;1.1;Ouvrir;MAISON DES METIERS;ML;2026;"), "plan.csv")
    names = {"MAISON DES METIERS": "organisation", "ML": "organisation"}
    operations.correct_import(plan_import=draft, choices={"names": names}, **WHO)

    make(draft)

    lead, partner = Action.objects.get().responsibilities.order_by("position")
    assert lead.organisation == house
    assert Organisation.objects.filter(name="ML").count() == 2
    assert partner.organisation.participations.get().initiative == draft.initiative


def accepted(plan, draft: PlanImport, column: str, now, value) -> Accepted:
    action, told = plan.actions.get(number="1.1"), draft.reading["actions"][0]
    return Accepted(code=action.code, column=column, now=now, told=told, value=value)


def test_what_a_newer_document_says_is_taken_with_what_it_means():
    head = "N°;Action;Échéance;État;Budget;Réalisations"
    plan = make(imported(f"{head}\n1.1;Ouvrir;2026;À lancer;;".encode(), "plan.csv"))
    newer = f"{head}\n1.1;Ouvrir;2027;En pause;9 000 €;À venir : un forum".encode()
    draft = imported(newer, "v2.csv", initiative=plan.initiative, plan=plan)
    told = draft.reading["actions"][0]
    said = [item["text"] for item in told["achievements"]]
    action = plan.actions.get()
    gone = Accepted(code="ACT-9999", column="title", now="", told=told, value="")
    wanted = Wanted(
        accepted=(
            accepted(plan, draft, "schedule", "2026", "2027"),
            accepted(plan, draft, "status", action.status, "PAUSED"),
            accepted(plan, draft, "budget", "", "9 000 €"),
            accepted(plan, draft, "achievements", [], said),
            accepted(plan, draft, "title", "Autre", "Fermer"),
            gone,
        ),
        added=(),
        removed=("ACT-9999",),
        matched={},
    )

    outcome = operations.update_plan(plan_import=draft, wanted=wanted, base_of=base_of, **WHO)

    action.refresh_from_db()
    assert (action.schedule_end, action.status) == (dt.date(2027, 12, 31), "PAUSED")
    assert (action.budget_amount, action.title) == (9000, "Ouvrir")
    assert [row.is_planned for row in action.achievements.all()] == [True]
    assert (outcome.changed, outcome.removed) == (4, 0)
    assert outcome.refused == [(action.code, "title"), ("ACT-9999", "title")]


READING = {
    "levels": [{"label": "Axe"}, {"label": "Objectif"}],
    "nodes": [
        {"id": "n1", "parent": "", "level": 0, "title": "Emploi", "number": None},
        {"id": "n2", "parent": "n1", "level": 1, "title": "Accueil", "number": "1.2"},
        {"id": "n3", "parent": "n1", "level": 1, "title": "Suivi", "number": ""},
    ],
}


def test_nodes_of_a_newer_document_are_found_or_made_once_under_levels_that_are_there():
    plan = make(small_plan())
    under = [{"node": "n2"}, {"node": "n3"}, {"node": "n2"}, {"node": None}]

    found = framing.nodes_of(plan, READING, under, **WHO)

    assert set(found) == {"n1"}  # the plan has no second level: they stand under the first
    assert found["n1"].title == "Emploi"
    assert plan.nodes.count() == 2
    PlanLevel.objects.create(plan=plan, position=9, label="Rubrique", kind=LevelKind.FRAME)
    found = framing.nodes_of(plan, READING, under, **WHO)
    assert [(one.title, one.number, one.parent) for one in (found["n2"], found["n3"])] == [
        ("Accueil", "1.2", found["n1"]),
        ("Suivi", "", found["n1"]),
    ]
    assert plan.nodes.count() == 4


def test_the_node_of_a_path_ends_where_the_plan_has_no_level_left():
    plan = make(small_plan())

    found = framing.node_at(plan, READING, {"node": "n2"}, ["Emploi", "1.2. Accueil"], **WHO)

    assert found == plan.nodes.get(title="Emploi")
    with pytest.raises(NodeElsewhere):
        framing.node_at(PlanFactory(), READING, {"node": "n2"}, ["Emploi", "Accueil"], **WHO)


def test_rows_say_what_they_are():
    draft = small_plan()
    heading = RememberedHeading(initiative=InitiativeFactory(), heading="Quand", meaning="schedule")

    assert [str(row) for row in (draft, draft.pages.get(), heading)] == [
        "plan.csv",
        "plan.csv 1",
        "Quand = schedule",
    ]
    assert draft.audit_space == str(draft.initiative_id)
