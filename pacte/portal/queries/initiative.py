"""Reads that cross apps, for the pages of the portal."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from pacte.core import letters
from pacte.core.models import Message, MessageStatus
from pacte.initiatives.enums import MANAGERS, Role
from pacte.initiatives.models import Initiative, Membership, is_in_team, roles_of
from pacte.network.models import Contact, ContactFunction, Organisation
from pacte.portal.providers.demonstration import purposes
from pacte.roadmap.enums import ResponsibilityRole
from pacte.roadmap.models import Action, Plan, ProgressReport, Responsibility
from pacte.roadmap.queries import filters
from pacte.roadmap.queries.cells import is_silent
from pacte.roadmap.queries.figures import Counts, conditions_of
from pacte.roadmap.queries.kept import as_seen, kept

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pacte.accounts.models import User


@dataclass(frozen=True, slots=True)
class PlanAtAGlance:
    plan: Plan
    counts: Counts


def plans_at_a_glance(
    initiative: Initiative, user: User, *, today: dt.date, sees_team_only: bool
) -> list[PlanAtAGlance]:
    """Each plan that the person sees with counts of what she sees of it, drafts last."""
    conditions = conditions_of(filters.Seen(sees_team_only=sees_team_only), today)
    rows = (
        Action.objects.visible_to(user)
        .filter(plan__initiative=initiative)
        .values("plan")
        .annotate(
            all=Count("pk"),
            **{f"of_{key}": Count("pk", filter=asked) for key, asked in conditions.items()},
        )
        .values_list("plan", "all", *(f"of_{key}" for key in conditions))
    )
    counts = {plan: Counts(*numbers) for plan, *numbers in rows}
    return [
        PlanAtAGlance(plan, counts.get(plan.pk, Counts()))
        for plan in Plan.objects.visible_to(user)
        .filter(initiative=initiative)
        .order_by(F("shared_at").desc(nulls_last=True), "-created_at", "pk")
    ]


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """An action that asks for someone's attention, and each reason why."""

    action: Action
    late_since: dt.date | None
    waiting_for: str
    silent_days: int  # none where zero


def to_look_at(
    initiative: Initiative, user: User, *, today: dt.date, sees_team_only: bool
) -> list[ToLookAt]:
    """Actions past their date, waiting for something or silent; at most eight, pressing first."""
    seen = filters.Seen(sees_team_only=sees_team_only)
    late, silent = filters.late(today, seen), filters.silent(today, seen)
    waiting = seen("waiting", Q(is_waiting=True))
    actions = (
        Action.objects.visible_to(user)
        .filter(late | silent | waiting, initiative=initiative)
        .annotate(
            reasons=Case(When(late, then=2), default=0)
            + Case(When(waiting, then=2), default=0)
            + Case(When(silent, then=1), default=0)
        )
        .order_by("-reasons", F("schedule_end").asc(nulls_last=True), "pk")[:8]
    )
    return [
        ToLookAt(
            action,
            action.due_on if action.is_late(today) else None,
            action.waiting_for,
            (today - (action.news_at or action.created_at).date()).days
            if is_silent(action, today)
            else 0,
        )
        for action in (as_seen(row, sees_team_only=sees_team_only) for row in actions)
    ]


def latest_news(
    initiative: Initiative, user: User, *, sees_team_only: bool
) -> list[ProgressReport]:
    """The last five things said of actions that the person sees."""
    reports = ProgressReport.objects.present().filter(
        action__in=Action.objects.visible_to(user).filter(initiative=initiative)
    )
    if not sees_team_only:
        reports = reports.filter(is_team_only=False)
        kept_weather = kept("weather", "action__")
        reports = reports.exclude(kept_weather, done="", next="", difficulties="")
    return list(reports.select_related("action").order_by("-said_on", "-pk")[:5])


def is_elected(user: User, initiative: Initiative) -> bool:
    return Role.ELECTED in roles_of(user).get(initiative.pk, ())


def told_plan(glances: Sequence[PlanAtAGlance]) -> Plan | None:
    """The shared plan whose overview was written, the newest first."""
    return next(
        (one.plan for one in glances if one.plan.is_shared and one.plan.overview.get("lines")), None
    )


def demo_people() -> QuerySet[Membership]:
    """Members of demonstration initiatives; those who run the installation are not among them."""
    return (
        Membership.objects.current()
        .filter(initiative__is_demo=True, user__is_staff=False, user__is_active=True)
        .select_related("user", "initiative")
        .order_by("initiative__name", "initiative_id", "pk")
    )


@dataclass(frozen=True, slots=True)
class Persona:
    membership: Membership
    purpose: str


def by_initiative(
    people: QuerySet[Membership],
) -> Sequence[tuple[Initiative, list[Persona]]]:
    """The people of each démarche, with what each comes for."""
    told = purposes()
    return [
        (group[0].initiative, [Persona(one, told.get(one.user.email, "")) for one in group])
        for _key, members in groupby(people, key=lambda person: person.initiative_id)
        if (group := list(members))
    ]


