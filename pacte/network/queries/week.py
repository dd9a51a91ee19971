"""What the Monday letter tells the team of its directory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from pacte.core.days import is_first_of_month, said_day, week_before
from pacte.network.queries.communes import coverage_of, mandates_of

if TYPE_CHECKING:
    from pacte.initiatives.models import Initiative


def mandates_ending(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """The terms that end in so many days, each told once."""
    rows = mandates_of(initiative).filter(to_on__range=week_before(monday, numbers["before"]))
    path = reverse("network:mandates", args=[initiative.slug])
    return [
        (
            _("%(name)s, %(title)s (%(place)s) : jusqu’au %(day)s")
            % {
                "name": row.contact.name,
                "title": row.title,
                "place": row.territory.name,
                "day": said_day(row.to_on),
            },
            path,
        )
        for row in rows
        if row.to_on
    ]


def communes_vacant(
    initiative: Initiative, *, numbers: Mapping[str, int], monday: dt.date
) -> list[tuple[str, str]]:
    """Once a month, how many communes have nobody and were not written to lately.

    A démarche that has named nobody anywhere does without: it is told of nothing.
    """
    coverage = coverage_of(initiative, today=monday)
    if not is_first_of_month(monday) or not coverage.covered:
        return []
    since = monday - dt.timedelta(days=numbers["after"])
    names = [
        line.territory.name
        for line in coverage.vacant
        if line.asked_on is None or line.asked_on <= since
    ]
    path = reverse("network:referents", args=[initiative.slug])
    return [(", ".join(names), path)] if names else []
