"""The documents that wait to be reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.roadmap.models import PlanImport

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.initiatives.models import Initiative


def imports_in_hand(initiative: Initiative) -> QuerySet[PlanImport]:
    """Those of the initiative, for its team."""
    return PlanImport.objects.drafts().filter(initiative=initiative)


def open_imports(initiative: Initiative, user: User | AnonymousUser) -> QuerySet[PlanImport]:
    """The drafts of an initiative that the person sees, the last brought first."""
    return (
        PlanImport.objects.visible_to(user)
        .drafts()
        .filter(initiative=initiative)
        .select_related("initiative", "source", "plan")
        # A long document's reading weighs megabytes.
        .defer("reading", "choices", "applied", "comparison")
        .order_by("-started_at", "pk")
    )
