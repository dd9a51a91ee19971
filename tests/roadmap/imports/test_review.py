"""The review screen: what it says, what pressing a button does."""

import re

import pytest

from pacte.roadmap.enums import ResponsibilityState
from pacte.roadmap.importing.vocabulary import Meaning
from pacte.roadmap.models import Plan, Responsibility
from pacte.roadmap.views.imports.corrections import meaning_label
from tests.roadmap.imports.making import (
    htmx,
    imported,
    own_question,
    press,
    sheet,
    small_plan,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("do", ["answer:²:0", f"answer:0:{'9' * 5_000}", f"own:{'9' * 5_000}"])
def test_an_answer_to_what_is_not_asked_changes_nothing(client, lead, place, do):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)

    answer = press(client, draft, do)

    draft.refresh_from_db()
    assert (answer.status_code, draft.choices.get("answers", {})) == (302, {})


def test_an_answer_is_one_press_and_can_be_taken_back(client, lead, place):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)
    assert [d["code"] for d in draft.reading["doubts"]] == ["years_convention"]

    press(client, draft, "answer:0:1")

    draft.refresh_from_db()
    assert draft.choices["years"] == "fiscal"
    assert draft.reading["doubts"] == []
    assert draft.reading["actions"][0]["schedule"]["start"] == "2014-04-01"

    (key,) = draft.choices["answers"]
    press(client, draft, f"undo:answers:{key}")

    draft.refresh_from_db()
    assert draft.reading["actions"][0]["schedule"]["start"] == "2014-01-01"
    assert len(draft.reading["doubts"]) == 1


def test_a_press_on_an_older_reading_is_not_done(client, lead, place):
    draft = imported(sheet("Emploi;1;Ouvrir;SARCA;;2014-2015;"), "plan.csv", initiative=place)

    data = {"do": "create", "version": draft.version - 1}
    answer = client.post(url("review_import", draft), data, follow=True)

    assert "La lecture a changé depuis que cette page est ouverte." in answer.content.decode()
    assert not Plan.objects.exists()


def test_rows_are_merged_left_out_and_taken_back(client, lead, place):
    draft = small_plan(initiative=place)
    second = draft.reading["actions"][1]["where"]

    press(client, draft, f"row:merged:{second}")
    draft.refresh_from_db()
    assert len(draft.reading["actions"]) == 2

    press(client, draft, f"undo:rows:{second}")
    press(client, draft, f"out:{second}")
    draft.refresh_from_db()
    assert [a["title"] for a in draft.reading["actions"]] == [
        "Ouvrir un atelier",
        "Prêter des vélos",
    ]
    assert any("Former les équipes" in passage["text"] for passage in draft.reading["unplaced"])

    press(client, draft, f"undo:left_out:{second}")
    draft.refresh_from_db()
    assert len(draft.reading["actions"]) == 3


def test_a_column_takes_another_meaning_and_the_initiative_remembers(client, lead, place):
    draft = small_plan(initiative=place)
    columns = [column["heading"] for column in draft.reading["columns"]]
    index = columns.index("Partenaires")

    press(
        client,
        draft,
        "headings",
        **{
            f"heading-text-{index}": "Partenaires",
            f"heading-was-{index}": "partners",
            f"heading-meaning-{index}": "funders",
        },
    )

    draft.refresh_from_db()
    assert [f["name"] for f in draft.reading["actions"][0]["funders"]] == ["Mission Lac"]
    assert place.headings.get().meaning == "funders"


def test_a_level_takes_another_name(client, lead, place):
    draft = small_plan(initiative=place)

    level = {"level-label-0": "Axe", "level-name-0": "Pilier", "level-kind-0": "frame"}
    press(client, draft, "levels", **level, **{"level-was-0": "frame"})
    press(client, draft, "create")

    assert Plan.objects.get().levels.get(position=0).label == "Pilier"


def test_names_chosen_on_the_page_are_kept_by_any_press(client, lead, place):
    draft = small_plan(initiative=place)

    names = {"name-text-0": "Mission Lac", "name-made-0": "group"}
    press(client, draft, "create", title="Mon plan", **names)

    assert place.groups.filter(name="Mission Lac").exists()
    assert Plan.objects.get().title == "Mon plan"


