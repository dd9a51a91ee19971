"""What a comparison finds, in a shape that the database keeps between two pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

Json: TypeAlias = Mapping[str, Any]
Value: TypeAlias = str | list[str]


def plain(value: Value) -> list[str]:
    """The lines of a value, spaces and line ends apart."""
    lines = value.splitlines() if isinstance(value, str) else value
    return [words for line in lines if (words := " ".join(line.split()))]


def digest(value: Value) -> str:
    """Says whether a value is still the one a page has shown."""
    return hashlib.sha256(json.dumps(plain(value)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one action. `both`: it was also changed here since the last import."""

    code: str
    column: str
    before: Value  # at the last import, or what stands now where there was none
    now: Value
    proposed: Value
    both: bool = False

    @property
    def key(self) -> str:
        return f"{self.code}|{self.column}|{digest(self.now)}|{digest(self.proposed)}"


@dataclass(slots=True)
class Changed:
    """An action of the plan and what the document would change in it."""

    code: str
    title: str
    number: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Named:
    """An action in a list: `key` is its id in the document, or its code in the plan."""

    key: str
    number: str
    title: str
    where: str = ""


@dataclass(slots=True)
class Comparison:
    changed: list[Changed] = field(default_factory=list)
    kept: int = 0  # values changed here only, which the document does not touch
    same: int = 0  # actions about which both say the same
    added: list[Named] = field(default_factory=list)  # actions of the document that are new
    left_out: list[Named] = field(default_factory=list)  # imported ones, not in the document
    missing: int = 0  # actions of the plan that are not in the document
    is_partial: bool = False
    matched: dict[str, str] = field(default_factory=dict)  # id in the document → code

    @property
    def count(self) -> int:
        return sum(len(changed.changes) for changed in self.changed)

    def removed(self, *, is_whole: bool) -> list[Named]:
        """What is proposed for removal; `is_whole`: a person said that this is the whole plan."""
        return [] if self.is_partial and not is_whole else self.left_out


def as_kept(found: Comparison) -> dict[str, Any]:
    return asdict(found)


def from_kept(told: Json) -> Comparison:
    simple = {one.name for one in fields(Comparison)} - {"changed", "added", "left_out"}
    return Comparison(
        changed=[
            Changed(
                changed["code"],
                changed["title"],
                changed["number"],
                [Change(**change) for change in changed["changes"]],
            )
            for changed in told["changed"]
        ],
        added=[Named(**named) for named in told["added"]],
        left_out=[Named(**named) for named in told["left_out"]],
        **{name: told[name] for name in simple},
    )
