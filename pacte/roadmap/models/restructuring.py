"""What was moved, merged, split or regrouped at once, with all it takes to put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from pacte.roadmap.enums import RestructuringKind
from pacte.roadmap.models.plans import Plan, initiatives_led_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class RestructuringQuerySet(models.QuerySet["Restructuring"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's: it tells what members may not read."""
        return self.filter(
            plan__in=Plan.objects.visible_to(user),
            plan__initiative__in=initiatives_led_by(user),
        )


class Restructuring(models.Model):
    """`rows` holds each row that changed: {kind, key, label, before, after}, or {…, made: true}.

    `before` and `after` map its fields to what they were and became, as JSON holds them.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="restructurings")
    kind = models.CharField(max_length=15, choices=RestructuringKind)
    rows = models.JSONField(default=list)
    done_at = models.DateTimeField()
    done_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=200, blank=True)

    objects = RestructuringQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["plan", "-done_at"], name="restructuring_order"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="restructuring_undone_by_someone",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def audit_space(self) -> str:
        return str(self.plan.initiative_id)
