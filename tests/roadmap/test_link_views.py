"""The page of a link on a phone without account, and the team's side of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.core.models import Job, StoredFile
from pacte.network.models import Contact
from pacte.roadmap import operations
from pacte.roadmap.models import (
    ActionFile,
    CallNote,
    Handover,
    ProgressAnswer,
    ProgressLink,
    ProgressReport,
)
from tests.factories.asking import asked_link, led_action
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import ContactFactory, OrganisationFactory
from tests.factories.roadmap import ActionFactory, PlanFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_leaves_by_itself() -> None:
    Job.objects.create(key="envoi", name="core.send_mail", asked_at=timezone.now())


@pytest.fixture
def link() -> ProgressLink:
    return asked_link(actions=3, at=timezone.now())


@pytest.fixture
def claire(client, link):
    user = MembershipFactory(
        initiative=link.initiative, role="LEAD", user__name="Claire Vasseur"
    ).user
    client.force_login(user)
    return user


def page(link: ProgressLink, name: str = "say_progress", *more: object) -> str:
    return reverse(f"roadmap:{name}", args=[link.secret, *more])


def keys(link: ProgressLink) -> list[int]:
    return list(link.requests.order_by("pk").values_list("pk", flat=True))


def sent(link: ProgressLink, *stands: str, step: str = "send", **more: str) -> dict[str, str]:
    """What the form sends: every action of the page, those left alone with nothing chosen."""
    data = {"step": step}
    for n, key in enumerate(keys(link)):
        data[f"a{key}-kept"] = ""
        if n < len(stands) and stands[n]:
            data[f"a{key}-stands"] = stands[n]
    first = keys(link)[0]
    return {**data, **{f"a{first}-{name}": value for name, value in more.items()}}


def test_a_reading_changes_nothing_and_shows_one_question_an_action(client, link) -> None:
    shown = client.get(page(link)).content.decode()

    assert shown.count('class="answer-choice"') == 9
    assert "Rien de nouveau" in shown
    assert "Samira Ouldali" in shown
    assert not ProgressAnswer.objects.exists()
    assert set(link.requests.values_list("end", flat=True)) == {""}


def test_what_will_be_read_is_shown_before_it_is_sent(client, link) -> None:
    data = sent(link, "ADVANCES", "NOTHING_NEW", step="preview", done="Dix <b>personnes</b>")

    shown = client.post(page(link), data).content.decode()

    assert "Voici ce que verra" in shown
    assert "Dix &lt;b&gt;personnes&lt;/b&gt;" in shown
    assert shown.count("<article") == 2
    assert not ProgressAnswer.objects.exists()


def test_three_taps_and_two_pages_answer_and_what_is_left_stays_open(client, link) -> None:
    answer = client.post(page(link), sent(link, "ADVANCES", "NOTHING_NEW"), follow=True)

    assert answer.redirect_chain[-1][0] == page(link, "progress_said")
    assert "Merci" in answer.content.decode()
    assert "Une autre action attend" in answer.content.decode()
    assert list(
        ProgressAnswer.objects.order_by("pk").values_list("stands", "said_by", "state")
    ) == [
        ("ADVANCES", "Samira Ouldali", "TO_REVIEW"),
        ("NOTHING_NEW", "Samira Ouldali", "TO_REVIEW"),
    ]


def test_corrections_come_back_to_the_form_with_what_was_typed(client, link) -> None:
    data = sent(link, "ADVANCES", step="edit", done="Dix personnes")

    shown = client.post(page(link), data).content.decode()

    assert "Dix personnes</textarea>" in shown
    assert re.search(r'value="ADVANCES"[^>]* checked', shown)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"done": "Dix"}, "Choisissez une des trois réponses."),
        ({"stands": "ADVANCES", "quantity": "3"}, "Dites en quelques mots"),
        ({"stands": "ADVANCES", "quantity": "beaucoup", "done": "x"}, "nombre"),
        ({"stands": "AUTRE"}, "Sélectionnez"),
        ({"stands": "ADVANCES", "done": "x" * 20_001}, "20001 caractères"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, link, more, said) -> None:
    answer = client.post(page(link), sent(link, **more))

    assert said in answer.content.decode()
    assert not ProgressAnswer.objects.exists()


def test_nothing_chosen_is_said_kindly(client, link) -> None:
    assert "Rien n’est choisi encore" in client.post(page(link), sent(link)).content.decode()


def test_a_file_joined_before_the_preview_arrives_with_the_answer(client, link, claire) -> None:
    first = keys(link)[0]
    photo = SimpleUploadedFile("atelier.jpg", b"\xff\xd8\xff")
    data = {**sent(link, "ADVANCES", step="preview"), f"a{first}-file": photo}
    shown = client.post(page(link), data).content.decode()
    token = re.search(rf'name="a{first}-kept" value="([^"]+)"', shown)[1]
    forged = {**sent(link, "", "ADVANCES"), f"a{keys(link)[1]}-kept": token}

    client.post(page(link), {**sent(link, "ADVANCES"), f"a{first}-kept": token})
    client.post(page(link), forged)

    mine, other = ProgressAnswer.objects.order_by("pk")
    assert (mine.file.name, other.file) == ("atelier.jpg", None)
    client.post(reverse("roadmap:review_answer", args=[link.initiative.slug, mine.pk]))
    assert [row.file.name for row in ActionFile.objects.all()] == ["atelier.jpg"]


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "dessin.svg"])
def test_a_file_that_is_not_kept_is_refused(client, link, name) -> None:
    first = keys(link)[0]
    data = {**sent(link, "ADVANCES"), f"a{first}-file": SimpleUploadedFile(name, b"x")}

    assert "Ce type de fichier" in client.post(page(link), data).content.decode()
    assert not StoredFile.objects.exists()


def test_an_answer_is_changed_for_fifteen_days(client, link) -> None:
    client.post(page(link), sent(link, "STUCK", difficulties="Vacant"))
    first = keys(link)[0]
    asked = f"{page(link)}?modifier={first}"
    assert "Vacant</textarea>" in client.get(asked).content.decode()

    client.post(asked, {f"a{first}-kept": "", f"a{first}-stands": "ADVANCES", "step": "send"})
    assert ProgressAnswer.objects.exclude(state="REPLACED").get().stands == "ADVANCES"

    ProgressAnswer.objects.update(changeable_until=timezone.now() - dt.timedelta(1))
    assert "Vacant" not in client.get(asked).content.decode()
    client.post(asked, {f"a{first}-kept": "", f"a{first}-stands": "STUCK", "step": "send"})
    assert ProgressAnswer.objects.exclude(state="REPLACED").get().stands == "ADVANCES"


def test_a_mail_answered_twice_is_one_answer(client, link) -> None:
    for _ in range(2):
        client.post(page(link), sent(link, "NOTHING_NEW"))

    assert ProgressAnswer.objects.count() == 1


def test_a_link_serves_its_own_actions_only(client, link) -> None:
    other = asked_link(ContactFactory(initiative=link.initiative, name="Paul"), at=timezone.now())
    theirs = keys(other)[0]

    client.post(page(link), {f"a{theirs}-kept": "", f"a{theirs}-stands": "STUCK", "step": "send"})

    assert client.get(page(link, "hand_over", theirs)).status_code == 404
    assert not ProgressAnswer.objects.exists()


def test_a_link_signs_nobody_in(client, link) -> None:
    client.get(page(link))

    home = client.get(reverse("portal:initiative_home", args=[link.initiative.slug]))
    assert home.status_code == 302
    assert "compte/connexion" in home["Location"]


@pytest.mark.parametrize("door", ["say_progress", "progress_said", "renew_link"])
def test_a_forged_link_opens_nothing(client, link, door) -> None:
    address = reverse(f"roadmap:{door}", args=["f" * 32])
    answer = client.post(address) if door == "renew_link" else client.get(address)

    assert answer.status_code == 410
    assert "Samira" not in answer.content.decode()


def test_an_expired_link_offers_a_fresh_one_to_the_same_address(client, link) -> None:
    ProgressLink.objects.update(expires_at=timezone.now() - dt.timedelta(1))

    shown = client.get(page(link))
    asked = client.post(page(link, "renew_link"), follow=True)

    assert shown.status_code == 410
    assert "Recevoir un nouveau lien" in shown.content.decode()
    assert "en route" in asked.content.decode()
    assert "samira@gue.example" not in asked.content.decode()
    fresh = ProgressLink.objects.get()
    assert client.get(page(fresh)).status_code == 200
    assert client.get(page(link)).status_code == 410


def test_what_the_team_keeps_is_not_read_by_a_link(client, link) -> None:
    action = link.requests.order_by("pk")[0].action
    action.team_only_fields = ["schedule"]
    action.schedule_text = "mars secret"
    action.save()
    operations.report_progress(
        action=link.requests.order_by("pk")[1].action,
        said_on=timezone.localdate(),
        said_by="Claire",
        done="Entre nous",
        is_team_only=True,
        by=SYSTEM,
        at=timezone.now(),
    )

    shown = client.get(page(link)).content.decode()

    assert "mars secret" not in shown
    assert "Entre nous" not in shown


def test_who_is_not_the_one_names_another_for_all(client, link) -> None:
    address = page(link, "hand_over", keys(link)[0])
    assert "Ce n’est plus moi" in client.get(address).content.decode()

    client.post(address, {"name": "Clémence Aubertin", "phone": "01", "everything": "on"})

    assert Handover.objects.count() == 3
    assert "Plus rien n’attend ici" in client.get(page(link)).content.decode()


def test_a_wrong_address_of_the_other_is_said(client, link) -> None:
    address = page(link, "hand_over", keys(link)[0])

    shown = client.post(address, {"name": "C", "email": "pas une adresse"}).content.decode()

    assert 'value="pas une adresse"' in shown
    assert not Handover.objects.exists()


def test_a_quebec_link_speaks_of_courriel_and_its_own_hours(client, link) -> None:
    type(link.initiative).objects.update(jurisdiction="QC", time_zone="America/Toronto")

    assert 'lang="fr-ca"' in client.get(page(link)).content.decode()


# The team's side


def test_the_team_takes_answers_one_by_one_or_together(client, link, claire) -> None:
    client.post(page(link), sent(link, "ADVANCES", "NOTHING_NEW", "STUCK"))
    place = link.initiative.slug
    first, second, third = ProgressAnswer.objects.order_by("pk")
    shown = client.get(reverse("roadmap:progress_answers", args=[place])).content.decode()
    assert "Reprendre les 3 réponses" in shown

    client.post(reverse("roadmap:review_answer", args=[place, first.pk]), {"do": "dismiss"})
    client.post(
        reverse("roadmap:accept_answers", args=[place]),
        {"answer": [first.pk, second.pk, third.pk, "x"]},
    )

    states = list(ProgressAnswer.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["DISMISSED", "ACCEPTED", "ACCEPTED"]
    assert ProgressReport.objects.count() == 2
    late = client.post(
        reverse("roadmap:review_answer", args=[place, first.pk]), {"do": "take"}, follow=True
    )
    assert "entre-temps" in late.content.decode()


def test_answers_of_another_initiative_are_not_there(client, link, claire) -> None:
    stranger = asked_link(at=timezone.now())
    client.post(page(stranger), sent(stranger, "STUCK"))
    (answer,) = ProgressAnswer.objects.all()

    refused = client.post(reverse("roadmap:review_answer", args=[link.initiative.slug, answer.pk]))

    assert refused.status_code == 404


def test_a_telephone_answer_is_written_in_one_form(client, link, claire) -> None:
    action = link.requests.order_by("pk")[0].action
    address = reverse("roadmap:record_for", args=[link.initiative.slug, action.code])
    assert 'value="Samira Ouldali"' in client.get(address).content.decode()
    today = timezone.localdate()
    data = {"said_by": "Samira Ouldali", "source": "PHONE", "said_on": today, "stands": "STUCK"}

    tomorrow = client.post(address, {**data, "said_on": today + dt.timedelta(1)})
    client.post(address, data)

    assert "à venir" in tomorrow.content.decode()
    report = ProgressReport.objects.get()
    assert (report.source, report.stands, report.said_by) == ("PHONE", "STUCK", "Samira Ouldali")


def test_a_call_is_noted_in_one_tap(client, link, claire) -> None:
    Contact.objects.update(phone="01 99 00 41 16", deputy=ContactFactory(name="Adèle", phone="02"))
    ProgressLink.objects.update(address="")
    place = link.initiative.slug
    shown = client.get(reverse("roadmap:calls", args=[place])).content.decode()
    assert "01 99 00 41 16" in shown
    assert "Adèle" in shown

    address = reverse("roadmap:note_call", args=[place, link.contact.pk])
    client.post(address, {"outcome": "CALL_BACK"})
    client.post(address, {"outcome": "n’importe quoi"})
    elsewhere = client.post(address, {"outcome": "SOMEONE_ELSE"})

    assert list(CallNote.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "CALL_BACK",
        "SOMEONE_ELSE",
    ]
    assert elsewhere["Location"] == reverse("network:edit_contact", args=[place, link.contact.pk])


def test_the_team_asks_now_and_closes_a_link(client, claire, link) -> None:
    contact = ContactFactory(initiative=link.initiative, name="Paul", email="paul@x.example")
    action = led_action(contact)
    type(action).objects.filter(pk=action.pk).update(created_at=timezone.now() - dt.timedelta(100))
    place = link.initiative.slug
    assert "Paul" in client.get(reverse("roadmap:progress_links", args=[place])).content.decode()

    client.post(reverse("roadmap:ask_progress", args=[place]))
    again = client.post(reverse("roadmap:ask_progress", args=[place]), follow=True)
    made = ProgressLink.objects.get(contact=contact)
    client.post(reverse("roadmap:revoke_link", args=[place, made.pk]))

    assert "Personne n’est à interroger" in again.content.decode()
    assert client.get(page(made)).status_code == 410


def test_the_settings_say_who_signs(client, link, claire) -> None:
    address = reverse("roadmap:edit_progress_settings", args=[link.initiative.slug])
    stranger = MembershipFactory(role="LEAD").user

    client.post(address, {"asker": claire.pk, "phone": "01", "takes_at_once": "on"})
    refused = client.post(address, {"asker": stranger.pk})
    client.post(page(link), sent(link, "NOTHING_NEW"))

    assert "field" in refused.content.decode()
    assert ProgressAnswer.objects.get().state == "ACCEPTED"


def test_who_answers_for_an_organisation_is_named_on_the_action(client, claire, link) -> None:
    plan = PlanFactory(initiative=link.initiative, shared=True)
    action = ActionFactory(plan=plan)
    row = ResponsibilityFactory(action=action, organisation=OrganisationFactory())
    address = reverse("roadmap:name_person", args=[link.initiative.slug, action.code, row.pk])
    assert client.get(address).status_code == 200

    both = client.post(address, {"person": link.contact.pk, "name": "Autre"})
    nameless = client.post(address, {"phone": "01"})
    client.post(address, {"name": "Nour", "phone": "01"})
    row.refresh_from_db()
    assert (row.person.name, row.person.initiative) == ("Nour", link.initiative)
    client.post(address, {"person": link.contact.pk})
    row.refresh_from_db()

    assert "pas les deux" in both.content.decode()
    assert "s’appelle" in nameless.content.decode()
    assert row.person == link.contact
    outside = ContactFactory()
    assert "Sélectionnez" in client.post(address, {"person": outside.pk}).content.decode()
