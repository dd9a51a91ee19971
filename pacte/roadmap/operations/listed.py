"""The lists of an initiative as its team keeps them; words of publics are matched again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.initiatives import operations as initiatives
from pacte.initiatives.enums import ListKind
from pacte.initiatives.models import PublicProfile
from pacte.roadmap.models import Attachment
from pacte.roadmap.operations.publics import match_every_public
from pacte.roadmap.queries.attachments import TIE_OF

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative, Listed

LONGEST_NAME = 120


@transaction.atomic
def start_list(*, initiative: Initiative, kind: str, by: Actor, at: dt.datetime) -> None:
    """Fill an empty list with what a team of that country usually counts by."""
    initiatives.start_lists(initiative=initiative, kinds=[kind], by=by, at=at)
    match_every_public(initiative)


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
    entry = initiatives.add_listed(
        initiative=initiative, kind=kind, name=name, words=words, by=by, at=at
    )
    match_again(entry)
    return entry


@transaction.atomic
def edit_listed(
    *, entry: Listed, name: str, words: Sequence[str], by: Actor, at: dt.datetime
) -> Listed:
    entry = initiatives.edit_listed(entry=entry, name=name, words=words, by=by, at=at)
    match_again(entry)
    return entry


@transaction.atomic
def place_words(
    *, initiative: Initiative, entry: Listed | None, words: str, by: Actor, at: dt.datetime
) -> Listed:
    """Say that these words of documents mean this public, or a new one: actions are tied to it."""
    if entry is None:
        name = words[:LONGEST_NAME]
        return add_listed(
            initiative=initiative,
            kind=ListKind.PUBLICS,
            name=name,
            words=[] if name == words else [words],
            by=by,
            at=at,
        )
    return edit_listed(entry=entry, name=entry.name, words=[*entry.words, words], by=by, at=at)


@transaction.atomic
def remove_listed(*, entry: Listed, kind: str, by: Actor, at: dt.datetime) -> bool:
    """Take it out of the list, or close it where actions are tied to it; say whether it is gone."""
    is_used = Attachment.objects.filter(**{TIE_OF[kind]: entry.pk}).exists()
    initiatives.remove_listed(entry=entry, is_used=is_used, by=by, at=at)
    return not is_used


@transaction.atomic
def reopen_listed(*, entry: Listed, by: Actor, at: dt.datetime) -> Listed:
    return initiatives.reopen_listed(entry=entry, by=by, at=at)


def match_again(entry: Listed) -> None:
    if isinstance(entry, PublicProfile):
        match_every_public(entry.initiative)
