"""Whom to ask where an action stands, and which actions it is time to ask about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from pacte.core.prepared import prepared
from pacte.network.models import Contact, ContactFunction
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.models import Action, ProgressRequest, Responsibility
from pacte.roadmap.queries.filters import in_order

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative


@dataclass(slots=True)
class Voices:
    """Who answers for an organisation, a unit: its main contact, else the only one known."""

    by_organisation: dict[int, Contact] = field(default_factory=dict)
    by_unit: dict[int, Contact] = field(default_factory=dict)

    def of(self, row: Responsibility) -> Contact | None:
        """The person named for this action first, then whoever answers for its target."""
        if row.person is not None and row.person.deleted_at is None:
            return row.person
        if row.contact is not None:
            return row.contact if row.contact.deleted_at is None else None
        if row.unit is not None:
            return self.by_unit.get(row.unit.pk) or self.by_organisation.get(
                row.unit.organisation_id
            )
        if row.organisation_id is not None:
            return self.by_organisation.get(row.organisation_id)
        group = row.group
        return group.contact if group and group.contact and not group.contact.deleted_at else None


def voices_of(initiative: Initiative, on: dt.date) -> Voices:
    by_organisation: dict[int, list[ContactFunction]] = defaultdict(list)
    by_unit: dict[int, list[ContactFunction]] = defaultdict(list)
    for row in functions_held(initiative=initiative.pk, on=on):
        if row.unit_id is not None:
            by_unit[row.unit_id].append(row)
        if row.organisation_id is not None:
            by_organisation[row.organisation_id].append(row)
    return Voices(_spoken(by_organisation), _spoken(by_unit))


@prepared
def functions_held(*, initiative: int, on: dt.date) -> QuerySet[ContactFunction]:
    rows = ContactFunction.objects.current(on).filter(contact__initiative=initiative)
    return rows.select_related("contact").order_by("pk")


def _spoken(places: Mapping[int, list[ContactFunction]]) -> dict[int, Contact]:
    found = {}
    for place, rows in places.items():
        main = next((row for row in rows if row.is_main), None)
        only = rows[0] if len({row.contact_id for row in rows}) == 1 else None
        if (voice := main or only) is not None:
            found[place] = voice.contact
    return found


def people_asked(
    initiative: Initiative, actions: Iterable[int], *, on: dt.date
) -> dict[int, Contact]:
    """The one person to ask about each action, where someone is known: leads before co-leads."""
    voices = voices_of(initiative, on)
    rows = (
        Responsibility.objects.present()
        .filter(action__in=list(actions), role__in=LEADING_ROLES)
        .exclude(state=ResponsibilityState.DECLINED)
        .select_related("person", "contact", "unit", "group__contact")
        .order_by("action_id", "position", "pk")
    )
    found: dict[int, Contact] = {}
    for row in sorted(rows, key=lambda row: row.role != ResponsibilityRole.LEAD):
        voice = voices.of(row)
        if voice is not None:
            found.setdefault(row.action_id, voice)
    return found


def askable(initiative: Initiative | int) -> QuerySet[Action]:
    """Open actions of shared plans that anybody may read: what a link may ask about."""
    return (
        Action.objects.present()
        .open_or_without_status()
        .filter(
            initiative=initiative,
            plan__deleted_at=None,
            plan__shared_at__isnull=False,
            is_team_only=False,
        )
    )


def quiet(actions: QuerySet[Action], *, since: dt.datetime) -> QuerySet[Action]:
    """Those of which nobody said anything, and nobody was asked anything, since then."""
    asked = ProgressRequest.objects.filter(action=OuterRef("pk"), asked_at__gte=since)
    told = Q(news_at__gte=since) | Q(news_at=None, created_at__gte=since)
    return actions.filter(~told).exclude(Exists(asked))


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One person, and the actions that one letter asks her about."""

    contact: Contact
    actions: Sequence[Action]


def to_ask(
    initiative: Initiative, *, now: dt.datetime, every: int, together: int, apart: int
) -> list[ToAsk]:
    """Whom to write to now: those with an action nobody spoke of for `every` days.

    In the same letter go her actions that would be due within `together` days: one letter, not
    two. Nobody is written to within `apart` days of another letter.
    """
    today = now.date()
    due = quiet(askable(initiative), since=now - dt.timedelta(days=every))
    soon = quiet(askable(initiative), since=now - dt.timedelta(days=max(every - together, 1)))
    pressing = set(due.values_list("pk", flat=True))
    if not pressing:
        return []
    actions = list(in_order(soon).select_related("plan"))
    people = people_asked(initiative, [action.pk for action in actions], on=today)
    lately = set(
        ProgressRequest.objects.filter(
            link__initiative=initiative, asked_at__gte=now - dt.timedelta(days=apart)
        ).values_list("link__contact", flat=True)
    )
    grouped: dict[int, list[Action]] = defaultdict(list)
    contacts: dict[int, Contact] = {}
    for action in actions:
        contact = people.get(action.pk)
        if contact is not None and contact.pk not in lately:
            contacts[contact.pk] = contact
            grouped[contact.pk].append(action)
    return [
        ToAsk(contacts[key], rows)
        for key, rows in grouped.items()
        if any(row.pk in pressing for row in rows)
    ]


def without_voice(initiative: Initiative, *, on: dt.date) -> list[Action]:
    """Actions that a link could ask about, had they someone to ask."""
    actions = list(in_order(askable(initiative)).select_related("plan"))
    people = people_asked(initiative, [action.pk for action in actions], on=on)
    return [action for action in actions if action.pk not in people]


def led_by(action: Action, contact: Contact, *, on: dt.date) -> list[Responsibility]:
    """The leading roles of the action for which this person answers."""
    voices = voices_of(action.initiative, on)
    rows = (
        action.responsibilities.present()
        .filter(role__in=LEADING_ROLES)
        .exclude(state=ResponsibilityState.DECLINED)
        .select_related("person", "contact", "unit", "group__contact")
        .order_by("position", "pk")
    )
    return [row for row in rows if (voice := voices.of(row)) and voice.pk == contact.pk]
