"""From a file to a plan: what is kept, made once, or not at all."""

import datetime as dt
from pathlib import Path

import pytest

from pacte.core.actor import SYSTEM
from pacte.network.models import Organisation
from pacte.roadmap import operations
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.exports.comparison import compared
from pacte.roadmap.models import Action, Plan, PlanImport, Responsibility, Step
from tests.factories.initiatives import InitiativeFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.roadmap.imports.making import NOW, imported, make, sheet, small_plan

pytestmark = pytest.mark.django_db


def test_start_import_keeps_the_file_and_what_was_understood():
    draft = small_plan()

    assert draft.state == ImportState.TO_REVIEW
    assert [a["title"] for a in draft.reading["actions"]] == [
        "Ouvrir un atelier",
        "Former les équipes",
        "Prêter des vélos",
    ]
    assert draft.source.name == "plan.csv"
    assert draft.pages.get().blocks[0]["rows"][1]["cells"][2]["text"] == "Ouvrir un atelier"
    assert not Plan.objects.exists()


def test_a_document_that_cannot_be_read_says_why_and_changes_nothing():
    draft = imported(b"PK\x03\x04 broken", "plan.docx")

    assert (draft.state, draft.problem) == (ImportState.REFUSED, "CorruptDocument")
    assert not Plan.objects.exists()


def test_apply_import_makes_the_plan_with_its_frame_people_and_columns():
    draft = small_plan()

    plan = make(draft)

    actions = {a.number: a for a in Action.objects.filter(plan=plan).select_related("node")}
    assert [(n.title, n.level.label) for n in plan.nodes.order_by("position")] == [
        ("Emploi", "Axe"),
        ("Mobilité", "Axe"),
    ]
    assert actions["1.1"].node.title == "Emploi"
    assert (actions["1.1"].status, actions["1.1"].schedule_kind) == ("IN_PROGRESS", "YEAR")
    assert actions["1.1"].schedule_end == dt.date(2026, 12, 31)
    assert actions["2.1"].is_continuous is False  # it is done: an end is an end
    assert [c["label"] for c in plan.source_columns] == [
        "Axe",
        "N°",
        "Action",
        "Responsable",
        "Partenaires",
        "Échéance",
        "État",
    ]
    assert plan.shared_at is None


def test_apply_import_matches_makes_or_keeps_names_as_chosen():
    initiative = InitiativeFactory()
    known = OrganisationFactory(name="Maison des métiers", slug="maison")
    ParticipationFactory(initiative=initiative, organisation=known)
    draft = small_plan(initiative=initiative)
    operations.correct_import(
        plan_import=draft, choices={"names": {"Mission Lac": "words"}}, by=SYSTEM, at=NOW
    )

    plan = make(draft)

    people = Responsibility.objects.filter(action__plan=plan).order_by("action", "position")
    assert [(p.action.number, p.role, p.label) for p in people] == [
        ("1.1", "LEAD", "Maison des métiers"),
        ("1.1", "PARTNER", "Mission Lac"),
        ("1.2", "LEAD", "Tous"),
        ("2.1", "LEAD", "Comité vélo"),
        ("2.1", "PARTNER", "Maison des métiers"),
    ]
    assert [p.organisation_id for p in people if p.label == "Maison des métiers"] == [known.pk] * 2
    assert people[1].words == "Mission Lac"
    assert people[2].is_all
    assert people[3].group.name == "Comité vélo"
    assert {p.state for p in people} == {"SOUGHT"}


def test_apply_import_twice_gives_the_same_plan():
    draft = small_plan()

    first, second = make(draft), make(draft)

    assert first == second
    assert Action.objects.count() == 3


def test_apply_import_refuses_a_reading_that_changed_meanwhile():
    draft = small_plan()

    with pytest.raises(ImportEnded):
        make(draft, version=draft.version - 1)

    assert not Plan.objects.exists()


def test_members_that_the_document_names_are_said_on_the_plan():
    draft = small_plan()
    members = ["Ville de Port-Tisserand", "Maison de l’emploi des Deux Rives"]
    told = {**draft.reading["plan"], "organisations": members}
    PlanImport.objects.filter(pk=draft.pk).update(reading={**draft.reading, "plan": told})
    draft.refresh_from_db()

    plan = make(draft)

    assert plan.extra[-1] == {"header": "Membres", "text": "\n".join(members)}


