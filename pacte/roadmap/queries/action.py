"""Everything a person may read of one action, gathered for its page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pacte.core.among import Among
from pacte.core.days import said_day
from pacte.core.prepared import prepared
from pacte.initiatives import registry
from pacte.initiatives.models import PublicProfile, is_in_team
from pacte.initiatives.queries import Matcher
from pacte.roadmap.enums import ResponsibilityRole, ScheduleKind
from pacte.roadmap.models import (
    Achievement,
    Action,
    ActionFile,
    Attachment,
    OngoingItem,
    PlanImport,
    PlanNode,
    ProgressReport,
    Responsibility,
    Step,
)
from pacte.roadmap.models.plans import initiative_keys_of
from pacte.roadmap.queries.achievements import credits_in_order, proofs_in_order
from pacte.roadmap.queries.attachments import COLUMN_OF as COLUMN_OF_TIE
from pacte.roadmap.queries.attachments import names_by_action
from pacte.roadmap.queries.cells import frame_of, is_silent
from pacte.roadmap.queries.columns import KNOWN, closed_columns
from pacte.roadmap.queries.deleted import Deleted, deleted_parts
from pacte.roadmap.queries.filters import COLUMN_OF, Filters, filtered, in_order
from pacte.roadmap.queries.history import history_of
from pacte.roadmap.queries.kept import as_seen, hidden_from
from pacte.roadmap.queries.key_projects import projects_gathering
from pacte.roadmap.queries.reporting import reported_elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from pacte.accounts.models import User
    from pacte.core.deletion import RecoverableQuerySet, Row
    from pacte.core.history import Line
    from pacte.roadmap.models import AchievementCredit, AchievementFile, KeyProject, Reporting


@dataclass(frozen=True, slots=True)
class Obtained:
    """One achievement, to whom it is owed, and its proofs."""

    achievement: Achievement
    credits: Sequence[AchievementCredit]
    proofs: Sequence[AchievementFile]


@dataclass(frozen=True, slots=True)
class ActionSheet:
    action: Action
    path: Sequence[PlanNode]  # outermost first
    projects: Sequence[KeyProject]  # that gather it
    from_action: Action | None  # the one that it was split from
    meaning: str  # what the schedule's words mean, where they do not say it
    people: Sequence[tuple[str, str, Sequence[Responsibility]]]  # by role, none empty
    funders: Sequence[str]
    has_texts: bool
    ties: Sequence[tuple[str, Sequence[str]]]  # by heading: what it is tied to, none empty
    externals: Sequence[Attachment]  # to the initiatives of others
    reported: Sequence[Reporting]  # the last time in each form of others; the team reads it
    other_publics: Sequence[str]  # words of publics that are in no list
    steps: Sequence[Step]
    steps_done: int
    next_step: Step | None
    next_words: str  # what was said to come, in the last entry
    ongoing: Sequence[OngoingItem]
    achievements: Sequence[Obtained]
    reports: Sequence[ProgressReport]
    files: Sequence[ActionFile]
    extra: Sequence[dict[str, str]]
    history: Sequence[Line]
    source: PlanImport | None  # the document it was taken from, for the team
    deleted: Sequence[Deleted]  # what may come back, for the team
    hidden: frozenset[str]  # columns that this person may not read
    is_late: bool
    is_silent: bool
    silent_days: int
    sees_team_only: bool


def action_sheet(
    action: Action, user: User | AnonymousUser, *, today: dt.date, now: dt.datetime
) -> ActionSheet:
    """Gather the page of one action; the caller took it through its gate."""
    sees = is_in_team(user, action.initiative)
    hidden = hidden_from(action, sees_team_only=sees)
    history = history_of(action, sees_team_only=sees)
    action = as_seen(action, sees_team_only=sees)
    people = people_of(action, hidden)
    untold = hidden | closed_columns(action.initiative)
    steps = [] if "steps" in hidden else steps_of(action=action.pk)
    reports = reports_of(action, hidden, sees_team_only=sees)
    said = action.news_at or action.created_at
    return ActionSheet(
        action=action,
        path=path_of(action),
        projects=projects_gathering(action=action.pk, **initiative_keys_of(user))
        if registry.is_on("roadmap.key_projects", action.initiative)
        else (),
        from_action=origin_of(action, user),
        meaning=schedule_meaning(action),
        people=people,
        funders=[str(row) for role, _label, rows in people if role == "FUNDER" for row in rows],
        has_texts=bool(action.description or action.expected_result),
        ties=ties_of(action, untold),
        externals=externals_of(action, untold),
        reported=reported_elsewhere(action)
        if sees and registry.is_on("roadmap.reporting", action.initiative)
        else (),
        other_publics=other_publics(action),
        steps=steps,
        steps_done=sum(step.done_on is not None for step in steps),
        next_step=next_step(steps),
        next_words=reports[0].next if reports else "",
        ongoing=ongoing_of(action, hidden),
        achievements=achievements_of(action, hidden, sees_team_only=sees),
        reports=reports,
        files=files_in(sees, action=action.pk),
        extra=action.extra,
        history=history,
        source=source_of.first(plan=action.plan_id) if sees else None,
        deleted=deleted_parts(action, now) if sees else [],
        hidden=hidden,
        is_late=action.is_late(today),
        is_silent=is_silent(action, today),
        silent_days=(today - said.date()).days,
        sees_team_only=sees,
    )


def ties_of(action: Action, untold: frozenset[str]) -> list[tuple[str, Sequence[str]]]:
    """Publics, themes, pillars, territories and what others run, as far as this person may read."""
    named = names_by_action([action.pk], list(COLUMN_OF_TIE))
    return [
        (str(KNOWN[column].label), names)
        for column in COLUMN_OF_TIE.values()
        if column not in {*untold, "externals"} and (names := named.get((action.pk, column)))
    ]


def externals_of(action: Action, untold: frozenset[str]) -> list[Attachment]:
    """The initiatives of others that it meets, and how."""
    if "externals" in untold:
        return []
    return externals_in(action=action.pk)


@prepared
def externals_in(*, action: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(action=action, external__isnull=False)
    return rows.select_related("external").order_by("external__position", "external_id")


def other_publics(action: Action) -> list[str]:
    if not action.publics:
        return []
    matcher = Matcher.of(PublicProfile.objects.of_initiative(action.initiative))
    return [word for word in action.publics if not matcher.named_in(word)]


def schedule_meaning(action: Action) -> str:
    """The kind and the last day that the words mean, unless they are the very words."""
    if action.schedule_kind == ScheduleKind.UNKNOWN:
        return _("gardé en mots, sans date")
    if not action.schedule_kind:
        return ""
    start, end = action.schedule_start, action.schedule_end
    if action.schedule_kind == ScheduleKind.PERIOD and start and end:
        return _("du %(start)s au %(end)s") % {"start": said_day(start), "end": said_day(end)}
    kind = action.get_schedule_kind_display()
    if action.schedule_end is None:
        return "" if kind.casefold() == action.schedule_text.casefold() else kind
    return _("%(kind)s, jusqu’au %(day)s") % {"kind": kind, "day": said_day(action.schedule_end)}


def next_step(steps: Sequence[Step]) -> Step | None:
    """The first to be done: by its day where it has one, else as the plan reads."""
    open_steps = [step for step in steps if step.done_on is None]
    return min(open_steps, key=lambda step: step.due_on or dt.date.max, default=None)


def ongoing_of(action: Action, hidden: frozenset[str]) -> list[OngoingItem]:
    if "ongoing" in hidden:
        return []
    return ongoing_in(action=action.pk)


@prepared
def ongoing_in(*, action: int) -> QuerySet[OngoingItem]:
    rows = OngoingItem.objects.present().filter(action=action)
    return rows.select_related("organisation").order_by("position", "pk")


@prepared
def steps_of(*, action: int) -> QuerySet[Step]:
    return Step.objects.present().filter(action=action).order_by("position", "pk")


def achievements_of(
    action: Action, hidden: frozenset[str], *, sees_team_only: bool
) -> list[Obtained]:
    if "achievements" in hidden:
        return []
    rows = achievements_in(sees_team_only, action=action.pk)
    keys = [row.pk for row in rows]
    owed: dict[int, list[AchievementCredit]] = defaultdict(list)
    for credit in credits_among(achievements=keys) if keys else ():
        owed[credit.achievement_id].append(credit)
    proofs: dict[int, list[AchievementFile]] = defaultdict(list)
    for proof in proofs_among(achievements=keys) if keys else ():
        proofs[proof.achievement_id].append(proof)
    return [Obtained(row, owed[row.pk], proofs[row.pk]) for row in rows]


def open_to(rows: RecoverableQuerySet[Row], sees_team_only: bool) -> RecoverableQuerySet[Row]:
    """Rows that are not put aside, the team's own for the team."""
    return rows.present() if sees_team_only else rows.present().filter(is_team_only=False)


