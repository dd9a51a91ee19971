"""A démarche on a territory, who takes part in it, and its own settings."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pacte.core.among import Among
from pacte.core.models import StoredFile
from pacte.core.prepared import prepared
from pacte.initiatives.enums import (
    ENDS_BY_ITSELF,
    TEAM,
    Currency,
    Jurisdiction,
    ListKind,
    Paper,
    Role,
)
from pacte.territories.models import Territory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


Entry = TypeVar("Entry", bound="Listed")
Roles = Mapping[int, frozenset[str]]  # of one person: by initiative
ONE_DAY = dt.timedelta(days=1)
_kept: ContextVar[dict[int, Roles] | None] = ContextVar("roles", default=None)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """Ask the base once for each person's roles: for a request that only reads."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def roles_of(user: User | AnonymousUser, *, at: dt.datetime | None = None) -> Roles:
    """Give the roles held at that moment (now where none is given), by initiative.

    A day begins and ends where the initiative is: a role until the 31st is held until midnight
    there.
    """
    if user.pk is None:
        return {}
    kept = _kept.get() if at is None else None
    if kept is not None and user.pk in kept:
        return kept[user.pk]
    now = at or timezone.now()
    found: dict[int, set[str]] = defaultdict(set)
    for initiative, role, zone, begins, ends in memberships_around(
        user=user.pk, yesterday=now.date() - ONE_DAY, tomorrow=now.date() + ONE_DAY
    ):
        today = day_in(zone, now)
        if begins <= today and (ends is None or ends >= today):
            found[initiative].add(role)
    roles = {initiative: frozenset(held) for initiative, held in found.items()}
    if kept is not None:
        kept[user.pk] = roles
    return roles


@prepared
def memberships_around(
    *, user: int, yesterday: dt.date, tomorrow: dt.date
) -> models.QuerySet[Membership, tuple[int, str, str, dt.date, dt.date | None]]:
    rows = Membership.objects.overlapping(yesterday, tomorrow).filter(user=user)
    return rows.values_list("initiative", "role", "initiative__time_zone", "from_on", "to_on")


def is_in_team(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Who writes the plan: project officers, and consultants for their time."""
    return not roles_of(user).get(initiative.pk, frozenset()).isdisjoint(TEAM)


def day_in(zone: str, at: dt.datetime) -> dt.date:
    return at.astimezone(zoneinfo.ZoneInfo(zone)).date()


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: User | AnonymousUser, *, at: dt.datetime | None = None) -> Self:
        return self.filter(Among("pk", list(roles_of(user, at=at))))


class Initiative(models.Model):
    """The space in which everything but territories and organisations' identity is sealed."""

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="+"
    )
    jurisdiction = models.CharField(
        _("pays"), max_length=2, choices=Jurisdiction, default=Jurisdiction.FRANCE
    )
    paper = models.CharField(_("papier"), max_length=10, choices=Paper, default=Paper.A4)
    time_zone = models.CharField(_("fuseau horaire"), max_length=60, default="Europe/Paris")
    currency = models.CharField(_("monnaie"), max_length=3, choices=Currency, default=Currency.EUR)
    colour = models.CharField(_("couleur"), max_length=7, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    funders_notice = models.TextField(_("mentions obligatoires des financeurs"), blank=True)
    modules_off = models.JSONField(default=list, blank=True)
    word_template = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_demo = models.BooleanField(default=False)
    # what the example to try with brought: keys of rows by kind, none where there is no example
    sample = models.JSONField(default=dict, blank=True)
    # rises when a name of the directory changes: what was cached with the old one is stale
    directory_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(jurisdiction__in=Jurisdiction.values),
                name="initiative_jurisdiction_known",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.pk)

    def today(self, at: dt.datetime) -> dt.date:
        """The day it is there: roles, delegations and dates of the initiative follow it."""
        return day_in(self.time_zone, at)

    @property
    def language(self) -> str:
        """The words of its country, for a reader whose own language is not known."""
        return "fr-ca" if self.jurisdiction == Jurisdiction.QUEBEC else "fr"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: dt.date | None = None) -> Self:
        """Those who take part on that day: `initiative.today(at)`, or today where none is given."""
        day = on or timezone.localdate()
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)

    def around(self, at: dt.datetime) -> Self:
        """Those who take part at that moment somewhere on earth: the initiative's day decides."""
        return self.overlapping(at.date() - ONE_DAY, at.date() + ONE_DAY)

    def coming(self, on: dt.date) -> Self:
        return self.filter(from_on__gt=on)

    def ended(self, on: dt.date) -> Self:
        return self.filter(to_on__lt=on)

    def overlapping(self, from_on: dt.date, to_on: dt.date | None) -> Self:
        """Those held on one of these days at least."""
        found = self.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on))
        return found if to_on is None else found.filter(from_on__lte=to_on)

    def leading(self) -> Self:
        return self.filter(role=Role.LEAD)


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    title = models.CharField(_("fonction"), max_length=150, blank=True)
    from_on = models.DateField(_("depuis le"))
    to_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "user", "initiative", "role", "from_on", name="membership_unique"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=~Q(role=ENDS_BY_ITSELF) | Q(to_on__isnull=False),
                name="membership_of_a_consultant_ends",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    def is_current(self, on: dt.date) -> bool:
        return self.from_on <= on and (self.to_on is None or self.to_on >= on)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def around(self, at: dt.datetime) -> Self:
        """Those that hold at that moment somewhere on earth: `is_current` decides."""
        day = at.date()
        return self.filter(cancelled_at=None, from_on__lte=day + ONE_DAY, to_on__gte=day - ONE_DAY)


