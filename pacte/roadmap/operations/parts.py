"""The rows that belong to an action: steps, ongoing work, achievements, follow-up entries, files.

They all follow the same life: added, edited field by field, deleted, restored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from django.db import transaction
from django.db.models import Model

from pacte.core import audit, files
from pacte.roadmap.enums import LEADING_ROLES, ReportSource, RequestEnd
from pacte.roadmap.errors import (
    FieldChangedMeanwhile,
    NotDeleted,
    NothingSaid,
    PublishedAndKept,
    StepCannotHold,
    TitleMissing,
)
from pacte.roadmap.models import (
    Achievement,
    AchievementFile,
    Action,
    ActionFile,
    OngoingItem,
    ProgressReport,
    Step,
)
from pacte.roadmap.operations.actions import delete_action, locked, save
from pacte.roadmap.operations.lists import newlines
from pacte.roadmap.operations.plans import next_position
from pacte.roadmap.operations.statuses import end_requests
from pacte.roadmap.queries.rows import held_besides

if TYPE_CHECKING:
    from pacte.core.actor import Actor

Part: TypeAlias = Step | OngoingItem | Achievement | ProgressReport | ActionFile
AnyPart = TypeVar("AnyPart", bound=Part)

FIELDS: dict[type[Model], frozenset[str]] = {
    Step: frozenset({"number", "title", "lead", "due_text", "due_on", "done_on"}),
    OngoingItem: frozenset({"organisation", "organisation_text", "text"}),
    Achievement: frozenset(
        {
            "text",
            "is_planned",
            "achieved_on",
            "quantity",
            "unit",
            "is_publishable",
            "is_team_only",
        }
    ),
    ProgressReport: frozenset({"weather", "done", "next", "difficulties", "is_team_only"}),
    ActionFile: frozenset({"label", "is_team_only"}),
}
MAIN_TEXT: dict[type[Model], str] = {Step: "title", OngoingItem: "text", Achievement: "text"}
EVENT: dict[type[Model], str] = {
    Step: "step",
    OngoingItem: "ongoing",
    Achievement: "achievement",
    ProgressReport: "report",
    ActionFile: "file",
}


def check(part: Part) -> None:
    """Raise what a person can mend, before the database refuses it."""
    main = MAIN_TEXT.get(type(part))
    if main and not getattr(part, main).strip():
        raise TitleMissing
    if isinstance(part, Achievement) and part.is_publishable and part.is_team_only:
        raise PublishedAndKept
    if isinstance(part, ProgressReport) and not (
        part.stands
        or part.weather
        or part.done.strip()
        or part.next.strip()
        or part.difficulties.strip()
    ):
        raise NothingSaid


def record(
    verb: str,
    part: Part,
    *,
    by: Actor,
    at: dt.datetime,
    changes: Mapping[str, Sequence[object]],
) -> None:
    """Write on the action's own history: a person reads it there."""
    audit.record(
        f"roadmap.{EVENT[type(part)]}.{verb}",
        target=part.action,
        by=by,
        at=at,
        changes={"part": [part.pk, str(part)], **changes},
    )


@transaction.atomic
def add_part(
    kind: type[AnyPart], *, action: Action, fields: Mapping[str, object], by: Actor, at: dt.datetime
) -> AnyPart:
    """Add a step, an ongoing item or an achievement at the end of its list."""
    action = locked(action)
    part = kind(action=action, **dict(fields))
    check(part)
    if hasattr(part, "position"):
        part.position = next_position(kind.objects.filter(action=action))
    part.save(force_insert=True)
    save(action, [], at)
    record("added", part, by=by, at=at, changes={})
    return part


@transaction.atomic
def edit_part(
    *, part: AnyPart, asked: Mapping[str, tuple[object, object]], by: Actor, at: dt.datetime
) -> AnyPart:
    """Change one field or a whole form: by field, what was read and what is wanted.

    Raise FieldChangedMeanwhile, and change nothing, where someone else changed one of them.
    """
    if unknown := set(asked) - FIELDS[type(part)]:
        raise KeyError(*unknown)
    action = locked(part.action)
    part.refresh_from_db()
    changes: dict[str, Sequence[object]] = {}
    for field, (read, value) in asked.items():
        before = getattr(part, field)
        if plain(before) not in (plain(read), plain(value)):
            raise FieldChangedMeanwhile(field, read, before, value)
        if before != value:
            changes[field] = [before, value]
            setattr(part, field, value)
    if changes:
        check(part)
        part.save(update_fields=list(changes))
        if isinstance(part, ProgressReport) and changes.get("is_team_only") == [False, True]:
            take_back_weather(action, part, changes)
        save(action, ["weather"], at)
        record("edited", part, by=by, at=at, changes=changes)
    return part