@dataclass(frozen=True, slots=True)
class PartOfThePlan:
    responsibility: Responsibility
    schedule: str  # empty where the team keeps it


def part_of_the_plan(
    initiative: Initiative, organisation: Organisation, user: User, *, for_everyone: bool = False
) -> list[tuple[str, list[PartOfThePlan]]]:
    """What it leads, helps or funds among the actions that the person sees, by role.

    `for_everyone` leaves out what she sees and other members do not: drafts, the team's own.
    """
    actions = Action.objects.visible_to(user).filter(initiative=initiative)
    if for_everyone:
        actions = actions.filter(is_team_only=False, plan__shared_at__isnull=False)
    rows = (
        Responsibility.objects.present()
        .filter(
            Q(organisation=organisation)
            | Q(unit__organisation=organisation)
            | Q(group__organisations=organisation),
            action__in=actions,
        )
        .select_related("action", "unit", "group", "organisation", "contact")
        .order_by("action__position", "pk")
        .distinct()
    )
    in_team = is_in_team(user, initiative) and not for_everyone
    seen = []
    for row in rows:
        hidden = () if in_team else row.action.team_only_fields
        if filters.COLUMN_OF[row.role] not in hidden:
            schedule = "" if "schedule" in hidden else row.action.schedule_text
            seen.append(PartOfThePlan(row, schedule))
    return [
        (str(label), same)
        for role, label in ResponsibilityRole.choices
        if (same := [part for part in seen if part.responsibility.role == role])
    ]


def people_of(
    initiative: Initiative, organisation: Organisation, user: User, *, on: dt.date
) -> QuerySet[ContactFunction]:
    return (
        ContactFunction.objects.current(on)
        .filter(
            Q(organisation=organisation) | Q(unit__organisation=organisation),
            contact__in=Contact.objects.visible_to(user).filter(
                initiative=initiative, deleted_at=None
            ),
        )
        .select_related("contact", "unit")
        .order_by("contact__name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Backup:
    name: str
    made_at: dt.datetime
    size: int


def backups() -> list[Backup]:
    """The newest first, at most ten."""
    found = sorted(
        (path for path in Path(settings.BACKUP_DIR).glob("*.zip") if path.is_file()),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    return [
        Backup(
            path.name,
            dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC),
            path.stat().st_size,
        )
        for path in found[:10]
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """An initiative as those who run the installation see it: who holds it, nothing in it."""

    initiative: Initiative
    people: list[Membership]
    is_led: bool


def held_initiatives(*, at: dt.datetime) -> list[Held]:
    rows = Membership.objects.around(at).filter(role__in=MANAGERS).select_related("user")
    people: dict[int, list[Membership]] = defaultdict(list)
    for member in rows.order_by("role", "user__name", "pk"):
        people[member.initiative_id].append(member)
    held = []
    for one in Initiative.objects.select_related("territory").order_by("name", "pk"):
        here = [member for member in people[one.pk] if member.is_current(one.today(at))]
        held.append(Held(one, here, any(member.role == Role.LEAD for member in here)))
    return held


@dataclass(frozen=True, slots=True)
class HeldKind:
    """Letters of a kind that the team has not looked at yet."""

    kind: letters.Kind
    count: int


@dataclass(frozen=True, slots=True)
class Outbox:
    held: Sequence[HeldKind]
    to_print: Sequence[Message]
    leaving: int  # ready, or on their way
    troubled: Sequence[Message]
    ended: Sequence[Message]


TROUBLED = (MessageStatus.REFUSED, MessageStatus.BOUNCED, MessageStatus.UNCERTAIN)
SHOWN = 100


def outbox(initiative: Initiative) -> Outbox:
    """The letters of a démarche, by what there is to do about them."""
    rows = Message.objects.filter(space=initiative.audit_space)
    held = (
        rows.filter(status=MessageStatus.HELD)
        .order_by("kind")
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    kinds = [HeldKind(letters.kind_of(Message(kind=kind)), count) for kind, count in held]
    ended = [MessageStatus.SENT, MessageStatus.PRINTED, MessageStatus.CANCELLED]
    return Outbox(
        kinds,
        list(rows.filter(status=MessageStatus.TO_PRINT).order_by("name", "pk")[:SHOWN]),
        rows.filter(status__in=[MessageStatus.WAITING, MessageStatus.SENDING]).count(),
        list(rows.filter(status__in=TROUBLED).order_by("-ended_at", "-pk")[:SHOWN]),
        list(rows.filter(status__in=ended).order_by("-ended_at", "-pk")[:SHOWN]),
    )


def trail_to_outbox(initiative: Initiative) -> list[dict[str, str]]:
    return [{"label": _("Courriels"), "url": reverse("portal:outbox", args=[initiative.slug])}]
