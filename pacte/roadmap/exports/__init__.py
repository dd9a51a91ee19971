"""Taking a plan out: spreadsheets that read back, paged documents, one archive of everything."""

from pacte.initiatives.exports import Letterhead, MadeFile, letterhead
from pacte.roadmap.exports.achievements import achievements_grid, export_achievements
from pacte.roadmap.exports.bundle import write_bundle
from pacte.roadmap.exports.files import (
    MOST_IN_PDF,
    Form,
    export_overview,
    export_plan,
    file_name,
)
from pacte.roadmap.exports.overview import overview_page
from pacte.roadmap.exports.report import Parts, plan_report
from pacte.roadmap.exports.snapshot import Snapshot, take_snapshot
from pacte.roadmap.exports.workbook import plan_workbook

__all__ = [
    "MOST_IN_PDF",
    "Form",
    "Letterhead",
    "MadeFile",
    "Parts",
    "Snapshot",
    "achievements_grid",
    "export_achievements",
    "export_overview",
    "export_plan",
    "file_name",
    "letterhead",
    "overview_page",
    "plan_report",
    "plan_workbook",
    "take_snapshot",
    "write_bundle",
]
