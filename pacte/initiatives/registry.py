"""The modules an initiative may switch on or off, as higher apps declare them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.initiatives.models import Initiative


@dataclass(frozen=True, slots=True)
class Module:
    """`label` names what people look for; `address` opens it from the menu, where it stands there.

    `name` is also the name space of its addresses: the menu marks the part one is in by it. A
    part of another module, as « roadmap.matrix », names its own `screens`, and closes with the
    module it is `within`. `goes` tells what goes off with it.
    """

    name: str
    label: _StrPromise
    position: int
    address: Callable[[Initiative], str] | None = None
    is_optional: bool = True
    goes: _StrPromise | str = ""
    within: str = ""
    screens: frozenset[str] = frozenset()


class Read(Protocol):
    """Find what there is to tell at a Monday: each line, and the path that opens it."""

    def __call__(
        self, initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
    ) -> Sequence[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Concern:
    """What the Monday letter tells the team of, while the automation of this name is on."""

    name: str
    title: _StrPromise
    read: Read


_modules: dict[str, Module] = {}


def register(module: Module) -> None:
    """Declare a module once, in `AppConfig.ready()`."""
    _modules[module.name] = module


_concerns: dict[str, Concern] = {}


def register_concern(concern: Concern) -> None:
    """Declare what the Monday letter tells of, in `AppConfig.ready()`."""
    _concerns[concern.name] = concern


def concerns() -> list[Concern]:
    return list(_concerns.values())


def every() -> list[Module]:
    return sorted(_modules.values(), key=lambda module: module.position)


def optional() -> list[Module]:
    return [module for module in every() if module.is_optional]


def active(initiative: Initiative) -> list[Module]:
    """Those that the menu shows."""
    return [module for module in every() if module.address and is_on(module.name, initiative)]


def off(initiative: Initiative) -> tuple[str, ...]:
    """The names of what is closed, by itself or with what it is within."""
    return tuple(m.name for m in every() if not is_on(m.name, initiative))


def closed_at(screen: str, initiative: Initiative) -> Module | None:
    """The module that keeps an address from answering, « roadmap:matrix » for one."""
    space = screen.partition(":")[0]
    for module in every():
        if (screen in module.screens or module.name == space) and closed(module.name, initiative):
            return module
    return None


def closed(name: str, initiative: Initiative) -> Module | None:
    """This module, where it is closed."""
    return None if is_on(name, initiative) else _modules[name]


def is_on(name: str, initiative: Initiative) -> bool:
    """Whether this part is open; what is no module always is."""
    module = _modules.get(name)
    if module is None:
        return True
    if module.is_optional and name in initiative.modules_off:
        return False
    return not module.within or is_on(module.within, initiative)
