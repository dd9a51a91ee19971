"""Reads that cross apps, for the pages of the portal."""

from pacte.portal.queries.initiative import (
    PlanAtAGlance,
    backups,
    by_initiative,
    demo_people,
    held_initiatives,
    is_elected,
    latest_news,
    outbox,
    part_of_the_plan,
    people_of,
    plans_at_a_glance,
    to_look_at,
    told_plan,
    trail_to_outbox,
)
from pacte.portal.queries.jobs import LOOKS as JOB_LOOKS
from pacte.portal.queries.jobs import (
    jobs_by_status,
    jobs_in,
    shown_automations,
    shown_duties,
    shown_jobs,
)
from pacte.portal.queries.leaving import Holding, held_by_unit, holdings
from pacte.portal.queries.search import MOST as MOST_FOUND
from pacte.portal.queries.search import look_for, places_called
from pacte.portal.queries.starting import first_steps

__all__ = [
    "JOB_LOOKS",
    "MOST_FOUND",
    "Holding",
    "PlanAtAGlance",
    "backups",
    "by_initiative",
    "demo_people",
    "first_steps",
    "held_by_unit",
    "held_initiatives",
    "holdings",
    "is_elected",
    "jobs_by_status",
    "jobs_in",
    "latest_news",
    "look_for",
    "outbox",
    "part_of_the_plan",
    "people_of",
    "places_called",
    "plans_at_a_glance",
    "shown_automations",
    "shown_duties",
    "shown_jobs",
    "to_look_at",
    "told_plan",
    "trail_to_outbox",
]
