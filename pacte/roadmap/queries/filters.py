"""Which actions of a plan a person asks for, and what the plan lacks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, FilteredRelation, OuterRef, Q, When

from pacte.core.prepared import prepared
from pacte.initiatives.models import is_in_team
from pacte.network.models import Organisation
from pacte.roadmap.enums import LEADING_ROLES, UNENDED, ResponsibilityRole, ResponsibilityState
from pacte.roadmap.models import Achievement, Action, OngoingItem, Responsibility, SavedFilter, Step
from pacte.roadmap.models.plans import initiatives_led_by
from pacte.roadmap.queries.attachments import COLUMN_OF as TIES
from pacte.roadmap.queries.attachments import tied_to
from pacte.roadmap.queries.carried import carried_by
from pacte.roadmap.queries.kept import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan

SILENT_AFTER = dt.timedelta(days=120)
ROLES = {
    "leads": LEADING_ROLES,
    "partners": (ResponsibilityRole.PARTNER,),
    "funders": (ResponsibilityRole.FUNDER,),
    "referents": (ResponsibilityRole.ELECTED_REFERENT,),
}
COLUMN_OF: dict[str, str] = {role: column for column, roles in ROLES.items() for role in roles}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; every part is optional, and all of them hold together."""

    words: str = ""
    statuses: tuple[str, ...] = ()
    node: int | None = None
    organisation: int | None = None
    role: str = ""  # of this organisation: a column of ROLES; any where empty
    missing: str = ""  # a key of MISSING
    is_late: bool = False
    is_waiting: bool = False
    is_silent: bool = False
    codes: tuple[str, ...] = ()
    is_open: bool = False  # as every member sees the plan, whoever asks
    is_to_clarify: bool = False  # nobody answers: a meeting should look at it; the team's
    carrier: str = ""  # the address of whoever asks for her own actions
    public: int | None = None
    theme: int | None = None
    pillar: int | None = None
    territory: int | None = None
    external: int | None = None
    framework_item: int | None = None
    leader: int | None = None  # an organisation that leads or co-leads

    def __bool__(self) -> bool:
        return self != Filters()


def has(model: type[Responsibility | Achievement], **conditions: object) -> Exists:
    return Exists(model.objects.filter(action=OuterRef("pk"), deleted_at=None, **conditions))


def leads_present() -> Exists:
    return Exists(
        Responsibility.objects.filter(
            action=OuterRef("pk"), deleted_at=None, role__in=LEADING_ROLES
        ).exclude(state=ResponsibilityState.DECLINED)
    )


def done_achievements(*, sees_team_only: bool) -> Exists:
    conditions = {} if sees_team_only else {"is_team_only": False}
    return has(Achievement, **conditions)


def planned_only(*, sees_team_only: bool) -> Q:
    conditions = {} if sees_team_only else {"is_team_only": False}
    return Q(has(Achievement, **conditions)) & ~Q(has(Achievement, is_planned=False, **conditions))


# A line of « Ce qui manque »: the column that says it, and its condition.
LACKING: dict[str, tuple[str, Callable[[bool], Q]]] = {
    "lead": ("leads", lambda _: ~Q(leads_present())),
    "schedule": ("schedule", lambda _: Q(schedule_text="", schedule_kind="")),
    "achievement": ("achievements", lambda team: ~Q(done_achievements(sees_team_only=team))),
    "planned_only": ("achievements", lambda team: planned_only(sees_team_only=team)),
    "status": ("status", lambda _: Q(status="")),
    "description": (
        "description",
        lambda team: Q(description="") & Seen(team)("expected_result", Q(expected_result="")),
    ),
    "answer": (
        "leads",
        lambda _: Q(has(Responsibility, role__in=LEADING_ROLES, state=ResponsibilityState.SOUGHT)),
    ),
    "review": (
        "schedule",
        lambda _: Q(is_continuous=True, review_on=None, status__in=UNENDED),
    ),
}
MISSING = tuple(LACKING)


def missing(key: str, *, sees_team_only: bool) -> Q:
    """The condition of one line of « Ce qui manque »; what the team keeps lacks nothing to see."""
    column, condition = LACKING[key]
    lacks = condition(sees_team_only)
    return lacks if sees_team_only else lacks & ~kept(column)


