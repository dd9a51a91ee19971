"""The filters of a plan that a person may apply, hers first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, When

from pacte.roadmap.models import SavedFilter

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan


def saved_filters(plan: Plan, user: User | AnonymousUser) -> list[SavedFilter]:
    return list(
        SavedFilter.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("owner")
        .annotate(rank=Case(When(owner=user.pk, then=0), default=1))
        .order_by("rank", "name", "pk")
    )
