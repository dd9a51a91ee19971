"""What waits for one person in a démarche: what she carries, is asked, and has not seen yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from pacte.core import audit, history
from pacte.core.models import AuditEntry, Message, MessageStatus
from pacte.initiatives import registry
from pacte.initiatives.models import Delegation, Initiative, Membership, Visit
from pacte.initiatives.queries import stood_in_by
from pacte.network.models import Organisation
from pacte.roadmap.models import Action, ProgressLink, ProgressRequest, Proposal
from pacte.roadmap.queries import filters
from pacte.roadmap.queries.answers import answers_to_review, handovers_to_settle
from pacte.roadmap.queries.asked import askable
from pacte.roadmap.queries.calls import callable_contacts
from pacte.roadmap.queries.carried import carried_by, organisations_of
from pacte.roadmap.queries.drafts import imports_in_hand
from pacte.roadmap.queries.history import EVENTS_OF, OPEN_EVENTS
from pacte.roadmap.queries.kept import as_seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from pacte.accounts.models import User

SHOWN = 8
NAMED = 5
READ = 200  # entries of the history, for the lines of what changed
UNDECIDED = (
    MessageStatus.HELD,
    MessageStatus.TO_PRINT,
    MessageStatus.REFUSED,
    MessageStatus.BOUNCED,
    MessageStatus.UNCERTAIN,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page needs to know of the démarche for this person, read at once."""

    seen_at: dt.datetime | None  # when she last said that she had seen what changed
    asked: int  # of her actions, by the last link that opens for her address
    link: ProgressLink | None  # only its secret is known
    stands_in: bool  # for somebody who is away, about these days
    drafts: int  # documents being checked
    answers: int
    calls: int
    letters: int
    to_clarify: int
    proposals: int
    proposed_in: str  # the plan of the oldest that waits, as its address calls it
    asker: Asker
    works: Organisation | None  # where the directory says that she works: its names and address


@dataclass(frozen=True, slots=True)
class Asker:
    """Whom members may call about the démarche."""

    name: str
    email: str
    phone: str


def facts_of(initiative: Initiative, user: User, *, now: dt.datetime, is_team: bool) -> Facts:
    """One query. What the team decides is not counted for others."""
    asked = (
        ProgressRequest.objects.open()
        .filter(
            link__in=ProgressLink.objects.open(now),
            link__initiative=initiative,
            link__address__iexact=user.email,
            action__in=askable(initiative).values("pk"),
        )
        .order_by("-link__made_at", "-link", "pk")
    )
    visits = Visit.objects.filter(user=user, initiative=initiative)
    annotated = Initiative.objects.filter(pk=initiative.pk).annotate(
        seen=Subquery(visits.values("seen_at")[:1]),
        nonce=Subquery(asked.values("link__nonce")[:1]),
        asked=how_many(asked),
        stands_in=Exists(Delegation.objects.around(now).filter(deputy=user, initiative=initiative)),
    )
    more = decided(initiative, now) if is_team else reached(initiative, user)
    row: dict[str, Any] = dict(annotated.annotate(**more).values().get())
    if not registry.is_on("roadmap.asking", initiative):
        row |= {"asked": 0, "nonce": "", "answers": 0, "handovers": 0, "calls": 0}
    if not registry.is_on("roadmap.proposals", initiative):
        row["proposals"] = 0
    return Facts(
        seen_at=row["seen"],
        asked=row["asked"],
        link=ProgressLink(nonce=row["nonce"]) if row["nonce"] else None,
        stands_in=row["stands_in"],
        drafts=row.get("drafts", 0),
        answers=row.get("answers", 0) + row.get("handovers", 0),
        calls=row.get("calls", 0),
        letters=row.get("letters", 0),
        to_clarify=row.get("unclear", 0),
        proposals=row.get("proposals", 0),
        proposed_in=row.get("proposed_in") or "",
        asker=Asker(*(row.get(f"asker_{key}") or "" for key in ("name", "email", "phone"))),
        works=Organisation(
            pk=row["works"],
            name=row["works_name"],
            short_name=row["works_short_name"],
            slug=row["works_slug"],
        )
        if row.get("works")
        else None,
    )


def decided(initiative: Initiative, now: dt.datetime) -> dict[str, Coalesce | Subquery]:
    """What waits for the team, how many of each."""
    letters = Message.objects.filter(space=initiative.audit_space, status__in=UNDECIDED)
    unclear = Action.objects.present().filter(
        initiative=initiative, plan__deleted_at=None, to_clarify_since__isnull=False
    )
    proposals = Proposal.objects.waiting().filter(
        plan__initiative=initiative, plan__deleted_at=None
    )
    oldest = proposals.order_by("proposed_at", "pk").values("plan__slug")
    return {
        "proposals": how_many(proposals),
        "proposed_in": Subquery(oldest[:1]),
        "drafts": how_many(imports_in_hand(initiative)),
        "answers": how_many(answers_to_review(initiative)),
        "handovers": how_many(handovers_to_settle(initiative)),
        "calls": how_many(callable_contacts(initiative, now=now)),
        "letters": how_many(letters),
        "unclear": how_many(unclear),
    }


