"""What a document says of an action's schedule, in its own words and with its meaning."""

from pacte.roadmap.importing.schedules.calendar import Convention
from pacte.roadmap.importing.schedules.schedule import (
    Schedule,
    ScheduleKind,
    join_schedules,
    understand_schedule,
)

__all__ = [
    "Convention",
    "Schedule",
    "ScheduleKind",
    "join_schedules",
    "understand_schedule",
]
