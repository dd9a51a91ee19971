"""Who acts: a person with an account, a link, a participant without account, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "USER"
    LINK = "LINK"
    PARTICIPANT = "PARTICIPANT"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """`label` is what the history shows; `key` finds the actor again."""

    kind: ActorKind
    key: str
    label: str

    @property
    def user_id(self) -> int | None:
        return int(self.key.partition(":")[0]) if self.kind is ActorKind.USER else None


SYSTEM = Actor(ActorKind.SYSTEM, "pacte", "Pacte")
