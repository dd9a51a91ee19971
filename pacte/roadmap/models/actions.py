"""One row of the plan's table, and what it is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pacte.core.among import Among
from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.core.models import StoredFile
from pacte.initiatives.models import Initiative
from pacte.network.models import Organisation
from pacte.roadmap.enums import (
    NEEDS_REASON,
    OPEN_STATUSES,
    UNENDED,
    ActionStatus,
    Origin,
    ScheduleKind,
    Weather,
)
from pacte.roadmap.models.plans import Plan, PlanNode, initiative_keys_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class ActionQuerySet(RecoverableQuerySet["Action"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.visible_in(**initiative_keys_of(user))

    def visible_in(self, *, led: Sequence[int], seen: Sequence[int]) -> Self:
        return self.present().filter(
            Q(is_team_only=False) | Q(Among("initiative", led)),
            plan__in=Plan.objects.visible_in(led=led, seen=seen),
        )

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def open_or_without_status(self) -> Self:
        return self.filter(status__in=UNENDED)

    def late(self, today: dt.date) -> Self:
        """Past its date; what goes on without end, past the day it was to be reviewed."""
        return self.open().filter(
            Q(schedule_end__lt=today, is_continuous=False)
            | Q(review_on__lt=today, is_continuous=True)
        )


class Action(Recoverable):
    """`code` is permanent and never reused; `number` is what the document shows and may change."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="actions")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    node = models.ForeignKey(
        PlanNode, null=True, blank=True, on_delete=models.RESTRICT, related_name="actions"
    )
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=20)
    number = models.CharField(_("numéro"), max_length=30, blank=True)
    title = models.TextField(_("intitulé"))
    description = models.TextField(_("description"), blank=True)
    expected_result = models.TextField(_("résultat attendu"), blank=True)

    schedule_text = models.CharField(_("échéance"), max_length=500, blank=True)
    schedule_kind = models.CharField(max_length=12, choices=ScheduleKind, blank=True)
    schedule_start = models.DateField(null=True, blank=True)
    schedule_end = models.DateField(null=True, blank=True)
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    is_continuous = models.BooleanField(_("en continu"), default=False)

    status = models.CharField(_("état"), max_length=12, choices=ActionStatus, blank=True)
    status_text = models.CharField(max_length=500, blank=True)  # the document's own words
    status_reason = models.TextField(_("raison"), blank=True)
    weather = models.CharField(_("météo"), max_length=15, choices=Weather, blank=True)
    is_waiting = models.BooleanField(default=False)
    waiting_for = models.TextField(_("en attente de"), blank=True)
    unblocking_condition = models.TextField(_("ce qui la débloquera"), blank=True)
    origin = models.CharField(_("origine"), max_length=10, choices=Origin, blank=True)
    priority = models.CharField(_("priorité"), max_length=200, blank=True)

    budget_text = models.TextField(_("budget"), blank=True)
    budget_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    indicators = models.JSONField(_("indicateurs"), default=list, blank=True)  # [text]
    publics = models.JSONField(_("publics"), default=list, blank=True)  # [text]
    extra = models.JSONField(default=list, blank=True)  # [{"header", "text", "team_only"?}]
    notes = models.JSONField(default=list, blank=True)  # [{"kind", "author", "date", "text"}]
    where = models.CharField(_("provenance"), max_length=300, blank=True)

    is_team_only = models.BooleanField(_("réservée à l’équipe"), default=False)
    team_only_fields = models.JSONField(default=list, blank=True)  # names of fields
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()  # any change
    news_at = models.DateTimeField(
        null=True, blank=True
    )  # the last time someone said where it stands
    open_news_at = models.DateTimeField(null=True, blank=True)  # the same, as all members may know
    # nobody answered for so long that a meeting should look at it
    to_clarify_since = models.DateField(_("point à éclaircir depuis le"), null=True, blank=True)

    # its code still answers, and leads there
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="absorbed"
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="split_off"
    )

    kept_for_good = Q(merged_into__isnull=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("initiative", "code", name="action_code_unique"),
            models.CheckConstraint(
                condition=Q(schedule_start=None)
                | Q(schedule_end=None)
                | Q(schedule_end__gte=F("schedule_start")),
                name="action_schedule_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=NEEDS_REASON) | ~Q(status_reason=""),
                name="action_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~(Q(is_continuous=True) & Q(status=ActionStatus.DONE)),
                name="action_continuous_never_done",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(deleted_at__isnull=False),
                name="action_merged_is_away",
            ),
            models.CheckConstraint(
                condition=Q(is_waiting=False) | ~Q(waiting_for=""),
                name="action_waits_for_something",
            ),
        )
        indexes = (models.Index(fields=["plan", "position"], name="action_order"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)

    def is_late(self, today: dt.date) -> bool:
        """Computed, never stored."""
        due = self.due_on
        return self.status in UNENDED and due is not None and due < today

    @property
    def due_on(self) -> dt.date | None:
        """The day it should be done; reviewed, where it goes on without end."""
        return self.review_on if self.is_continuous else self.schedule_end


class Step(Recoverable):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField(default=0)
    number = models.CharField(_("numéro"), max_length=30, blank=True)
    title = models.TextField(_("intitulé"))
    lead = models.CharField(_("responsable"), max_length=300, blank=True)
    due_text = models.CharField(_("échéance"), max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(_("faite le"), null=True, blank=True)
    # the action that this step was, or became: of the two, one at most is present
    as_action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RecoverableQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["action", "position"], name="step_order"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class OngoingItem(Recoverable):
    """What an organisation already does that serves the action."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="ongoing")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="ongoing"
    )
    organisation_text = models.CharField(_("organisation"), max_length=250, blank=True)
    text = models.TextField(_("ce qui est en cours"))
    position = models.PositiveIntegerField(default=0)

    objects = RecoverableQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text


class ActionFile(Recoverable):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("de quoi s’agit-il"), max_length=200, blank=True)
    is_team_only = models.BooleanField(_("réservé à l’équipe"), default=False)

    objects = RecoverableQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label or str(self.file)
