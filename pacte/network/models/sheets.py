"""A sheet of organisations and people: what was read of it, what was taken, what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from pacte.core.models import StoredFile
from pacte.initiatives.enums import TEAM
from pacte.initiatives.models import Initiative, roles_of
from pacte.network.enums import SheetState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's only."""
        led = [key for key, roles in roles_of(user).items() if not roles.isdisjoint(TEAM)]
        return self.filter(initiative__in=led)


class SheetImport(models.Model):
    """`tables` holds the lines as read, each with its problem or none; `counts` what they do."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="sheet_imports"
    )
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.READING)
    problem = models.TextField(blank=True)  # why it cannot be read, in words
    tables = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    job_key = models.CharField(max_length=60, blank=True)
    started_by = models.CharField(_("déposé par"), max_length=200)
    started_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.source)

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)
