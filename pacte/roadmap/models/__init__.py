"""Facts of the roadmap: plans and their frame, actions, who does what, what came of it, imports."""

from pacte.roadmap.models.actions import Action, ActionFile, OngoingItem, Step
from pacte.roadmap.models.asking import (
    CallNote,
    Handover,
    ProgressAnswer,
    ProgressLink,
    ProgressRequest,
    ProgressSettings,
)
from pacte.roadmap.models.externals import ExternalInitiative
from pacte.roadmap.models.feeds import CalendarFeed
from pacte.roadmap.models.frameworks import FrameworkItem, ReferenceFramework
from pacte.roadmap.models.imports import ImportedPage, PlanImport, RememberedHeading
from pacte.roadmap.models.key_projects import KeyProject, KeyProjectAction, Milestone
from pacte.roadmap.models.links import TIED_LISTS, TIED_TO, Attachment
from pacte.roadmap.models.plans import ActionCounter, Plan, PlanLevel, PlanNode
from pacte.roadmap.models.progress import (
    Achievement,
    AchievementCredit,
    AchievementFile,
    ProgressReport,
)
from pacte.roadmap.models.proposals import Proposal
from pacte.roadmap.models.reporting import (
    Reporting,
    ReportingField,
    ReportingForm,
    ReportingText,
)
from pacte.roadmap.models.responsibilities import Responsibility
from pacte.roadmap.models.restructuring import Restructuring
from pacte.roadmap.models.saved import SavedFilter

__all__ = [
    "TIED_LISTS",
    "TIED_TO",
    "Achievement",
    "AchievementCredit",
    "AchievementFile",
    "Action",
    "ActionCounter",
    "ActionFile",
    "Attachment",
    "CalendarFeed",
    "CallNote",
    "ExternalInitiative",
    "FrameworkItem",
    "Handover",
    "ImportedPage",
    "KeyProject",
    "KeyProjectAction",
    "Milestone",
    "OngoingItem",
    "Plan",
    "PlanImport",
    "PlanLevel",
    "PlanNode",
    "ProgressAnswer",
    "ProgressLink",
    "ProgressReport",
    "ProgressRequest",
    "ProgressSettings",
    "Proposal",
    "ReferenceFramework",
    "RememberedHeading",
    "Reporting",
    "ReportingField",
    "ReportingForm",
    "ReportingText",
    "Responsibility",
    "Restructuring",
    "SavedFilter",
    "Step",
]
