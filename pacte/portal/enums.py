"""Closed lists of the portal: first steps in a démarche, sorts of things handed over."""

from __future__ import annotations

from enum import StrEnum, auto


class FirstStep(StrEnum):
    """What makes a new démarche usable, in order."""

    PLAN = auto()
    PRESENTATION = auto()
    TEAM = auto()
    DIRECTORY = auto()


class HeldSort(StrEnum):
    """A sort of thing that goes to another, as the forms name it."""

    PART = "part"
    REQUESTS = "requests"
    FUNCTION = "function"
    REFERENT = "referent"
    DEPUTY_REFERENT = "deputy-referent"
    GROUP = "group"
    DEPUTY = "deputy"
    ROLE = "role"
