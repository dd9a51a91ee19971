"""An action's own fields changed on its page: schedules with a review, texts, means, conflicts."""

import datetime as dt

import pytest
from django.urls import reverse

from pacte.core.history import Change
from pacte.roadmap.forms.fieldsets import FIELDSETS, name_of
from tests.factories.roadmap import ActionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def door(action, fieldset):
    return reverse("roadmap:edit_fieldset", args=[action.initiative.slug, action.code, fieldset])


def page(client, action):
    address = reverse("roadmap:action", args=[action.initiative.slug, action.code])
    return client.get(address).content.decode()


def form_of(client, action, fieldset):
    """What the form of the page would send, untouched."""
    form = client.get(door(action, fieldset)).context["form"]
    return {field.html_name: field.value() or "" for field in form}


def test_an_action_without_end_is_given_the_day_it_is_reviewed(client, lead, plan):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "echeance")

    client.post(
        door(action, "echeance"), sent | {"schedule": "En continu", "review_on": "2099-09-01"}
    )

    action.refresh_from_db()
    assert (action.is_continuous, action.review_on) == (True, dt.date(2099, 9, 1))
    shown = page(client, action)
    assert "À revoir" in shown.split('id="historique"')[0]
    assert "septembre 2099" in shown
    assert "À revoir le" in shown.split('id="historique"')[1]


@pytest.mark.parametrize(
    ("review", "said"),
    [("2020-01-01", "Ce jour est passé"), ("bientôt", "Écrivez la date comme 31/12/2027")],
)
def test_a_review_on_an_impossible_day_is_refused_and_what_was_typed_comes_back(
    client, lead, plan, review, said
):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "echeance")

    answer = client.post(
        door(action, "echeance"), sent | {"schedule": "En continu", "review_on": review}
    )

    action.refresh_from_db()
    assert said in answer.content.decode()
    assert "En continu" in answer.content.decode()
    assert action.schedule_text == ""


def test_a_schedule_that_ends_is_not_reviewed(client, lead, plan):
    action = ActionFactory(
        plan=plan,
        schedule_text="En continu",
        schedule_kind="CONTINUOUS",
        is_continuous=True,
        review_on="2030-01-01",
    )
    sent = form_of(client, action, "echeance")

    client.post(door(action, "echeance"), sent | {"schedule": "2029"})

    action.refresh_from_db()
    assert (action.is_continuous, action.review_on) == (False, None)


def test_the_day_of_review_is_asked_as_soon_as_the_words_say_without_end(client, lead, plan):
    action = ActionFactory(plan=plan)
    address = f"{door(action, 'echeance')}?sens=1"

    ends = client.get(f"{address}&schedule=2029", headers=HTMX).content.decode()
    goes_on = client.get(f"{address}&schedule=En+continu", headers=HTMX).content.decode()

    assert 'class="no-script"' in ends
    assert 'class="no-script"' not in goes_on
    assert "review_on" in goes_on


def test_a_review_that_is_overdue_counts_as_late_and_reads_to_review(client, lead, plan):
    late = {"schedule_text": "En continu", "is_continuous": True, "review_on": "2020-01-01"}
    action = ActionFactory(plan=plan, status="IN_PROGRESS", **late)
    ActionFactory(plan=plan, status="SUSTAINED", **late)
    table = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])

    assert "À revoir" in page(client, action).split("page-body")[0]
    assert client.get(f"{table}?echeance=passee").context["table"].total == 1


def test_an_open_action_without_end_nor_review_is_among_what_lacks(client, lead, plan):
    lacking = ActionFactory(plan=plan, is_continuous=True)
    ActionFactory(plan=plan, is_continuous=True, review_on="2030-01-01")
    ActionFactory(plan=plan, is_continuous=True, status="SUSTAINED")
    table = reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])

    shown = client.get(f"{table}?manque=review")

    assert shown.context["table"].total == 1
    assert lacking.code in shown.content.decode()


SENT = {
    "intitule": {"title": "Ouvrir le lieu", "number": "2.4"},
    "texte": {"description": "Au centre\r\nouvert", "expected_result": "120 visites"},
    "etat": {"status": "IN_PROGRESS", "weather": "WATCH", "reason": ""},
    "moyens": {"budget": "12 000 $", "funders": "Région\nÉtat"},
    "publics": {"publics": "Jeunes\nParents", "indicators": "Visites"},
    "place": {"priority": "haute", "origin": "REINFORCED"},
}


@pytest.mark.parametrize("fieldset", SENT)
def test_each_fieldset_is_saved_told_in_the_history_and_shown(client, lead, plan, fieldset):
    action = ActionFactory(plan=plan)

    client.post(door(action, fieldset), form_of(client, action, fieldset) | SENT[fieldset])
    read = form_of(client, action, fieldset)

    assert {name: read[name].replace("\r", "") for name in SENT[fieldset]} == {
        name: text.replace("\r", "") for name, text in SENT[fieldset].items()
    }
    assert "Modification" in page(client, action) or "État changé" in page(client, action)


def test_every_fieldset_is_asked_by_one_of_the_tests():
    # « rattachements » has boxes to tick: test_attachments.py
    assert set(FIELDSETS) == {*SENT, "echeance", "rattachements", "autres"}


def test_texts_that_only_the_document_knows_are_edited_under_its_own_headings(client, lead, plan):
    extra = [{"header": "Lecture « terrain »", "text": "Avant"}]
    action = ActionFactory(plan=plan, extra=extra)
    name = name_of("extra:Lecture « terrain »")

    client.post(door(action, "autres"), form_of(client, action, "autres") | {name: "Après"})

    action.refresh_from_db()
    assert action.extra == [{"header": "Lecture « terrain »", "text": "Après"}]


