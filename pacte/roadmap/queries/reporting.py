"""What each field of a form of others says of each action, and what changed since it was told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pacte.core.among import Among
from pacte.core.prepared import prepared
from pacte.roadmap.models import (
    Action,
    ProgressReport,
    Reporting,
    ReportingField,
    ReportingForm,
    ReportingText,
)
from pacte.roadmap.queries.columns import KNOWN, Holds
from pacte.roadmap.queries.filters import ROLES, Filters
from pacte.roadmap.queries.table import TableRow, plan_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from pacte.accounts.models import User
    from pacte.roadmap.models import Plan

LEFT_TO_WRITE, FIXED = "", "fixed"
DAY = "d/m/Y"
# Of the columns of the table: what names organisations that said nothing, or that no reader knows.
NOT_TOLD = frozenset({"ongoing", "notes", "where"})
SOURCES: Mapping[str, _StrPromise] = {
    **{key: known.label for key, known in KNOWN.items() if key not in NOT_TOLD},
    "title": gettext_lazy("Intitulé de l’action"),
    "frame": gettext_lazy("Sa place dans le plan"),
    "starts_on": gettext_lazy("Début (date)"),
    "ends_on": gettext_lazy("Fin (date)"),
    "amount": gettext_lazy("Budget (nombre seul)"),
    "news": gettext_lazy("Dernier point de suivi"),
}
LISTED = frozenset(key for key, known in KNOWN.items() if known.holds is Holds.LIST)


@dataclass(frozen=True, slots=True)
class Told:
    """What the plan gives one field, and whom it leaves out of it."""

    text: str
    unanswered: Sequence[str] = ()  # named in the plan, who have not said yes


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a form for one action."""

    field: ReportingField
    text: str
    told: Told  # what the plan gives
    own: ReportingText | None  # words kept for this form
    is_kept: bool  # the team keeps something that this leaves out
    has_team_only: bool  # it holds what the team keeps, and so may its own words

    @property
    def count(self) -> int:
        return len(self.text)

    @property
    def excess(self) -> int:
        return max(self.count - self.field.most, 0) if self.field.most else 0

    @property
    def is_outdated(self) -> bool:
        """Whether the plan says otherwise since these words were written."""
        return self.own is not None and self.own.instead_of != self.told.text