@prepared
def achievements_in(sees_team_only: bool, *, action: int) -> QuerySet[Achievement]:
    rows = open_to(Achievement.objects.all(), sees_team_only)
    return rows.filter(action=action).order_by("position", "pk")


@prepared
def credits_among(*, achievements: list[int]) -> QuerySet[AchievementCredit]:
    return credits_in_order().filter(Among("achievement", achievements))


@prepared
def proofs_among(*, achievements: list[int]) -> QuerySet[AchievementFile]:
    return proofs_in_order().filter(Among("achievement", achievements))


@prepared
def reports_in(sees_team_only: bool, *, action: int) -> QuerySet[ProgressReport]:
    rows = open_to(ProgressReport.objects.all(), sees_team_only)
    return rows.filter(action=action).order_by("-said_on", "-pk")


@prepared
def files_in(sees_team_only: bool, *, action: int) -> QuerySet[ActionFile]:
    rows = open_to(ActionFile.objects.all(), sees_team_only)
    return rows.filter(action=action).select_related("file").order_by("pk")


def reports_of(
    action: Action, hidden: frozenset[str], *, sees_team_only: bool
) -> list[ProgressReport]:
    """Newest first; an entry that only gave a weather kept to the team is not there."""
    found = reports_in(sees_team_only, action=action.pk)
    if "weather" in hidden:
        for report in found:
            report.weather = ""
        found = [report for report in found if str(report)]
    return found