def plain(value: object) -> object:
    return newlines(value) if isinstance(value, str) else value


def take_back_weather(
    action: Action, report: ProgressReport, changes: dict[str, Sequence[object]]
) -> None:
    """Where the weather is that of an entry kept to the team from now on, the last open one's."""
    told, _ = changes.get("weather", (report.weather, ""))
    if not told or action.weather != told:
        return
    others = ProgressReport.objects.present().filter(action=action, is_team_only=False)
    last = others.exclude(weather="").order_by("said_on", "pk").last()
    action.weather = last.weather if last else ""
    changes.setdefault("weather", [told, action.weather])


@transaction.atomic
def delete_part(*, part: AnyPart, by: Actor, at: dt.datetime) -> AnyPart:
    action = locked(part.action)
    part.deleted_at = at
    part.save(update_fields=["deleted_at"])
    save(action, [], at)
    record("deleted", part, by=by, at=at, changes={})
    return part


@transaction.atomic
def restore_part(*, part: AnyPart, by: Actor, at: dt.datetime) -> AnyPart:
    """Bring the part back; a step that became an action takes that action's place."""
    if part.deleted_at is None:
        raise NotDeleted
    action = locked(part.action)
    if isinstance(part, Step) and part.as_action and part.as_action.deleted_at is None:
        others = part.as_action.responsibilities.present().exclude(role__in=LEADING_ROLES).count()
        held = held_besides(part.as_action) | ({"people": others} if others else {})
        if held:
            raise StepCannotHold(held)
        delete_action(action=part.as_action, by=by, at=at)
    part.deleted_at = None
    part.save(update_fields=["deleted_at"])
    save(action, [], at)
    record("restored", part, by=by, at=at, changes={})
    return part


@transaction.atomic
def report_progress(  # noqa: PLR0913 — what a follow-up entry says
    *,
    action: Action,
    said_on: dt.date,
    said_by: str,
    by: Actor,
    at: dt.datetime,
    source: str = ReportSource.SCREEN,
    stands: str = "",
    weather: str = "",
    done: str = "",
    next_steps: str = "",
    difficulties: str = "",
    is_team_only: bool = False,
) -> ProgressReport:
    """Record where things stand, with who said it; the weather of the action follows.

    Nobody need be asked any more: open questions about the action end.
    """
    action = locked(action)
    report = ProgressReport(
        action=action,
        said_on=said_on,
        said_by=said_by,
        source=source,
        stands=stands,
        weather=weather,
        done=done.strip(),
        next=next_steps.strip(),
        difficulties=difficulties.strip(),
        is_team_only=is_team_only,
        recorded_at=at,
    )
    check(report)
    report.save(force_insert=True)
    changes: dict[str, Sequence[object]] = {}
    if weather and weather != action.weather and not is_team_only:
        changes["weather"] = [action.weather, weather]
        action.weather = weather
    action.news_at = max(action.news_at or at, at)
    if not is_team_only:
        action.open_news_at = max(action.open_news_at or at, at)
    action.to_clarify_since = None
    save(action, ["weather", "news_at", "open_news_at", "to_clarify_since"], at)
    end_requests(action, end=RequestEnd.TOLD_OTHERWISE, at=at)
    record("added", report, by=by, at=at, changes=changes)
    return report


@transaction.atomic
def attach_file(
    *,
    action: Action,
    content: bytes,
    name: str,
    by: Actor,
    at: dt.datetime,
    label: str = "",
    is_team_only: bool = False,
) -> ActionFile:
    return add_part(
        ActionFile,
        action=action,
        fields={
            "file": files.keep(content, name=name, at=at),
            "label": label,
            "is_team_only": is_team_only,
        },
        by=by,
        at=at,
    )


@transaction.atomic
def attach_proof(
    *, achievement: Achievement, content: bytes, name: str, by: Actor, at: dt.datetime
) -> AchievementFile:
    """Keep a file that proves the achievement."""
    action = locked(achievement.action)
    proof = AchievementFile.objects.create(
        achievement=achievement, file=files.keep(content, name=name, at=at)
    )
    save(action, [], at)
    record("proved", achievement, by=by, at=at, changes={"file": ["", proof.file.name]})
    return proof
