"""What the roadmap refuses, each named after the fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class RoadmapError(Exception):
    """Something a person asked for that cannot be done as asked."""


class TransitionRefused(RoadmapError):
    """That status does not follow this one."""


class ReasonMissing(RoadmapError):
    """Pausing or not pursuing an action wants its reason."""


class ContinuousNeverDone(RoadmapError):
    """An action « en continu » is reviewed, never finished."""


class NothingAwaited(RoadmapError):
    """« En attente de… » wants to know what."""


class ScheduleReversed(RoadmapError):
    """The end stands before the start."""


class TitleMissing(RoadmapError):
    """A thing without a title cannot be found again."""


class NodeElsewhere(RoadmapError):
    """The node belongs to another plan, or would stand under itself."""


class NotDeleted(RoadmapError):
    """Only what was deleted less than thirty days ago comes back."""


class TargetUnclear(RoadmapError):
    """A responsibility names one organisation, unit, group, contact, everybody, or plain words."""


class NothingSaid(RoadmapError):
    """A follow-up entry without a word."""


class PublishedAndKept(RoadmapError):
    """A thing is the team's own or publishable, not both."""


class AnswerClosed(RoadmapError):
    """Too late to change what was said: the fifteen days are over."""


class AnswerReviewed(RoadmapError):
    """Someone of the team decided on this answer meanwhile, or it was corrected."""


class HandoverSettled(RoadmapError):
    """Someone of the team settled it meanwhile."""


class LinkClosed(RoadmapError):
    """The team closed the link: nothing makes it open again."""


@dataclass(eq=False)
class FieldChangedMeanwhile(RoadmapError):
    """Someone saved this very field after it was read; nothing is lost, a person chooses."""

    field: str
    read: object  # what the person had before her eyes
    current: object  # what stands now
    asked: object  # what she wants

    def __str__(self) -> str:
        return self.field


class ColumnsChangedMeanwhile(RoadmapError):
    """Someone else arranged the columns after they were read."""


@dataclass(eq=False)
class VersionChangedMeanwhile(RoadmapError):
    """The whole form was read at an older version."""

    read: int
    current: int

    def __str__(self) -> str:
        return f"{self.read} < {self.current}"


@dataclass(eq=False)
class StepCannotHold(RoadmapError):
    """The action owns what a step has no place for."""

    held: Mapping[str, int]  # how many, by kind: a key of `queries.rows.held_besides`

    def __str__(self) -> str:
        return ", ".join(self.held)


class PartHoldsActions(RoadmapError):
    """A part goes away empty, or once it is said where its actions and parts go."""


class TeamOnlyWouldShow(RoadmapError):
    """What the team keeps to itself would come into the open with what takes it in."""


class DraftWouldShow(RoadmapError):
    """What a plan not yet shared says would come into the open with what takes it in."""


class ProposalDecided(RoadmapError):
    """Someone of the team decided on it meanwhile."""


class AlreadyUndone(RoadmapError):
    """It was taken back before."""


@dataclass(eq=False)
class UndoLaterFirst(RoadmapError):
    """A later rearrangement stands on this one."""

    later: object  # the restructuring

    def __str__(self) -> str:
        return str(self.later)


@dataclass(eq=False)
class HoldsMoreSince(RoadmapError):
    """What was made then has received something since."""

    what: str

    def __str__(self) -> str:
        return self.what


class PlanTooLongForPdf(RoadmapError):
    """Laying out so many pages would need more memory than a small server has."""


class TooManyExports(RoadmapError):
    """The worker is everyone's: one person does not fill its queue, nor the disk."""


class ImportEnded(RoadmapError):
    """The import was applied, cancelled or refused meanwhile: its draft no longer changes."""


class NothingToImport(RoadmapError):
    """No action was understood in the document."""


class TooManyItems(RoadmapError):
    """A framework holds so many lines at most."""


class NotInTheList(RoadmapError):
    """Names that the list of the initiative does not have."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names
