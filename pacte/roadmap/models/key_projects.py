"""A project that runs across the axes: its milestones, whom it is for, and its actions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pacte.core.among import Among
from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.network.models import Group
from pacte.roadmap.enums import ScheduleKind
from pacte.roadmap.models.actions import Action
from pacte.roadmap.models.plans import Plan, initiative_keys_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class KeyProjectQuerySet(RecoverableQuerySet["KeyProject"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.visible_in(**initiative_keys_of(user))

    def visible_in(self, *, led: Sequence[int], seen: Sequence[int]) -> Self:
        return self.present().filter(
            Q(is_team_only=False) | Q(Among("plan__initiative", led)),
            plan__in=Plan.objects.visible_in(led=led, seen=seen),
        )


class KeyProject(Recoverable):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="key_projects")
    title = models.CharField(_("intitulé"), max_length=300)
    purpose = models.TextField(_("ce qu’il vise"), blank=True)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="key_projects"
    )
    people = models.CharField(_("pour qui"), max_length=120, blank=True)
    target = models.PositiveIntegerField(_("combien de personnes"), null=True, blank=True)
    reached = models.PositiveIntegerField(_("combien ont été atteintes"), null=True, blank=True)
    reached_on = models.DateField(_("comptées le"), null=True, blank=True)
    funded_until = models.DateField(_("financé jusqu’au"), null=True, blank=True)
    afterwards = models.TextField(_("ce qui vient après le financement"), blank=True)
    is_team_only = models.BooleanField(_("réservé à l’équipe"), default=False)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    actions = models.ManyToManyField(
        Action, through="KeyProjectAction", related_name="key_projects", blank=True
    )

    objects = KeyProjectQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["plan", "position"], name="key_project_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def audit_space(self) -> str:
        return str(self.plan.initiative_id)


class KeyProjectAction(models.Model):
    """An action of any axis that the project gathers."""

    project = models.ForeignKey(KeyProject, on_delete=models.CASCADE, related_name="gathered")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="gathered_in")

    class Meta:
        constraints = (
            models.UniqueConstraint("project", "action", name="key_project_action_unique"),
        )

    def __str__(self) -> str:
        return str(self.action)


class Milestone(Recoverable):
    """`schedule_text` is as people say it; `due_on` is the last day that it means, if any."""

    project = models.ForeignKey(KeyProject, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("jalon"), max_length=300)
    schedule_text = models.CharField(_("pour quand"), max_length=200, blank=True)
    schedule_kind = models.CharField(max_length=12, choices=ScheduleKind, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(_("atteint le"), null=True, blank=True)

    objects = RecoverableQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: dt.date) -> bool:
        return self.reached_on is None and self.due_on is not None and self.due_on < today