def test_a_column_is_kept_under_its_heading_or_left_out(client, lead, place):
    draft = small_plan(initiative=place)
    headings = [column["heading"] for column in draft.reading["columns"]]
    index = headings.index("Partenaires")
    told = {f"heading-text-{index}": "Partenaires", f"heading-was-{index}": "partners"}

    press(client, draft, "headings", **told, **{f"heading-meaning-{index}": "own"})
    draft.refresh_from_db()
    kept = draft.reading["actions"][0]
    press(client, draft, "headings", **told, **{f"heading-meaning-{index}": "ignored"})
    draft.refresh_from_db()
    ignored = draft.reading["actions"][0]

    assert kept["partners"] == []
    assert [extra["header"] for extra in kept["extra"]] == ["Partenaires"]
    assert (ignored["partners"], ignored["extra"]) == ([], [])
    assert any("Mission Lac" in passage["text"] for passage in draft.reading["unplaced"])


def test_every_meaning_is_said_in_words():
    assert [meaning for meaning in Meaning if meaning_label(meaning) == str(meaning)] == []


def test_those_named_are_confirmed_where_the_person_says_that_they_agreed(client, lead, place):
    draft = small_plan(initiative=place)

    press(client, draft, "create", agreed="yes")

    states = set(Responsibility.objects.values_list("state", flat=True))
    assert states == {ResponsibilityState.CONFIRMED}
    assert Responsibility.objects.filter(state_on=None).count() == 0


def test_those_named_are_sought_unless_the_person_says_otherwise(client, lead, place):
    press(client, small_plan(initiative=place), "create")

    states = set(Responsibility.objects.values_list("state", flat=True))
    assert states == {ResponsibilityState.SOUGHT}


def test_a_person_writes_her_own_reading_of_names(client, lead, place):
    draft = imported(sheet("Emploi;1.1;Ouvrir;A/ B/ C;;2026;"), "plan.csv", initiative=place)
    card = own_question(draft, "names_slash")
    assert card.alternatives

    press(client, draft, f"own:{card.index}", **{f"own-{card.index}": "A ; B et C"})

    draft.refresh_from_db()
    assert draft.reading["actions"][0]["leads"] == ["A", "B et C"]
    assert draft.reading["doubts"] == []


SUMMED_UP = """# Plan emploi

Résumé

- 1.1 Ouvrir une permanence dans chaque commune du bassin
- 1.2 Former les agents qui accueillent les personnes âgées

| N° | Action | Responsable |
|---|---|---|
| 1.1 | Ouvrir une permanence dans chaque commune | A/ B/ C |
| 1.2 | Former les agents qui accueillent les personnes | Ville |
"""


def test_what_a_summary_says_otherwise_is_asked_under_one_heading(client, lead, place):
    draft = imported(SUMMED_UP.encode(), "plan.md", initiative=place)
    heading = "Le résumé dit autrement : 2 passages"
    folded = r'<details class="review-otherwise" [^>]*>\s*<summary>«\s([^»]+)\s»'

    page = client.get(url("review_import", draft)).content.decode()
    page = page.replace("\u00a0", " ")
    assert page.count(heading) == 1
    assert re.findall(folded, page) == [
        "1.1 Ouvrir une permanence dans chaque commune du bassin",
        "1.2 Former les agents qui accueillent les personnes âgées",
    ]
    assert page.count('<li class="review-doubt"') == 2  # and the question about the names
    second = own_question(draft, "summary_differs").index + 1
    assert f'value="answer:{second}:1"' in page

    press(client, draft, f"answer:{second}:1")

    draft.refresh_from_db()
    titles = [action["title"] for action in draft.reading["actions"]]
    assert titles[0] == "Ouvrir une permanence dans chaque commune"
    assert titles[1] == "Former les agents qui accueillent les personnes âgées"
    page = client.get(url("review_import", draft)).content.decode()
    assert (heading in page, "review-otherwise" in page) == (False, False)
    assert "Le résumé ne dit pas la même chose que le tableau" in page


def test_a_person_writes_her_own_reading_of_a_date_by_pressing_enter(client, lead, place):
    draft = imported(
        sheet("Emploi;1.1;Ouvrir;SARCA;;au retour des beaux jours;"), "p.csv", initiative=place
    )
    card = own_question(draft, "schedule_unknown")
    typed = {f"own-{card.index}": "juin 2026", f"own-was-{card.index}": card.written}

    press(client, draft, "save", **typed)

    draft.refresh_from_db()
    schedule = draft.reading["actions"][0]["schedule"]
    assert schedule["text"] == "au retour des beaux jours"
    assert (schedule["start"], schedule["end"]) == ("2026-06-01", "2026-06-30")


