"""What a ministry or a funder asks plans to answer, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from pacte.initiatives.models import Initiative, Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ITEMS = 1_000  # of one framework
DEEPEST = 4  # levels of items under one another


class FrameworkQuerySet(models.QuerySet["ReferenceFramework"]):
    def of_initiative(self, initiative: Initiative) -> Self:
        return self.filter(initiative=initiative).order_by("kept_by", "position", "pk")


class ReferenceFramework(models.Model):
    """A strategy or a programme whose items actions answer; `mark` begins the name of each item.

    Once actions are aligned with it, it is closed, not deleted.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="frameworks")
    name = models.CharField(_("nom"), max_length=250)
    mark = models.CharField(_("nom court"), max_length=30)
    kept_by = models.CharField(_("ministère ou financeur"), max_length=200)
    version = models.CharField(_("version"), max_length=60, blank=True)
    dated_on = models.DateField(_("en date du"), null=True, blank=True)
    address = models.URLField(_("adresse"), max_length=500, blank=True)
    position = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint("initiative", Lower("mark"), name="framework_marked_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audit_space(self) -> str:
        return str(self.initiative_id)


class FrameworkItem(Listed):
    """One line of a framework; its name is the mark, the code and the title in one."""

    name = models.CharField(_("nom"), max_length=600)
    framework = models.ForeignKey(
        ReferenceFramework, on_delete=models.CASCADE, related_name="items"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    code = models.CharField(_("code"), max_length=40, blank=True)
    title = models.CharField(_("intitulé"), max_length=500)

    class Meta(Listed.Meta):
        abstract = False

    @property
    def label(self) -> str:
        """As one reads it among the others of its framework."""
        return f"{self.code} {self.title}".strip()

    def named(self, mark: str) -> Sequence[str]:
        """Its whole name, then what else says it."""
        short = [f"{mark} {self.code}"] if self.code else []
        return [" ".join(filter(None, (mark, self.code, self.title))), *short]
