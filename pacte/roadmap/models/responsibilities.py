"""Who leads, helps or funds an action, and whether they have said yes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.network.models import Contact, Group, Organisation, Unit
from pacte.roadmap.enums import ResponsibilityRole, ResponsibilityState
from pacte.roadmap.models.actions import Action

TARGETS = ("organisation", "unit", "group", "contact")


def one_target() -> Q:
    """Exactly one of an organisation, a unit, a group, a contact, all, or words not yet matched."""
    condition = Q()
    options = [{name: True} for name in (*TARGETS, "all", "words")]
    for chosen in options:
        alone = Q()
        for name in TARGETS:
            alone &= Q(**{f"{name}__isnull": name not in chosen})
        alone &= Q(is_all="all" in chosen)
        alone &= ~Q(words="") if "words" in chosen else Q(words="")
        condition |= alone
    return condition


class Responsibility(Recoverable):
    """`words` names someone the directory does not know yet, as the document wrote it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="responsibilities")
    role = models.CharField(_("rôle"), max_length=20, choices=ResponsibilityRole)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="responsibilities"
    )
    # who answers for this organisation, unit or group on this action
    person = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers_for"
    )
    is_all = models.BooleanField(_("tous"), default=False)
    words = models.CharField(_("nommé dans le document"), max_length=500, blank=True)
    source_text = models.CharField(max_length=500, blank=True)  # as the document wrote it
    state = models.CharField(
        max_length=10, choices=ResponsibilityState, default=ResponsibilityState.SOUGHT
    )
    state_by = models.CharField(_("dit par"), max_length=200, blank=True)
    state_on = models.DateField(_("le"), null=True, blank=True)
    state_reason = models.TextField(blank=True)
    amount_text = models.CharField(_("montant"), max_length=200, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = RecoverableQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=one_target(), name="responsibility_has_one_target"),
            models.CheckConstraint(
                condition=~Q(state=ResponsibilityState.CONFIRMED) | Q(state_on__isnull=False),
                name="responsibility_confirmed_on_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["action", "role", "position"], name="responsibility_order"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As a table shows it; « Tous » where everybody is."""
        target = self.organisation or self.unit or self.group or self.contact
        if target is not None:
            return target.label
        return str(_("Tous")) if self.is_all else self.words
