"""Reading and understanding a document in a process apart, whatever the document does to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from pacte.core.confined import MemoryExceeded, Say, TimeExceeded, WorkCrashed, confined
from pacte.documents.errors import CorruptDocument, TooLong, TooMuchUnpacked
from pacte.roadmap.importing.drafting import Draft, Step, draft

if TYPE_CHECKING:
    from pacte.documents.reading import Limits
    from pacte.roadmap.importing.choices import Choices

Result = TypeVar("Result")
# What a document takes in memory once read and understood, for each byte that it may unpack to.
_MEMORY = 6
_TELL_SECONDS = 0.2


def apart(
    work: Callable[[Say], Result],
    *,
    limits: Limits,
    hear: Callable[[object], None] = lambda _message: None,
) -> Result:
    """Do what `core.confined` does, within the limits of imports.

    Raises:
        DocumentError: also where the document exhausts what the process was given.
    """
    memory, seconds = _MEMORY * limits.max_unpacked, limits.max_seconds
    try:
        return confined(work, memory=memory, seconds=seconds, hear=hear)
    except MemoryExceeded as error:
        raise TooMuchUnpacked(limits.max_unpacked) from error
    except TimeExceeded as error:
        raise TooLong(limits.max_seconds) from error
    except WorkCrashed as error:
        raise CorruptDocument from error


def draft_apart(
    data: bytes,
    *,
    name: str,
    choices: Choices,
    limits: Limits,
    step: Step,
    at: Callable[[int | None], None],
    earlier: Mapping[str, str] | None = None,
) -> Draft:
    """Do what `draft` does.

    `step` and `at` are called here, and may raise to stop it: `at` with how many rows of the stage
    are done, and with None from time to time.
    """

    def work(say: Say) -> Draft:
        teller = _Teller(say)
        return draft(
            data,
            name=name,
            choices=choices,
            limits=limits,
            step=teller.step,
            watch=teller.count,
            reached=teller.reached,
            earlier=earlier,
        )

    def hear(message: object) -> None:
        match message:
            case (str(stage), int(total)):
                step(stage, total)
            case int(done):
                at(done)
            case _:
                at(None)

    return apart(work, limits=limits, hear=hear)


class _Teller:
    """Says how far the reading is, not oftener than somebody can see."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._done = 0
        self._told_at = time.monotonic()

    def step(self, name: str, total: int) -> None:
        self._say((name, total))
        self._done = 0

    def count(self) -> None:
        self.reached(self._done + 1)

    def reached(self, done: int) -> None:
        self._done = done
        now = time.monotonic()
        if now > self._told_at + _TELL_SECONDS:
            self._say(done)
            self._told_at = now