def reached(initiative: Initiative, user: User) -> dict[str, Subquery]:
    """Whom a member may call, in whose name letters go; and where she works herself."""
    leads = (
        Membership.objects.current()
        .leading()
        .filter(initiative=initiative, user__is_active=True)
        .annotate(is_chosen=Q(user=F("initiative__progress_settings__asker")))
        .order_by(F("is_chosen").desc(nulls_last=True), "from_on", "pk")
    )
    works = organisations_of(user, initiative)
    told = {
        "asker_name": leads.values("user__name"),
        "asker_email": leads.values("user__email"),
        "asker_phone": leads.values("initiative__progress_settings__phone"),
        "works": works.values("pk"),
        **{f"works_{key}": works.values(key) for key in ("name", "short_name", "slug")},
    }
    return {key: Subquery(rows[:1]) for key, rows in told.items()}


def how_many(rows: QuerySet[Any]) -> Coalesce:
    one = rows.order_by().values(together=Value(1)).annotate(count=Count("pk", distinct=True))
    return Coalesce(Subquery(one.values("count")), 0)


@dataclass(frozen=True, slots=True)
class Carried:
    """An open action that is hers; `late_since` where its day is past."""

    action: Action
    late_since: dt.date | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What she leads herself; and what names where she works, where she leads little."""

    rows: Sequence[Carried]
    has_more: bool
    naming: Sequence[Action]


def mine(
    initiative: Initiative,
    user: User,
    works: Organisation | None,
    *,
    today: dt.date,
    sees_team_only: bool,
) -> Mine:
    """One query: those that she carries, past ones first, then those that name where she works."""
    seen = filters.Seen(sees_team_only=sees_team_only)
    carried = Q(pk__in=carried_by(user.email).values("action"))
    named = Q(pk__in=filters.named(works.pk, seen).values("action")) if works else Q(pk__in=[])
    found: list[Any] = list(
        Action.objects.visible_to(user)
        .filter(carried | named, filters.is_unended(seen), initiative=initiative)
        .annotate(
            is_hers=Case(When(carried, then=1), default=0),
            is_past=Case(When(filters.late(today, seen), then=1), default=0),
        )
        .order_by("-is_hers", "-is_past", "plan__created_at", "node__position", "position", "pk")[
            : SHOWN + 1
        ]
    )
    hers = [row for row in found if row.is_hers]
    others = [row for row in found if not row.is_hers][:NAMED]
    rows = [as_seen(row, sees_team_only=sees_team_only) for row in hers[:SHOWN]]
    return Mine(
        [Carried(row, row.due_on if row.is_late(today) else None) for row in rows],
        has_more=len(hers) > SHOWN,
        naming=[as_seen(row, sees_team_only=sees_team_only) for row in others],
    )


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Somebody who is away, until when, and what she carries that is open."""

    absent: User
    until: dt.date
    actions: Sequence[Action]


def standing_in(
    initiative: Initiative, user: User, *, now: dt.datetime, sees_team_only: bool
) -> list[StandingIn]:
    """For whom she stands in, and of what; what she may not see herself is not there."""
    seen = filters.Seen(sees_team_only=sees_team_only)
    found = []
    for delegation in stood_in_by(user, initiative, now):
        actions = (
            Action.objects.visible_to(user)
            .filter(
                filters.is_unended(seen),
                initiative=initiative,
                pk__in=carried_by(delegation.absent.email).values("action"),
            )
            .order_by("plan__created_at", "node__position", "position", "pk")
        )
        rows = [as_seen(action, sees_team_only=sees_team_only) for action in actions]
        found.append(StandingIn(delegation.absent, delegation.to_on, rows))
    return found


@dataclass(frozen=True, slots=True)
class Changed:
    """An action, and what happened to it since, the last thing first."""

    action: Action
    sentences: Sequence[str]
    who: str
    on: dt.date


def changes_since(
    initiative: Initiative, user: User, since: dt.datetime, *, sees_team_only: bool
) -> Sequence[Changed]:
    """What others did since then to actions that she sees, the last touched first, at most eight.

    Outside the team nothing is told of what an action keeps, nor of words that may be reserved.
    """
    entries = AuditEntry.objects.filter(
        space=initiative.audit_space, target_kind=audit.kind_of(Action()), at__gt=since
    ).exclude(actor_key__in=[str(user.pk)])
    if not sees_team_only:
        entries = entries.filter(event__regex=OPEN_EVENTS)
    told: dict[int, list[AuditEntry]] = {}
    for entry in entries.order_by("-at", "-pk")[:READ]:
        if history.sentence_of(entry.event):
            told.setdefault(int(entry.target_key), []).append(entry)
    if not told:
        return []
    actions = Action.objects.visible_to(user).filter(initiative=initiative).in_bulk(list(told))
    found = []
    for key, rows in told.items():
        if (action := actions.get(key)) is None:
            continue
        hidden = () if sees_team_only else tuple(action.team_only_fields)
        if open_rows := [row for row in rows if not is_kept(row.event, hidden)]:
            last = open_rows[0]
            sentences = list(dict.fromkeys(history.sentence_of(row.event) for row in open_rows))
            found.append(
                Changed(action, sentences[:3], last.actor_label, initiative.today(last.at))
            )
    return found[:SHOWN]


def is_kept(event: str, hidden: Sequence[str]) -> bool:
    return any(event.startswith(EVENTS_OF[column]) for column in hidden if column in EVENTS_OF)
