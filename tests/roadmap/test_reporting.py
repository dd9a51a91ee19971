"""Actions told elsewhere: forms of others, their fields ready to copy, when each was told."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from pacte.core.actor import SYSTEM
from pacte.core.models import AuditEntry
from pacte.roadmap import operations
from pacte.roadmap.errors import FieldChangedMeanwhile
from pacte.roadmap.models import Reporting, ReportingField, ReportingForm, ReportingText
from pacte.roadmap.queries import reporting as queries
from tests.factories.network import OrganisationFactory
from tests.factories.roadmap import (
    THEN,
    AchievementFactory,
    ActionFactory,
    ReportingFactory,
    ReportingFieldFactory,
    ReportingFormFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(plan):
    return ReportingFormFactory(initiative=plan.initiative, name="Tableau de bord national")


@pytest.fixture
def action(plan):
    return ActionFactory(plan=plan, title="Prêter un vélo", description="Un vélo pour un mois.")


def field(form, source="", **more):
    return ReportingFieldFactory(form=form, source=source, **more)


def door(name, place, *more):
    return reverse(f"roadmap:{name}", args=[place.slug, *more])


def named(action, name, state):
    return ResponsibilityFactory(
        action=action,
        organisation=OrganisationFactory(name=name),
        state=state,
        state_on=None if state == "SOUGHT" else dt.date(2026, 11, 2),
    )


def page_of(client, form, action, **asked):
    return client.get(door("fill_reporting_form", form.initiative, action.code, form.pk), asked)


def values(answer):
    return {value.field.label: value.text for value in answer.context["seen"].values}


def send(client, form, action, texts, **more):
    """Each text as (what was read, what is wanted), by field."""
    sent = {"reported_on": timezone.localdate().isoformat(), **more}
    for one, (read, text) in texts.items():
        sent |= {f"read-{one.pk}": read, f"text-{one.pk}": text}
    return client.post(
        door("fill_reporting_form", form.initiative, action.code, form.pk), sent, follow=True
    )


def test_the_team_notes_a_form_and_its_fields_in_their_order(client, lead, plan):
    client.post(
        door("add_reporting_form", plan.initiative),
        {"name": "Fonds européen", "recipient": "La Région", "address": "fonds.example"},
    )
    made = ReportingForm.objects.get()
    add = door("add_reporting_field", plan.initiative, made.pk)
    client.post(add, {"label": "Intitulé", "most": "80", "source": "title"})
    client.post(add, {"label": "Programme", "source": "fixed", "fixed_text": "Axe 3"})
    last = ReportingField.objects.get(label="Programme")

    client.post(door("shift_reporting_field", plan.initiative, made.pk, last.pk), {"haut": ""})

    page = client.get(door("reporting_form", plan.initiative, made.pk))
    assert [one["field"].label for one in page.context["fields"]] == ["Programme", "Intitulé"]


def test_a_fixed_text_is_to_be_written(client, lead, plan, form):
    answer = client.post(
        door("add_reporting_field", plan.initiative, form.pk),
        {"label": "Programme", "source": "fixed"},
    )

    assert "Écrivez le texte qui remplit toujours ce champ." in answer.content.decode()
    assert not ReportingField.objects.exists()


def test_each_field_comes_ready_to_copy(client, lead, plan, form):
    action = ActionFactory(
        plan=plan,
        title="Prêter un vélo",
        schedule_start=dt.date(2027, 1, 4),
        budget_amount=1200,
        indicators=["Vélos", "Mois"],
        status="IN_PROGRESS",
    )
    named(action, "Cyclable", "CONFIRMED")
    for source in ("title", "starts_on", "ends_on", "amount", "indicators", "status", "leads"):
        field(form, source, label=source)
    field(form, "fixed", label="fixed", fixed_text="Axe 3")
    field(form, label="libre")

    told = values(page_of(client, form, action))

    assert told == {
        "title": "Prêter un vélo",
        "starts_on": "04/01/2027",
        "ends_on": "",
        "amount": "1200",
        "indicators": "Vélos\nMois",
        "status": "En cours",
        "leads": "Cyclable",
        "fixed": "Axe 3",
        "libre": "",
    }


def test_what_is_too_long_says_by_how_much(client, lead, form, action):
    field(form, "description", most=10)

    answer = page_of(client, form, action)

    (value,) = answer.context["seen"].values
    assert (value.count, value.excess) == (21, 11)
    assert "1 champ trop long" in answer.content.decode()


def test_shortening_for_a_form_leaves_the_plan_as_it_is(client, lead, form, action):
    one = field(form, "description", most=10)
    read = action.description

    send(client, form, action, {one: (read, "Un vélo.")})

    assert values(page_of(client, form, action)) == {one.label: "Un vélo."}
    action.refresh_from_db()
    assert action.description == read
    action.description = "Deux vélos."
    action.save()
    assert "Le plan a changé depuis" in page_of(client, form, action).content.decode()


def test_the_words_of_the_plan_come_back(client, lead, form, action):
    one = field(form, "description")
    send(client, form, action, {one: (action.description, "Court.")})

    send(client, form, action, {one: ("Court.", "Court.")}, plan=str(one.pk))

    assert not ReportingText.objects.exists()
    assert values(page_of(client, form, action)) == {one.label: action.description}


def test_two_people_who_shorten_the_same_text_both_see_it(client, lead, form, action):
    one = field(form, "description")
    send(client, form, action, {one: (action.description, "Le sien.")})

    answer = send(client, form, action, {one: (action.description, "Le mien.")})

    page = answer.content.decode()
    assert "Le sien." in page
    assert "Le mien." in page
    assert ReportingText.objects.get().text == "Le sien."


def test_told_is_dated_signed_and_says_what_changed_since(client, lead, plan, form, action):
    one = field(form, "description", label="Objet")
    field(form, "title", label="Nom")

    answer = send(client, form, action, {one: (action.description, "Court.")}, rapporter="")

    told = Reporting.objects.get()
    assert (told.reported_by, told.reported_on) == ("Claire", timezone.localdate())
    assert set(told.values.values()) == {"Court.", "Prêter un vélo"}
    assert "C’est noté" in answer.content.decode()
    action.title = "Prêter deux vélos"
    action.save()
    changed = page_of(client, form, action)
    assert changed.context["seen"].last.changed == ["Nom"]
    table = client.get(
        door("reporting_table", plan.initiative, plan.slug, form.pk), {"montrer": "a-reprendre"}
    )
    assert [row.action for row in table.context["rows"]] == [action]


def test_the_next_one_to_tell_follows_and_the_first_comes_after_the_last(
    client, lead, plan, form, action
):
    field(form, "title")
    told = ActionFactory(plan=plan, title="Déjà rapportée")
    ReportingFactory(form=form, action=told, values={})
    last = ActionFactory(plan=plan, title="Ouvrir un atelier")

    from_first = page_of(client, form, action)
    from_last = page_of(client, form, last)
    ReportingFactory(form=form, action=action, values={})
    alone = page_of(client, form, last)

    assert from_first.context["following"] == last
    assert from_last.context["following"] == action
    assert alone.context["following"] is None


def test_a_day_to_come_is_refused_and_what_was_typed_is_given_back(client, lead, form, action):
    one = field(form, "description")
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()

    answer = send(
        client,
        form,
        action,
        {one: (action.description, "Mes mots à moi.")},
        rapporter="",
        reported_on=tomorrow,
    )

    page = answer.content.decode()
    assert "Ce jour est à venir." in page
    assert "Mes mots à moi." in page
    assert not Reporting.objects.exists()


def test_what_was_noted_by_mistake_is_taken_back_and_put_back(client, lead, plan, form, action):
    told = ReportingFactory(form=form, action=action)
    address = [plan.initiative, action.code, form.pk, told.pk]

    client.post(door("cancel_reporting", *address))
    gone = page_of(client, form, action).context["seen"].last
    client.post(door("restore_reporting", *address))

    assert gone is None
    assert page_of(client, form, action).context["seen"].last.reporting == told
    events = AuditEntry.objects.filter(event__startswith="roadmap.reporting.")
    assert list(events.order_by("pk").values_list("event", flat=True)) == [
        "roadmap.reporting.cancelled",
        "roadmap.reporting.restored",
    ]


def test_nobody_is_named_who_has_not_said_yes(client, lead, form, action):
    for name, state in (("Oui", "CONFIRMED"), ("Peut-être", "SOUGHT"), ("Non", "DECLINED")):
        named(action, name, state)
    one = field(form, "leads")

    answer = page_of(client, form, action)

    assert values(answer) == {one.label: "Oui"}
    (value,) = answer.context["seen"].values
    assert value.told.unanswered == ["Peut-être"]
    assert "faute d’avoir dit oui" in answer.content.decode()


def test_what_the_team_keeps_goes_in_only_when_asked_for_and_says_so(client, lead, form, plan):
    action = ActionFactory(plan=plan, description="Gardé", team_only_fields=["description"])
    AchievementFactory(action=action, text="Ouvert")
    AchievementFactory(action=action, text="Réservé", is_team_only=True)
    text, done = field(form, "description"), field(form, "achievements")

    open_page = page_of(client, form, action)
    whole = page_of(client, form, action, vue="equipe")

    assert values(open_page) == {text.label: "", done.label: "Ouvert"}
    assert all(value.is_kept for value in open_page.context["seen"].values)
    assert values(whole) == {text.label: "Gardé", done.label: "Ouvert\nRéservé"}
    assert "Ce que l’équipe garde est compris" in whole.content.decode()


def test_words_written_from_what_the_team_keeps_never_go_where_it_is_left_out(
    client, lead, form, plan
):
    action = ActionFactory(plan=plan, description="Attendre l’arrêté.")
    action.team_only_fields = ["description"]
    action.save()
    one = field(form, "description")
    whole = {one: ("Attendre l’arrêté.", "L’arrêté.")}
    send(client, form, action, whole, vue="equipe", rapporter="")

    page = page_of(client, form, action)
    file = client.get(door("download_reporting", plan.initiative, plan.slug, form.pk))

    assert values(page) == {one.label: ""}
    assert "arrêté" not in page.content.decode()
    assert "L’arrêté." not in cells_of(file)
    assert page.context["seen"].last.changed == []
    send(client, form, action, {one: ("", "À venir.")})
    assert values(page_of(client, form, action)) == {one.label: "À venir."}
    assert values(page_of(client, form, action, vue="equipe")) == {one.label: "L’arrêté."}


def cells_of(file):
    sheet = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active
    return [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_button_pressed_twice_tells_it_once(client, lead, form, action):
    one = field(form, "description")

    for _ in range(2):
        text = "Un vélo pour un mois."
        send(client, form, action, {one: (text, text)}, rapporter="")

    assert Reporting.objects.count() == 1
    send(client, form, action, {one: (text, "Un vélo.")}, rapporter="")
    assert Reporting.objects.count() == 2


def test_words_written_while_one_waited_are_not_lost(lead, form, action):
    one = field(form, "description")
    read = "Un vélo pour un mois."
    today = timezone.localdate()
    seen = [queries.filled(form, action.plan, lead, [action], today=today)[0] for _ in range(2)]

    def keep(place, text):
        typed = {one.pk: operations.reporting.Typed(read, text)}
        operations.keep_texts(
            form=form, seen=seen[place], typed=typed, by=SYSTEM, at=timezone.now()
        )

    keep(0, "Un vélo.")
    with pytest.raises(FieldChangedMeanwhile):
        keep(1, "Un mois.")
    assert ReportingText.objects.get().text == "Un vélo."


def test_an_action_that_the_team_keeps_stays_empty(client, lead, form, plan):
    action = ActionFactory(plan=plan, title="Secrète", is_team_only=True)
    one = field(form, "title")

    answer = page_of(client, form, action)

    assert values(answer) == {one.label: ""}
    assert "Cette action est réservée à l’équipe" in answer.content.decode()


def test_what_was_told_whole_is_compared_whole(client, lead, form, plan):
    action = ActionFactory(plan=plan, description="Gardé", team_only_fields=["description"])
    one = field(form, "description")

    send(client, form, action, {one: ("Gardé", "Gardé")}, rapporter="", vue="equipe")

    assert Reporting.objects.get().has_team_only
    assert page_of(client, form, action).context["seen"].last.changed == []


def test_the_actions_of_a_plan_say_when_each_was_told(client, lead, plan, form, action):
    field(form, "title")
    ReportingFactory(form=form, action=action, values={})
    other = ActionFactory(plan=plan, title="Ouvrir un atelier")
    address = door("reporting_table", plan.initiative, plan.slug, form.pk)

    every = client.get(address).context["rows"]
    never = client.get(address, {"montrer": "jamais"}).context["rows"]

    assert {row.action for row in every} == {action, other}
    assert [row.action for row in never] == [other]
    home = client.get(door("reporting_forms", plan.initiative)).context["forms"]
    assert [(seen.fields, seen.reported) for seen in home] == [(1, 1)]


def test_all_of_a_plan_is_taken_away_without_what_the_team_keeps(client, lead, plan, form, action):
    field(form, "description", label="Objet")
    ActionFactory(plan=plan, title="Secrète", is_team_only=True)

    answer = client.get(door("download_reporting", plan.initiative, plan.slug, form.pk))

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Un vélo pour un mois." in cells
    assert "Secrète" not in cells


def test_a_field_put_aside_comes_back_with_its_words(client, lead, plan, form, action):
    one = field(form, "description")
    send(client, form, action, {one: (action.description, "Court.")})
    address = [plan.initiative, form.pk, one.pk]

    client.post(door("delete_reporting_field", *address))
    without = values(page_of(client, form, action))
    client.post(door("restore_reporting_field", *address))

    assert without == {}
    assert values(page_of(client, form, action)) == {one.label: "Court."}


def test_a_form_put_aside_comes_back(client, lead, plan, form):
    client.post(door("delete_reporting_form", plan.initiative, form.pk))
    gone = client.get(door("reporting_form", plan.initiative, form.pk)).status_code
    client.post(door("restore_reporting_form", plan.initiative, form.pk))

    assert gone == 404
    assert client.get(door("reporting_form", plan.initiative, form.pk)).status_code == 200


def test_two_actions_made_one_keep_the_words_of_the_one_that_stays(plan, form, action):
    one, other = field(form, "title"), ActionFactory(plan=plan)
    for each, text in ((action, "Le sien"), (other, "L’autre")):
        ReportingText.objects.create(field=one, action=each, text=text, written_at=THEN)
    ReportingFactory(form=form, action=other)

    operations.merge_actions(kept=action, absorbed=other, by=SYSTEM, at=THEN)

    assert action.reporting_texts.get().text == "Le sien"
    assert action.reportings.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_table_asks_the_base_as_often_for_one_action_as_for_three(
    client, lead, plan, form, rows, django_assert_num_queries
):
    for source in ("title", "leads", "achievements", "themes"):
        field(form, source)
    for _ in range(rows):
        action = ActionFactory(plan=plan)
        ResponsibilityFactory(action=action, organisation=OrganisationFactory())
        ReportingFactory(form=form, action=action)

    with django_assert_num_queries(33):
        client.get(door("reporting_table", plan.initiative, plan.slug, form.pk))
