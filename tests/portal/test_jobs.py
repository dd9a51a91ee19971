"""The queue as those who run the installation see it, and what they do about a job that failed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core import automations, jobs
from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry, AutomationChoice, Job, JobStatus, PeriodicRun
from pacte.portal.queries.jobs import said_every
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def operator(client):
    user = UserFactory(is_staff=True, email="operatrice@exemple.test")
    client.force_login(user)
    return user


def failed(key: str = "a", **state: object) -> Job:
    values = {"name": "network.read_sheet", "attempts": 1, "failure": "MemoryError"} | state
    return Job.objects.create(
        key=key, asked_at=NOW, ended_at=NOW, status=JobStatus.FAILED, **values
    )  # fmt: skip


def page_of(client, look: str = "") -> str:
    return client.get(reverse("portal:jobs"), {"etat": look}).text


def test_a_failed_job_is_told_in_words_with_its_initiative_and_its_tries(client):
    place = InitiativeFactory(name="Pacte du Val")
    failed(space=str(place.pk), attempts=2, arguments={"sheet": 1, "actor": ["USER", "1", "Ana"]})

    page = page_of(client)

    assert "Lire une liste de partenaires" in page
    assert "Pacte du Val" in page
    assert "2 essais" in page
    assert "La mémoire du serveur n’a pas suffi." in page
    assert "Ana" not in page


def test_an_unknown_failure_keeps_its_kind_and_an_unknown_job_its_name(client):
    failed(name="old.version", failure="ZeroDivisionError")

    page = page_of(client)

    assert "old.version" in page
    assert "Une erreur que Pacte ne connaît pas (ZeroDivisionError)." in page


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ("", ["a", "b", "c"]),
        ("attente", ["b"]),
        ("cours", ["c"]),
        ("echec", ["a"]),
        ("fin", ["d"]),
        ("autre", ["a", "b", "c"]),
    ],
)
def test_the_queue_is_looked_at_by_state(client, look, seen):
    failed("a")
    Job.objects.create(key="b", name="core.send_mail", asked_at=NOW)
    Job.objects.create(key="c", name="core.send_mail", asked_at=NOW, status="RUNNING")
    Job.objects.create(key="d", name="core.send_mail", asked_at=NOW, status="DONE", ended_at=NOW)

    answer = client.get(reverse("portal:jobs"), {"etat": look})

    assert sorted(one.job.key for one in answer.context["jobs"]) == seen


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_job_as_for_three(client, count, django_assert_num_queries):
    for number in range(count):
        failed(str(number), space=str(InitiativeFactory().pk))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("portal:jobs"))


def test_retry_job_does_it_again_and_keeps_who_asked(client, operator):
    seen = []
    jobs.job("test.note")(lambda progress: seen.append(progress.job.attempts))
    job = failed(name="test.note")

    client.post(reverse("portal:retry_job", args=[job.key]))
    del jobs._works["test.note"]

    job.refresh_from_db()
    assert (seen, job.status, job.attempts) == ([2], JobStatus.DONE, 2)
    entry = AuditEntry.objects.get(event="core.job.retried")
    assert (entry.actor_key, entry.target_key) == (str(operator.pk), str(job.pk))


def test_retry_job_refuses_what_a_later_job_does(client):
    job = failed(name="roadmap.read_document", arguments={"plan_import": 7})
    Job.objects.create(
        key="b", name="roadmap.apply_import", asked_at=NOW, arguments={"plan_import": 7}
    )

    answer = client.post(reverse("portal:retry_job", args=[job.key]), follow=True)

    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "un autre, demandé depuis, fait la même chose" in answer.text


def test_retry_job_is_no_more_offered_after_six_tries(client):
    job = failed(attempts=jobs.MOST_TRIES)

    assert reverse("portal:retry_job", args=[job.key]) not in page_of(client)
    assert not jobs.can_retry(job)


def test_abandon_job_puts_it_aside_once(client):
    job = failed()

    for _ in range(2):
        client.post(reverse("portal:abandon_job", args=[job.key]))

    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert AuditEntry.objects.filter(event="core.job.abandoned").count() == 1


def test_what_pacte_does_by_itself_is_told_with_what_stopped_it(client):
    place = InitiativeFactory(name="Pacte du Val")
    other = InitiativeFactory()
    automations.choose(
        "roadmap.remind_progress",
        space=other.audit_space,
        is_on=False,
        numbers={"after": 5},
        by=SYSTEM,
        at=NOW,
    )
    AutomationChoice.objects.create(
        space=place.audit_space,
        name="roadmap.ask_progress",
        last_run_at=NOW,
        last_failure="OSError",
    )
    PeriodicRun.objects.create(name="core.purge", ran_at=NOW, failure="OperationalError")

    page = page_of(client)

    assert "Sans nouvelles depuis 90 jours" in page
    assert "1 démarche" in page
    assert "N’a pas abouti dans « Pacte du Val »" in page.replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert "La base de données n’a pas répondu à temps." in page


def test_every_job_and_duty_has_a_name_in_french():
    duties = jobs.all_duties()

    assert {name for name, duty in duties.items() if duty.label == name} == set()
    assert {
        name for name in jobs._works if name.split(".")[0] != "test" and jobs.label_of(name) == name
    } == set()


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (dt.timedelta(days=1), "chaque jour"),
        (dt.timedelta(days=7), "tous les 7 jours"),
        (dt.timedelta(hours=1), "chaque heure"),
        (dt.timedelta(minutes=10), "toutes les 10 minutes"),
    ],
)
def test_said_every_says_a_rhythm(every, said):
    assert said_every(every) == said


QUERIES = 11
