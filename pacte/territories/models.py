"""Territories, what holds what and since when, and the perimeters drawn over them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pacte.territories.enums import FINEST, Jurisdiction, TerritoryKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def search_key(name: str) -> str:
    """Return the words of a name without accent, case or punctuation, each after a space.

    « L’Haÿ-les-Roses » gives " l hay les roses"; « St » is read « Saint », as people type it.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    letters = (sign if sign.isalnum() else " " for sign in decomposed if not combining(sign))
    words = "".join(letters).split()
    return "".join(f" {SAINTS.get(word, word)}" for word in words)


def combining(sign: str) -> bool:
    return unicodedata.combining(sign) != 0


class SearchKeyField(models.CharField):  # type: ignore[type-arg]  # generic in stubs only
    """Kept from the row's own name at each save, bulk creation included."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 — Django's
        key = search_key(getattr(model_instance, "name", ""))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key


def in_force(on: dt.date, prefix: str = "") -> Q:
    """Hold for rows whose dates include that day; `valid_to` is the first day that does not."""
    starts, ends = f"{prefix}valid_from", f"{prefix}valid_to"
    return (Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": on})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": on})
    )


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def visible_to(self, user: User | AnonymousUser, *, spaces: Collection[str] = ()) -> Self:
        """Official territories and shared perimeters; drawn ones of the spaces the caller names.

        The caller knows which spaces `user` takes part in; without an account, none counts.
        """
        if user.pk is None:
            return self.shared()
        return self.filter(Q(space="") | Q(space__in=spaces))

    def official(self) -> Self:
        """Those that a source of `reference/SOURCES.toml` brought."""
        return self.exclude(source="")

    def shared(self) -> Self:
        return self.filter(space="")

    def finest(self) -> Self:
        return self.filter(kind__in=FINEST)

    def on(self, day: dt.date) -> Self:
        return self.filter(in_force(day))


class Territory(models.Model):
    """One territory; official ones are shared, a perimeter may belong to one space.

    `source` names the table of `reference/SOURCES.toml` it was loaded from, if any.
    """

    name = models.CharField(_("nom"), max_length=200)
    search_key = SearchKeyField(max_length=220, editable=False, default="", db_index=True)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    kind = models.CharField(_("genre"), max_length=30, choices=TerritoryKind)
    jurisdiction = models.CharField(_("pays"), max_length=2, choices=Jurisdiction, blank=True)
    official_code = models.CharField(_("code officiel"), max_length=20, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("année de la population"), null=True, blank=True
    )
    valid_from = models.DateField(_("existe depuis le"), null=True, blank=True)
    valid_to = models.DateField(_("n’existe plus au"), null=True, blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    space = models.CharField(max_length=40, blank=True, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=TerritoryKind.values), name="territory_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(jurisdiction__in=["", *Jurisdiction.values]),
                name="territory_jurisdiction_known",
            ),
            models.UniqueConstraint(
                fields=("jurisdiction", "kind", "official_code"),
                condition=~Q(official_code=""),
                name="territory_official_code_unique",
            ),
            models.CheckConstraint(
                condition=Q(population_year__isnull=True) | Q(population__isnull=False),
                name="territory_year_of_a_population",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="territory_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(space="") | Q(kind=TerritoryKind.PERIMETER),
                name="territory_space_of_a_perimeter",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return self.space

    @property
    def is_finest(self) -> bool:
        return self.kind in FINEST

    @property
    def is_perimeter(self) -> bool:
        return self.kind == TerritoryKind.PERIMETER


class TerritoryMembershipQuerySet(models.QuerySet["TerritoryMembership"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(in_force(day))


class TerritoryMembership(models.Model):
    """`child` lies in `parent`, from a day (or since always) until a day (or still)."""

    child = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="child_links")
    valid_from = models.DateField(_("depuis le"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au (exclu)"), null=True, blank=True)

    objects = TerritoryMembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(child=F("parent")), name="territory_membership_of_another"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="territory_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("child", "parent"),
                condition=Q(valid_to__isnull=True),
                name="territory_membership_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.child} · {self.parent}"
