"""What the worker does of a reviewed document: compared, applied, stopped, whole or not at all."""

import re

import pytest
from django.urls import reverse

from pacte.core import jobs
from pacte.core.actor import SYSTEM
from pacte.core.models import Job, JobStatus
from pacte.roadmap import operations, tasks
from pacte.roadmap.enums import ImportState
from pacte.roadmap.exports import Form, export_plan, take_snapshot
from pacte.roadmap.models import Action, Plan, PlanImport
from tests.roadmap.imports.making import NOW, imported, make, sheet, small_plan

pytestmark = pytest.mark.django_db
ACTOR = [SYSTEM.kind.value, SYSTEM.key, SYSTEM.label]
MANY = 401


def url(name: str, draft: PlanImport) -> str:
    return reverse(f"roadmap:{name}", args=[draft.initiative.slug, draft.pk])


def rows(year: str) -> bytes:
    return sheet(*(f"Axe {n % 9};{n};Faire la chose {n};SARCA;;{year};" for n in range(MANY)))


@pytest.fixture
def long_plan(place) -> Plan:
    return make(imported(rows("2026"), "plan.csv", initiative=place))


def newer(plan: Plan, content: bytes) -> PlanImport:
    return imported(content, "plan v2.csv", initiative=plan.initiative, plan=plan)


def test_a_long_document_is_compared_by_the_worker_then_shown(client, lead, long_plan):
    draft = newer(long_plan, rows("2027"))

    asked = client.post(url("review_import", draft), {"do": "compare", "version": draft.version})
    waited = client.get(url("import_progress", draft))
    page = client.get(waited["Location"]).content.decode()

    assert asked["Location"] == url("import_progress", draft)
    assert waited["Location"] == url("compare_import", draft)
    assert Job.objects.latest("pk").name == "roadmap.compare_import"
    assert page.count('name="change"') == 150
    assert f"{MANY - 150} autres actions" in page


def test_a_long_update_is_made_by_the_worker_and_told(client, lead, long_plan):
    draft = newer(long_plan, rows("2027"))
    client.post(url("review_import", draft), {"do": "compare", "version": draft.version})
    page = client.get(url("compare_import", draft)).content.decode()
    keys = re.findall(r'name="change" value="([^"]+)"', page)

    data = {"change": keys, "others": "1", "version": draft.version}
    answer = client.post(url("compare_import", draft), data)
    told = client.get(answer["Location"], follow=True).content.decode()

    assert answer["Location"] == url("import_progress", draft)
    assert f"{MANY} changements." in told
    assert set(Action.objects.values_list("schedule_text", flat=True)) == {"2027"}


def test_a_comparison_older_than_the_plan_says_so_and_is_made_again(client, lead, long_plan):
    draft = newer(long_plan, rows("2027"))
    client.post(url("review_import", draft), {"do": "compare", "version": draft.version})
    action = long_plan.actions.get(number="7")
    operations.edit_action(
        action=action, field="title", read=action.title, value="Autre", by=SYSTEM, at=NOW
    )

    stale = client.get(url("compare_import", draft)).content.decode()
    client.post(url("compare_import", draft), {"again": "1"})
    fresh = client.get(url("compare_import", draft)).content.decode()

    said = "Le plan a changé depuis cette comparaison"
    assert (said in stale, said in fresh) == (True, False)


def test_a_long_comparison_not_made_yet_is_offered_not_made_by_a_look(client, lead, long_plan):
    draft = newer(long_plan, rows("2027"))

    page = client.get(url("compare_import", draft)).content.decode()

    draft.refresh_from_db()
    assert 'name="again"' in page
    assert 'name="change"' not in page
    assert draft.comparison is None


def waiting(draft: PlanImport, state: str, name: str) -> Job:
    job = Job.objects.create(key="a" * 32, name=name, asked_by_kind="system", asked_at=NOW)
    PlanImport.objects.filter(pk=draft.pk).update(state=state, job_key=job.key)
    return job