def path_of(action: Action) -> list[PlanNode]:
    if action.node is None or action.node.parent_id is None:
        return [action.node] if action.node else []
    nodes = {node.pk: node for node in nodes_in(plan=action.plan_id)}
    return list(frame_of(action.node_id, nodes))


@prepared
def nodes_in(*, plan: int) -> QuerySet[PlanNode]:
    return PlanNode.objects.filter(plan=plan).select_related("level")


def people_of(
    action: Action, hidden: frozenset[str]
) -> list[tuple[str, str, Sequence[Responsibility]]]:
    rows = responsibilities_in(action=action.pk)
    return [
        (role.value, str(role.label), same)
        for role in ResponsibilityRole
        if COLUMN_OF[role] not in hidden and (same := [row for row in rows if row.role == role])
    ]


@prepared
def responsibilities_in(*, action: int) -> QuerySet[Responsibility]:
    rows = Responsibility.objects.present().filter(action=action)
    named = ("organisation", "unit__organisation", "group__contact", "contact", "person")
    return rows.select_related(*named).order_by("position", "pk")


def origin_of(action: Action, user: User | AnonymousUser) -> Action | None:
    """The action that it was split from, where this person may read it."""
    if action.split_from_id is None:
        return None
    return Action.objects.visible_to(user).filter(pk=action.split_from_id).first()


@prepared
def source_of(*, plan: int) -> QuerySet[PlanImport]:
    applied = PlanImport.objects.filter(plan=plan, applied_at__isnull=False)
    return applied.order_by("-applied_at")[:1]


def taken_in_by(user: User | AnonymousUser, initiative: str, code: str) -> Action | None:
    """The action that took in the one of this code, where this person may read it."""
    merged = Action.objects.filter(initiative__slug=initiative, code=code)
    return Action.objects.visible_to(user).filter(absorbed__in=merged).first()


@dataclass(frozen=True, slots=True)
class Neighbours:
    previous: str  # codes, empty at either end
    next: str


def neighbours_of(
    action: Action, user: User | AnonymousUser, filters: Filters, *, today: dt.date
) -> Neighbours:
    """The actions before and after this one, as the plan reads, among those that are asked for.

    One that no longer answers to the filters has none.
    """
    if filters:
        sees = is_in_team(user, action.initiative)
        visible = Action.objects.visible_to(user).filter(plan=action.plan)
        asked = filtered(visible, filters, today=today, sees_team_only=sees)
        codes = list(in_order(asked, action.plan_id).values_list("code", flat=True))
    else:
        codes = codes_in_order(plan=action.plan_id, **initiative_keys_of(user))
    if action.code not in codes:
        return Neighbours("", "")
    place = codes.index(action.code)
    return Neighbours(
        codes[place - 1] if place else "", codes[place + 1] if place + 1 < len(codes) else ""
    )


@prepared
def codes_in_order(*, plan: int, led: list[int], seen: list[int]) -> QuerySet[Action, str]:
    actions = Action.objects.visible_in(led=led, seen=seen).filter(plan=plan)
    return in_order(actions, plan).values_list("code", flat=True)
