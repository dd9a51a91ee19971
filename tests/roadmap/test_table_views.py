"""The table and its cells through the doors people use."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from pacte.roadmap.forms.plans import NewActionForm
from pacte.roadmap.models import Action
from tests.factories.initiatives import MembershipFactory
from tests.factories.network import OrganisationFactory, ParticipationFactory
from tests.factories.roadmap import (
    AchievementFactory,
    ActionFactory,
    PlanFactory,
    PlanNodeFactory,
    ResponsibilityFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(shared=True, slug="plan")


def table_of(plan):
    return reverse("roadmap:plan_table", args=[plan.initiative.slug, plan.slug])


def cell_of(action, column):
    return reverse("roadmap:edit_cell", args=[action.initiative.slug, action.code, column])


def test_table_shows_frame_rows_and_marks(client, lead, plan):
    node = PlanNodeFactory(plan=plan, title="Jeunes", number="1")
    action = ActionFactory(plan=plan, node=node, title="Forum <emploi>", status="IN_PROGRESS")
    ResponsibilityFactory(action=action, organisation=OrganisationFactory(name="Mission locale"))

    page = client.get(table_of(plan)).content.decode()

    assert f'id="noeud-{node.pk}"' in page
    assert "Forum &lt;emploi&gt;" in page
    assert "(pressenti)" in page


def test_rows_without_a_part_are_headed_where_others_have_one(client, lead, plan):
    ActionFactory(plan=plan, title="Seule")
    alone = client.get(table_of(plan)).content.decode()
    ActionFactory(plan=plan, node=PlanNodeFactory(plan=plan))
    caches["drawn"].clear()  # no operation has raised the plan's version

    beside = client.get(table_of(plan)).content.decode()

    assert ("sans-partie" in alone, beside.count('id="sans-partie"')) == (False, 1)


def test_an_empty_plan_offers_each_way_to_fill_it_once(client, lead, plan):
    page = client.get(table_of(plan)).content.decode()

    assert page.count("Ajouter une action") == 1
    assert f"?plan={plan.slug}" in page


def test_rows_kept_to_the_team_are_printed_when_asked(client, lead, plan):
    ActionFactory(plan=plan, team_only=True)

    page = client.get(table_of(plan)).content.decode()
    asked = client.get(table_of(plan) + "?impression=equipe").content.decode()

    assert 'class="reserved"' in page
    assert ("with-reserved" in page, "with-reserved" in asked) == (False, True)


def test_filtered_actions_are_offered_to_be_completed(client, lead, plan):
    ActionFactory(plan=plan)

    page = client.get(table_of(plan) + "?manque=lead").content.decode()

    assert "Compléter cette action</a>" in page
    assert (
        f"{reverse('roadmap:mend_actions', args=[plan.initiative.slug, plan.slug])}?manque" in page
    )


def test_table_comes_by_pages(client, lead, plan):
    ActionFactory.create_batch(201, plan=plan)

    first = client.get(table_of(plan)).content.decode()
    second = client.get(table_of(plan) + "?page=2").content.decode()

    assert (first.count("data-code="), second.count("data-code=")) == (200, 1)
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


@pytest.mark.parametrize(
    "query",
    [
        "?page=x",
        "?page=-1",
        "?etat=XX",
        "?noeud=abc",
        "?manque=zz",
        "?page=99999999999",
        f"?noeud={'9' * 23}",
        f"?organisme={'9' * 23}",
    ],
)
def test_a_wrong_address_still_opens_the_table(client, lead, plan, query):
    action = ActionFactory(plan=plan)

    answer = client.get(table_of(plan) + query)

    assert f'id="{action.code}"' in answer.content.decode()


@pytest.mark.parametrize("back", ["abc", "-5", "2027-02-29", "//ailleurs.test/"])
def test_a_saved_cell_goes_back_to_a_page_of_ours(client, lead, plan, back):
    action = ActionFactory(plan=plan)

    answer = client.post(cell_of(action, "description"), {"read": "", "value": "Dit", "back": back})

    action.refresh_from_db()
    assert action.description == "Dit"
    assert answer["Location"] == reverse("roadmap:action", args=[plan.initiative.slug, action.code])


def test_a_member_does_not_learn_which_hidden_actions_exist(client, plan):
    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    kept = ActionFactory(plan=plan, team_only=True)
    deleted = ActionFactory(plan=plan, deleted_at=plan.created_at)

    codes = [kept.code, deleted.code, "ACT-9999"]
    doors = [reverse("roadmap:restore_action", args=[plan.initiative.slug, c]) for c in codes]

    assert [client.post(door).status_code for door in doors] == [404] * 3


def test_a_filter_is_a_removable_badge(client, lead, plan):
    ActionFactory(plan=plan)

    page = client.get(table_of(plan) + "?manque=lead&q=action").content.decode()

    assert 'href="?q=action"' in page
    assert 'href="?manque=lead"' in page


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("title", "Nouveau titre", "Nouveau titre"),
        ("number", "1.2", "1.2"),
        ("description", "Un\ntexte", "Un\ntexte"),
        ("priority", "haute", "haute"),
        ("origin", "EXISTING", "EXISTING"),
        ("weather", "WATCH", "WATCH"),
    ],
)
def test_a_text_cell_is_saved_as_typed(client, lead, plan, column, value, shown):
    action = ActionFactory(plan=plan)

    answer = client.post(cell_of(action, column), {"read": getattr(action, column), "value": value})

    action.refresh_from_db()
    assert (answer.status_code, getattr(action, column)) == (302, shown)


def test_htmx_gets_the_cell_as_the_table_draws_it(client, lead, plan):
    action = ActionFactory(plan=plan)

    answer = client.post(
        cell_of(action, "priority"),
        {"read": "", "value": "<haute>"},
        headers={"HX-Request": "true"},
    )

    assert answer.content.decode().strip() == "&lt;haute&gt;"


def test_a_list_cell_keeps_the_rows_of_unchanged_lines(client, lead, plan):
    action = ActionFactory(plan=plan)
    kept = StepFactory(action=action, title="Première", position=1)
    StepFactory(action=action, title="Deuxième", position=2)

    client.post(
        cell_of(action, "steps"),
        {"read": "Première\r\nDeuxième", "value": "Première\r\n1.2 Autre\r\n1.3 Fin"},
    )

    steps = list(action.steps.present().order_by("position"))
    assert [(s.number, s.title) for s in steps] == [
        ("", "Première"),
        ("1.2", "Autre"),
        ("1.3", "Fin"),
    ]
    assert steps[0].pk == kept.pk


def test_people_are_matched_with_the_directory_and_the_rest_stays_words(client, lead, plan):
    action = ActionFactory(plan=plan)
    known = ParticipationFactory(
        initiative=plan.initiative,
        organisation=OrganisationFactory(name="Mission locale du Confluent", short_name="ML"),
    ).organisation

    client.post(
        cell_of(action, "leads"), {"read": "", "value": "la mission locale du confluent\nTous\nX"}
    )

    rows = list(action.responsibilities.present().order_by("position"))
    assert [(r.organisation, r.is_all, r.words) for r in rows] == [
        (known, False, ""),
        (None, True, ""),
        (None, False, "X"),
    ]


def test_a_cell_saved_by_another_meanwhile_shows_both_and_loses_nothing(client, lead, plan):
    action = ActionFactory(plan=plan, description="Le texte de Louise")

    answer = client.post(cell_of(action, "description"), {"read": "Avant", "value": "Mon texte"})
    page = answer.content.decode()

    action.refresh_from_db()
    assert (answer.status_code, action.description) == (409, "Le texte de Louise")
    assert "Mon texte" in page
    assert "Le texte de Louise" in page
    client.post(
        cell_of(action, "description"), {"read": "Le texte de Louise", "value": "Mon texte"}
    )
    action.refresh_from_db()
    assert action.description == "Mon texte"


def test_an_empty_title_is_refused_and_the_field_says_why(client, lead, plan):
    action = ActionFactory(plan=plan, title="Titre")

    answer = client.post(cell_of(action, "title"), {"read": "Titre", "value": " "})

    assert answer.status_code == 422
    assert "Une action garde un intitulé." in answer.content.decode()


def test_stopping_an_action_wants_its_reason(client, lead, plan):
    action = ActionFactory(plan=plan, status="IN_PROGRESS")

    answer = client.post(
        cell_of(action, "status"), {"read": "IN_PROGRESS", "value": "ABANDONED", "reason": ""}
    )

    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.content.decode()


def test_an_unknown_column_is_not_found(client, lead, plan):
    action = ActionFactory(plan=plan)

    assert client.get(cell_of(action, "code")).status_code == 404


def test_a_document_only_column_is_edited_then_emptied(client, lead, plan):
    action = ActionFactory(plan=plan, extra=[{"header": "Fiche", "text": "12"}])

    client.post(cell_of(action, "extra:Fiche"), {"read": "12", "value": "13"})
    action.refresh_from_db()
    assert action.extra == [{"header": "Fiche", "text": "13"}]
    client.post(cell_of(action, "extra:Fiche"), {"read": "13", "value": ""})

    action.refresh_from_db()
    assert action.extra == []


def test_add_move_delete_and_restore_a_row(client, lead, plan):
    first = ActionFactory(plan=plan, position=1024, title="Une")
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])

    client.post(add, {"title": "Deux", "after": first.code})
    second = Action.objects.get(title="Deux")
    ids = [plan.initiative.slug, first.code]
    client.post(reverse("roadmap:move_action", args=ids), {"after": second.code, "confirmer": "1"})
    client.post(reverse("roadmap:delete_action", args=ids))

    first.refresh_from_db()
    assert first.position > second.position
    assert first.deleted_at is not None
    client.post(reverse("roadmap:restore_action", args=ids))
    first.refresh_from_db()
    assert first.deleted_at is None


def test_a_form_sent_several_times_adds_one_action(client, lead, plan):
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])
    token = client.get(add).context["form"]["once"].value()
    sent = {"title": "Ouvrir un guichet", "once": token}

    answers = [client.post(add, sent) for _ in range(3)]
    client.post(add, sent | {"title": "Former les tuteurs"})  # back in the browser, then another

    titles = Action.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Ouvrir un guichet", "Former les tuteurs"]
    assert len({answer["Location"] for answer in answers}) == 1


def test_a_form_sent_again_while_the_first_is_under_way_leads_to_the_plan(client, lead, plan):
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])
    form = NewActionForm(plan, {"title": "Une", "once": "a1"}, {})
    assert form.is_valid()
    caches["default"].set(form.sending(), "")

    answer = client.post(add, {"title": "Une", "once": "a1"})

    assert answer.url == table_of(plan)
    assert not Action.objects.exists()


@pytest.mark.parametrize("place", ["abc", "999999"])
def test_a_place_that_is_not_in_the_plan_is_refused(client, lead, plan, place):
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])

    answer = client.post(add, {"title": "Deux", "node": place})

    assert answer.status_code == 200
    assert not Action.objects.exists()


def test_columns_are_hidden_renamed_and_ordered_then_come_back_as_imported(client, lead, plan):
    ActionFactory(plan=plan)
    plan.source_columns = [{"key": "title", "label": "Mesure"}, {"key": "schedule"}]
    plan.save()
    address = reverse("roadmap:choose_columns", args=[plan.initiative.slug, plan.slug])

    client.post(address, {"source": "1"})
    page = client.get(table_of(plan)).content.decode()

    assert page.count('scope="col"') == 2
    assert "Mesure" in page


def test_members_see_a_shared_plan_and_change_nothing(client, plan):
    action = ActionFactory(plan=plan)
    AchievementFactory(action=action)
    client.force_login(MembershipFactory(initiative=plan.initiative).user)

    assert client.get(table_of(plan)).status_code == 200
    assert client.get(cell_of(action, "title")).status_code == 403
    assert "data-pacte-grid" not in client.get(table_of(plan)).content.decode()


def test_a_draft_is_not_found_by_members(client):
    plan = PlanFactory()
    client.force_login(MembershipFactory(initiative=plan.initiative).user)

    assert client.get(table_of(plan)).status_code == 404


def test_a_page_drawn_before_is_drawn_again_once_the_plan_or_a_name_changed(client, lead, plan):
    action = ActionFactory(plan=plan, priority="basse")
    plan.columns = [{"key": "title"}, {"key": "priority"}]
    plan.save()
    first = client.get(table_of(plan)).content.decode()

    client.post(cell_of(action, "priority"), {"read": "basse", "value": "haute"})
    second = client.get(table_of(plan)).content.decode()

    assert ("basse</td>" in first, "basse</td>" in second, "haute</td>" in second) == (
        True,
        False,
        True,
    )


def test_what_an_address_says_beside_filters_fills_no_memory(client, lead, plan):
    ActionFactory(plan=plan, title="Ouvrir un guichet")
    asked = ["", "?x=1", "?x=2&y=3", "?page=1", "?q=guichet", "?q=ouvrir", "?actions=ACT-0001"]

    pages = [client.get(table_of(plan) + query).content.decode() for query in asked]

    assert all("Ouvrir un guichet" in page for page in pages[:-1])
    assert len(caches["drawn"]._cache) == 4  # one page: its rows, its bar, its counts, its head


def test_the_heading_of_a_column_that_the_team_keeps_is_not_told(client, lead, plan):
    ActionFactory(
        plan=plan,
        extra=[{"header": "Négociation", "text": "Trop cher"}, {"header": "Lieu", "text": "Ici"}],
        team_only_fields=["extra:Négociation"],
    )
    ours = client.get(table_of(plan)).content.decode()

    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    theirs = client.get(table_of(plan)).content.decode()

    assert ["Négociation" in page for page in (ours, theirs)] == [True, False]
    assert "Lieu" in theirs


def test_a_page_drawn_for_the_team_is_not_shown_to_others(client, lead, plan):
    ActionFactory(plan=plan, title="Négociation", team_only=True)
    ours = client.get(table_of(plan)).content.decode()

    client.force_login(MembershipFactory(initiative=plan.initiative).user)
    theirs = client.get(table_of(plan)).content.decode()

    assert ("Négociation" in ours, "Négociation" in theirs) == (True, False)


def test_a_row_is_added_below_another_over_the_table(client, lead, plan):
    part = PlanNodeFactory(plan=plan)
    first = ActionFactory(plan=plan, node=part, title="Une")
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])
    over = {"HX-Request": "true"}

    asked = client.get(add, {"apres": first.code}, headers=over).content.decode()
    refused = client.post(add, {"after": first.code, "title": " "}, headers=over)
    client.post(add, {"after": first.code, "title": "Deux"}, headers=over)

    second = Action.objects.get(title="Deux")
    assert "Juste après" in asked
    assert "<html" not in asked
    assert refused.status_code == 422
    assert second.node == part
    assert second.position > first.position


def test_an_action_is_offered_the_part_where_the_plan_ends(client, lead, plan):
    ActionFactory(plan=plan, node=PlanNodeFactory(plan=plan, title="Jeunes"))
    last = PlanNodeFactory(plan=plan, title="Entreprises")
    ActionFactory(plan=plan, node=last)
    add = reverse("roadmap:add_action", args=[plan.initiative.slug, plan.slug])

    page = client.get(add).content.decode()

    assert f'<option value="{last.pk}" selected>' in page


def test_sharing_a_plan_offers_the_way_back(client, lead):
    plan = PlanFactory(initiative=lead.memberships.get().initiative)
    ids = [plan.initiative.slug, plan.slug]

    page = client.post(reverse("roadmap:share_plan", args=ids), follow=True).content.decode()

    assert f'action="{reverse("roadmap:unshare_plan", args=ids)}"' in page
    assert "Annuler" in page


def row_of(page):
    """What a browser would send of the form of a row: each field as it is shown."""
    fields = {}
    for cell, _theirs in page.context["cells"]:
        for bound in cell:
            fields[bound.html_name] = bound.value() or ""
    return fields


def test_a_row_opens_a_form_that_saves_each_cell_by_itself(client, lead, plan):
    action = ActionFactory(plan=plan, title="Une", number="1.1", schedule_text="2026")
    door = reverse("roadmap:edit_row", args=[plan.initiative.slug, action.code])
    page = client.get(door)
    sent = row_of(page)
    names = {cell.column: cell.add_prefix("value") for cell, _theirs in page.context["cells"]}
    sent |= {names["leads"]: "Mission locale", names["schedule"]: "juin 2027"}
    Action.objects.filter(pk=action.pk).update(schedule_text="2030")  # by someone else, meanwhile

    answer = client.post(door, sent)

    action.refresh_from_db()
    assert answer.status_code == 409
    assert "2030" in answer.text
    assert [row.label for row in action.responsibilities.all()] == ["Mission locale"]
    assert action.schedule_text == "2030"
    again = client.post(door, row_of(answer))
    action.refresh_from_db()
    assert again["Location"].endswith(f"#{action.code}")
    assert action.schedule_text == "juin 2027"


def test_a_row_form_keeps_what_is_wrong_and_says_why(client, lead, plan):
    action = ActionFactory(plan=plan, title="Une")
    door = reverse("roadmap:edit_row", args=[plan.initiative.slug, action.code])
    page = client.get(door)
    names = {cell.column: cell.add_prefix("value") for cell, _theirs in page.context["cells"]}

    answer = client.post(door, row_of(page) | {names["title"]: "", names["leads"]: "Mairie"})

    assert "Une action garde un intitulé." in answer.text
    assert "Mairie" in answer.text
    assert not action.responsibilities.exists()