@pytest.mark.parametrize("state", [ImportState.COMPARING, ImportState.APPLYING])
def test_stopping_gives_the_draft_back_to_its_review(client, lead, place, state):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet("Emploi;1.1;Ouvrir un atelier;SARCA;;2027;"))
    job = waiting(draft, state, "roadmap.compare_import")

    page = client.get(url("import_progress", draft)).content.decode()
    client.post(url("stop_import", draft))

    draft.refresh_from_db()
    job.refresh_from_db()
    assert url("stop_import", draft) in page
    assert (draft.state, job.status) == (ImportState.TO_REVIEW, JobStatus.CANCELLED)
    assert client.get(url("import_progress", draft))["Location"] == url("review_import", draft)


class Stopped(jobs.Progress):
    """The person has asked to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.order = jobs.JobCancelled


def test_a_comparison_stopped_while_it_runs_keeps_nothing(place):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet("Emploi;1.1;Ouvrir un atelier;SARCA;;2027;"))
    waiting(draft, ImportState.COMPARING, "roadmap.compare_import")

    with pytest.raises(jobs.JobCancelled):
        tasks.compare_import(Stopped(), plan_import=draft.pk, actor=ACTOR)

    draft.refresh_from_db()
    assert (draft.state, draft.comparison) == (ImportState.TO_REVIEW, None)


class StoppedAfter(jobs.Progress):
    """The person asks to stop once so many steps are done."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.steps = steps

    def advance(self, *arguments, **more) -> None:
        self.steps -= 1
        if self.steps < 0:
            self.order = jobs.JobCancelled
        super().advance(*arguments, **more)


def test_an_update_stopped_in_the_middle_changes_nothing(client, lead, long_plan):
    draft = newer(long_plan, rows("2027"))
    waiting(draft, ImportState.COMPARING, "roadmap.compare_import")
    tasks.compare_import(jobs.Progress(), plan_import=draft.pk, actor=ACTOR)
    PlanImport.objects.filter(pk=draft.pk).update(state=ImportState.APPLYING)
    picked = {"changes": [], "added": [], "removed": [], "others": True, "is_whole": False}

    with pytest.raises(jobs.JobCancelled):
        tasks.update_plan(StoppedAfter(100), plan_import=draft.pk, actor=ACTOR, picked=picked)

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW
    assert set(Action.objects.values_list("schedule_text", flat=True)) == {"2026"}


def test_a_making_stopped_in_the_middle_makes_nothing(place):
    draft = imported(rows("2026"), "plan.csv", initiative=place)
    waiting(draft, ImportState.APPLYING, "roadmap.apply_import")

    with pytest.raises(jobs.JobCancelled):
        tasks.apply_import(StoppedAfter(1), plan_import=draft.pk, actor=ACTOR)

    draft.refresh_from_db()
    assert draft.state == ImportState.TO_REVIEW
    assert not Plan.objects.exists()


def test_a_comparison_that_failed_says_so_and_goes_back(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet("Emploi;1.1;Ouvrir un atelier;SARCA;;2027;"))
    job = waiting(draft, ImportState.COMPARING, "roadmap.compare_import")
    Job.objects.filter(pk=job.pk).update(status=JobStatus.FAILED, ended_at=NOW)

    page = client.get(url("import_progress", draft)).content.decode()
    client.post(url("retry_import", draft))

    draft.refresh_from_db()
    assert "La comparaison s’est arrêtée" in page
    assert draft.state == ImportState.TO_REVIEW


def test_a_second_press_is_told_kindly(client, lead, place):
    draft = small_plan(initiative=place)
    client.post(url("apply_import", draft))

    again = client.post(url("apply_import", draft), follow=True).content.decode()

    assert "Ce document vient d’être traité" in again
    assert Plan.objects.count() == 1


MOVED = (
    "Mobilité;1.1;Ouvrir un atelier;Maison des métiers;Mission Lac;2026;En cours",
    "Emploi;1.2;Former les équipes;Tous;;juin 2026;",
    "Mobilité;2.1;Prêter des vélos;Comité vélo;Maison des métiers;en continu;Réalisé",
)


def ticked(client, draft: PlanImport) -> list[str]:
    page = client.get(url("compare_import", draft)).content.decode()
    return re.findall(r'name="change" value="([^"]+)" checked', page)


def test_a_moved_action_is_moved_once_accepted(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet(*MOVED))

    keys = ticked(client, draft)
    client.post(url("compare_import", draft), {"change": keys, "version": draft.version})

    assert [key.split("|")[1] for key in keys] == ["frame"]
    assert plan.actions.get(number="1.1").node.title == "Mobilité"
    assert plan.nodes.count() == 2
    assert plan.actions.count() == 3