@dataclass(frozen=True, slots=True)
class Last:
    """The last time that an action was told in a form, and the fields that say otherwise since."""

    reporting: Reporting
    changed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form for one action, as it may be copied today."""

    action: Action
    values: Sequence[Value]
    last: Last | None

    @property
    def too_long(self) -> int:
        return sum(1 for value in self.values if value.excess)


def fields_of(form: ReportingForm) -> list[ReportingField]:
    return list(form.fields.present().order_by("position", "pk"))


def filled(
    form: ReportingForm,
    plan: Plan,
    user: User,
    actions: Sequence[Action],
    *,
    today: dt.date,
    with_team_only: bool = False,
) -> list[Filled]:
    """Fill the form for actions of one plan; without `with_team_only`, with what all members read.

    Some thirty queries, however many actions.
    """
    if not actions:
        return []
    held = Held.of(form, plan, user, actions, today=today)
    return [
        Filled(action, held.values(action.pk, is_whole=with_team_only), held.last(action.pk))
        for action in actions
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """What the plan says of some actions, as all members read it and as the team does."""

    fields: Sequence[ReportingField]
    rows: Mapping[bool, Mapping[int, TableRow]]  # with what the team keeps, or not; by action
    news: Mapping[bool, Mapping[int, str]]
    # by action and field, those written from what the team keeps apart
    own: Mapping[tuple[int, int, bool], ReportingText]
    lasts: Mapping[int, Reporting]

    @classmethod
    def of(
        cls,
        form: ReportingForm,
        plan: Plan,
        user: User,
        actions: Sequence[Action],
        *,
        today: dt.date,
    ) -> Held:
        keys = [action.pk for action in actions]
        asked = Filters(codes=tuple(action.code for action in actions))
        tables = {
            is_whole: plan_table(
                plan, user, today=today, filters=asked, with_team_only=is_whole, choice=[]
            )
            for is_whole in (False, True)
        }
        fields = fields_of(form)
        texts = ReportingText.objects.filter(Among("action", keys), field__in=fields)
        return cls(
            fields,
            {whole: {row.action.pk: row for row in table.rows} for whole, table in tables.items()},
            {whole: last_news(keys, sees_team_only=whole) for whole in (False, True)},
            {(text.action_id, text.field_id, text.has_team_only): text for text in texts},
            last_reportings(form, keys),
        )

    def told(self, action: int, field: ReportingField, *, is_whole: bool) -> Told:
        row, news = self.rows[is_whole].get(action), self.news[is_whole].get(action, "")
        return told_by(field, row, news)

    def values(self, action: int, *, is_whole: bool) -> list[Value]:
        found = []
        for field in self.fields:
            whole, other = (self.told(action, field, is_whole=one) for one in (True, False))
            said, is_cut = whole if is_whole else other, whole.text != other.text
            own = self.own.get((action, field.pk, is_whole and is_cut))
            text = own.text if own else said.text
            found.append(
                Value(
                    field,
                    text,
                    said,
                    own,
                    is_kept=is_cut and not is_whole,
                    has_team_only=is_cut and is_whole,
                )
            )
        return found

    def last(self, action: int) -> Last | None:
        reporting = self.lasts.get(action)
        if reporting is None:
            return None
        now = self.values(action, is_whole=reporting.has_team_only)
        changed = [
            value.field.label
            for value in now
            if reporting.values.get(str(value.field.pk), "") != value.text
        ]
        return Last(reporting, changed)


def told_by(field: ReportingField, row: TableRow | None, news: str) -> Told:
    """What a row of the plan gives a field; nothing where this reader does not see the row."""
    if field.source == FIXED:
        return Told(field.fixed_text)
    if row is None:
        return Told("")
    if field.source in ROLES:
        return told_people(row, field.source)
    own = {
        "frame": " > ".join(str(node) for node in row.frame),
        "news": news,
        "starts_on": said_day(row.action.schedule_start),
        "ends_on": said_day(row.action.schedule_end),
        "amount": "" if (sum_ := row.action.budget_amount) is None else f"{sum_.normalize():f}",
    }
    return Told(own[field.source] if field.source in own else told_lines(row, field.source))


def said_day(day: dt.date | None) -> str:
    return formats.date_format(day, DAY) if day else ""


def told_lines(row: TableRow, column: str) -> str:
    lines = [
        _("À venir : %(text)s") % {"text": line.text} if line.mark == "PLANNED" else line.text
        for line in row.cells.get(column, ())
    ]
    return ("\n" if column in LISTED else ", ").join(lines)


def told_people(row: TableRow, role: str) -> Told:
    """Those who said yes: a form of others names nobody who has not."""
    lines = [line for line in row.cells.get(role, ()) if line.mark != "DECLINED"]
    unanswered = [line.text for line in lines if line.mark]
    return Told(", ".join(line.text for line in lines if not line.mark), unanswered)


def last_news(actions: Sequence[int], *, sees_team_only: bool) -> dict[int, str]:
    rows = ProgressReport.objects.present().filter(Among("action", actions)).exclude(done="")
    if not sees_team_only:
        rows = rows.filter(is_team_only=False)
    return dict(rows.order_by("said_on", "pk").values_list("action_id", "done"))


def last_reportings(form: ReportingForm, actions: Sequence[int]) -> dict[int, Reporting]:
    rows = form.reportings.present().filter(Among("action", actions))
    return {row.action_id: row for row in rows.order_by("reported_on", "recorded_at", "pk")}


@dataclass(frozen=True, slots=True)
class FormSeen:
    form: ReportingForm
    fields: int
    reported: int  # different actions


def reporting_forms(rows: Sequence[ReportingForm]) -> list[FormSeen]:
    fields: dict[int, int] = defaultdict(int)
    shown = ReportingField.objects.present().filter(form__in=rows)
    for key in shown.values_list("form", flat=True):
        fields[key] += 1
    actions: dict[int, set[int]] = defaultdict(set)
    told = Reporting.objects.present().filter(form__in=rows, action__deleted_at=None)
    for key, action in told.values_list("form", "action"):
        actions[key].add(action)
    return [FormSeen(form, fields[form.pk], len(actions[form.pk])) for form in rows]


@prepared
def reportings_of(*, action: int) -> QuerySet[Reporting]:
    rows = Reporting.objects.present().filter(action=action, form__deleted_at=None)
    return rows.select_related("form").order_by("reported_on", "recorded_at", "pk")


def reported_elsewhere(action: Action) -> list[Reporting]:
    """The last time in each form, by form."""
    last = {row.form_id: row for row in reportings_of(action=action.pk)}
    return sorted(last.values(), key=lambda row: (row.form.name, row.form_id))
