"""What someone would see in the plan: an idea, or an action that a partner carries or would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pacte.roadmap.enums import ProposalKind, ProposalState
from pacte.roadmap.models.actions import Action
from pacte.roadmap.models.plans import Plan, PlanNode, initiatives_led_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's, and each person's own: nobody else reads what is not in the plan."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(plan__initiative__in=initiatives_led_by(user)) | Q(proposer=user),
            plan__in=Plan.objects.visible_to(user),
        )

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.WAITING)


class Proposal(models.Model):
    """Kept apart from the plan: in no figure and no export until the team takes it in."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposals")
    node = models.ForeignKey(
        PlanNode, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    kind = models.CharField(max_length=10, choices=ProposalKind)
    title = models.CharField(_("intitulé"), max_length=500)
    text = models.TextField(_("en quelques mots"), blank=True)
    carried_by = models.CharField(_("qui la mène ou la mènerait"), max_length=250, blank=True)
    schedule_text = models.CharField(_("pour quand"), max_length=200, blank=True)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    reason = models.TextField(_("raison"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    # what it became
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["plan", "state", "-proposed_at"], name="proposal_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(reason=""),
                name="proposal_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_at=None)
                | (~Q(state=ProposalState.WAITING) & Q(decided_at__isnull=False)),
                name="proposal_decided_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def audit_space(self) -> str:
        return str(self.plan.initiative_id)
