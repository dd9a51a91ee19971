"""The columns that a plan's table may show: their keys, headings and what each holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2s
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pacte.initiatives import registry
from pacte.roadmap.enums import LevelKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.utils.functional import _StrPromise

    from pacte.initiatives.models import Initiative
    from pacte.roadmap.models import Plan, PlanLevel

EXTRA = "extra:"  # prefix of a column that only the document knows
LEVEL = "level:"  # prefix of a frame level, followed by its position


class Holds(StrEnum):
    """What a cell holds: how it is drawn and edited."""

    FRAME = "frame"
    LINE = "line"
    TEXT = "text"
    LIST = "list"
    PEOPLE = "people"
    SCHEDULE = "schedule"
    STATUS = "status"
    WEATHER = "weather"
    CHOICE = "choice"
    FACT = "fact"  # not edited in the table


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    holds: Holds
    is_shown: bool = True

    @property
    def is_extra(self) -> bool:
        return self.key.startswith(EXTRA)


@dataclass(frozen=True, slots=True)
class Known:
    label: _StrPromise
    holds: Holds
    is_shown: bool


# The action's and the step's headings are the plan's own level names where it has them.
KNOWN: dict[str, Known] = {
    "number": Known(_("N°"), Holds.LINE, is_shown=True),
    "title": Known(_("Action"), Holds.TEXT, is_shown=True),
    "description": Known(_("Description"), Holds.TEXT, is_shown=False),
    "expected_result": Known(_("Résultat attendu"), Holds.TEXT, is_shown=False),
    "steps": Known(_("Étapes"), Holds.LIST, is_shown=True),
    "leads": Known(_("Responsables"), Holds.PEOPLE, is_shown=True),
    "partners": Known(_("Partenaires"), Holds.PEOPLE, is_shown=True),
    "referents": Known(_("Élues et élus référents"), Holds.PEOPLE, is_shown=False),
    "schedule": Known(_("Échéance"), Holds.SCHEDULE, is_shown=True),
    "status": Known(_("État"), Holds.STATUS, is_shown=True),
    "weather": Known(_("Météo"), Holds.WEATHER, is_shown=False),
    "achievements": Known(_("Réalisations"), Holds.LIST, is_shown=True),
    "ongoing": Known(_("Actions en cours"), Holds.LIST, is_shown=False),
    "priority": Known(_("Priorité"), Holds.LINE, is_shown=False),
    "origin": Known(_("Origine"), Holds.CHOICE, is_shown=False),
    "budget": Known(_("Budget"), Holds.LINE, is_shown=False),
    "funders": Known(_("Financeurs"), Holds.PEOPLE, is_shown=False),
    "indicators": Known(_("Indicateurs"), Holds.LIST, is_shown=False),
    "publics": Known(_("Publics"), Holds.LIST, is_shown=False),
    "themes": Known(_("Thèmes"), Holds.LIST, is_shown=False),
    "pillars": Known(_("Piliers"), Holds.LIST, is_shown=False),
    "territories": Known(_("Territoires"), Holds.LIST, is_shown=False),
    "externals": Known(_("Démarches extérieures"), Holds.LIST, is_shown=False),
    "alignments": Known(_("Alignement"), Holds.LIST, is_shown=False),
    "notes": Known(_("Notes"), Holds.FACT, is_shown=False),
    "code": Known(_("Code permanent"), Holds.FACT, is_shown=False),
    "where": Known(_("Provenance"), Holds.FACT, is_shown=False),
}


# The columns that go off with a part which a démarche may do without.
PART_OF = {"externals": "roadmap.externals", "alignments": "roadmap.frameworks"}


def closed_columns(initiative: Initiative) -> frozenset[str]:
    """Those of the parts that this démarche does without."""
    parts = PART_OF.items()
    return frozenset(column for column, part in parts if not registry.is_on(part, initiative))


def column_closed(column: str, initiative: Initiative) -> registry.Module | None:
    """The part that this column went off with."""
    return registry.closed(PART_OF[column], initiative) if column in PART_OF else None


def every_column(
    levels: Sequence[PlanLevel], extras: Iterable[str], without: Collection[str] = ()
) -> list[Column]:
    """All that this plan can show, frame first, in the order of the class of columns."""
    names = {level.kind: level.label for level in levels}
    found = [
        Column(f"{LEVEL}{level.position}", level.label, Holds.FRAME)
        for level in levels
        if level.kind == LevelKind.FRAME
    ]
    for key, known in KNOWN.items():
        if key in without:
            continue
        label = str(known.label)
        if key == "title":
            label = names.get(LevelKind.ACTION, label)
        elif key == "steps":
            label = several(names[LevelKind.STEP]) if LevelKind.STEP in names else label
        found.append(Column(key, label, known.holds, known.is_shown))
    found += [Column(f"{EXTRA}{header}", header, Holds.TEXT) for header in extras]
    return found


def is_named_alike(key: str) -> bool:
    """Whether the column has its name whatever the levels of the plan are called."""
    return key in KNOWN and key not in {"title", "steps"}


def several(label: str) -> str:
    """The heading of a column that holds several: « Étapes », « Moyens ».

    A name of several words has its plural in the middle, which only its territory knows.
    """
    return label if " " in label or label[-1:] in "sxz" else f"{label}s"


def arrangement(plan: Plan) -> str:
    """A short mark of how the columns are arranged: another arrangement has another mark."""
    return mark_of(json.dumps(plan.columns, sort_keys=True))


def mark_of(text: str) -> str:
    return blake2s(text.encode(), digest_size=6).hexdigest()


def shown_keys(choice: Sequence[dict[str, object]]) -> frozenset[str]:
    """The keys of the columns that this choice shows; without one, those shown by default."""
    if not choice:
        return frozenset(key for key, known in KNOWN.items() if known.is_shown)
    return frozenset(str(entry.get("key")) for entry in choice if entry.get("is_shown", True))


def chosen_columns(columns: Sequence[Column], choice: Sequence[dict[str, object]]) -> list[Column]:
    """Order, name and show as chosen; what the choice does not name comes last, hidden.

    Without a choice each column is as it comes.
    """
    if not choice:
        return list(columns)
    by_key = {column.key: column for column in columns}
    ordered = []
    for entry in choice:
        column = by_key.pop(str(entry.get("key")), None)
        if column is not None:
            label = str(entry.get("label") or column.label)
            ordered.append(
                Column(column.key, label, column.holds, bool(entry.get("is_shown", True)))
            )
    ordered += [Column(c.key, c.label, c.holds, is_shown=False) for c in by_key.values()]
    return ordered
