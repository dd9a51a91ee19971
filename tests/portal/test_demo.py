"""The demonstration: what it holds, and that it exists nowhere else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.urls import reverse

from pacte.core import audit
from pacte.core.models import AuditEntry
from pacte.initiatives.exports import letterhead
from pacte.initiatives.models import Initiative, Membership
from pacte.network import queries as network
from pacte.network.models import Acronym, Contact, Organisation
from pacte.portal.operations import load_demonstration
from pacte.portal.providers.demonstration import FOLDER, demonstrations
from pacte.roadmap.models import (
    Achievement,
    Action,
    OngoingItem,
    Plan,
    PlanNode,
    ProgressReport,
    Responsibility,
    Step,
)
from pacte.territories.models import Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
TODAY = dt.date(2026, 3, 3)
LATER = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)


@pytest.fixture
def confluent():
    return Initiative.objects.get(slug="grand-confluent")


def main_plan(initiative):
    return Plan.objects.get(initiative=initiative, shared_at__isnull=False)


def test_grand_confluent_has_four_axes_54_actions_and_38_communes(confluent):
    plan = main_plan(confluent)

    assert plan.nodes.count() == 4
    assert plan.actions.filter(deleted_at=None).count() == 54
    assert Territory.objects.filter(parent_links__parent=confluent.territory).count() == 38


def test_riviere_aux_bouleaux_has_five_objectives_15_actions_and_36_means():
    plan = main_plan(Initiative.objects.get(slug="riviere-aux-bouleaux"))

    assert plan.nodes.filter(level__label="Objectif").count() == 5
    assert plan.actions.filter(deleted_at=None).count() == 15
    assert Step.objects.filter(action__plan=plan).count() == 36
    assert Achievement.objects.filter(action__plan=plan).count() == 15
    assert Achievement.objects.filter(action__plan=plan, is_planned=True).count() == 3
    assert OngoingItem.objects.filter(action__plan=plan).count() == 9


def test_riviere_aux_bouleaux_lacks_what_a_real_plan_lacks():
    plan = main_plan(Initiative.objects.get(slug="riviere-aux-bouleaux"))
    present = plan.actions.filter(deleted_at=None)
    numbers = present.order_by("position").values_list("number", flat=True)

    led = plan.actions.filter(responsibilities__role="LEAD")
    assert list(numbers.exclude(pk__in=led)) == ["1.2", "2.3", "2.5", "2.6", "3.2"]
    assert list(numbers.filter(achievements=None)) == ["1.2", "2.1", "2.5", "2.6", "3.1"]
    assert list(numbers.filter(schedule_text="")) == ["1.2"]


def test_cle_means_three_things(confluent):
    bouleaux = Initiative.objects.get(slug="riviere-aux-bouleaux")

    def means(place):
        return network.ranked(Acronym.objects.heard_in(place).filter(text="CLE"))[0].expansion

    assert means(bouleaux) == "Centre local d’emploi"
    assert means(confluent) == "Carrefour local des employeurs"
    assert Acronym.objects.filter(text="CLE", initiative=None, jurisdiction="FR").exists()


def test_loading_again_changes_nothing(confluent):
    before = AuditEntry.objects.count()

    assert load_demonstration(at=LATER) == []
    assert AuditEntry.objects.count() == before


def test_the_demonstration_is_marked_as_fictitious():
    assert not Initiative.objects.filter(is_demo=False).exists()


def test_nothing_happened_after_today():
    assert not AuditEntry.objects.filter(at__date__gt=TODAY).exists()
    assert not Achievement.objects.filter(achieved_on__gt=TODAY).exists()
    assert not ProgressReport.objects.filter(said_on__gt=TODAY).exists()
    assert not Step.objects.filter(done_on__gt=TODAY).exists()


def test_dates_follow_the_day_of_loading():
    first, later = (demonstrations(dt.date(year, 3, 3))[0].plans[0] for year in (2026, 2031))

    schedules = [told["schedule"] for told in first["actions"] if "2026" in told["schedule"]]
    assert schedules
    assert not any("2026" in told.get("schedule", "") for told in later["actions"])


def test_the_plan_is_imperfect(confluent):
    actions = Action.objects.filter(plan=main_plan(confluent))

    assert actions.late(TODAY).exists()
    assert actions.open().filter(news_at__lt=LATER - dt.timedelta(days=150)).exists()
    assert actions.filter(status="ABANDONED").exclude(status_reason="").exists()
    assert actions.filter(is_waiting=True).count() >= 3
    assert actions.filter(is_team_only=True).exists()
    assert actions.exclude(team_only_fields=[]).exists()
    declined = Responsibility.objects.get(action__in=actions, state="DECLINED")
    assert declined.state_reason


def test_each_action_has_a_history_with_people_in_it(confluent):
    action = Action.objects.get(plan=main_plan(confluent), number="3.2")

    history = list(audit.history_of(action))

    assert {entry.actor_label for entry in history} == {
        "Claire Vasseur",
        "Sandrine Aubrac (Mairie de Port-Tisserand)",
    }
    assert [entry.at for entry in history] == sorted((e.at for e in history), reverse=True)


def test_a_draft_plan_stays_the_teams(confluent):
    elected = Membership.objects.get(initiative=confluent, role="ELECTED").user
    lead = Membership.objects.filter(initiative=confluent, role="LEAD").first().user

    assert Plan.objects.visible_to(elected).filter(initiative=confluent).count() == 1
    assert Plan.objects.visible_to(lead).filter(initiative=confluent).count() == 2


def test_pole_emploi_became_france_travail():
    organisation = Organisation.objects.prefetch_related("names").get(slug="france-travail")

    assert network.current_name(organisation, dt.date(2022, 6, 1)) == "Pôle emploi"
    assert network.current_name(organisation, TODAY) == "France Travail"


def test_proofs_can_be_opened(confluent):
    proofs = [
        proof.file
        for achievement in Achievement.objects.filter(action__initiative=confluent)
        for proof in achievement.files.all()
    ]

    heads = {}
    for proof in proofs:
        with proof.content.open("rb") as content:
            heads[proof.content_type] = content.read(8)
    assert heads["application/pdf"].startswith(b"%PDF")
    assert heads["image/png"].startswith(b"\x89PNG")


def test_who_speaks_is_one_of_the_fictitious_persons():
    told = [one for place in demonstrations(TODAY) for one in place.place["people"]]
    names = {one["name"] for one in told}
    names |= {person["name"] for one in told for person in one.get("mailbox", ())}

    assert set(ProgressReport.objects.values_list("said_by", flat=True)) <= names
    known = {
        key
        for place in demonstrations(TODAY)
        for one in place.place["contacts"]
        for key in (one["key"], one["name"])
    }
    referents = [
        one for place in demonstrations(TODAY) for one in place.place["referents"]["people"]
    ]
    assert Contact.objects.count() == sum(
        len(place.place["contacts"]) for place in demonstrations(TODAY)
    ) + sum(name not in known for _commune, name, *_rest in referents)


def test_seven_communes_of_thirty_eight_have_nobody():
    place = Initiative.objects.get(slug="grand-confluent")

    coverage = network.coverage_of(place, today=TODAY)

    assert (coverage.covered, coverage.total) == (31, 38)
    assert all(line.asked_on for line in coverage.vacant)


def test_words_keep_no_mark_of_the_data_files():
    texts = [
        *Action.objects.values_list("title", flat=True),
        *Action.objects.values_list("schedule_text", flat=True),
        *PlanNode.objects.values_list("title", flat=True),
        *Initiative.objects.values_list("presentation", flat=True),
    ]

    assert all(model.objects.exists() for model in (Action, PlanNode, Initiative))
    assert not [text for text in texts if "{" in text]


@pytest.mark.real_documents
def test_no_sentence_comes_from_the_real_documents(real_documents):
    real = " ".join(
        " ".join(words(path.read_text(encoding="utf-8"))) for path in real_documents.glob("*.txt")
    )

    ours = list(FOLDER.glob("*/*.toml"))
    assert ours
    for path in ours:
        told = words(path.read_text(encoding="utf-8"))
        runs = {" ".join(told[start : start + 8]) for start in range(len(told) - 7)}
        assert not [run for run in runs if run in real]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_the_command_refuses_outside_the_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("load_demo")


def test_choosing_a_person_is_impossible_outside_the_demonstration(client, settings, confluent):
    settings.DEMO = False
    person = Membership.objects.filter(initiative=confluent).first()

    assert client.get(reverse("portal:demo")).status_code == 404
    assert client.post(reverse("portal:demo"), {"person": person.pk}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_choosing_a_person_opens_her_home(client, settings, confluent):
    settings.DEMO = True
    person = Membership.objects.filter(initiative=confluent).first()

    answer = client.post(reverse("portal:demo"), {"person": person.pk})

    assert answer.url == reverse("portal:initiative_home", args=["grand-confluent"])
    assert client.session["_auth_user_id"] == str(person.user.pk)


def test_nobody_outside_a_demonstration_can_be_chosen(client, settings, confluent):
    settings.DEMO = True
    person = Membership.objects.filter(initiative=confluent).first()
    Initiative.objects.filter(pk=confluent.pk).update(is_demo=False)

    answer = client.post(reverse("portal:demo"), {"person": person.pk})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_sample_document_can_be_fetched_in_the_demonstration_only(client, settings, confluent):
    client.force_login(Membership.objects.filter(initiative=confluent).first().user)
    address = reverse("portal:demo_sample", args=["plan-d-action-exemple.docx"])

    assert client.get(address).status_code == 404
    settings.DEMO = True
    assert b"".join(client.get(address).streaming_content).startswith(b"PK")


def test_what_is_taken_out_says_that_it_is_fictitious(confluent):
    head = letterhead(confluent, at=LATER, has_team_only=False)

    assert head.notice == "Données fictives"
    assert [logo.alt for logo in head.logos] == ["Grand Confluent", "Département des Deux-Eaux"]


def test_a_shared_mailbox_has_its_two_people(client, settings, confluent):
    settings.DEMO = True
    mailbox = Membership.objects.get(initiative=confluent, user__is_shared_mailbox=True)

    client.post(reverse("portal:demo"), {"person": mailbox.pk})
    page = client.get(reverse("portal:initiative_home", args=[confluent.slug]), follow=True)

    assert page.redirect_chain == [(reverse("accounts:who_are_you"), 302)]
    assert [person.name for person in page.context["people"]] == [
        "Mathieu Grivel",
        "Sandrine Aubrac",
    ]


def test_the_second_factor_of_one_visitor_does_not_stop_the_next(client, settings, confluent):
    settings.DEMO = True
    person = Membership.objects.filter(initiative=confluent).first()
    TOTP.activate(person.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    answer = client.post(reverse("portal:demo"), {"person": person.pk})

    assert answer.url == reverse("portal:initiative_home", args=["grand-confluent"])
    assert client.session["_auth_user_id"] == str(person.user.pk)
