"""Days and moments: in words, where the framework has no « 1er », and asked for in a form."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SATURDAY = 5
OPENS, CLOSES = 8, 18
FIRST = re.compile(r"(?<!\d)1(?= [^\W\d])")


def day_field(
    label: _StrOrPromise, help_text: _StrOrPromise = "", *, required: bool = False
) -> forms.DateField:
    """Ask for a day by the calendar of the browser, and say how to write it where it has none."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=help_text,
        error_messages={"invalid": gettext_lazy("Écrivez la date comme 31/12/2027.")},
    )


def said_day(day: dt.date, form: str = "DATE_FORMAT") -> str:
    """« 1er juin 2027 », « June 1, 2027 »; `form` is a format of Django or its name."""
    text = date_format(day, form)
    return FIRST.sub("1er", text) if (get_language() or "fr").startswith("fr") else text


def said_moment(at: dt.datetime) -> str:
    """« 22 novembre 2026 à 4 h 04 », by the clock of the reader's démarche."""
    here = timezone.localtime(at)
    if (get_language() or "fr").startswith("fr"):
        time = f"{here.hour}\u00a0h\u00a0{here.minute:02}"
    else:
        time = date_format(here, "TIME_FORMAT")
    return _("%(day)s à %(time)s") % {"day": said_day(here), "time": time}


def a_year_after(day: dt.date) -> dt.date:
    """The same day of the next year; after a 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def is_working_hour(now: dt.datetime, time_zone: str) -> bool:
    """Whether people are at work there: Monday to Friday, from eight to six, by their clock."""
    here = now.astimezone(zoneinfo.ZoneInfo(time_zone))
    return here.weekday() < SATURDAY and OPENS <= here.hour < CLOSES


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def week_after(monday: dt.date, days: int) -> tuple[dt.date, dt.date]:
    """The seven days that, at this Monday, are `days` old and no more than a week older.

    From one Monday to the next each day falls in one such week: what it brings is told once.
    """
    last = monday - dt.timedelta(days=days + 1)
    return last - dt.timedelta(days=6), last


def week_before(monday: dt.date, days: int) -> tuple[dt.date, dt.date]:
    """The seven days that, from this Monday on, come in `days`; each falls in one such week."""
    first = monday + dt.timedelta(days=days)
    return first, first + dt.timedelta(days=6)


def is_first_of_month(monday: dt.date) -> bool:
    """What is told once a month is told on its first Monday."""
    return monday.day <= 7  # noqa: PLR2004 — a week
