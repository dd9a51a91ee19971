"""Two organisations that are one: what leads to each, and which ones look alike."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, cast

from pacte.core.relations import columns_to, model_of, rows_of
from pacte.network import registry
from pacte.network.models import Organisation, OrganisationName
from pacte.network.queries.directory import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models
    from django.db.models import ManyToOneRel

    from pacte.initiatives.models import Initiative

ALIKE = 0.82  # of the letters in common, from which two names are shown side by side
SHOWN = 6


def key_of(column: ManyToOneRel) -> str:
    """As `registry.register_links` names it; a many-to-many table by the field that made it."""
    model = model_of(column)
    if owner := model._meta.auto_created:
        fields = cast("type[models.Model]", owner)._meta.many_to_many  # typed as a boolean
        (name,) = (field.name for field in fields if field.remote_field.through is model)
        return f"{fields[0].model._meta.label_lower}.{name}"
    return f"{model._meta.label_lower}.{column.field.name}"


@dataclass(frozen=True, slots=True)
class LinkCount:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Merger:
    """What a merger would do: which one goes, which one stays, and what moves."""

    merged: Organisation
    kept: Organisation
    links: Sequence[LinkCount]
    numbers_differ: bool
    same_rows: Sequence[str]  # services that both have


def merger_of(merged: Organisation, kept: Organisation) -> Merger:
    units = {folded(unit.name): unit.name for unit in kept.units.filter(deleted_at=None)}
    theirs = merged.units.filter(deleted_at=None).order_by("name", "pk")
    return Merger(
        merged,
        kept,
        links_to(merged),
        any(
            getattr(merged, field) and getattr(kept, field) not in {"", getattr(merged, field)}
            for field in ("siret", "neq")
        ),
        [unit.name for unit in theirs if folded(unit.name) in units],
    )


def links_to(organisation: Organisation) -> list[LinkCount]:
    """How many rows lead to it, by what they are; none with zero."""
    counts: dict[str, int] = {}
    for column in columns_to(Organisation):
        label = str(registry.label_of_link(key_of(column)))
        counts[label] = counts.get(label, 0) + rows_of(column, organisation.pk).count()
    return [LinkCount(label, count) for label, count in counts.items() if count]


def look_alikes(initiative: Initiative, organisation: Organisation) -> list[Organisation]:
    """Those of the initiative whose names come closest to its own, at most six."""
    others = Organisation.objects.of_initiative(initiative).exclude(pk=organisation.pk)
    past = OrganisationName.objects.filter(organisation__in=others)
    names: dict[int, set[str]] = {}
    for key, *told in [
        *others.values_list("pk", "name", "short_name"),
        *past.values_list("organisation", "name", "short_name"),
    ]:
        names.setdefault(key, set()).update(filter(None, map(folded, told)))
    mine = {folded(name) for name in (organisation.name, organisation.short_name) if name}
    near = {
        key: best
        for key, theirs in names.items()
        if (best := max((alike(a, b) for a in mine for b in theirs), default=0)) >= ALIKE
    }
    closest = sorted(near, key=lambda key: (-near[key], key))[:SHOWN]
    rows = others.in_bulk(closest)
    return [rows[key] for key in closest]


def alike(one: str, other: str) -> float:
    """1 where the words of one are all in the other, else the share of letters in common."""
    some, more = sorted((set(one.split()), set(other.split())), key=len)
    if len(some) > 1 and some <= more:
        return 1
    return SequenceMatcher(None, one, other).ratio()


def successor(initiative: Initiative, slug: str) -> Organisation | None:
    """What the organisation that had this address was merged into."""
    gone = Organisation.objects.merged_in(initiative).filter(slug=slug)
    found = gone.select_related("merged_into").first()
    return found.merged_into if found else None