def filtered(
    actions: QuerySet[Action], filters: Filters, *, today: dt.date, sees_team_only: bool
) -> QuerySet[Action]:
    """Apply the filters; `actions` came through its gate.

    Outside the team, a column that an action keeps to itself never makes it found.
    """
    seen = Seen(sees_team_only=sees_team_only and not filters.is_open)
    if filters.is_open:
        actions = actions.filter(is_team_only=False)
    if filters.words:
        actions = actions.filter(says(filters.words, seen))
    if filters.statuses:
        asked = Q(status__in=["" if s == "NONE" else s for s in filters.statuses])
        actions = actions.filter(seen("status", asked))
    if filters.node is not None:
        actions = actions.filter(
            Q(node=filters.node)
            | Q(node__parent=filters.node)
            | Q(node__parent__parent=filters.node)
            | Q(node__parent__parent__parent=filters.node)
        )
    if filters.organisation is not None:
        actions = actions.filter(
            pk__in=named(filters.organisation, seen, filters.role).values("action")
        )
    actions = actions.filter(tied(filters, seen, today))
    if filters.missing:
        actions = actions.filter(missing(filters.missing, sees_team_only=seen.sees_team_only))
    if conditions := followed(filters, today, seen):
        actions = actions.filter(*conditions)
    if filters.codes:
        actions = actions.filter(code__in=filters.codes)
    return actions


def followed(filters: Filters, today: dt.date, seen: Seen) -> list[Q]:
    """What is asked of the follow-up: past, waiting, silent, to clarify, carried by someone."""
    conditions = []
    if filters.is_late:
        conditions.append(late(today, seen))
    if filters.is_waiting:
        conditions.append(seen("waiting", Q(is_waiting=True)))
    if filters.is_silent:
        conditions.append(silent(today, seen))
    if filters.is_to_clarify:
        is_seen = seen.sees_team_only
        conditions.append(Q(to_clarify_since__isnull=False) if is_seen else Q(pk__in=[]))
    if filters.carrier:
        conditions.append(Q(pk__in=carried_by(filters.carrier).values("action")))
    return conditions


def tied(filters: Filters, seen: Seen, today: dt.date) -> Q:
    """To each public, theme, pillar and territory that is asked."""
    condition = Q()
    for tie, column in TIES.items():
        if (key := getattr(filters, tie)) is not None:
            condition &= seen(column, tied_to(tie, key, today))
    if filters.leader is not None:
        condition &= seen("leads", led_by(filters.leader))
    return condition