class Delegation(models.Model):
    """While one is away, another of the démarche receives what she is asked and acts for her."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="delegations")
    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="delegations"
    )
    from_on = models.DateField(_("du"))
    to_on = models.DateField(_("au"))
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("absent")), name="delegation_to_another_person"
            ),
        )

    def __str__(self) -> str:
        names = {"deputy": self.deputy, "absent": self.absent}
        return gettext("%(deputy)s pour %(absent)s") % names

    def is_current(self, at: dt.datetime) -> bool:
        today = self.initiative.today(at)
        return self.cancelled_at is None and self.from_on <= today <= self.to_on

    @property
    def ends_at(self) -> dt.datetime:
        """Midnight there, at the end of the last day."""
        zone = zoneinfo.ZoneInfo(self.initiative.time_zone)
        return dt.datetime.combine(self.to_on + ONE_DAY, dt.time(), tzinfo=zone)


class Visit(models.Model):
    """The moment until which a person said she had seen what changed in an initiative."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits"
    )
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="visits")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("user", "initiative", name="visit_unique"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.initiative}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: dt.datetime) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)


class Invitation(models.Model):
    """A door for one person; only the fingerprint of its secret is kept."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=150, blank=True)
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    # the role's own days: from the day she joins where none is given, without end
    from_on = models.DateField(_("à partir du"), null=True, blank=True)
    to_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(Lower("email"), name="invitation_email"),)

    def __str__(self) -> str:
        return self.email

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    def is_open(self, at: dt.datetime) -> bool:
        is_waiting = self.accepted_at is None and self.revoked_at is None
        return is_waiting and self.expires_at > at

    def is_over(self, at: dt.datetime) -> bool:
        """Whether the role it opens has ended before it was taken."""
        return self.to_on is not None and self.to_on < self.initiative.today(at)


class Logo(models.Model):
    """One of the strip that heads every document of the initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="logos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(_("à qui est ce logo"), max_length=150)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.owner


class ListedQuerySet(models.QuerySet[Entry]):
    def of_initiative(self, initiative: Initiative) -> Self:
        """Those of the initiative, as its team ordered them."""
        return self.filter(initiative=initiative).order_by("position", "pk")

    def offered(self) -> Self:
        """Those that one may still choose."""
        return self.filter(closed_at=None)


class Listed(models.Model):
    """One entry of a list that a team keeps: its own words for what actions are for.

    `words` are other ways of saying it, as documents write them. One that is used is closed, not
    deleted: it stays where it stands and is no longer offered.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("nom"), max_length=120)
    words = models.JSONField(_("autres façons de le dire"), default=list, blank=True)  # [text]
    position = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint("initiative", Lower("name"), name="%(class)s_named_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


class PublicProfile(Listed):
    """Whom actions are for."""


class Theme(Listed):
    """What actions are about, across the parts of the plan."""


class Pillar(Listed):
    """What the whole démarche stands on; an action may serve several."""


LISTS: Mapping[str, type[Listed]] = {
    ListKind.PUBLICS: PublicProfile,
    ListKind.THEMES: Theme,
    ListKind.PILLARS: Pillar,
}
