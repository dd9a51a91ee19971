"""What an action owns as rows of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.roadmap.models import Action


def held_besides(action: Action) -> dict[str, int]:
    """What the action owns that neither a step nor a note can hold: how many of each."""
    counts = {
        "steps": action.steps.present().count(),
        "achievements": action.achievements.present().count(),
        "ongoing": action.ongoing.present().count(),
        "reports": action.reports.present().count(),
        "files": action.files.present().count(),
    }
    return {kind: count for kind, count in counts.items() if count}
