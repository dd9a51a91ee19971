"""Reference frameworks and their items: kept by hand, or pasted from a sheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from pacte.core import audit
from pacte.initiatives.errors import NameTaken
from pacte.initiatives.operations.lists import renamed
from pacte.roadmap.errors import TooManyItems
from pacte.roadmap.models import Attachment, FrameworkItem, ReferenceFramework
from pacte.roadmap.models.frameworks import DEEPEST, MOST_ITEMS
from pacte.roadmap.operations.fields import AskedFields, change_fields
from pacte.roadmap.queries.frameworks import tied_within

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative

FRAMEWORK_FIELDS = frozenset({"name", "mark", "kept_by", "version", "dated_on", "address"})
ITEM_FIELDS = frozenset({"code", "title"})
PIECES = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the lines of a paste."""

    added: int
    retitled: int
    same: int


def record(
    verb: str,
    framework: ReferenceFramework,
    *,
    by: Actor,
    at: dt.datetime,
    changes: Mapping[str, list[object]],
) -> None:
    """Write on the framework's own history, its items' too."""
    renamed(framework.initiative)
    audit.record(f"roadmap.framework.{verb}", target=framework, by=by, at=at, changes=changes)


def locked(framework: ReferenceFramework) -> ReferenceFramework:
    rows = ReferenceFramework.objects.select_for_update(of=("self",)).select_related("initiative")
    return rows.get(pk=framework.pk)


def check_mark(initiative: Initiative, mark: str, besides: int = 0) -> None:
    rows = ReferenceFramework.objects.of_initiative(initiative).filter(mark__iexact=mark)
    if rows.exclude(pk=besides).exists():
        raise NameTaken


