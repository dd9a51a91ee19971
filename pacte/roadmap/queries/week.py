"""What passes its date: told to who leads it, to the team on Mondays, then to the next meeting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pacte.core.days import is_first_of_month, said_day, week_after
from pacte.roadmap.enums import LEADING_ROLES, ResponsibilityState, ScheduleKind
from pacte.roadmap.models import Action, Plan, Responsibility
from pacte.roadmap.queries.asked import people_asked
from pacte.roadmap.queries.filters import in_order

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.initiatives.models import Initiative
    from pacte.network.models import Contact
    from pacte.roadmap.models.actions import ActionQuerySet

MOST = 20  # lines of a letter


@dataclass(frozen=True, slots=True)
class Overdue:
    contact: Contact
    actions: Sequence[Action]


def followed(initiative: Initiative, *, shared_by: dt.date | None = None) -> ActionQuerySet:
    """The actions of its shared plans; of those shared by that day where one is given."""
    plans = Plan.objects.present().filter(initiative=initiative, shared_at__isnull=False)
    if shared_by is not None:
        plans = plans.filter(shared_at__date__lte=shared_by)
    return Action.objects.present().filter(plan__in=plans)


def passed(actions: ActionQuerySet, first: dt.date, last: dt.date) -> ActionQuerySet:
    """Those still open whose date, or day of review, fell on these days."""
    days = (first, last)
    return actions.open().filter(
        Q(schedule_end__range=days, is_continuous=False)
        | Q(review_on__range=days, is_continuous=True)
    )


def overdue_by_person(initiative: Initiative, *, after: int, monday: dt.date) -> list[Overdue]:
    """Who leads what passed its date this last week, and has an address to write to."""
    rows = followed(initiative).filter(is_team_only=False)
    actions = list(in_order(passed(rows, *week_after(monday, after))).select_related("plan"))
    people = people_asked(initiative, [action.pk for action in actions], on=monday)
    grouped: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        if (contact := people.get(action.pk)) is not None and contact.email:
            grouped[contact.pk].append(action)
    contacts = {contact.pk: contact for contact in people.values()}
    return [Overdue(contacts[key], rows) for key, rows in grouped.items()]


def overdue_for_team(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    found = passed(followed(initiative), *week_after(monday, numbers["after"]))
    return lines_of(initiative, found, with_date=True)


def sought_for_team(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """Once a month, what nobody said yes to lead, in plans shared for so long."""
    if not is_first_of_month(monday):
        return []
    leading = Responsibility.objects.present().filter(action=OuterRef("pk"), role__in=LEADING_ROLES)
    found = (
        followed(initiative, shared_by=monday - dt.timedelta(days=numbers["after"]))
        .open_or_without_status()
        .filter(Exists(leading.filter(state=ResponsibilityState.SOUGHT)))
        .exclude(Exists(leading.filter(state=ResponsibilityState.CONFIRMED)))
    )
    return lines_of(initiative, found)


def undated_for_team(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """Once a month, what has no date, in plans shared for so long."""
    if not is_first_of_month(monday):
        return []
    found = (
        followed(initiative, shared_by=monday - dt.timedelta(days=numbers["after"]))
        .open_or_without_status()
        .filter(schedule_kind__in=["", ScheduleKind.TO_BE_SET], is_continuous=False)
    )
    return lines_of(initiative, found)


def lines_of(
    initiative: Initiative, actions: QuerySet[Action], *, with_date: bool = False
) -> list[tuple[str, str]]:
    rows = list(in_order(actions).select_related("plan"))
    lines = [
        (
            told(action) if with_date else str(action),
            reverse("roadmap:action", args=[initiative.slug, action.code]),
        )
        for action in rows[:MOST]
    ]
    if more := len(rows) - MOST if len(rows) > MOST else 0:
        said = ngettext("et %(count)d autre", "et %(count)d autres", more) % {"count": more}
        lines.append((said, ""))
    return lines


def told(action: Action) -> str:
    day = action.due_on
    return (
        _("%(action)s : %(day)s") % {"action": action, "day": said_day(day)} if day else str(action)
    )
