"""How much text a plan holds: what it costs to write it into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import IntegerField, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Length

from pacte.roadmap.models import Achievement, Action, OngoingItem, Step

if TYPE_CHECKING:
    from django.db.models import Model
    from django.db.models.expressions import Combinable

OWN = ("title", "description", "expected_result", "budget_text", "indicators", "publics", "extra")
PARTS: tuple[tuple[type[Step | OngoingItem | Achievement], str], ...] = (
    (Step, "title"),
    (OngoingItem, "text"),
    (Achievement, "text"),
)


def characters_of(actions: QuerySet[Action]) -> int:
    """Return how many characters these actions hold, near enough, in a query for each table."""
    keys = actions.order_by().values("pk")
    found = _sum(Action.objects.filter(pk__in=keys), *OWN)
    return found + sum(_sum(model.objects.filter(action__in=keys), text) for model, text in PARTS)


def _sum(rows: QuerySet[Model], *texts: str) -> int:
    length: Combinable = Value(0)
    for text in texts:
        length = length + Length(Cast(text, TextField()))
    total = Coalesce(Sum(length, output_field=IntegerField()), 0)
    return int(rows.aggregate(total=total)["total"])
