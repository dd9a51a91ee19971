"""A document being read, reviewed, then turned into a plan; and what was learnt from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.core.models import StoredFile
from pacte.initiatives.models import Initiative
from pacte.roadmap.enums import ImportState
from pacte.roadmap.models.plans import Plan, initiatives_led_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User

DRAFTS_KEPT_FOR = dt.timedelta(days=90)


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's only."""
        return self.filter(initiative__in=initiatives_led_by(user))

    def drafts(self) -> Self:
        return self.filter(
            state__in=[ImportState.READING, ImportState.TO_REVIEW, ImportState.COMPARING]
        )


class PlanImport(models.Model):
    """`plan` is the one to update, or once applied the one made.

    `reading` is what was understood (the object of `pacte read`), `choices` the corrections made on
    the review screen, `applied` each action's values as imported, by code: the base of the next
    three-way comparison. `comparison` is what a newer version would change in the plan, with the
    plan's version when it was made.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="imports")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="imports"
    )
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.READING)
    problem = models.CharField(max_length=60, blank=True)  # name of the refusal
    reading = models.JSONField(null=True, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    comparison = models.JSONField(null=True, blank=True)
    applied = models.JSONField(default=dict, blank=True)
    job_key = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)
    started_by = models.CharField(_("déposé par"), max_length=200)
    started_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = PlanImportQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.source)

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


class ImportedPage(models.Model):
    """A page of the document as the review screen shows it: paragraphs, and rows of tables."""

    plan_import = models.ForeignKey(PlanImport, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    blocks = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint("plan_import", "number", name="imported_page_number_unique"),
        )

    def __str__(self) -> str:
        return f"{self.plan_import} {self.number}"


class RememberedHeading(models.Model):
    """What a column heading means here, learnt from a correction on the review screen."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="headings")
    heading = models.CharField(max_length=200)
    meaning = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "initiative", Lower("heading"), name="remembered_heading_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.heading} = {self.meaning}"