def test_apply_import_that_breaks_leaves_nothing():
    draft = small_plan()
    reading = {**draft.reading, "actions": [*draft.reading["actions"], {"title": "sans le reste"}]}
    PlanImport.objects.filter(pk=draft.pk).update(reading=reading)

    with pytest.raises(KeyError):
        make(draft)

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW
    assert not Plan.objects.exists()
    assert not Organisation.objects.exists()


def test_apply_import_writes_many_actions_in_few_queries(django_assert_max_num_queries):
    rows = [f"Axe {n % 9};{n};Faire {n};Maison {n % 40};;2026;En cours" for n in range(400)]
    draft = imported(sheet(*rows), "plan.csv")

    with django_assert_max_num_queries(90):
        make(draft)

    assert Action.objects.count() == 400


def test_cancel_import_leaves_the_draft_for_good():
    draft = small_plan()

    operations.cancel_import(plan_import=draft, by=SYSTEM, at=NOW)

    with pytest.raises(ImportEnded):
        make(draft)
    with pytest.raises(ImportEnded):
        operations.correct_import(plan_import=draft, choices={}, by=SYSTEM, at=NOW)


def test_correct_import_remembers_headings_for_the_initiative():
    draft = small_plan()

    operations.correct_import(
        plan_import=draft,
        choices={"lexicon": {"Échéance": "remarks"}},
        remember={"Échéance": "remarks"},
        by=SYSTEM,
        at=NOW,
    )
    again = small_plan(initiative=draft.initiative)

    assert [a["schedule"] for a in again.reading["actions"]] == [None] * 3


def test_reopen_import_only_once_its_job_has_ended():
    draft = small_plan()
    PlanImport.objects.filter(pk=draft.pk).update(state=ImportState.APPLYING)

    operations.reopen_import(plan_import=draft, by=SYSTEM, at=NOW)

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW


def test_ask_application_lets_the_worker_make_the_plan():
    draft = small_plan()

    operations.ask_application(plan_import=draft, by=SYSTEM, at=NOW)

    draft.refresh_from_db()
    assert draft.state == ImportState.APPLIED
    assert draft.plan.actions.count() == 3


@pytest.mark.real_documents
def test_s1_becomes_a_plan_of_five_axes_fifteen_actions_and_thirty_six_steps(real_documents: Path):
    path = real_documents / "S1-rouyn-noranda.docx"

    plan = make(imported(path.read_bytes(), path.name))

    assert Action.objects.filter(plan=plan).count() == 15
    assert Step.objects.filter(action__plan=plan).count() == 36
    assert plan.nodes.count() == 10
    assert [c["key"] for c in plan.source_columns] == [
        "level:0",
        "title",
        "steps",
        "achievements",
        "leads",
        "schedule",
        "ongoing",
    ]


@pytest.mark.real_documents
@pytest.mark.parametrize(
    ("name", "actions"),
    [
        ("S1-rouyn-noranda.docx", 15),
        ("S1-rouyn-noranda.xlsx", 15),
        ("S1-rouyn-noranda.ods", 15),
        ("S1-rouyn-noranda.pdf", 15),
        ("S1-rouyn-noranda.txt", 15),
        ("T1-plan-climat-ccns.xlsx", 46),
    ],
)
def test_the_same_document_read_again_proposes_nothing(
    real_documents: Path, name: str, actions: int
):
    path = real_documents / name
    plan = make(imported(path.read_bytes(), path.name))

    again = imported(path.read_bytes(), path.name, initiative=plan.initiative, plan=plan)
    found = compared(again, plan)

    assert (found.count, found.added, found.left_out, found.same) == (0, [], [], actions)


@pytest.mark.real_documents
def test_a_day_kept_as_a_bare_number_is_said_in_words(real_documents: Path):
    path = real_documents / "T1-plan-climat-ccns.xlsx"

    plan = make(imported(path.read_bytes(), path.name))

    assert plan.actions.get(number="19").schedule_text == "1er juin 2023"
