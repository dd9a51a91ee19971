"""What others run around the plan, and actions contribute to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pacte.initiatives.models import Listed
from pacte.roadmap.enums import ExternalKind


class ExternalInitiative(Listed):
    """A project, a programme or a strategy run by others; once used it is closed, not deleted."""

    kind = models.CharField(
        _("nature"), max_length=10, choices=ExternalKind, default=ExternalKind.PROJECT
    )
    run_by = models.CharField(_("qui la porte"), max_length=200, blank=True)
    address = models.URLField(_("adresse de sa page"), max_length=500, blank=True)
    purpose = models.TextField(_("ce qu’elle fait"), blank=True)
    starts_on = models.DateField(_("du"), null=True, blank=True)
    ends_on = models.DateField(_("au"), null=True, blank=True)

    class Meta(Listed.Meta):
        abstract = False
        constraints = (  # type: ignore[assignment]  # more of them than every list has
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=ExternalKind.values), name="external_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="external_ends_after_it_starts",
            ),
        )