def led_by(organisation: int) -> Q:
    """Actions that it leads or co-leads, by itself, a service or a group, and has not declined."""
    rows = of_organisation(organisation).filter(role__in=LEADING_ROLES)
    return Q(pk__in=rows.exclude(state=ResponsibilityState.DECLINED).values("action"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A condition on a column, as this person may ask it."""

    sees_team_only: bool

    def __call__(self, column: str, condition: Q, action: str = "") -> Q:
        return condition if self.sees_team_only else condition & ~kept(column, action)


TEAM = Seen(sees_team_only=True)


def says(words: str, seen: Seen) -> Q:
    """Where these words stand: in the action's own texts, in its lines, in the names it carries."""
    within = Q(title__icontains=words) | Q(number__istartswith=words) | Q(code__iexact=words)
    former = Action.objects.filter(code__iexact=words, merged_into__isnull=False)
    within |= Q(pk__in=former.values("merged_into"))
    for column in ("description", "expected_result", "priority"):
        within |= seen(column, Q(**{f"{column}__icontains": words}))
    for column, rows in lines_told(words, sees_team_only=seen.sees_team_only).items():
        within |= seen(column, Q(pk__in=rows.values("action")))
    return within | Q(pk__in=people_told(words, seen).values("action"))


def lines_told(words: str, *, sees_team_only: bool) -> dict[str, QuerySet[Any]]:
    achievements = Achievement.objects.present().filter(text__icontains=words)
    return {
        "steps": Step.objects.present().filter(title__icontains=words),
        "ongoing": OngoingItem.objects.present().filter(
            Q(text__icontains=words)
            | Q(organisation_text__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(organisation__short_name__icontains=words)
        ),
        "achievements": achievements if sees_team_only else achievements.filter(is_team_only=False),
    }


def people_told(words: str, seen: Seen) -> QuerySet[Responsibility]:
    """Whom these words name, by any of their names."""
    named_so = Q(words__icontains=words)
    for target in ("organisation", "unit__organisation", "unit", "group"):
        named_so |= Q(**{f"{target}__name__icontains": words})
        named_so |= Q(**{f"{target}__short_name__icontains": words})
    return Responsibility.objects.present().filter(
        named_so
        | Q(organisation__names__name__icontains=words)
        | Q(contact__name__icontains=words),
        roles_seen(seen),
    )


def roles_seen(seen: Seen) -> Q:
    roles = Q()
    for column, some in ROLES.items():
        roles |= seen(column, Q(role__in=some), "action__")
    return roles


def organisations_named(
    actions: QuerySet[Action], *, sees_team_only: bool
) -> QuerySet[Organisation]:
    """The organisations that these actions name, in person or by a unit or a group of theirs.

    Their keys are read first: asked for in one question, the base goes through everybody's.
    """
    rows = Responsibility.objects.present().filter(
        roles_seen(Seen(sees_team_only=sees_team_only)), action__in=actions
    )
    named = rows.values_list("organisation", "unit__organisation", "group").distinct()
    keys, groups = set(), set()
    for organisation, of_unit, group in named:
        keys |= {organisation, of_unit}
        groups.add(group)
    if groups := groups - {None}:
        keys |= set(Organisation.objects.filter(groups__in=groups).values_list("pk", flat=True))
    return Organisation.objects.filter(pk__in=keys - {None})


def named(organisation: int, seen: Seen, role: str = "") -> QuerySet[Responsibility]:
    """Where the organisation, one of its units or of its groups is named, in one of its roles."""
    rows = of_organisation(organisation).filter(roles_seen(seen))
    return rows.filter(role__in=ROLES[role]) if role else rows


def of_organisation(organisation: int) -> QuerySet[Responsibility]:
    return Responsibility.objects.present().filter(
        Q(organisation=organisation)
        | Q(unit__organisation=organisation)
        | Q(group__organisations=organisation)
    )


def is_unended(seen: Seen) -> Q:
    """Open, or without a status; one that the team keeps reads as none."""
    condition = Q(status__in=UNENDED)
    return condition if seen.sees_team_only else condition | kept("status")


def late(today: dt.date, seen: Seen = TEAM) -> Q:
    """Past its date; what goes on without end, past the day it was to be reviewed."""
    due = Q(schedule_end__lt=today, is_continuous=False) | Q(
        review_on__lt=today, is_continuous=True
    )
    return is_unended(seen) & seen("schedule", due)


def silent(today: dt.date, seen: Seen = TEAM) -> Q:
    """Open, and nobody said where it stands for 120 days."""
    long_ago = dt.datetime.combine(today - SILENT_AFTER, dt.time.min, tzinfo=dt.UTC)
    news = "news_at" if seen.sees_team_only else "open_news_at"
    unheard = Q(**{news: None}, created_at__lt=long_ago)
    return is_unended(seen) & (Q(**{f"{news}__lt": long_ago}) | unheard)


def in_order(actions: QuerySet[Action], plan: int | None = None) -> QuerySet[Action]:
    """As the plan reads: by the place of the node, then of the action.

    Where it is told the key of their one plan, PostgreSQL does not go through all frames.
    """
    if plan is None:
        return actions.order_by("node__position", "node_id", "position", "pk")
    part = FilteredRelation("node", condition=Q(node__plan=plan))
    return actions.annotate(part=part).order_by("part__position", "node_id", "position", "pk")


@dataclass(frozen=True, slots=True)
class Gap:
    """One line of « Ce qui manque »: how many actions lack this."""

    key: str
    count: int


def gaps(plan: Plan, user: User | AnonymousUser) -> list[Gap]:
    """What the plan lacks, each line with its count, none with zero."""
    sees_team_only = is_in_team(user, plan.initiative)
    actions = Action.objects.visible_to(user).filter(plan=plan)
    counts = actions.aggregate(
        **{
            f"lacks_{key}": Count("pk", filter=missing(key, sees_team_only=sees_team_only))
            for key in MISSING
        }
    )
    return [Gap(key, count) for key in MISSING if (count := counts[f"lacks_{key}"])]


def saved_filters(plan: Plan, user: User | AnonymousUser) -> list[SavedFilter]:
    """Those of a plan that a person may apply, hers first; the caller took it through its gate."""
    led = initiatives_led_by(user)
    return filters_open(plan=plan.pk, user=user.pk, led=led) if user.pk else []


@prepared
def filters_open(*, plan: int, user: int, led: list[int]) -> QuerySet[SavedFilter]:
    rows = SavedFilter.objects.open_in(user, led=led).filter(plan=plan).select_related("owner")
    hers_first = Case(When(owner=user, then=0), default=1)
    return rows.annotate(rank=hers_first).order_by("rank", "name", "pk")
