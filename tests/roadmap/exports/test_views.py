"""Taking a plan out through the doors people use."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from factory import Sequence

from pacte.core.models import AuditEntry, Job, JobStatus
from pacte.documents.content import Table
from pacte.documents.reading import read
from pacte.initiatives.models import Membership
from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.operations.exports import EXPORT_JOB, MOST_A_DAY, MOST_AT_ONCE
from tests.factories.initiatives import MembershipFactory
from tests.factories.roadmap import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db


def told(content: bytes, form: str) -> str:
    """Every word of a file, as a reader of its format finds them."""
    if form in {"csv", "json"}:
        return content.decode("utf-8-sig")
    texts: list[str] = []
    for block in read(content, name=f"plan.{form}").blocks:
        rows = block.rows if isinstance(block, Table) else ()
        texts += [cell.text for row in rows for cell in row.cells] or [getattr(block, "text", "")]
    return " ".join(" ".join(texts).split())


def address(plan, name, *more):
    return reverse(f"roadmap:{name}", args=[plan.initiative.slug, plan.slug, *more])


@pytest.fixture
def as_member(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def test_the_page_offers_formats_and_keeps_the_filters(as_member, plan):
    page = as_member.get(address(plan, "export_page") + "?etat=IN_PROGRESS").content.decode()

    assert "Que voulez-vous emporter" in page
    assert '<input type="hidden" name="etat" value="IN_PROGRESS">' in page
    assert "Comme le fichier d’origine" not in page


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("pdf", "application/pdf"),
        ("csv", "text/csv"),
        ("json", "application/json"),
    ],
)
def test_a_short_plan_comes_at_once(as_member, plan, form, content_type):
    answer = as_member.get(address(plan, "download_plan"), {"format": form})

    assert answer.status_code == 200
    assert answer["Content-Type"] == content_type
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{plan.slug}-')
    words = told(answer.content, form)
    assert "Tenir un guichet commun" in words
    assert "Préparer en secret" not in words


@pytest.mark.parametrize("form", ["docx", "xlsx", "ods", "pdf", "csv", "json"])
def test_a_plan_whose_filters_let_nothing_through_is_taken_out_too(as_member, plan, form):
    query = {"format": form, "q": "rien de tel", "colonnes": "toutes"}

    answer = as_member.get(address(plan, "download_plan"), query)

    words = told(answer.content, form)
    assert ("Objectif spécifique" if form in {"csv", "json"} else plan.title) in words
    assert "Tenir un guichet commun" not in words


def test_filters_and_columns_choose_what_is_taken(as_lead, plan):
    plan.source_columns = [{"key": "title", "label": "Objectifs visés", "is_shown": True}]
    plan.save()
    query = {"format": "xlsx", "colonnes": "origine", "etat": ActionStatus.IN_PROGRESS}

    answer = as_lead.get(address(plan, "download_plan"), query)

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in sheet.values]
    assert ["Objectifs visés", "Code Pacte", "Version Pacte"] in rows
    assert ["1.1 Tenir un guichet commun", "ACT-0001", "4"] in rows
    assert not [row for row in rows if "ACT-0002" in row]


def test_every_column_may_be_taken(as_lead, plan):
    answer = as_lead.get(address(plan, "download_plan"), {"format": "csv", "colonnes": "toutes"})

    first = answer.content.decode("utf-8-sig").splitlines()[0]
    assert {"Description", "Indicateurs", "Remarques"} <= set(first.split(";"))


def test_a_wrong_format_goes_back_to_the_page(as_member, plan):
    answer = as_member.get(address(plan, "download_plan"), {"format": "exe"})

    assert answer.url == address(plan, "export_page")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_overview_comes_at_once(as_member, plan, ending):
    answer = as_member.get(address(plan, "download_overview", ending))

    assert "vue-d-ensemble" in answer["Content-Disposition"]


def test_the_overview_has_no_other_format(as_member, plan):
    assert as_member.get(address(plan, "download_overview", "exe")).status_code == 404


def test_everything_is_prepared_by_the_worker(as_lead, plan):
    answer = as_lead.post(address(plan, "prepare_export"), {"tout": "1"})

    job = Job.objects.get()
    assert answer.url == address(plan, "export_ready", job.key)
    assert job.status == JobStatus.DONE
    page = as_lead.get(answer.url).content.decode()
    assert "Votre fichier est prêt" in page
    file = as_lead.get(address(plan, "download_export", job.key))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content)))
    assert "LISEZMOI.txt" in archive.namelist()
    assert AuditEntry.objects.get(event="roadmap.plan.exported").changes == {"format": ["", "zip"]}


def test_a_long_plan_is_prepared_first(as_lead, plan, monkeypatch):
    monkeypatch.setattr("pacte.roadmap.views.exports.SHORT", 1)

    page = as_lead.get(address(plan, "export_page")).content.decode()
    refused = as_lead.get(address(plan, "download_plan"), {"format": "json"})
    answer = as_lead.post(
        address(plan, "prepare_export"), {"format": "json", "etat": "NONE", "pour": "equipe"}
    )

    assert "Préparer le fichier" in page
    assert refused.url == address(plan, "export_page")
    key = Job.objects.get().key
    assert answer.url == address(plan, "export_ready", key)
    file = as_lead.get(address(plan, "download_export", key))
    told = json.loads(b"".join(file.streaming_content))
    assert [action["number"] for action in told["actions"]] == ["1.2", "2.1"]


def test_only_who_asked_finds_the_file(as_lead, plan, client):
    as_lead.post(address(plan, "prepare_export"), {"tout": "1"})
    key = Job.objects.get().key
    other = MembershipFactory(initiative=plan.initiative, lead=True).user

    client.force_login(other)

    assert client.get(address(plan, "export_ready", key)).status_code == 404
    assert client.get(address(plan, "download_export", key)).status_code == 404


def test_who_has_left_the_team_no_longer_gets_its_file(as_lead, plan, lead):
    as_lead.post(address(plan, "prepare_export"), {"tout": "1"})
    key = Job.objects.get().key
    Membership.objects.filter(user=lead).update(role="OBSERVER")

    assert as_lead.get(address(plan, "download_export", key)).status_code == 404


def test_the_file_of_a_plan_taken_back_is_not_found_by_way_of_another(as_member, plan):
    other = PlanFactory(initiative=plan.initiative, shared=True)
    as_member.post(address(plan, "prepare_export"), {"tout": "1"})
    key = Job.objects.get().key
    plan.shared_at = None
    plan.save()

    statuses = [
        as_member.get(address(one, name, key)).status_code
        for one in (plan, other)
        for name in ("export_ready", "download_export")
    ]

    assert statuses == [404] * 4


def under_way(count=1, **more):
    fields = {"name": EXPORT_JOB, "asked_at": timezone.now(), "asked_by_kind": "USER", **more}
    return [Job.objects.create(key=f"k{n}", **fields) for n in range(count)]


def test_a_file_asked_twice_is_made_once(as_member, plan):
    as_member.post(address(plan, "prepare_export"), {"tout": "1"})
    Job.objects.update(status=JobStatus.WAITING, ended_at=None)

    again = as_member.post(address(plan, "prepare_export"), {"tout": "1"})

    assert again.url == address(plan, "export_ready", Job.objects.get().key)


@pytest.mark.parametrize(
    ("count", "ended"), [(MOST_AT_ONCE, None), (MOST_A_DAY, timezone.now())], ids=["queue", "day"]
)
def test_one_person_does_not_fill_the_queue_nor_the_disk(
    as_member, plan, member, lead, count, ended
):
    status = JobStatus.DONE if ended else JobStatus.WAITING
    under_way(count, arguments={"user": member.pk}, status=status, ended_at=ended)

    refused = as_member.post(address(plan, "prepare_export"), {"tout": "1"}, follow=True)
    as_member.force_login(lead)
    as_member.post(address(plan, "prepare_export"), {"tout": "1"})

    assert "Attendez-les" in refused.content.decode()
    assert [job.arguments["user"] for job in Job.objects.exclude(key__startswith="k")] == [lead.pk]


def test_a_failure_is_told(as_lead, plan):
    as_lead.post(address(plan, "prepare_export"), {"tout": "1"})
    Job.objects.update(status=JobStatus.FAILED, result=None)
    key = Job.objects.get().key

    page = as_lead.get(address(plan, "export_ready", key)).content.decode()

    assert "Le fichier n’a pas pu être écrit." in page
    assert as_lead.get(address(plan, "download_export", key)).status_code == 404


def test_a_file_under_way_shows_how_far_it_is(as_lead, plan):
    as_lead.post(address(plan, "prepare_export"), {"tout": "1"})
    Job.objects.update(status=JobStatus.RUNNING, ended_at=None, done=3, total=10, step="bundle")
    key = Job.objects.get().key

    page = as_lead.get(address(plan, "export_ready", key)).content.decode()

    assert 'value="30"' in page
    assert "écriture des fichiers" in page


@pytest.mark.parametrize("name", ["export_page", "download_plan"])
def test_who_is_not_of_the_initiative_finds_nothing(client, outsider, plan, name):
    client.force_login(outsider)

    assert client.get(address(plan, name), {"format": "json"}).status_code == 404


def test_a_draft_is_the_teams(client, plan, member):
    plan.shared_at = None
    plan.save()
    client.force_login(member)

    assert client.get(address(plan, "download_plan"), {"format": "json"}).status_code == 404


def test_the_table_leads_to_the_export_with_its_filters(as_member, plan):
    url = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])

    page = as_member.get(url + "?q=guichet").content.decode()

    assert f'href="{address(plan, "export_page")}?q=guichet"' in page


def test_a_member_never_gets_what_is_the_teams(as_member, plan):
    told = as_member.get(address(plan, "download_plan"), {"format": "json"}).json()

    assert [action["title"] for action in told["actions"]] == [
        "Tenir un guichet commun",
        "=Relier les services, « tout de suite »",
    ]
    assert told["actions"][0]["budget"] is None


def test_the_team_says_for_whom_the_file_is(as_lead, plan):
    answers = [
        as_lead.get(address(plan, "download_plan"), {"format": "json", **reader}).json()
        for reader in ({}, {"pour": "tous"}, {"pour": "equipe"})
    ]

    assert [len(told["actions"]) for told in answers] == [2, 2, 3]


def test_only_the_team_is_asked_for_whom(as_member, plan, lead):
    asked = "Pour qui"
    assert asked not in as_member.get(address(plan, "export_page")).content.decode()

    as_member.force_login(lead)
    assert asked in as_member.get(address(plan, "export_page")).content.decode()


def test_the_overview_keeps_the_teams_things_out(as_lead, plan):
    answer = as_lead.get(address(plan, "download_overview", "docx"))

    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert plan.title in text
    assert "Contient des éléments réservés" not in text


def test_a_pdf_of_too_many_actions_is_refused_with_a_way_out(as_lead, plan, monkeypatch):
    monkeypatch.setattr("pacte.roadmap.views.exports.MOST_IN_PDF", 2)

    answer = as_lead.get(address(plan, "download_plan"), {"format": "pdf"}, follow=True)
    filtered = as_lead.get(address(plan, "download_plan"), {"format": "pdf", "q": "guichet"})

    assert "Filtrez le tableau, ou prenez le format Word." in answer.content.decode()
    assert filtered["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_few_questions_for_many_actions(
    as_member, plan, count, django_assert_num_queries
):
    ActionFactory.create_batch(count, plan=plan, code=Sequence(lambda n: f"N-{n}"))

    with django_assert_num_queries(11):
        as_member.get(address(plan, "export_page"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_asks_as_few_questions_for_many_actions(
    as_member, plan, count, django_assert_num_queries
):
    ActionFactory.create_batch(count, plan=plan, code=Sequence(lambda n: f"N-{n}"))

    with django_assert_num_queries(29):
        as_member.get(address(plan, "download_plan"), {"format": "xlsx"})


def test_a_plan_of_few_but_long_texts_is_written_by_the_worker(as_lead, plan):
    plan.actions.filter(code="ACT-0001").update(description="mot " * 60_000)

    answer = as_lead.get(address(plan, "download_plan"), {"format": "pdf"})

    assert answer["Location"] == address(plan, "export_page")


def test_a_text_that_no_page_bears_says_which_way_out(as_lead, plan, monkeypatch):
    monkeypatch.setattr("pacte.roadmap.exports.files.PDF_SECONDS", 0.1)
    sent = {"format": "pdf", "colonnes": "toutes", "pour": "equipe"}

    page = as_lead.post(address(plan, "prepare_export"), sent, follow=True).content.decode()
    job = Job.objects.get()
    shown = as_lead.get(address(plan, "export_ready", job.key)).content.decode()

    assert job.failure == "PlanTooLongForPdf"
    assert "prenez le format Word" in page or "prenez le format Word" in shown


def test_once_the_file_is_ready_the_whole_page_says_so(as_lead, plan):
    as_lead.post(address(plan, "prepare_export"), {"tout": "1"})
    Job.objects.update(status=JobStatus.DONE)

    part = as_lead.get(
        address(plan, "export_ready", Job.objects.get().key), headers={"HX-Request": "true"}
    )

    assert part.headers["HX-Refresh"] == "true"