def test_texts_of_one_heading_of_which_one_is_reserved_stay_reserved(client, lead, plan):
    header = "Lecture « terrain »"
    extra = [
        {"header": header, "text": "Pour tous"},
        {"header": header, "text": "Entre nous", "team_only": True},
    ]
    action = ActionFactory(plan=plan, extra=extra)
    name = name_of(f"extra:{header}")

    client.post(door(action, "autres"), form_of(client, action, "autres") | {name: "Ensemble"})

    action.refresh_from_db()
    assert action.extra == [{"header": header, "text": "Ensemble", "team_only": True}]


def test_a_fieldset_that_this_action_does_not_have_is_not_found(client, lead, plan):
    action = ActionFactory(plan=plan)

    assert client.get(door(action, "autres")).status_code == 404
    assert client.get(door(action, "rien")).status_code == 404


def test_two_people_who_edit_two_fields_of_one_form_both_keep_their_words(client, lead, plan):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "texte")
    client.post(door(action, "texte"), sent | {"expected_result": "Le résultat de Louise"})

    client.post(door(action, "texte"), sent | {"description": "Ma description"})

    action.refresh_from_db()
    assert (action.description, action.expected_result) == (
        "Ma description",
        "Le résultat de Louise",
    )


def test_two_people_who_edit_one_field_see_both_texts_and_none_is_lost(client, lead, plan):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "texte")
    client.post(
        door(action, "texte"),
        sent | {"description": "Le texte de Louise", "expected_result": "Son résultat"},
    )

    answer = client.post(door(action, "texte"), sent | {"description": "Mon texte"})
    again = {field.html_name: field.value() or "" for field in answer.context["form"]}
    action.refresh_from_db()
    kept = action.description
    client.post(door(action, "texte"), again)

    action.refresh_from_db()
    assert (answer.status_code, kept) == (409, "Le texte de Louise")
    assert "Le texte de Louise" in answer.content.decode()
    assert (action.description, action.expected_result) == ("Mon texte", "Son résultat")


def test_a_long_text_is_saved_as_it_is_typed_and_the_form_knows_it(client, lead, plan):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "texte")

    answer = client.post(
        f"{door(action, 'texte')}?garder=1", sent | {"description": "Un début"}, headers=HTMX
    )

    action.refresh_from_db()
    assert action.description == "Un début"
    assert 'name="read-description" value="Un début" hx-swap-oob="true"' in answer.content.decode()


def test_what_was_typed_in_one_sitting_is_one_line_of_the_history(client, lead, plan):
    action = ActionFactory(plan=plan)
    for text in ("Un", "Un début", "Un début de texte"):
        client.post(
            f"{door(action, 'texte')}?garder=1",
            form_of(client, action, "texte") | {"description": text},
        )

    lines = (
        client.get(reverse("roadmap:action", args=[plan.initiative.slug, action.code]))
        .context["sheet"]
        .history
    )

    assert [(line["what"], line["changes"]) for line in lines] == [
        ("Modification", [Change("Description", "", "Un début de texte")])
    ]


def test_a_fieldset_saved_in_place_answers_the_part_of_the_page(client, lead, plan):
    action = ActionFactory(plan=plan)
    sent = form_of(client, action, "place") | {"priority": "haute"}

    answer = client.post(door(action, "place"), sent, headers=HTMX)

    assert 'id="place"' in answer.content.decode()
    assert "Enregistr" in answer["HX-Trigger"]


def test_a_fieldset_saved_on_a_page_of_its_own_goes_back_to_the_action(client, lead, plan):
    action = ActionFactory(plan=plan)
    here = f"http://testserver{door(action, 'place')}"
    sent = form_of(client, action, "place") | {"priority": "haute"}

    answer = client.post(door(action, "place"), sent, headers={**HTMX, "HX-Current-URL": here})

    assert answer["HX-Redirect"].endswith(f"{action.code}/#reste")


def test_a_status_that_cannot_follow_is_not_offered_and_is_refused(client, lead, plan):
    action = ActionFactory(plan=plan, status="IDEA")
    sent = form_of(client, action, "etat")

    answer = client.post(door(action, "etat"), sent | {"status": "SUSTAINED"})

    action.refresh_from_db()
    assert "Pérennisée" not in client.get(door(action, "etat")).content.decode()
    assert (answer.status_code, action.status) == (200, "IDEA")


def test_an_action_without_end_is_never_done(client, lead, plan):
    action = ActionFactory(plan=plan, status="IN_PROGRESS", is_continuous=True)

    answer = client.post(door(action, "etat"), form_of(client, action, "etat") | {"status": "DONE"})

    assert "n’est jamais réalisée" in answer.content.decode()


def test_the_reason_of_a_pause_is_asked_and_may_be_reworded(client, lead, plan):
    action = ActionFactory(plan=plan, status="IN_PROGRESS")
    sent = form_of(client, action, "etat")

    refused = client.post(door(action, "etat"), sent | {"status": "PAUSED", "reason": " "})
    client.post(door(action, "etat"), sent | {"status": "PAUSED", "reason": "Vote reporté"})
    client.post(door(action, "etat"), form_of(client, action, "etat") | {"reason": "Vote en juin"})

    action.refresh_from_db()
    assert "Dites pourquoi" in refused.content.decode()
    assert (action.status, action.status_reason) == ("PAUSED", "Vote en juin")
