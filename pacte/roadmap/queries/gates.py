"""What the address names, through its gate: asked for by nearly every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.core.prepared import prepared
from pacte.roadmap.models import Action, Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet


@prepared
def plan_of_slug(*, initiative: int, slug: str, led: list[int], seen: list[int]) -> QuerySet[Plan]:
    return Plan.objects.visible_in(led=led, seen=seen).filter(initiative=initiative, slug=slug)


@prepared
def action_of_code(
    *, initiative: int, code: str, led: list[int], seen: list[int]
) -> QuerySet[Action]:
    """With its plan, and its part of the frame."""
    found = Action.objects.visible_in(led=led, seen=seen).filter(initiative=initiative, code=code)
    return found.select_related("plan", "node__level")
