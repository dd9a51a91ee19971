"""What came of a plan: its achievements as one person reads them, each counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch

from pacte.initiatives.models import is_in_team
from pacte.network.queries import folded
from pacte.roadmap.models import Achievement, AchievementCredit, AchievementFile, Action
from pacte.roadmap.queries.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.network.models import Organisation
    from pacte.roadmap.models import Plan


def credited(achievement: Achievement) -> list[str]:
    """Those to whom it is owed, by name, in order."""
    rows = achievement.credits.select_related("organisation").order_by("position", "pk")
    return [str(row) for row in rows]


def with_credits(achievements: QuerySet[Achievement]) -> QuerySet[Achievement]:
    """Their credits and their proofs, each kind in one query."""
    parts = Prefetch("credits", credits_in_order()), Prefetch("files", proofs_in_order())
    return achievements.prefetch_related(*parts)


def credits_in_order() -> QuerySet[AchievementCredit]:
    return AchievementCredit.objects.select_related("organisation").order_by("position", "pk")


def proofs_in_order() -> QuerySet[AchievementFile]:
    return AchievementFile.objects.present().select_related("file").order_by("pk")


def to_credit(achievement: Achievement) -> list[Organisation]:
    """The organisations that the action names, whoever they are to it: those one thinks of."""
    action = achievement.action
    rows = action.responsibilities.present().order_by("position", "pk")
    named = [
        row.organisation or (row.unit.organisation if row.unit else None)
        for row in rows.select_related("organisation", "unit__organisation")
    ]
    ongoing = action.ongoing.present().select_related("organisation").order_by("position", "pk")
    named += [item.organisation for item in ongoing]
    return list(dict.fromkeys(one for one in named if one is not None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which achievements the address asks for."""

    organisation: int | None = None
    unit: str = ""
    year: int | None = None
    is_publishable: bool = False

    def __bool__(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of one unit, over achievements that each count once."""

    quantity: Decimal
    unit: str
    achievements: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many achievements are owed to one organisation, alone or with others."""

    organisation: Organisation
    achievements: int
    shared: int


@dataclass(frozen=True, slots=True)
class Achieved:
    rows: QuerySet[Achievement]  # newest first, to come last
    done: int
    planned: int
    shared: int  # owed to several
    totals: Sequence[Total]
    shares: Sequence[Share]
    years: Sequence[int]


def achievements_seen(
    plan: Plan, user: User | AnonymousUser, *, with_team_only: bool = True
) -> QuerySet[Achievement]:
    """Those of the plan that this person may read; the caller took `plan` through its gate."""
    actions = Action.objects.visible_to(user).filter(plan=plan)
    rows = Achievement.objects.present()
    if with_team_only and is_in_team(user, plan.initiative):
        return rows.filter(action__in=actions)
    return rows.filter(action__in=actions.filter(is_team_only=False), is_team_only=False).exclude(
        kept("achievements", "action__")
    )


def wanted_of(rows: QuerySet[Achievement], wanted: Wanted) -> QuerySet[Achievement]:
    if wanted.organisation is not None:
        owed = AchievementCredit.objects.filter(organisation=wanted.organisation)
        rows = rows.filter(pk__in=owed.values("achievement"))
    if wanted.unit:
        same = {unit for unit in rows.values_list("unit", flat=True) if is_same(unit, wanted.unit)}
        rows = rows.filter(unit__in=same)
    if wanted.year is not None:
        rows = rows.filter(achieved_on__year=wanted.year)
    return rows.filter(is_publishable=True) if wanted.is_publishable else rows


def is_same(unit: str, other: str) -> bool:
    return folded(unit) == folded(other)


def achieved(
    plan: Plan,
    user: User | AnonymousUser,
    wanted: Wanted,
    *,
    with_team_only: bool = True,
) -> Achieved:
    """Five queries, whatever the number of achievements."""
    seen = achievements_seen(plan, user, with_team_only=with_team_only)
    rows = wanted_of(seen, wanted)
    count = rows.count()
    done = list(rows.filter(is_planned=False).order_by("pk").values_list("quantity", "unit"))
    owed = owed_to(rows.filter(is_planned=False))
    days = seen.filter(achieved_on__isnull=False).dates("achieved_on", "year", order="DESC")
    return Achieved(
        rows=with_credits(rows.select_related("action")).order_by(
            "is_planned", F("achieved_on").desc(nulls_last=True), "-pk"
        ),
        done=len(done),
        planned=count - len(done),
        shared=sum(len(some) > 1 for some in owed.values()),
        totals=totals(done),
        shares=shares(owed),
        years=[day.year for day in days],
    )


def totals(facts: Iterable[tuple[Decimal | None, str]]) -> list[Total]:
    """By unit, however it is written; most told first. A number without a unit adds to nothing."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for quantity, unit in facts:
        if quantity is not None and unit.strip():
            sums[folded(unit)] += quantity
            spellings[folded(unit)][unit.strip()] += 1
    found = [
        Total(total, spellings[key].most_common(1)[0][0], spellings[key].total())
        for key, total in sums.items()
    ]
    return sorted(found, key=lambda one: (-one.achievements, -one.quantity, one.unit))


def owed_to(rows: QuerySet[Achievement]) -> dict[int, list[AchievementCredit]]:
    """The credits of each achievement that has any."""
    found: dict[int, list[AchievementCredit]] = defaultdict(list)
    owed = AchievementCredit.objects.filter(achievement__in=rows).select_related("organisation")
    for credit in owed.order_by("achievement_id", "position", "pk"):
        found[credit.achievement_id].append(credit)
    return found


def shares(owed: dict[int, list[AchievementCredit]]) -> list[Share]:
    """Each organisation with what is owed to it; the sum may well exceed what was achieved."""
    counts: Counter[Organisation] = Counter()
    shared: Counter[Organisation] = Counter()
    for some in owed.values():
        for organisation in {c.organisation for c in some if c.organisation is not None}:
            counts[organisation] += 1
            shared[organisation] += len(some) > 1
    found = [Share(one, count, shared[one]) for one, count in counts.items()]
    return sorted(found, key=lambda one: (-one.achievements, folded(one.organisation.label)))
