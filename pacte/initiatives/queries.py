"""Who takes part, and when."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pacte.core.among import Among
from pacte.core.days import said_day, week_after, week_before
from pacte.core.prepared import prepared
from pacte.initiatives.enums import ENDS_BY_ITSELF, MANAGERS, Role
from pacte.initiatives.models import Delegation, Initiative, Invitation, Membership, roles_of
from pacte.territories.models import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User

SOON = dt.timedelta(days=30)
Entry = TypeVar("Entry", bound=Any)  # what has a `name` and other `words` for it


@prepared
def initiative_of_slug(*, slug: str, seen: list[int]) -> QuerySet[Initiative]:
    return Initiative.objects.filter(Among("pk", seen), slug=slug)


def manages_somewhere(user: User) -> bool:
    """Whether she decides who enters an initiative, and with which role."""
    return any(not roles.isdisjoint(MANAGERS) for roles in roles_of(user).values())


def binds_both(delegation: Delegation, at: dt.datetime) -> bool:
    """Whether both still take part: who left stands in for nobody, and nobody for her."""
    people = (delegation.absent, delegation.deputy)
    return all(one.is_active and delegation.initiative_id in roles_of(one, at=at) for one in people)


def stood_in_by(user: User, initiative: Initiative, at: dt.datetime) -> list[Delegation]:
    """For whom she stands in at that moment: both of them still take part."""
    rows = Delegation.objects.around(at).filter(deputy=user, initiative=initiative)
    return [
        row
        for row in rows.select_related("absent", "deputy", "initiative").order_by("to_on", "pk")
        if row.is_current(at) and binds_both(row, at)
    ]


def may_stand_in(user: User, initiative: Initiative, today: dt.date) -> QuerySet[User]:
    """The others who take part that day."""
    there = Membership.objects.current(today).filter(initiative=initiative).values("user")
    others = get_user_model().objects.filter(pk__in=there, is_active=True).exclude(pk=user.pk)
    return others.order_by("name", "email", "pk")


def deputies_of(initiative: Initiative, at: dt.datetime) -> dict[str, Delegation]:
    """Who receives at that moment what others are asked, by the address of those who are away."""
    rows = Delegation.objects.around(at).filter(initiative=initiative)
    return {
        row.absent.email.lower(): row
        for row in rows.select_related("absent", "deputy", "initiative").order_by("pk")
        if row.is_current(at) and binds_both(row, at)
    }


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person; `days_left` is there when it ends within a month.

    `absence` is there while somebody stands in for her.
    """

    membership: Membership
    days_left: int | None
    absence: Delegation | None

    @property
    def is_to_renew(self) -> bool:
        return self.days_left is not None and self.membership.role == ENDS_BY_ITSELF


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part today, who will, who did; `led_until` is the last day that someone leads.

    None where a project officer's role has no end, or where nobody leads.
    """

    current: list[Member]
    coming: list[Membership]
    ended: list[Membership]
    led_until: dt.date | None


def people_of(initiative: Initiative, today: dt.date) -> People:
    """Read everyone at once, in the order of roles and names."""
    rows = Membership.objects.filter(initiative=initiative).select_related("user")
    rank = {role: place for place, role in enumerate(Role.values)}
    current, coming, ended = [], [], []
    today_away = Delegation.objects.filter(
        initiative=initiative, cancelled_at=None, from_on__lte=today, to_on__gte=today
    )
    away = {row.absent_id: row for row in today_away.select_related("deputy").order_by("pk")}
    for row in sorted(rows, key=lambda row: (rank[row.role], str(row.user).casefold(), row.pk)):
        if row.from_on > today:
            coming.append(row)
        elif row.to_on is not None and row.to_on < today:
            ended.append(row)
        else:
            current.append(Member(row, days_left(row, today), away.get(row.user_id)))
    coming.sort(key=lambda row: row.from_on)
    ended.sort(key=lambda row: row.to_on or today, reverse=True)
    return People(current, coming, ended, led_until([one.membership for one in current], coming))


def days_left(membership: Membership, today: dt.date) -> int | None:
    if membership.to_on is None or membership.to_on - today > SOON:
        return None
    return (membership.to_on - today).days


def led_until(current: list[Membership], coming: list[Membership]) -> dt.date | None:
    """The last day of those who lead now, those who take over without a gap included."""
    ends = [one.to_on for one in current if one.role == Role.LEAD]
    if not ends or None in ends:
        return None
    last = max(end for end in ends if end is not None)
    for one in coming:
        if one.role == Role.LEAD and one.from_on <= last + dt.timedelta(days=1):
            if one.to_on is None:
                return None
            last = max(last, one.to_on)
    return last


def coming_of(user: User, at: dt.datetime) -> list[Membership]:
    """The roles that she will hold, the soonest first."""
    rows = Membership.objects.filter(user=user, from_on__gte=at.date()).select_related("initiative")
    coming = [row for row in rows if row.from_on > row.initiative.today(at)]
    return sorted(coming, key=lambda row: (row.from_on, row.pk))


def out_of_dates(
    user: User | AnonymousUser, slug: str, at: dt.datetime
) -> tuple[Initiative, Membership] | None:
    """Her role in the initiative of this address, when it is over or has not begun.

    The caller found that she does not take part in it now.
    """
    if user.pk is None:
        return None
    rows = Membership.objects.filter(user=user, initiative__slug=slug).select_related("initiative")
    by_start = sorted(rows, key=lambda row: row.from_on)
    if not by_start:
        return None
    today = by_start[0].initiative.today(at)
    coming = [row for row in by_start if row.from_on > today]
    found = coming[0] if coming else by_start[-1]
    return found.initiative, found


def leads_to_call(initiative: Initiative, today: dt.date) -> list[User]:
    """Those who lead it today and give their telephone to who cannot get in."""
    rows = Membership.objects.current(today).leading().filter(initiative=initiative)
    leads = rows.filter(user__is_active=True).exclude(user__phone="").select_related("user")
    return list(dict.fromkeys(row.user for row in leads.order_by("from_on", "pk")))


# Crockford's thirty-two: no I, L, O or U, and what is read for another is that other.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110")
GROUPS, GROUP = 3, 4  # twelve letters are sixty bits: nobody tries them all in thirty days


def new_code() -> str:
    """Make a code that one reads on paper and types: `K7QD-M3XP-9WTR`."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def as_code(typed: str) -> str:
    """What was typed, as the code is written: whatever its case, spaces and dashes."""
    letters = "".join(c for c in typed.upper() if c.isalnum()).translate(MISREAD)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    """The invitation that this code, or the long secret of a former one, was made for.

    Whatever became of it: `operations.open_invitation` says whether it still opens.
    """
    known = {fingerprint(secret), fingerprint(as_code(secret))}
    rows = Invitation.objects.filter(secret_sha256__in=known)
    return rows.select_related("initiative", "initiative__territory").first()


