"""What can be refused about territories."""

from __future__ import annotations

from pacte.territories.enums import ListProblem


class EmptyPerimeter(Exception):
    """A perimeter holds at least one territory."""


class NotAPerimeter(Exception):
    """Only a drawn perimeter is changed part by part; official territories follow their source."""


class PerimeterInItself(Exception):
    """A perimeter would hold itself, directly or through another."""


class UnreadableList(Exception):
    """The file is not a list of communes; `reason` says why, in the reader's words."""

    def __init__(self, reason: ListProblem) -> None:
        super().__init__(reason)
        self.reason = reason


class ReferenceIncomplete(Exception):
    """The reference files do not hold what their source publishes."""
