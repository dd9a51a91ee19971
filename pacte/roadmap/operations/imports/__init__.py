"""A document becomes a plan: kept, read, corrected, then applied once and wholly, or not at all."""

from pacte.roadmap.operations.imports.drafts import (
    ask_reading,
    cancel_import,
    choose_plan,
    correct_import,
    earlier_answers,
    keep_reading,
    merged_choices,
    purge_drafts,
    refuse_reading,
    resume_import,
    start_import,
)
from pacte.roadmap.operations.imports.making import apply_import, import_at_once
from pacte.roadmap.operations.imports.updating import Accepted, Outcome, Wanted, update_plan
from pacte.roadmap.operations.imports.waiting import (
    ask_application,
    ask_comparison,
    ask_update,
    keep_comparison,
    reopen_import,
    stop_import,
)

__all__ = [
    "Accepted",
    "Outcome",
    "Wanted",
    "apply_import",
    "ask_application",
    "ask_comparison",
    "ask_reading",
    "ask_update",
    "cancel_import",
    "choose_plan",
    "correct_import",
    "earlier_answers",
    "import_at_once",
    "keep_comparison",
    "keep_reading",
    "merged_choices",
    "purge_drafts",
    "refuse_reading",
    "reopen_import",
    "resume_import",
    "start_import",
    "stop_import",
    "update_plan",
]