def test_an_action_moved_under_a_node_that_is_new_makes_that_node(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet(MOVED[0].replace("Mobilité", "Accueil"), *MOVED[1:]))

    keys = ticked(client, draft)
    client.post(url("compare_import", draft), {"change": keys, "version": draft.version})

    assert plan.actions.get(number="1.1").node.title == "Accueil"
    assert plan.nodes.get(title="Accueil").level.label == "Axe"


def test_an_action_moved_here_since_is_not_moved_back(client, lead, place):
    plan = make(small_plan(initiative=place))
    node = plan.nodes.get(title="Mobilité")
    action = plan.actions.get(number="1.1")
    operations.move_action(action=action, node=node, by=SYSTEM, at=NOW)
    draft = newer(plan, sheet(MOVED[0].replace("Mobilité", "Emploi"), *MOVED[1:]))

    page = client.get(url("compare_import", draft)).content.decode()

    assert "Rien à changer" in page


def test_an_action_moved_while_the_page_was_open_is_left_alone(client, lead, place):
    plan = make(small_plan(initiative=place))
    draft = newer(plan, sheet(MOVED[0].replace("Mobilité", "Accueil"), *MOVED[1:]))
    keys = ticked(client, draft)
    node = plan.nodes.get(title="Mobilité")
    operations.move_action(action=plan.actions.get(number="1.1"), node=node, by=SYSTEM, at=NOW)

    data = {"change": keys, "version": draft.version}
    said = client.post(url("compare_import", draft), data, follow=True).content.decode()

    assert plan.actions.get(number="1.1").node.title == "Mobilité"
    assert "1 changement n’a pas été fait" in said


HEADINGS = "Action;Résultat attendu;Cible;Responsable"


def with_results(*lines: str) -> bytes:
    return "\n".join((HEADINGS, *lines)).encode()


def test_the_expected_result_of_a_document_is_the_actions_own(client, lead, place):
    first = with_results("Ouvrir un atelier;Douze places;50 % de femmes;SARCA", "Former;;;UQAT")
    plan = make(imported(first, "plan.csv", initiative=place))

    action = plan.actions.get(title="Ouvrir un atelier")
    assert action.expected_result == "Douze places"
    assert [extra["header"] for extra in action.extra] == ["Cible"]
    assert "expected_result" in {column["key"] for column in plan.source_columns}


def test_an_expected_result_is_compared_as_any_field(client, lead, place):
    lines = ["Ouvrir un atelier;Douze places;;SARCA", "Former;Vingt stages;;UQAT"]
    plan = make(imported(with_results(*lines), "plan.csv", initiative=place))
    lines[1] = "Former;Trente stages;;UQAT"
    draft = newer(plan, with_results(*lines))

    keys = ticked(client, draft)
    client.post(url("compare_import", draft), {"change": keys, "version": draft.version})

    assert [key.split("|")[1] for key in keys] == ["expected_result"]
    assert plan.actions.get(title="Former").expected_result == "Trente stages"


def test_a_target_stands_for_the_result_where_no_column_says_it(place):
    text = "Action;Cible;Responsable\nOuvrir un atelier;Douze places;SARCA\nFormer;Dix;UQAT"

    plan = make(imported(text.encode(), "plan.csv", initiative=place))

    assert plan.actions.get(title="Former").expected_result == "Dix"


def test_a_csv_of_ours_is_recognised_by_its_codes(client, lead, place):
    rows = ["Emploi;1;=Ouvrir;SARCA;;2026;", "Emploi;2;Former;UQAT;;2027;En cours"]
    plan = make(imported(sheet(*rows), "plan.csv", initiative=place))
    out = export_plan(take_snapshot(plan, lead, at=NOW), Form.CSV).content.decode("utf-8-sig")
    assert "'=Ouvrir" in out

    draft = newer(plan, out.replace("Former", "Tout autre intitulé").encode())

    assert [action["code"] for action in draft.reading["actions"]] == ["ACT-0001", "ACT-0002"]
    keys = ticked(client, draft)
    assert [key.split("|")[:2] for key in keys] == [["ACT-0002", "title"]]
