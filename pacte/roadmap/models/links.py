"""What an action is tied to: whom it is for, what it is about, what it serves, where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from pacte.initiatives.models import LISTS, Listed, Pillar, PublicProfile, Theme
from pacte.roadmap.enums import Bond
from pacte.roadmap.models.actions import Action
from pacte.roadmap.models.externals import ExternalInitiative
from pacte.roadmap.models.frameworks import FrameworkItem
from pacte.territories.models import Territory

TIED_TO = ("public", "theme", "pillar", "territory", "external", "framework_item")
# By the column of the table that says them: what a team keeps, and actions are tied to.
TIED_LISTS: Mapping[str, type[Listed]] = {
    **LISTS,
    "externals": ExternalInitiative,
    "alignments": FrameworkItem,
}


def tied_once() -> Q:
    condition = Q()
    for chosen in TIED_TO:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in TIED_TO})
    return condition


class Attachment(models.Model):
    """An action tied to exactly one thing.

    Those to publics are kept from the words of `Action.publics`, at each change of these words or
    of the list: they are what filters and reports count, the words stay as they were written.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="attachments")
    public = models.ForeignKey(
        PublicProfile, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    pillar = models.ForeignKey(
        Pillar, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    external = models.ForeignKey(
        ExternalInitiative,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    framework_item = models.ForeignKey(
        FrameworkItem, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    bond = models.CharField(max_length=10, choices=Bond, blank=True)  # to an external one

    class Meta:
        constraints = (
            models.CheckConstraint(condition=tied_once(), name="attachment_to_one_thing"),
            models.CheckConstraint(
                condition=Q(bond="") | Q(bond__in=Bond.values, external__isnull=False),
                name="attachment_bond_to_an_external",
            ),
            *(
                models.UniqueConstraint(
                    fields=("action", name),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"attachment_to_{name}_once",
                )
                for name in TIED_TO
            ),
        )

    def __str__(self) -> str:
        return str(next(filter(None, (getattr(self, name) for name in TIED_TO))))
