"""Filters that someone named to find the same actions again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.core.among import Among
from pacte.roadmap.enums import FilterReach
from pacte.roadmap.models.plans import Plan, initiative_keys_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Hers; those shared with her; of a plan that she sees."""
        keys = initiative_keys_of(user)
        return self.open_in(user.pk, led=keys["led"]).filter(
            plan__in=Plan.objects.visible_in(**keys)
        )

    def open_in(self, user: int | None, *, led: Sequence[int]) -> Self:
        """The same, of a plan that the caller took through its gate."""
        return self.filter(
            Q(owner=user)
            | Q(reach=FilterReach.MEMBERS)
            | Q(Among("plan__initiative", led), reach=FilterReach.TEAM)
        )


class SavedFilter(models.Model):
    """`query` is the part of the address after « ? » ; it may say no more than the filters do."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="saved_filters")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("nom"), max_length=80)
    query = models.CharField(max_length=2500)
    reach = models.CharField(
        _("pour qui"), max_length=10, choices=FilterReach, default=FilterReach.MINE
    )
    created_at = models.DateTimeField()

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "plan", "owner", Lower("name"), name="saved_filter_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.plan.initiative_id)
