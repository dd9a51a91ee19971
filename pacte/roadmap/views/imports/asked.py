"""What one press of a button changes of a draft under review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from pacte.core.numbers import whole
from pacte.core.ranks import keys_of
from pacte.roadmap import operations
from pacte.roadmap.exports.bases import plan_of_document
from pacte.roadmap.forms.imports import ReviewForm
from pacte.roadmap.importing.amending import FIELDS
from pacte.roadmap.importing.choices import SAID, Joining
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.schedules import Convention
from pacte.roadmap.models import PlanImport
from pacte.roadmap.operations.imports.alike import CREATED, LINKED_TO
from pacte.roadmap.queries.names import MADE
from pacte.roadmap.views.imports import places, questions


@dataclass(slots=True)
class Asked:
    """What one press of a button changes."""

    choices: dict[str, Any] = field(default_factory=dict)
    reads_again: bool = False
    remember: dict[str, str] = field(default_factory=dict)
    place: str = ""  # where the page opens again
    next_card: int | None = None  # the question that comes after the one answered
    later: bool = False  # the worker reads the document again
    row: str = ""  # the row of the document that was decided of


def asked_by(form: ReviewForm, found: PlanImport) -> Asked | None:
    """Read the button that was pressed; None where it speaks of another reading."""
    verb, _colon, rest = form.cleaned_data["do"].partition(":")
    if verb in {"", "save"} and (written := form.written()):
        verb, rest = "own", written
    if verb in PRESSED:
        return PRESSED[verb](rest, form, found)
    return settings_asked(verb, rest, form)


def left_out(where: str, _form: ReviewForm, found: PlanImport) -> Asked:
    passages = [*dict.fromkeys([*found.choices.get("left_out", []), where])]
    place = f"#{places.anchor(where)}"
    return Asked({"left_out": passages}, reads_again=True, place=place, row=where)


def update(_rest: str, _form: ReviewForm, found: PlanImport) -> Asked:
    plan = plan_of_document(found)
    earlier = operations.earlier_answers(plan) if plan else {}
    return Asked({"earlier": earlier}, reads_again=bool(earlier))


def joined(rest: str, _form: ReviewForm, _found: PlanImport) -> Asked | None:
    """« merged:tableau 1, ligne 4 »."""
    joining, _colon, where = rest.partition(":")
    if joining not in set(Joining):
        return None
    place = f"#{places.anchor(where)}"
    return Asked({"rows": {where: joining}}, reads_again=True, place=place, row=where)


def settings_asked(verb: str, rest: str, form: ReviewForm) -> Asked:
    if verb == "headings":
        changed = form.headings()
        return Asked({"lexicon": changed}, bool(changed), changed, "#colonnes")
    if verb == "names" and rest in MADE:
        return Asked({"names": dict.fromkeys(form.names(), rest)}, place="#noms")
    if verb == "levels":
        levels = form.levels()
        return Asked(dict(levels), bool(levels["levels"]), place="#niveaux")
    return Asked()


def answer(rest: str, _form: ReviewForm, found: PlanImport) -> Asked | None:
    """« 3:1 »: the first alternative of the fourth card."""
    asked, _colon, alternative = rest.partition(":")
    reading = found.reading or {}
    cards = questions.doubt_cards(reading, places.Places(reading, QueryDict()))
    index = whole(asked, otherwise=len(cards))
    if index >= len(cards):
        return None
    card = cards[index]
    place = whole(alternative, otherwise=len(card.values))
    if place >= len(card.values):
        return None
    value = card.values[place]
    choices: dict[str, Any] = {"answers": dict.fromkeys(card.keys, value or "ok")}
    if card.code == DoubtCode.YEARS_CONVENTION and value in set(Convention):
        choices["years"] = value
    return Asked(choices, reads_again=True, place="#a-verifier", next_card=index)


def own_answer(rest: str, form: ReviewForm, found: PlanImport) -> Asked | None:
    """A reading that the person has written herself."""
    reading, said = found.reading or {}, form.own(rest)
    cards = questions.doubt_cards(reading, places.Places(reading, QueryDict()))
    index = whole(rest, otherwise=len(cards))
    if index >= len(cards) or not cards[index].is_free:
        return None
    if not said:
        return Asked(place="#a-verifier")
    answers = dict.fromkeys(cards[index].keys, f"{SAID}{said}")
    return Asked({"answers": answers}, reads_again=True, place="#a-verifier", next_card=index)


def items_asked(key: str, form: ReviewForm, found: PlanImport) -> Asked | None:
    """The items of one field of an action, as the person has split, joined or reworded them."""
    actions = (found.reading or {}).get("actions", [])
    ranks = keys_of([action["where"] for action in actions])
    field, _bar, rank = key.partition("|")
    if field not in FIELDS or rank not in ranks:
        return None
    lines = form.items(key)
    place = f"#{actions[ranks.index(rank)]['id']}"
    return Asked({"items": {key: lines}}, reads_again=True, place=place) if lines else Asked()


def alike_answered(rest: str, _form: ReviewForm, found: PlanImport) -> Asked | None:
    """« create:0|ligne 4 », « link:ACT-0007:0|ligne 4 », or « all »: those that stay are made."""
    keys = keys_of([action["where"] for action in (found.reading or {}).get("actions", [])])
    place = "#existe-deja"
    if rest == "all":
        given = found.choices.get("alike", {})
        return Asked({"alike": {key: CREATED for key in keys if key not in given}}, place=place)
    said, _colon, key = rest.partition(":")
    if said == LINKED_TO.rstrip(":"):
        code, _colon, key = key.partition(":")
        said = f"{LINKED_TO}{code}"
    elif said != CREATED:
        return None
    return Asked({"alike": {key: said}}, place=place) if key in keys else None


def undo(rest: str, _form: ReviewForm, found: PlanImport) -> Asked:
    name, _colon, key = rest.partition(":")
    if name == "left_out":
        kept = [where for where in found.choices.get("left_out", []) if where != key]
        place = f"#{places.anchor(key)}"
        return Asked({"left_out": kept}, reads_again=True, place=place, row=key)
    if name == "last":
        keys = found.choices.get("last", {}).get("keys", [])
        again = {"answers": dict.fromkeys(keys, "")}
        years = {"years": ""} if any(k.startswith(DoubtCode.YEARS_CONVENTION) for k in keys) else {}
        return Asked({**again, **years}, reads_again=True, place="#a-verifier")
    choices: dict[str, Any] = {name: {key: ""}}
    if key.startswith(DoubtCode.YEARS_CONVENTION):
        choices["years"] = ""
    forget = {key: ""} if name == "lexicon" else {}
    if name == "alike":
        return Asked(choices, place="#existe-deja")
    return Asked(choices, reads_again=True, remember=forget, place="#corrections")


PRESSED: dict[str, Callable[[str, ReviewForm, PlanImport], Asked | None]] = {
    "answer": answer,
    "own": own_answer,
    "items": items_asked,
    "undo": undo,
    "row": joined,
    "out": left_out,
    "alike": alike_answered,
    "update": update,
}
