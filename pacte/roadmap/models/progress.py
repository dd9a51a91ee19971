"""What came of an action: achievements with their proof, and what its people said on the way."""

from __future__ import annotations

import re

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pacte.core.deletion import Recoverable, RecoverableQuerySet
from pacte.core.models import StoredFile
from pacte.network.models import Organisation
from pacte.roadmap.enums import ReportSource, Stands, Weather
from pacte.roadmap.models.actions import Action


class Achievement(Recoverable):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="achievements")
    text = models.TextField(_("réalisation"))
    is_planned = models.BooleanField(_("prévue, pas encore faite"), default=False)
    achieved_on = models.DateField(_("le"), null=True, blank=True)
    quantity = models.DecimalField(
        _("combien"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(_("de quoi"), max_length=80, blank=True)
    is_publishable = models.BooleanField(_("peut être publiée"), default=False)
    is_team_only = models.BooleanField(_("réservée à l’équipe"), default=False)
    position = models.PositiveIntegerField(default=0)
    # the follow-up entry that told it
    report = models.ForeignKey(
        "ProgressReport", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RecoverableQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["action", "position"], name="achievement_order"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(is_publishable=False) | Q(is_team_only=False),
                name="achievement_published_or_kept",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def tells_quantity(self) -> bool:
        """Whether the words already hold the number."""
        number = f"{self.quantity:f}".rstrip("0").rstrip(".") if self.quantity else ""
        return number in re.findall(r"\d+", re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", self.text))


class AchievementCredit(models.Model):
    """One of those to whom a success is owed: shared by several, it stays one success."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="credits")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="credits"
    )
    words = models.CharField(_("nommé ainsi"), max_length=250, blank=True)  # not in the directory
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, words="")
                | (Q(organisation__isnull=True) & ~Q(words="")),
                name="credit_names_one",
            ),
        )

    def __str__(self) -> str:
        return self.organisation.label if self.organisation else self.words


class AchievementFile(Recoverable):
    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = RecoverableQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.file)


class ProgressReport(Recoverable):
    """A follow-up entry, dated and signed; what was done, what comes, what is in the way."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reports")
    said_on = models.DateField(_("le"))
    said_by = models.CharField(_("par"), max_length=200)
    source = models.CharField(
        _("comment"), max_length=10, choices=ReportSource, default=ReportSource.SCREEN
    )
    stands = models.CharField(_("où l’on en est"), max_length=12, choices=Stands, blank=True)
    weather = models.CharField(_("météo"), max_length=15, choices=Weather, blank=True)
    done = models.TextField(_("ce qui a été fait"), blank=True)
    next = models.TextField(_("ce qui vient"), blank=True)
    difficulties = models.TextField(_("ce qui gêne"), blank=True)
    is_team_only = models.BooleanField(_("réservée à l’équipe"), default=False)
    recorded_at = models.DateTimeField()

    objects = RecoverableQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["action", "-said_on"], name="progress_report_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(stands="", weather="", done="", next="", difficulties=""),
                name="progress_report_says_something",
            ),
        )

    def __str__(self) -> str:
        words = self.done or self.next or self.difficulties
        return words or self.get_stands_display() or self.get_weather_display()
