"""Who was elected where and until when; who answers for employment in each commune."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pacte.initiatives.models import Initiative
from pacte.network.enums import ReferentKind, ReferentState
from pacte.network.models.directory import Contact, SealedQuerySet
from pacte.territories.models import Territory


class ElectedMandateQuerySet(models.QuerySet["ElectedMandate"]):
    def current(self, on: dt.date) -> Self:
        """`to_on` is the last day of the term."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=on), Q(to_on=None) | Q(to_on__gte=on))


class ElectedMandate(models.Model):
    """What someone was elected for: mayor, councillor, prefect of an MRC; until the term ends."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="mandates")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="mandates")
    title = models.CharField(_("mandat"), max_length=150)
    from_on = models.DateField(_("depuis le"), null=True, blank=True)
    to_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = ElectedMandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
                name="elected_mandate_dates_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.territory}"

    def has_ended(self, on: dt.date) -> bool:
        return self.to_on is not None and self.to_on < on

    def days_left(self, on: dt.date) -> int | None:
        return (self.to_on - on).days if self.to_on is not None else None


class MunicipalReferentQuerySet(SealedQuerySet["MunicipalReferent"]):
    def open(self) -> Self:
        return self.exclude(state=ReferentState.ENDED)

    def of_initiative(self, initiative: Initiative) -> Self:
        return self.filter(initiative=initiative)


class MunicipalReferent(models.Model):
    """One human per commune: elected or technical, one or a pair. Without a contact: to be named.

    `asked_on` is the day when the commune was last asked to name someone.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="referents")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="referents")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="referent_of"
    )
    kind = models.CharField(
        _("sorte"), max_length=10, choices=ReferentKind, default=ReferentKind.TECHNICAL
    )
    rank = models.PositiveSmallIntegerField(_("rang"), default=1)
    # who answers while she is away
    deputy = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputy_referent_of"
    )
    state = models.CharField(max_length=10, choices=ReferentState, default=ReferentState.TO_NAME)
    since_on = models.DateField(_("depuis le"), null=True, blank=True)
    ended_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)

    objects = MunicipalReferentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "territory", "rank"),
                condition=~Q(state=ReferentState.ENDED),
                name="municipal_referent_one_by_rank",
            ),
            models.CheckConstraint(
                condition=Q(rank__in=[1, 2]), name="municipal_referent_alone_or_a_pair"
            ),
            models.CheckConstraint(
                condition=Q(state=ReferentState.TO_NAME, contact__isnull=True)
                | (~Q(state=ReferentState.TO_NAME) & Q(contact__isnull=False)),
                name="municipal_referent_named_or_to_name",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferentState.ENDED, ended_on__isnull=False)
                | (~Q(state=ReferentState.ENDED) & Q(ended_on__isnull=True)),
                name="municipal_referent_ended_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.territory} · {self.contact or self.get_state_display()}"

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)
