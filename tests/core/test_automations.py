"""What Pacte does by itself: chosen in each space, and a failure stops nothing elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from pacte.core import automations
from pacte.core.actor import SYSTEM
from pacte.core.automations import Automation, Number
from pacte.core.days import is_working_hour
from pacte.core.models import AuditEntry, AutomationChoice

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
NAME = "tests.water_plants"


@pytest.fixture
def done(monkeypatch) -> list[tuple[str, int]]:
    seen: list[tuple[str, int]] = []

    def water(space, numbers, _now) -> None:
        if space == "broken":
            raise KeyError("no water")
        seen.append((space, numbers["every"]))

    watering = Automation(
        name=NAME,
        module="garden",
        label="Arroser",
        purpose="Que rien ne sèche",
        numbers=(Number("every", "Tous les", 3),),
        spaces=lambda: ["broken", "7", "8", "shut"],
        run=water,
    )
    monkeypatch.setattr(automations, "_automations", {NAME: watering})
    return seen


def choose(space: str, *, is_on: bool = True, every: int = 3) -> None:
    automations.choose(NAME, space=space, is_on=is_on, numbers={"every": every}, by=SYSTEM, at=NOW)


def test_each_space_has_the_defaults_or_what_it_chose(done) -> None:
    choose("8", every=10)

    automations.run_all(NOW, lambda _module, space: space != "shut")

    assert done == [("7", 3), ("8", 10)]


def test_a_space_stops_it(done) -> None:
    choose("7", is_on=False)

    automations.run_all(NOW, lambda _module, _space: True)

    assert [space for space, _ in done] == ["8", "shut"]


def test_a_failure_is_kept_where_it_happened(done) -> None:
    automations.run_all(NOW, lambda _module, _space: True)
    broken, fine = automations.chosen(NAME, "broken"), automations.chosen(NAME, "7")

    assert (broken.last_failure, broken.last_run_at) == ("KeyError", NOW)
    assert (fine.last_failure, fine.last_run_at) == ("", NOW)


def test_a_choice_is_in_the_history_and_stale_numbers_are_forgotten(done) -> None:
    choose("7", is_on=False, every=5)
    AutomationChoice.objects.update(numbers={"every": 5, "gone": 1})

    assert automations.chosen_in("7")[0].numbers == {"every": 5}
    assert AuditEntry.objects.get().changes == {"is_on": [True, False], "every": [3, 5]}


@pytest.mark.parametrize(
    ("moment", "zone", "working"),
    [
        ("2026-03-03T09:00+00:00", "Europe/Paris", True),
        ("2026-03-03T09:00+00:00", "America/Toronto", False),  # four in the morning there
        ("2026-03-07T10:00+00:00", "Europe/Paris", False),  # a Saturday
        # The clocks of Paris went forward on 29 March: 06:30 UTC is 8:30 there, not 7:30.
        ("2026-03-30T06:30+00:00", "Europe/Paris", True),
        ("2026-03-27T06:30+00:00", "Europe/Paris", False),
        ("2028-02-29T16:59+00:00", "Europe/Paris", True),  # a leap day, a Tuesday
        ("2028-02-29T17:00+00:00", "Europe/Paris", False),
    ],
)
def test_people_are_written_to_when_they_work(moment: str, zone: str, *, working: bool) -> None:
    assert is_working_hour(dt.datetime.fromisoformat(moment), zone) is working
