"""What the user has answered, put in the place of what was understood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pacte.roadmap.importing.choices import SAID
from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.schedules import Convention, ScheduleKind, understand_schedule

if TYPE_CHECKING:
    from pacte.documents.content import CellValue
    from pacte.roadmap.importing.plan import ReadSchedule


def take_names(names: list[str], given: tuple[str, ...], answer: str, text: str) -> None:
    """Put the names answered after those that come from elsewhere than `given`."""
    said = answer.removeprefix(SAID)
    chosen = [part.strip() for part in re.split(r"\s*[;\n]\s*", said) if part.strip()]
    kept = [name for name in names if name not in given]
    names[:] = kept + ([squeeze(text)] if answer == "whole" else chosen)


def take_schedule(
    schedule: ReadSchedule, answer: str, text: str = "", cell_value: CellValue = None
) -> None:
    """Give the words of the document the meaning answered; a date may be the user's own."""
    if answer in set(Convention):
        found = understand_schedule(text, cell_value, convention=Convention(answer))
    elif answer.startswith(SAID):
        found = understand_schedule(answer.removeprefix(SAID))
    else:
        if answer in set(ScheduleKind) and answer != schedule.kind:
            schedule.kind, schedule.start, schedule.end = answer, None, None
        return
    schedule.kind, schedule.start, schedule.end = str(found.kind), found.start, found.end
