"""Tying an action to themes, pillars and territories, by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.core import audit
from pacte.roadmap.enums import LINKED
from pacte.roadmap.errors import FieldChangedMeanwhile, NotInTheList
from pacte.roadmap.models import Action, Attachment
from pacte.roadmap.operations.actions import locked, save
from pacte.roadmap.queries.attachments import TIE_OF, entries_named, names_on

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative


@transaction.atomic
def edit_attachments(
    *,
    action: Action,
    column: str,
    read: Sequence[str],
    lines: Sequence[str],
    by: Actor,
    at: dt.datetime,
) -> Action:
    """Make the column of the action say these names; `read` is what it said when opened.

    Raise NotInTheList, naming those that the lists do not know, and FieldChangedMeanwhile.
    """
    action = locked(action)
    tie = TIE_OF[column]
    before = names_on(action, column)
    asked = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if before == asked:
        return action
    if before != list(read):
        raise FieldChangedMeanwhile(column, list(read), before, asked)
    named = entries_named(action.initiative, column, asked, action.initiative.today(at))
    if unknown := [line for line, entry in named.items() if entry is None]:
        raise NotInTheList(unknown)
    wanted = {entry.pk: entry for entry in named.values() if entry is not None}
    held = Attachment.objects.filter(action=action, **{f"{tie}__isnull": False})
    held.exclude(**{f"{tie}__in": wanted}).delete()
    present = set(held.values_list(tie, flat=True))
    Attachment.objects.bulk_create(
        Attachment(action=action, **{tie: entry})
        for key, entry in wanted.items()
        if key not in present
    )
    save(action, [], at)
    after = names_on(action, column)
    audit.record(
        "roadmap.action.edited", target=action, by=by, at=at, changes={column: [before, after]}
    )
    return action


def attach_read(
    initiative: Initiative, told: Mapping[int, Mapping[str, Sequence[str]]], at: dt.datetime
) -> None:
    """Tie actions just made to what a workbook of ours says of them, by primary key and column."""
    made = []
    for column in LINKED:
        lines = {line for links in told.values() for line in links.get(column, ())}
        if not lines:
            continue
        named = entries_named(initiative, column, sorted(lines), initiative.today(at))
        for key, links in told.items():
            entries = {named[line] for line in links.get(column, ())} - {None}
            made += [Attachment(action_id=key, **{TIE_OF[column]: entry}) for entry in entries]
    Attachment.objects.bulk_create(made)