@transaction.atomic
def add_framework(
    *, initiative: Initiative, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> ReferenceFramework:
    """Add it after the others; raise NameTaken where its mark is another's."""
    if unknown := set(fields) - FRAMEWORK_FIELDS:
        raise KeyError(*unknown)
    check_mark(initiative, str(fields["mark"]))
    rows = ReferenceFramework.objects.of_initiative(initiative)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    made = ReferenceFramework.objects.create(
        initiative=initiative, position=last + 1, **dict(fields)
    )
    record("added", made, by=by, at=at, changes={"name": ["", made.name]})
    return made


@transaction.atomic
def edit_framework(
    *,
    framework: ReferenceFramework,
    asked: AskedFields,
    by: Actor,
    at: dt.datetime,
) -> ReferenceFramework:
    """Change fields, each with what was read and what is wanted; a new mark renames the items.

    Raise NameTaken, and FieldChangedMeanwhile where someone else changed one of them.
    """
    framework = locked(framework)
    changes = change_fields(framework, asked, FRAMEWORK_FIELDS)
    if not changes:
        return framework
    check_mark(framework.initiative, framework.mark, besides=framework.pk)
    framework.save(update_fields=list(changes))
    if "mark" in changes:
        place_items(framework)
    record("edited", framework, by=by, at=at, changes=changes)
    return framework


@transaction.atomic
def remove_framework(*, framework: ReferenceFramework, by: Actor, at: dt.datetime) -> bool:
    """Take it out, or close it where actions are aligned with it; say whether it is gone."""
    framework = locked(framework)
    if not Attachment.objects.filter(framework_item__framework=framework).exists():
        record("removed", framework, by=by, at=at, changes={"name": [framework.name, ""]})
        framework.delete()
        return True
    framework.closed_at = at
    framework.save(update_fields=["closed_at"])
    framework.items.filter(closed_at=None).update(closed_at=at)
    record("closed", framework, by=by, at=at, changes={})
    return False


@transaction.atomic
def reopen_framework(*, framework: ReferenceFramework, by: Actor, at: dt.datetime) -> None:
    """Offer it again, with the items that were closed with it."""
    framework = locked(framework)
    if framework.closed_at is None:
        return
    framework.items.filter(closed_at=framework.closed_at).update(closed_at=None)
    framework.closed_at = None
    framework.save(update_fields=["closed_at"])
    record("reopened", framework, by=by, at=at, changes={})


@transaction.atomic
def add_items(
    *,
    framework: ReferenceFramework,
    lines: Sequence[tuple[str, str]],
    by: Actor,
    at: dt.datetime,
) -> Added:
    """Add lines, each a code and a title; a code that is there already takes the new title.

    Raise TooManyItems over MOST_ITEMS in all.
    """
    framework = locked(framework)
    present = list(framework.items.all())
    by_code = {item.code.casefold(): item for item in present if item.code}
    titles = {item.title.casefold() for item in present if not item.code}
    made, retitled = [], []
    for code, title in lines:
        known = by_code.get(code.casefold()) if code else None
        if known is not None and known.title != title:
            known.title = title
            retitled.append(known)
        elif known is None and (code or title.casefold() not in titles):
            made.append(new_item(framework, code, title))
    if len(present) + len(made) > MOST_ITEMS:
        raise TooManyItems
    FrameworkItem.objects.bulk_create(made)
    FrameworkItem.objects.bulk_update(retitled, ["title"])
    if made or retitled:
        place_items(framework)
        changes: dict[str, list[object]] = {"items": [[], [one.label for one in made + retitled]]}
        record("items_added", framework, by=by, at=at, changes=changes)
    return Added(len(made), len(retitled), len(lines) - len(made) - len(retitled))


def new_item(framework: ReferenceFramework, code: str, title: str) -> FrameworkItem:
    """One whose name and place are still to be set: until then it stands after the others."""
    item = FrameworkItem(
        initiative=framework.initiative,
        framework=framework,
        code=code,
        title=title,
        position=(framework.position + 1) * MOST_ITEMS,
    )
    item.name, *item.words = item.named(framework.mark)
    return item


@transaction.atomic
def edit_item(
    *,
    item: FrameworkItem,
    asked: AskedFields,
    by: Actor,
    at: dt.datetime,
) -> FrameworkItem:
    """Change its code or its title; raise NameTaken, FieldChangedMeanwhile."""
    framework = locked(item.framework)
    item = framework.items.get(pk=item.pk)
    before = item.label
    if not change_fields(item, asked, ITEM_FIELDS):
        return item
    others = framework.items.exclude(pk=item.pk)
    if item.code and others.filter(code__iexact=item.code).exists():
        raise NameTaken
    if not item.code and others.filter(code="", title__iexact=item.title).exists():
        raise NameTaken
    item.save(update_fields=["code", "title"])
    place_items(framework)
    changes: dict[str, list[object]] = {"item": [before, item.label]}
    record("item_edited", framework, by=by, at=at, changes=changes)
    return item


@transaction.atomic
def remove_item(*, item: FrameworkItem, by: Actor, at: dt.datetime) -> bool:
    """Take out an item and those under it, or close them where actions are aligned with one."""
    framework = locked(item.framework)
    changes: dict[str, list[object]] = {"item": [item.label, ""]}
    if not tied_within(item).exists():
        item.delete()
        record("item_removed", framework, by=by, at=at, changes=changes)
        return True
    keys = keys_under(framework, item)
    framework.items.filter(pk__in=keys, closed_at=None).update(closed_at=at)
    record("item_closed", framework, by=by, at=at, changes=changes)
    return False


@transaction.atomic
def reopen_item(*, item: FrameworkItem, by: Actor, at: dt.datetime) -> None:
    """Offer again an item, those under it, and those that it stands in."""
    framework = locked(item.framework)
    keys = {*keys_under(framework, item), *keys_over(framework, item)}
    framework.items.filter(pk__in=keys).update(closed_at=None)
    if framework.closed_at is not None:
        framework.closed_at = None
        framework.save(update_fields=["closed_at"])
    record("item_reopened", framework, by=by, at=at, changes={"item": ["", item.label]})


def parents_of(framework: ReferenceFramework) -> dict[int, int | None]:
    return dict(framework.items.values_list("pk", "parent"))


def keys_over(framework: ReferenceFramework, item: FrameworkItem) -> list[int]:
    parents, found = parents_of(framework), []
    key = parents.get(item.pk)
    while key is not None and key not in found:
        found.append(key)
        key = parents[key]
    return found


def keys_under(framework: ReferenceFramework, item: FrameworkItem) -> set[int]:
    parents, found = parents_of(framework), {item.pk}
    for _level in range(DEEPEST):
        found |= {key for key, parent in parents.items() if parent in found}
    return found


def place_items(framework: ReferenceFramework) -> None:
    """Put the items in the order of their codes, under one another, and name them all."""
    items = list(framework.items.order_by("position", "pk"))
    ranked = sorted(
        enumerate(items), key=lambda one: (not one[1].code, order_of(one[1].code), one[0])
    )
    by_pieces = {pieces_of(item.code): item for item in items if item.code}
    for rank, (_place, item) in enumerate(ranked):
        item.position = framework.position * MOST_ITEMS + rank
        item.parent = above(item.code, by_pieces)
        item.name, *item.words = item.named(framework.mark)
    FrameworkItem.objects.bulk_update(items, ["position", "parent", "name", "words"])


def pieces_of(code: str) -> tuple[str, ...]:
    return tuple(PIECES.findall(code.casefold()))


def order_of(code: str) -> list[tuple[int, int, str]]:
    """« 1.10 » after « 1.9 »."""
    return [(1, int(one), "") if one.isdecimal() else (0, 0, one) for one in pieces_of(code)]


def above(code: str, known: Mapping[tuple[str, ...], FrameworkItem]) -> FrameworkItem | None:
    """The item whose code this one goes on from: « 1.2 » stands in « 1 »."""
    pieces = pieces_of(code)
    for size in range(min(len(pieces) - 1, DEEPEST - 1), 0, -1):
        if (found := known.get(pieces[:size])) is not None:
            return found
    return None
