"""Filters that someone named to find the same actions again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.roadmap.enums import FilterReach
from pacte.roadmap.models.plans import Plan, initiatives_led_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Hers; those shared with her; of a plan that she sees."""
        return self.filter(
            Q(owner=user.pk)
            | Q(reach=FilterReach.MEMBERS)
            | Q(reach=FilterReach.TEAM, plan__initiative__in=initiatives_led_by(user)),
            plan__in=Plan.objects.visible_to(user),
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
