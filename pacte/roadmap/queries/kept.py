"""What an action keeps to the team: the columns one may keep, and the action as others read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from pacte.roadmap.queries.columns import EXTRA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pacte.roadmap.models import Action

# The fields of an action behind each column; a column of lines has its own rows instead.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "description": ("description",),
    "expected_result": ("expected_result",),
    "schedule": (
        "schedule_text",
        "schedule_kind",
        "schedule_start",
        "schedule_end",
        "review_on",
        "is_continuous",
    ),
    "status": ("status", "status_text", "status_reason"),
    "weather": ("weather",),
    "waiting": ("is_waiting", "waiting_for", "unblocking_condition"),
    "origin": ("origin",),
    "priority": ("priority",),
    "budget": ("budget_text", "budget_amount", "budget_currency"),
    "indicators": ("indicators",),
    "publics": ("publics",),
    "where": ("where",),
}
LINES = (
    *("leads", "partners", "funders", "referents", "steps", "achievements", "ongoing"),
    *("themes", "pillars", "territories", "externals", "alignments"),
)
KEEPABLE = frozenset({*FIELDS, *LINES})


def kept(column: str, action: str = "") -> Q:
    """Rows whose action keeps this column to the team; `action` leads to it (« action__ »)."""
    return Q(**{f"{action}team_only_fields__icontains": f'"{column}"'})


def hidden_from(action: Action, *, sees_team_only: bool) -> frozenset[str]:
    """The columns of this action that this person may not read."""
    return frozenset() if sees_team_only else frozenset(action.team_only_fields)


def as_seen(action: Action, *, sees_team_only: bool) -> Action:
    """Empty, on this copy read for a page, what the person may not read; it is not to be saved.

    Counts, lateness and silence computed from it are then those of what she sees.
    """
    if sees_team_only:
        return action
    if action.team_only_fields:
        blank = type(action)()
        for column in action.team_only_fields:
            for field in FIELDS.get(column, ()):
                setattr(action, field, getattr(blank, field))
    action.news_at = action.open_news_at
    action.notes = []
    action.extra = open_extra(action.extra, action.team_only_fields)
    return action


def open_extra(
    extra: Collection[dict[str, str]], kept_columns: Collection[str]
) -> list[dict[str, str]]:
    return [
        one
        for one in extra
        if not one.get("team_only") and f"{EXTRA}{one['header']}" not in kept_columns
    ]
