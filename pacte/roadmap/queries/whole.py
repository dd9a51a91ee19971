"""What is said around a plan: read off its rows where they all stand on the page.

A plan of two hundred actions or fewer is then not asked about again; a longer one, or one seen
through filters, is asked for what its page does not hold.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pacte.roadmap.enums import UNENDED, ResponsibilityState
from pacte.roadmap.queries.filters import Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pacte.roadmap.queries.cells import TableRow
    from pacte.roadmap.queries.table import PlanTable

SOUGHT, DECLINED = ResponsibilityState.SOUGHT.value, ResponsibilityState.DECLINED.value


def is_only_planned(row: TableRow) -> bool:
    lines = row.cells.get("achievements", ())
    return bool(lines) and all(line.mark == "PLANNED" for line in lines)


def is_unreviewed(row: TableRow) -> bool:
    action = row.action
    return action.is_continuous and action.review_on is None and action.status in UNENDED


# As filters.LACKING says it to the base, for the team, of a row that has been read.
LACKS: dict[str, Callable[[TableRow], bool]] = {
    "lead": lambda row: all(state == DECLINED for state in row.lead_states),
    "schedule": lambda row: not (row.action.schedule_text or row.action.schedule_kind),
    "achievement": lambda row: not row.cells.get("achievements"),
    "planned_only": is_only_planned,
    "status": lambda row: not row.action.status,
    "description": lambda row: not (row.action.description or row.action.expected_result),
    "answer": lambda row: SOUGHT in row.lead_states,
    "review": is_unreviewed,
}


def gaps_in(rows: Sequence[TableRow]) -> list[Gap]:
    """What the plan lacks, each line with its count, none with zero; `rows` are the team's."""
    counts = [(key, sum(map(lacks, rows))) for key, lacks in LACKS.items()]
    return [Gap(key, count) for key, count in counts if count]


def counts_in(rows: Sequence[TableRow]) -> Counter[int]:
    """How many actions stand directly in each part."""
    return Counter(row.action.node_id for row in rows if row.action.node_id is not None)


def organisations_in(table: PlanTable) -> dict[int, str] | None:
    """Those that the plan names, with their labels; None where its rows do not tell them all."""
    if table.people.others or any(row.hidden for row in table.rows):
        return None
    return dict(table.people.organisations)
