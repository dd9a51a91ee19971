"""A newer version against the plan: who changed what since the last import."""

import copy
import json

import pytest

from pacte.roadmap.importing.changes import as_kept, from_kept
from pacte.roadmap.importing.comparing import compare, match, values_of

BLANK = {
    "node": None,
    "number": None,
    "description": None,
    "where": "",
    "leads": [],
    "partners": [],
    "funders": [],
    "schedule": None,
    "status": None,
    "priority": None,
    "budget": None,
    "indicators": [],
    "publics": [],
    "achievements": [],
    "ongoing": [],
    "steps": [],
    "notes": [],
    "extra": [],
    "code": "",
}


def action(key: str, title: str, **more) -> dict:
    return {**copy.deepcopy(BLANK), "id": key, "title": title, **more}


def read(*actions: dict, **more) -> dict:
    return {"actions": list(actions), "columns": [], **more}


def plan(*actions: dict) -> list[dict]:
    return [{**told, "code": f"ACT-{place}"} for place, told in enumerate(actions, 1)]


def bases(now: list[dict]) -> dict:
    return {told["code"]: copy.deepcopy(told) for told in now}


def changes(found) -> list[tuple]:
    return [
        (c.code, c.column, c.now, c.proposed, c.both)
        for changed in found.changed
        for c in changed.changes
    ]


def test_the_same_document_changes_nothing():
    now = plan(action("a1", "Ouvrir", leads=["SARCA"]), action("a2", "Former"))

    found = compare(read(*now), now, bases(now))

    assert (changes(found), found.added, found.left_out, found.same) == ([], [], [], 2)


def test_a_change_in_the_document_alone_is_proposed():
    now = plan(action("a1", "Ouvrir un atelier", number="1.1", priority="haute"))
    told = action("b1", "Ouvrir un atelier", number="1.1", priority="basse")

    found = compare(read(told), now, bases(now))

    assert changes(found) == [("ACT-1", "priority", "haute", "basse", False)]


def test_a_change_in_the_plan_alone_is_kept():
    now = plan(action("a1", "Ouvrir un atelier", priority="haute"))
    before = bases(now)
    now[0]["priority"] = "basse"
    told = action("b1", "Ouvrir un atelier", priority="haute")

    found = compare(read(told), now, before)

    assert (changes(found), found.kept) == ([], 1)


def test_a_change_on_both_sides_is_a_doubt_with_both():
    now = plan(action("a1", "Ouvrir un atelier", priority="haute"))
    before = bases(now)
    now[0]["priority"] = "moyenne"

    found = compare(read(action("b1", "Ouvrir un atelier", priority="basse")), now, before)

    assert changes(found) == [("ACT-1", "priority", "moyenne", "basse", True)]
    assert found.changed[0].changes[0].before == "haute"


def test_the_same_change_on_both_sides_is_no_change():
    now = plan(action("a1", "Ouvrir un atelier", priority="haute"))
    before = bases(now)
    now[0]["priority"] = "basse"

    found = compare(read(action("b1", "Ouvrir un atelier", priority="basse")), now, before)

    assert changes(found) == []


def test_what_the_document_has_no_column_for_is_not_emptied():
    now = plan(action("a1", "Ouvrir", description="Longue", leads=["SARCA"]))
    told = action("b1", "Ouvrir", leads=["UQAT"])

    found = compare(read(told), now, bases(now))

    assert changes(found) == [("ACT-1", "leads", ["SARCA"], ["UQAT"], False)]


def test_a_cell_emptied_in_a_column_of_the_document_is_proposed():
    now = plan(action("a1", "Ouvrir", priority="haute"))
    told = read(action("b1", "Ouvrir"))
    told["columns"] = [{"heading": "Priorité", "meaning": "priority"}]

    assert changes(compare(told, now, bases(now))) == [("ACT-1", "priority", "haute", "", False)]


def test_actions_match_by_code_then_number_and_close_title_then_title():
    now = plan(
        action("a1", "Ouvrir un atelier vélo", number="1.1"),
        action("a2", "Former les équipes d’accueil", number="1.2"),
        action("a3", "Prêter des véhicules", number="1.3"),
    )
    told = [
        action("b1", "Tout autre titre", code="ACT-3"),
        action("b2", "Ouvrir un atelier de vélos", number="1.1"),
        action("b3", "Former les équipes d’accueil", number="9.9"),
        action("b4", "Rien de tel", number="1.3"),
    ]

    assert match(told, now) == {"b1": "ACT-3", "b2": "ACT-1", "b3": "ACT-2"}


def test_an_action_left_out_is_proposed_for_removal_and_a_new_one_for_addition():
    now = plan(*(action(f"a{n}", f"Action {n} {'abcdefgh'[n] * 9}") for n in range(8)))
    told = read(*now[:-1], action("b9", "Tout à fait nouvelle"))

    found = compare(told, now, bases(now))

    assert [named.key for named in found.removed(is_whole=False)] == ["ACT-8"]
    assert [named.title for named in found.added] == ["Tout à fait nouvelle"]
    assert not found.is_partial


