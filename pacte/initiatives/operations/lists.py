"""The lists that a team keeps: whom actions are for, what they are about, what they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Max

from pacte.core import audit
from pacte.initiatives.errors import ListStarted, NameTaken
from pacte.initiatives.models import LISTS, Initiative, Listed
from pacte.initiatives.providers.lists import starting_list

if TYPE_CHECKING:
    from pacte.core.actor import Actor


@transaction.atomic
def start_lists(
    *, initiative: Initiative, by: Actor, at: dt.datetime, kinds: Sequence[str] = tuple(LISTS)
) -> None:
    """Fill lists with what a team of that country usually counts by; raise ListStarted."""
    for kind in kinds:
        model = LISTS[kind]
        if model.objects.of_initiative(initiative).exists():
            raise ListStarted
        model.objects.bulk_create(
            model(initiative=initiative, name=name, words=words, position=place)
            for place, (name, words) in enumerate(starting_list(initiative.jurisdiction, kind), 1)
        )
    renamed(initiative)
    audit.record(
        "initiatives.list.started",
        target=initiative,
        by=by,
        at=at,
        changes={"kind": [[], list(kinds)]},
    )


@transaction.atomic
def add_listed(
    *,
    initiative: Initiative,
    kind: str,
    name: str,
    by: Actor,
    at: dt.datetime,
    words: Sequence[str] = (),
) -> Listed:
    """Add an entry at the end of a list; raise NameTaken."""
    model = LISTS[kind]
    check_name(model, initiative, name)
    last = model.objects.of_initiative(initiative).aggregate(last=Max("position"))["last"] or 0
    entry = model.objects.create(
        initiative=initiative, name=name, words=list(words), position=last + 1
    )
    tell("added", entry, {"name": ["", name], "words": [[], entry.words]}, by, at)
    return entry


@transaction.atomic
def edit_listed(
    *, entry: Listed, name: str, words: Sequence[str], by: Actor, at: dt.datetime
) -> Listed:
    """Say it otherwise; the former name stays one of its words. Raise NameTaken."""
    check_name(type(entry), entry.initiative, name, besides=entry.pk)
    kept = [word for word in dict.fromkeys(words) if word != name]
    if entry.name != name and entry.name not in kept:
        kept.append(entry.name)
    if changes := audit.changed(entry, {"name": name, "words": kept}):
        entry.name, entry.words = name, kept
        entry.save(update_fields=["name", "words"])
        tell("edited", entry, changes, by, at)
    return entry


@transaction.atomic
def remove_listed(*, entry: Listed, is_used: bool, by: Actor, at: dt.datetime) -> None:
    """Take it out; one that is used stays where it stands, and is no longer offered."""
    if is_used:
        entry.closed_at = at
        entry.save(update_fields=["closed_at"])
        tell("closed", entry, {"name": [entry.name, ""]}, by, at)
        return
    tell("removed", entry, {"name": [entry.name, ""]}, by, at)
    entry.delete()


@transaction.atomic
def reopen_listed(*, entry: Listed, by: Actor, at: dt.datetime) -> Listed:
    entry.closed_at = None
    entry.save(update_fields=["closed_at"])
    tell("reopened", entry, {"name": ["", entry.name]}, by, at)
    return entry


def check_name(model: type[Listed], initiative: Initiative, name: str, besides: int = 0) -> None:
    same = model.objects.of_initiative(initiative).filter(name__iexact=name).exclude(pk=besides)
    if same.exists():
        raise NameTaken


def tell(
    what: str, entry: Listed, changes: dict[str, list[object]], by: Actor, at: dt.datetime
) -> None:
    """In the history of the initiative: an entry may not be there any more."""
    renamed(entry.initiative)
    audit.record(
        f"initiatives.listed.{what}", target=entry.initiative, by=by, at=at, changes=changes
    )


def renamed(initiative: Initiative) -> None:
    """What was drawn with the names of before is stale."""
    Initiative.objects.filter(pk=initiative.pk).update(directory_version=F("directory_version") + 1)