# Words that tell nothing apart: « Jeunes de 16 à 25 ans » is « jeunes 16-25 ans ».
SMALL = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou"]
)
SHORTEST_PLURAL = 4


def key_of(text: str) -> tuple[str, ...]:
    """Its words without accent, case, article or plural."""
    words = (word for word in search_key(text).split() if word not in SMALL)
    return tuple(word.rstrip("sx") if len(word) >= SHORTEST_PLURAL else word for word in words)


@dataclass(frozen=True, slots=True)
class Matcher(Generic[Entry]):
    """Which entries of a list a text names, by their names and their other words."""

    by_key: Mapping[tuple[str, ...], Entry]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Matcher[Entry]:
        known: dict[tuple[str, ...], Entry] = {}
        listed = list(entries)
        for entry in listed:  # a name wins over the words of another
            known.setdefault(key_of(entry.name), entry)
        for entry in listed:
            for word in entry.words:
                known.setdefault(key_of(word), entry)
        known.pop((), None)
        return cls(known)

    def exactly(self, text: str) -> Entry | None:
        return self.by_key.get(key_of(text))

    def named_in(self, text: str) -> list[Entry]:
        """Each entry that the text names, the longest wording first heard."""
        words, found = key_of(text), list[Entry]()
        longest = max(map(len, self.by_key), default=0)
        place = 0
        while place < len(words):
            for size in range(min(longest, len(words) - place), 0, -1):
                entry = self.by_key.get(words[place : place + size])
                if entry is not None:
                    if entry not in found:
                        found.append(entry)
                    place += size
                    break
            else:
                place += 1
        return found


def roles_ending(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """Who takes part no more in so many days, unless someone prolongs it."""
    rows = Membership.objects.filter(
        initiative=initiative, to_on__range=week_before(monday, numbers["before"])
    )
    path = reverse("initiatives:members", args=[initiative.slug])
    return [
        (
            _("%(name)s, %(role)s : jusqu’au %(day)s")
            % {"name": row.user.name, "role": row.get_role_display(), "day": said_day(row.to_on)},
            path,
        )
        for row in rows.select_related("user").order_by("to_on", "pk")
        if row.to_on
    ]


def invitations_unanswered(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """Who was invited so long ago and has not come yet."""
    first, last = week_after(monday, numbers["after"])
    rows = Invitation.objects.filter(
        initiative=initiative,
        accepted_at=None,
        revoked_at=None,
        invited_at__date__range=(first, last),
    )
    path = reverse("initiatives:members", args=[initiative.slug])
    return [
        (
            _("%(name)s, invitation du %(day)s")
            % {"name": row.name or row.email, "day": said_day(timezone.localdate(row.invited_at))},
            path,
        )
        for row in rows.order_by("invited_at", "pk")
    ]