def test_an_action_added_here_since_the_import_is_not_proposed_for_removal():
    now = plan(action("a1", "Ouvrir un atelier"), action("a2", "Ajoutée depuis"))
    before = bases(now[:1])

    assert compare(read(now[0]), now, before).left_out == []


def test_a_document_that_holds_a_part_proposes_no_removal():
    now = plan(*(action(f"a{n}", f"Action {n} {'abcdefghijkl'[n] * 9}") for n in range(12)))

    part = compare(read(*now[:3]), now, bases(now))

    assert (part.is_partial, part.removed(is_whole=False), part.missing) == (True, [], 9)
    assert len(part.removed(is_whole=True)) == 9


def test_names_are_compared_as_the_directory_knows_them():
    now = plan(action("a1", "Ouvrir", leads=["France Travail"]))
    told = read(action("b1", "Ouvrir", leads=["Pôle emploi"]))

    def name(text: str) -> str:
        return "France Travail" if text == "Pôle emploi" else text

    assert changes(compare(told, now, bases(now), name=name)) == []


def test_values_of_joins_the_extras_of_one_heading():
    extra = [{"header": "Notes", "text": "un"}, {"header": "Notes", "text": "deux"}]

    assert values_of(action("a1", "Ouvrir", extra=extra))["extra:Notes"] == "un\ndeux"


def framed(told: dict, *path: tuple[str, str]) -> dict:
    """An action of the plan with the nodes that it stands under."""
    return {**told, "frame": [list(node) for node in path]}


JOBS, ROADS, HOMES = ("1", "Emploi"), ("2", "Mobilité"), ("3", "Logement")


def under(actions: dict[str, tuple[str, str]]) -> dict:
    """A document that puts each of these titles under one node."""
    nodes = list(dict.fromkeys(actions.values()))
    return read(
        *(
            action(f"b{place}", title, node=f"n{nodes.index(node)}")
            for place, (title, node) in enumerate(actions.items())
        ),
        nodes=[
            {"id": f"n{place}", "level": 0, "number": number, "title": title, "parent": None}
            for place, (number, title) in enumerate(nodes)
        ],
    )


def three() -> list[dict]:
    return plan(
        framed(action("a1", "Ouvrir un atelier"), JOBS),
        framed(action("a2", "Former les équipes"), JOBS),
        framed(action("a3", "Prêter des vélos"), ROADS),
    )


def test_an_action_moved_in_the_document_alone_is_proposed():
    now = three()
    told = under(
        {"Ouvrir un atelier": JOBS, "Former les équipes": ROADS, "Prêter des vélos": ROADS}
    )

    found = compare(told, now, bases(now))

    assert changes(found) == [("ACT-2", "frame", ["1 Emploi"], ["2 Mobilité"], False)]


def test_an_action_moved_in_the_plan_alone_is_kept():
    now = three()
    before = bases(now)
    now[1]["frame"] = [ROADS]
    told = under({"Ouvrir un atelier": JOBS, "Former les équipes": JOBS, "Prêter des vélos": ROADS})

    found = compare(told, now, before)

    assert (changes(found), found.kept) == ([], 1)


def test_an_action_moved_on_both_sides_is_a_doubt():
    now = three()
    before = bases(now)
    now[1]["frame"] = [ROADS]
    told = under(
        {"Ouvrir un atelier": JOBS, "Former les équipes": HOMES, "Prêter des vélos": ROADS}
    )

    found = compare(told, now, before)

    assert changes(found) == [("ACT-2", "frame", ["2 Mobilité"], ["3 Logement"], True)]


def test_a_node_that_changed_its_name_moves_no_action():
    now = three()
    renamed = ("1", "Trouver et garder un emploi près de chez soi")
    told = under(
        {"Ouvrir un atelier": renamed, "Former les équipes": renamed, "Prêter des vélos": ROADS}
    )

    assert changes(compare(told, now, bases(now))) == []


def test_a_document_that_names_fewer_levels_moves_no_action():
    now = plan(framed(action("a1", "Ouvrir un atelier"), JOBS, ("1.1", "Accueillir")))
    told = under({"Ouvrir un atelier": JOBS})

    assert changes(compare(told, now, bases(now))) == []


def test_a_document_without_a_frame_moves_no_action():
    now = three()

    assert changes(compare(read(action("b1", "Ouvrir un atelier")), now, bases(now))) == []


def test_a_comparison_is_kept_and_taken_up_again_whole():
    now = three()
    told = under(
        {"Ouvrir un atelier": JOBS, "Former les équipes": ROADS, "Prêter des vélos": ROADS}
    )
    told["actions"].append(action("b9", "Tout à fait nouvelle"))
    found = compare(told, now, bases(now))

    assert from_kept(json.loads(json.dumps(as_kept(found)))) == found


def test_a_comparison_that_is_stopped_ends_at_once():
    class Stopped(Exception):
        pass

    def stop(_done: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        compare(read(action("b1", "Ouvrir un atelier")), three(), {}, watch=stop)
