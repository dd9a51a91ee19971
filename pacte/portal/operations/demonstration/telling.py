"""What a demonstration knows while it is being laid: its clock, and whom each key names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from pacte.core.actor import SYSTEM, Actor
from pacte.network.models import Contact, Group, Organisation, Unit
from pacte.roadmap.operations import Target


@dataclass(slots=True)
class Telling:
    now: dt.datetime
    actors: dict[str, Actor] = field(default_factory=lambda: {"pacte": SYSTEM})
    names: dict[str, str] = field(default_factory=dict)  # of those who act
    organisations: dict[str, Organisation] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    voices: dict[str, str] = field(default_factory=dict)  # who answers for an organisation

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def day(self, shift: int) -> dt.date:
        return self.today + dt.timedelta(days=shift)

    def moment(self, shift: int, minute: int = 0) -> dt.datetime:
        """A working hour of that day, never after now."""
        morning = self.now.replace(hour=8, minute=0, second=0, microsecond=0)
        asked = morning + dt.timedelta(days=shift, minutes=minute % 480)
        return min(asked, self.now)

    def named(self, key: str) -> Target:
        """Whom a key of the data names; `=words` are those of nobody the directory knows."""
        if key.startswith("="):
            return Target(words=key[1:])
        if key == "all":
            return Target(is_all=True)
        if key in self.organisations:
            return Target(organisation=self.organisations[key])
        if key in self.units:
            return Target(unit=self.units[key])
        if key in self.groups:
            return Target(group=self.groups[key])
        return Target(contact=self.contacts[key])

    def voice_of(self, key: str) -> str:
        """Who said yes for them."""
        return self.voices.get(key, "le comité")


@dataclass(order=True, slots=True)
class Event:
    """One thing that someone did to an action; sorting puts a life in order."""

    shift: int
    order: int
    do: Callable[..., object] = field(compare=False)  # at=
