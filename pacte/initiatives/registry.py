"""The modules an initiative may switch on or off, as higher apps declare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pacte.initiatives.models import Initiative


@dataclass(frozen=True, slots=True)
class Module:
    """`label` names what people look for; `address` opens it in an initiative.

    `name` is also the name space of its addresses: the menu marks the part one is in by it.
    """

    name: str
    label: _StrPromise
    address: Callable[[Initiative], str]
    position: int
    is_optional: bool = True


_modules: dict[str, Module] = {}


def register(module: Module) -> None:
    """Declare a module once, in `AppConfig.ready()`."""
    _modules[module.name] = module


def every() -> list[Module]:
    return sorted(_modules.values(), key=lambda module: module.position)


def active(initiative: Initiative) -> list[Module]:
    return [module for module in every() if is_on(module.name, initiative)]


def is_on(name: str, initiative: Initiative) -> bool:
    """Whether the addresses of this name space answer; those of no module always do."""
    module = _modules.get(name)
    return module is None or not module.is_optional or name not in initiative.modules_off
