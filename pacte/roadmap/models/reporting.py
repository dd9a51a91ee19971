"""What is told elsewhere of actions: forms of others, their fields, and when each was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.initiatives.models import Initiative
from pacte.roadmap.models.actions import Action
from pacte.roadmap.models.plans import initiatives_led_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class ReportingFormQuerySet(RecoverableQuerySet["ReportingForm"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.present().filter(initiative__in=initiatives_led_by(user))


class ReportingForm(Recoverable):
    """A form of others to fill in for each action: a national dashboard, a fund."""

    kept_for_good = Q(reportings__isnull=False)

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="reporting_forms"
    )
    name = models.CharField(_("nom"), max_length=200)
    recipient = models.CharField(_("pour qui"), max_length=200, blank=True)
    address = models.URLField(_("adresse"), max_length=500, blank=True)
    guidance = models.TextField(_("à savoir"), blank=True)
    created_at = models.DateTimeField()

    objects = ReportingFormQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


class ReportingField(Recoverable):
    """One field of a form, in its order; `source` says what of the action fills it."""

    kept_for_good = Q(form__reportings__isnull=False)

    form = models.ForeignKey(ReportingForm, on_delete=models.CASCADE, related_name="fields")
    position = models.PositiveIntegerField()
    label = models.CharField(_("intitulé"), max_length=300)
    help = models.TextField(_("consigne"), blank=True)
    most = models.PositiveIntegerField(_("nombre de signes au plus"), null=True, blank=True)
    source = models.CharField(_("ce qui le remplit"), max_length=30, blank=True)
    fixed_text = models.TextField(_("texte"), blank=True)

    objects = RecoverableQuerySet["ReportingField"].as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gt=0), name="reporting_field_most_positive"
            ),
        )

    def __str__(self) -> str:
        return self.label


class ReportingText(models.Model):
    """What one field of a form says of one action, in words of its own: the plan keeps its.

    Words written from what the team keeps stand apart: whoever leaves that out never reads them.
    """

    field = models.ForeignKey(ReportingField, on_delete=models.CASCADE, related_name="texts")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reporting_texts")
    text = models.TextField(_("texte"), blank=True)
    instead_of = models.TextField(blank=True)  # what the plan gave when it was written
    has_team_only = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("field", "action", "has_team_only"), name="reporting_text_once"
            ),
        )

    def __str__(self) -> str:
        return self.text


class Reporting(Recoverable):
    """An action told in a form, one day: by whom, and with which words."""

    form = models.ForeignKey(ReportingForm, on_delete=models.CASCADE, related_name="reportings")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reportings")
    reported_on = models.DateField(_("le"))
    reported_by = models.CharField(_("par"), max_length=200)
    values = models.JSONField(default=dict)  # {key of the field: text}
    has_team_only = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    objects = RecoverableQuerySet["Reporting"].as_manager()

    class Meta:
        indexes = (models.Index(fields=["form", "action", "-reported_on"], name="reporting_order"),)

    def __str__(self) -> str:
        return f"{self.form} · {self.reported_on}"
