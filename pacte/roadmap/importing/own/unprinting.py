"""The plan back from the JSON that `pacte read` prints."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from pacte.roadmap.enums import LINKED
from pacte.roadmap.importing.plan import (
    LevelKind,
    ReadAchievement,
    ReadAction,
    ReadBudget,
    ReadExtra,
    ReadFunder,
    ReadLevel,
    ReadNode,
    ReadNote,
    ReadOngoing,
    ReadSchedule,
    ReadStatus,
    ReadStep,
)

Json = dict[str, Any]


def level_of(told: Json) -> ReadLevel:
    return ReadLevel(told["label"], LevelKind(told["kind"]))


def extra_of(told: Json) -> ReadExtra:
    return ReadExtra(told["header"], told["text"], told.get("where"))


def node_of(told: Json) -> ReadNode:
    return ReadNode(
        told["id"],
        told["level"],
        told["number"],
        told["title"],
        told["parent"],
        [extra_of(extra) for extra in told["extra"]],
    )


def action_of(told: Json) -> ReadAction:
    schedule, status, budget = told["schedule"], told["status"], told["budget"]
    return ReadAction(
        id=told["id"],
        node=told["node"],
        number=told["number"],
        title=told["title"],
        description=told["description"],
        leads=list(told["leads"]),
        partners=list(told["partners"]),
        funders=[ReadFunder(f["name"], f["text"], _amount(f["amount"])) for f in told["funders"]],
        schedule=schedule
        and ReadSchedule(
            schedule["text"], schedule["kind"], _day(schedule["start"]), _day(schedule["end"])
        ),
        status=status and ReadStatus(status["text"], status["value"]),
        priority=told["priority"],
        budget=budget and ReadBudget(budget["text"], _amount(budget["amount"]), budget["currency"]),
        indicators=list(told["indicators"]),
        publics=list(told["publics"]),
        achievements=[ReadAchievement(a["text"], a["planned"]) for a in told["achievements"]],
        ongoing=[ReadOngoing(o["organisation"], o["text"]) for o in told["ongoing"]],
        steps=[ReadStep(s["number"], s["title"], s["lead"], s["due"]) for s in told["steps"]],
        notes=[
            ReadNote(n["kind"], n["text"], n["author"], _moment(n["date"])) for n in told["notes"]
        ],
        extra=[ReadExtra(e["header"], e["text"]) for e in told["extra"]],
        links={column: list(told[column]) for column in LINKED if column in told},
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
