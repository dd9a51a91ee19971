"""The names of a document matched with the directory, and those that it did not know yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower

from pacte.network import operations as network
from pacte.network.models import Organisation
from pacte.network.queries import Directory, Known, directory_of
from pacte.roadmap.enums import ResponsibilityState
from pacte.roadmap.models import Responsibility
from pacte.roadmap.operations.responsibilities import LONGEST_WORDS, Target
from pacte.roadmap.queries.names import (
    Made,
    NameFound,
    known_under,
    names_found,
    split_acronym,
)

if TYPE_CHECKING:
    from pacte.core.actor import Actor
    from pacte.initiatives.models import Initiative


@dataclass(frozen=True, slots=True)
class People:
    """Whom each name of a reading means, once those to be made are made."""

    directory: Directory
    agreed_by: str = ""  # who says that all whom the document names have agreed
    agreed_on: dt.date | None = None

    def find(self, text: str) -> Known | None:
        return known_under(text, self.directory)

    def label(self, text: str) -> str:
        known = self.find(text)
        return known.label if known else text

    def responsibility(self, text: str) -> Responsibility:
        """An unsaved row that names one target: a known one, everybody, or the words."""
        named = Target.meant(text, self.directory)
        row = Responsibility(source_text=text[:LONGEST_WORDS], **named.fields())
        if self.agreed_on is not None:
            row.state, row.state_by = ResponsibilityState.CONFIRMED, self.agreed_by
            row.state_on = self.agreed_on
        return row


def settle_names(
    *,
    initiative: Initiative,
    reading: Mapping[str, Any],
    chosen: Mapping[str, str],
    by: Actor,
    at: dt.datetime,
    agreed: bool = False,
) -> People:
    """Make the organisations and groups that were chosen; the others stay as words.

    `agreed`: whoever the document names for an action has confirmed it already.
    """
    directory = directory_of(initiative)
    found = names_found(initiative, reading, chosen, directory)
    _make(found.unknown, initiative, directory, by=by, at=at)
    people = People(directory, by.label, at.date()) if agreed else People(directory)
    _take_part(initiative, reading, people)
    return people


def _make(
    names: list[NameFound],
    initiative: Initiative,
    directory: Directory,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    wanted = [name for name in names if name.chosen == Made.ORGANISATION and not name.same_as]
    twins = _twins([split_acronym(name.text)[0] for name in wanted], initiative)
    fresh: list[NameFound] = []
    for name in wanted:
        whole, short = split_acronym(name.text)
        twin = twins.get(whole.lower())
        if twin is None:
            fresh.append(name)
        else:
            directory.learn(Known(organisation=twin), name.text, whole, short)
    network.add_participations(initiative, twins.values())
    made = network.add_organisations(initiative=initiative, names=_new(fresh), by=by, at=at)
    for name, organisation in zip(fresh, made, strict=True):
        directory.learn(
            Known(organisation=organisation), name.text, organisation.name, organisation.short_name
        )
    groups = [name for name in names if name.chosen == Made.GROUP]
    for group in network.add_groups(initiative=initiative, names=_new(groups), by=by, at=at):
        directory.learn(Known(group=group), group.name, group.short_name)


def _new(names: list[NameFound]) -> list[network.NewName]:
    return [network.NewName(*split_acronym(name.text)) for name in names]


def _twins(names: list[str], initiative: Initiative) -> dict[str, Organisation]:
    """An identity is shared by all initiatives: a whole name met elsewhere is the same one.

    An acronym alone is not: it means another organisation from one territory to the next.
    """
    wanted = {name.lower() for name in names if " " in name}
    found = (
        Organisation.objects.annotate(lowered=Lower("name"))
        .filter(lowered__in=wanted, jurisdiction__in=["", initiative.jurisdiction])
        .order_by("-pk")
    )
    return {organisation.name.lower(): organisation for organisation in found}


def _take_part(initiative: Initiative, reading: Mapping[str, Any], people: People) -> None:
    """The organisations that the document says are members take part in the initiative."""
    known = (people.find(text) for text in reading["plan"]["organisations"])
    network.add_participations(
        initiative, {found.organisation for found in known if found and found.organisation}
    )