def test_a_row_left_out_keeps_the_focus_and_says_the_way_back(client, lead, place):
    draft = small_plan(initiative=place)
    where = draft.reading["actions"][1]["where"]

    page = htmx(client, draft, f"out:{where}").content.decode()

    assert re.search(r'<button class="row-mark" type="button" autofocus', page)
    assert page.count(f'value="undo:left_out:{where}"') == 3  # in the row, below it, in the list
    again = htmx(client, draft, f"undo:left_out:{where}").content.decode()
    assert "review-said" not in again


def test_an_answer_is_said_where_it_was_given_and_taken_back_whole(client, lead, place):
    draft = imported(
        sheet("Emploi;1.1;Ouvrir;SARCA;;En cours;", "Emploi;1.2;Former;UQAT;;En cours;"),
        "plan.csv",
        initiative=place,
    )
    asked = len(draft.reading["doubts"])
    assert asked > 1

    page = htmx(client, draft, "answer:0:0").content.decode()

    assert "review-said" in page
    assert 'value="undo:last:"' in page
    press(client, draft, "undo:last:")
    draft.refresh_from_db()
    assert len(draft.reading["doubts"]) == asked


def test_items_of_an_action_are_split_and_joined(client, lead, place):
    draft = imported(sheet("Emploi;1.1;Ouvrir;SARCA et UQAT;;2026;"), "plan.csv", initiative=place)
    key = f"leads|0|{draft.reading['actions'][0]['where']}"

    press(client, draft, f"items:{key}", **{f"items-{key}": "SARCA\nUQAT"})
    draft.refresh_from_db()
    split = draft.reading["actions"][0]["leads"]
    press(client, draft, f"undo:items:{key}")
    draft.refresh_from_db()

    assert split == ["SARCA", "UQAT"]
    assert draft.reading["actions"][0]["leads"] != split


def test_a_renamed_level_is_shown_under_its_name(client, lead, place):
    draft = small_plan(initiative=place)
    label = draft.reading["levels"][0]["label"]

    press(client, draft, "levels", **{"level-label-0": label, "level-name-0": "Pilier"})

    page = client.get(url("review_import", draft)).content.decode()
    assert re.search(r"<span>Pilier\s?:", page)
    assert '<span class="muted small">Pilier</span>' in page


def test_the_review_asks_as_much_of_the_database_for_one_action_as_for_three(
    client, lead, place, django_assert_num_queries
):
    one = imported(sheet("Emploi;1.1;Ouvrir;SARCA;;2026;"), "plan.csv", initiative=place)
    three = small_plan(initiative=place)
    addresses = [url("review_import", draft) for draft in (one, three)]
    client.get(addresses[0])

    for address in addresses:
        with django_assert_num_queries(17):
            client.get(address)


def test_the_row_of_headings_opens_no_action_and_the_first_has_none_above(client, lead, place):
    draft = small_plan(initiative=place)
    first = draft.reading["actions"][0]["where"]

    page = client.get(url("review_import", draft)).content.decode()

    document = page.partition('id="a-verifier"')[0]
    assert "row:split" not in document
    assert f"row:merged:{first}" not in document


def test_a_column_changed_says_so_among_the_columns(client, lead, place):
    draft = small_plan(initiative=place)
    index = [column["heading"] for column in draft.reading["columns"]].index("Partenaires")
    headings = {
        f"heading-text-{index}": "Partenaires",
        f"heading-was-{index}": "partners",
        f"heading-meaning-{index}": "funders",
    }
    press(client, draft, "headings", **headings)

    page = client.get(url("review_import", draft)).content.decode()

    said = page.index('class="review-said"')
    assert page.index('id="colonnes"') < said < page.index('id="niveaux"')


def test_the_plan_understood_says_who_is_missing_and_repeats_nothing(client, lead, place):
    draft = imported(sheet("Emploi;1;Tenir un forum;;;En continu;"), "plan.csv", initiative=place)

    page = client.get(url("review_import", draft)).content.decode()

    assert "sans responsable" in page
    assert "En continu (" not in page
