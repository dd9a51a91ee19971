"""From the bytes of a file to what the review screen needs, under the limits of imports."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pacte.documents import errors
from pacte.documents.reading import DEFAULT, Limits, read
from pacte.roadmap.importing.amending import amend
from pacte.roadmap.importing.coverage import coverage_of, told_by
from pacte.roadmap.importing.foreseeing import RowsRead, rows_ahead
from pacte.roadmap.importing.keeping import as_kept, carried_bases, french, settle
from pacte.roadmap.importing.own.delimited import unshielded
from pacte.roadmap.importing.own.packing import unpacked
from pacte.roadmap.importing.showing import pages_of
from pacte.roadmap.importing.understanding import understand

if TYPE_CHECKING:
    from pacte.documents.content import Content
    from pacte.roadmap.importing.choices import Choices
    from pacte.roadmap.importing.plan import ReadPlan

Json = dict[str, Any]
Step = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class WatchedLimits(Limits):
    """Limits that also tell, as often as they are checked, how far the reading is."""

    opened: RowsRead | None = None

    def check_time(self) -> None:
        Limits.check_time(self)
        if self.opened is not None:
            self.opened.tell()

    def check_rows(self, rows: int, *, columns: int = 1) -> None:
        Limits.check_rows(self, rows, columns=columns)
        if self.opened is not None:
            self.opened.at(rows)


@dataclass(frozen=True, slots=True)
class Draft:
    reading: Json
    pages: list[list[Json]]


def draft(
    data: bytes,
    *,
    name: str,
    choices: Choices,
    limits: Limits = DEFAULT,
    step: Step | None = None,
    watch: Callable[[], None] | None = None,
    reached: Callable[[int], None] | None = None,
    earlier: Mapping[str, str] | None = None,
) -> Draft:
    """Read and understand a document.

    `step` is told of each new stage and of how many rows it has to go through, `reached` of how
    many are read; `watch` is called all along. Both may raise to stop. `earlier` holds answers
    given about a former version of the document, by « code|words »: the same question is not asked
    twice.

    Raises:
        DocumentError: when it cannot be read, or takes longer than its limits allow.
    """
    began = time.monotonic()
    watched = WatchedLimits(
        limits.max_bytes,
        limits.max_rows,
        limits.max_unpacked,
        limits.max_seconds,
        opened=RowsRead(reached) if reached is not None else None,
    )
    _tell(step, "reading", rows_ahead(data, limits))
    content = unshielded(read(data, name=name, limits=watched))
    _tell(step, "understanding", rows_of(content))
    check = _until(began + limits.max_seconds, limits, watch)
    with french():
        plan = understand(content, choices=choices, watch=check)
        known = known_answers(plan, earlier or {})
        if known:
            choices = replace(choices, answers={**known, **choices.answers})
            plan = understand(content, choices=choices, watch=check)
        settle(plan, choices.answers)
        if choices.items:
            amend(plan, choices.items)
            plan.coverage = coverage_of(told_by(content), plan.unplaced)
        reading = as_kept(plan)
    _tell(step, "keeping", 0)
    own = unpacked(content)
    reading["bases"] = carried_bases(own) if own else {}
    pages = pages_of(content)
    reading["page_of"] = page_of(pages)
    reading["seconds"] = round(time.monotonic() - began, 2)
    return Draft(reading, pages)


def known_answers(plan: ReadPlan, earlier: Mapping[str, str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for doubt in plan.doubts:
        code, _where, words = [*doubt.key.split("|"), "", ""][:3]
        if f"{code}|{words}" in earlier:
            answers[doubt.key] = earlier[f"{code}|{words}"]
    return answers


def _tell(step: Step | None, name: str, total: int) -> None:
    if step is not None:
        step(name, total)


def _until(end: float, limits: Limits, watch: Callable[[], None] | None) -> Callable[[], None]:
    def check() -> None:
        if time.monotonic() > end:
            raise errors.TooLong(limits.max_seconds)
        if watch is not None:
            watch()

    return check


def rows_of(content: Content) -> int:
    return sum(len(block.rows) if hasattr(block, "rows") else 1 for block in content.blocks)


def page_of(pages: list[list[Json]]) -> dict[str, int]:
    """On which page of the document each passage stands; nothing where there is one page only."""
    if len(pages) == 1:
        return {}
    found: dict[str, int] = {}
    for number, blocks in enumerate(pages, 1):
        for block in blocks:
            found.setdefault(block["where"], number)
            for row in block.get("rows", ()):
                found.setdefault(row["where"], number)
    return found


def told_refusal(problem: str, values: Mapping[str, str]) -> str:
    """The sentence of a refusal that was kept by its name, in the reader's language."""
    kind = getattr(errors, problem, errors.DocumentError)
    return errors.describe(_Kept(kind, values))


class _Kept(errors.DocumentError):
    """A refusal told again from its name and values."""

    def __init__(self, kind: type[errors.DocumentError], values: Mapping[str, str]) -> None:
        super().__init__(kind.__name__)
        self.message = kind.message
        self.kept = dict(values)

    def values(self) -> dict[str, str]:
        return self.kept
