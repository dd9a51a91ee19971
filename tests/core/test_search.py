"""The index: what it holds, what a question finds in it."""

from __future__ import annotations

import pytest
from django.db import transaction

from pacte.core import audit, search
from pacte.core.actor import SYSTEM
from pacte.core.models import SearchEntry, SearchTerm
from pacte.roadmap import operations
from tests.factories.roadmap import THEN, ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db
KIND = "roadmap.action"


def source(kind=KIND):
    return next(one for one in search.sources() if one.kind == kind)


@pytest.fixture
def plan():
    return PlanFactory(shared=True)


def indexed(plan, *titles, **fields):
    actions = [ActionFactory(plan=plan, title=title, **fields) for title in titles]
    search.refresh(source(), [action.pk for action in actions])
    return actions


def found(plan, question, *, with_kept=False):
    hits = search.find(
        question, space=plan.audit_space, kinds=[KIND], with_kept=with_kept, limit=50
    )
    return [hit.key for hit in hits]


@pytest.mark.parametrize(
    "question",
    [
        *("mobilité", "mobilite", "MOBILITÉ", "mobi", "plateforme de mobilité", "l’aide mobilité"),
        *("moblité", "mobilitée", "mobillite", "plateforne"),  # as tired hands type
    ],
)
def test_a_question_finds_without_accents_and_despite_a_slip(plan, question):
    wanted, *_others = indexed(
        plan, "Ouvrir une plateforme d’aide à la mobilité", "Tenir un forum", "Former des tuteurs"
    )

    assert found(plan, question) == [wanted.pk]


def test_every_word_counts(plan):
    indexed(plan, "Ouvrir une plateforme", "Une aide à la mobilité")

    assert found(plan, "plateforme mobilité") == []


def test_a_word_of_the_title_comes_before_one_of_the_text(plan):
    (text,) = indexed(plan, "Tenir un salon", description="Avec les employeurs du garage")
    (title,) = indexed(plan, "Ouvrir un garage solidaire")

    assert found(plan, "garage") == [title.pk, text.pk]


@pytest.mark.parametrize("question", ["", "   ", "«»", "* OR NEAR(", '"', "a:b)", "x" * 5000])
def test_no_question_breaks_the_index(plan, question):
    indexed(plan, "Ouvrir un garage")

    assert found(plan, question) == []


def test_an_empty_word_alone_is_looked_for(plan):
    (wanted,) = indexed(plan, "Pour l’emploi")

    assert found(plan, "pour") == [wanted.pk]


def test_one_space_knows_nothing_of_another(plan):
    indexed(PlanFactory(), "Ouvrir un garage")

    assert found(plan, "garage") == []


def test_words_kept_to_the_team_are_found_by_it_alone(plan):
    (wanted,) = indexed(
        plan,
        "Ouvrir un garage",
        description="Négociation avec Rossignol",
        team_only_fields=["description"],
    )

    assert found(plan, "rossignol") == []
    assert found(plan, "rossignol", with_kept=True) == [wanted.pk]
    assert found(plan, "garage rossignol", with_kept=True) == [wanted.pk]
    assert found(plan, "garage", with_kept=True) == [wanted.pk]


def test_a_kept_word_never_changes_what_others_are_told_is_near(plan):
    (open_row,) = indexed(plan, "Accompagner les licenciés")
    before = found(plan, "licenciem")
    indexed(plan, "Forum", description="licenciement de 40", team_only_fields=["description"])

    assert before == [open_row.pk]
    assert found(plan, "licenciem") == before


def test_a_slip_that_was_mended_does_not_hide_the_right_word(plan):
    (action,) = indexed(plan, "Ouvrir une formatoin")
    action.title = "Ouvrir une formation"
    action.save()
    search.refresh(source(), [action.pk])

    assert found(plan, "formatoin") == [action.pk]


def test_rows_of_a_draft_are_found_by_the_team_alone(plan):
    draft = PlanFactory(initiative=plan.initiative)
    (hidden,) = indexed(draft, "Ouvrir un garage")

    assert found(plan, "garage") == []
    assert found(plan, "garage", with_kept=True) == [hidden.pk]


def test_a_row_put_aside_leaves_the_index(plan):
    (action,) = indexed(plan, "Ouvrir un garage")
    action.deleted_at = THEN
    action.save()

    search.refresh(source(), [action.pk])

    assert not SearchEntry.objects.exists()


def test_rebuilding_gives_the_same_index_and_forgets_old_words(plan):
    (action,) = indexed(plan, "Ouvrir un garage")
    action.title = "Ouvrir un atelier"
    action.save()

    search.rebuild()

    assert found(plan, "atelier") == [action.pk]
    assert not SearchTerm.objects.filter(term="garage").exists()
    assert found(plan, "garage") == []


@pytest.mark.django_db(transaction=True)
def test_what_the_history_records_is_found_at_once():
    plan = PlanFactory(shared=True)

    action = operations.add_action(
        plan=plan, node=None, title="Ouvrir un garage", by=SYSTEM, at=THEN
    )

    assert found(plan, "garage") == [action.pk]
    operations.delete_plan(plan=plan, by=SYSTEM, at=THEN)
    assert found(plan, "garage") == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_does_not_keep_later_changes_from_the_index():
    plan = PlanFactory(shared=True)
    action = ActionFactory(plan=plan, title="Ouvrir un garage")
    with transaction.atomic():
        audit.record("roadmap.action.edited", target=action, by=SYSTEM, at=THEN)
        transaction.set_rollback(True)

    audit.record("roadmap.action.edited", target=action, by=SYSTEM, at=THEN)

    assert found(plan, "garage") == [action.pk]
