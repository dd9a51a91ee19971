"""Reads that cross apps, for the pages of the portal."""

from pacte.portal.queries.initiative import (
    PlanAtAGlance,
    backups,
    by_initiative,
    demo_people,
    held_initiatives,
    jobs_by_status,
    latest_news,
    outbox,
    part_of_the_plan,
    people_of,
    plans_at_a_glance,
    to_look_at,
    told_plan,
    trail_to_outbox,
    troubled_jobs,
)
from pacte.portal.queries.search import MOST as MOST_FOUND
from pacte.portal.queries.search import look_for, places_called
from pacte.portal.queries.starting import first_steps

__all__ = [
    "MOST_FOUND",
    "PlanAtAGlance",
    "backups",
    "by_initiative",
    "demo_people",
    "first_steps",
    "held_initiatives",
    "jobs_by_status",
    "latest_news",
    "look_for",
    "outbox",
    "part_of_the_plan",
    "people_of",
    "places_called",
    "plans_at_a_glance",
    "to_look_at",
    "told_plan",
    "trail_to_outbox",
    "troubled_jobs",
]
