"""What is said of an action by link, telephone or meeting: kept, reviewed, taken into the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from django.db import transaction

from pacte.core import audit, files
from pacte.core.models import StoredFile
from pacte.roadmap.enums import (
    TRANSITIONS,
    WEATHER_OF,
    ActionStatus,
    AnswerState,
    ReportSource,
    RequestEnd,
    Stands,
)
from pacte.roadmap.errors import AnswerClosed, AnswerReviewed, NothingSaid
from pacte.roadmap.models import (
    Achievement,
    Action,
    ActionFile,
    ProgressAnswer,
    ProgressReport,
    ProgressRequest,
)
from pacte.roadmap.operations.actions import schedule_action
from pacte.roadmap.operations.cells import ScheduleMeant
from pacte.roadmap.operations.parts import add_part, report_progress
from pacte.roadmap.operations.statuses import move_status

if TYPE_CHECKING:
    from pacte.core.actor import Actor

CHANGEABLE_FOR = dt.timedelta(days=15)
WORDS = ("done", "next", "difficulties", "unit", "schedule_text")


@dataclass(frozen=True, slots=True)
class Told:
    """What someone says of one action; only `stands` is needed.

    `schedule` is what the new words of its date mean, where the caller understood them.
    """

    stands: str
    is_finished: bool = False
    done: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    next: str = ""
    difficulties: str = ""
    schedule_text: str = ""
    schedule: ScheduleMeant | None = None
    file: StoredFile | None = None


@transaction.atomic
def keep_attachment(*, content: IO[bytes], name: str, at: dt.datetime) -> StoredFile:
    """Keep what someone joins until she sends; what is never sent is purged. Raise DiskFull."""
    return files.keep(content, name=name, at=at)


@transaction.atomic
def answer_requests(
    *,
    told: Mapping[ProgressRequest, Told],
    said_by: str,
    by: Actor,
    at: dt.datetime,
    takes_at_once: bool = False,
) -> list[ProgressAnswer]:
    """Keep what was said by a link; said again meanwhile, the last words count.

    Raise AnswerClosed where it is too late to change what was said.
    """
    return [
        _answer(request, one, said_by=said_by, by=by, at=at, takes_at_once=takes_at_once)
        for request, one in told.items()
    ]


def _answer(
    request: ProgressRequest,
    told: Told,
    *,
    said_by: str,
    by: Actor,
    at: dt.datetime,
    takes_at_once: bool,
) -> ProgressAnswer:
    request = ProgressRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    earlier = request.answers.exclude(state=AnswerState.REPLACED).first()
    if earlier is not None:
        if _same(earlier, told):
            return earlier  # sent twice
        if at > earlier.changeable_until:
            raise AnswerClosed
        earlier.state = AnswerState.REPLACED
        earlier.save(update_fields=["state"])
    answer = ProgressAnswer.objects.create(
        request=request,
        action=request.action,
        said_by=said_by,
        stands=told.stands,
        is_finished=told.is_finished,
        quantity=told.quantity,
        file=told.file or (earlier.file if earlier else None),
        answered_at=at,
        changeable_until=earlier.changeable_until if earlier else at + CHANGEABLE_FOR,
        **{name: getattr(told, name).strip() for name in WORDS},
    )
    request.end, request.ended_at = RequestEnd.ANSWERED, at
    request.save(update_fields=["end", "ended_at"])
    hear(request.action, at)
    audit.record(
        "roadmap.answer.given",
        target=request.action,
        by=by,
        at=at,
        changes={"stands": [earlier.stands if earlier else "", told.stands]},
    )
    if takes_at_once:
        accept_answer(answer=answer, schedule=told.schedule, by=by, at=at)
    return answer


def _same(answer: ProgressAnswer, told: Told) -> bool:
    said = (told.stands, told.is_finished, told.quantity, *(getattr(told, n) for n in WORDS))
    kept = (
        *(answer.stands, answer.is_finished, answer.quantity),
        *(getattr(answer, name) for name in WORDS),
    )
    return told.file is None and said == kept


def hear(action: Action, at: dt.datetime) -> None:
    """Someone spoke of it: it is silent no more, and no meeting need ask."""
    Action.objects.filter(pk=action.pk).update(news_at=at, open_news_at=at, to_clarify_since=None)


@transaction.atomic
def accept_answer(
    *,
    answer: ProgressAnswer,
    by: Actor,
    at: dt.datetime,
    schedule: ScheduleMeant | None = None,
) -> ProgressAnswer:
    """Take what was said into the plan: a follow-up entry, and what it changes of the action.

    An answer that corrects one already taken takes the place of its entry. Raise AnswerReviewed
    where someone decided meanwhile.
    """
    answer = _unreviewed(answer)
    action = answer.action
    _withdraw_earlier(answer, at)
    told = Told(
        stands=answer.stands,
        is_finished=answer.is_finished,
        quantity=answer.quantity,
        file=answer.file,
        schedule=schedule,
        **{name: getattr(answer, name) for name in WORDS},
    )
    answer.report = take(
        action,
        told,
        said_on=answer.answered_at.date(),
        said_by=answer.said_by,
        source=ReportSource.LINK,
        by=by,
        at=at,
    )
    _settle(answer, AnswerState.ACCEPTED, by, at)
    return answer


@transaction.atomic
def accept_answers(
    *,
    answers: Sequence[tuple[ProgressAnswer, ScheduleMeant | None]],
    by: Actor,
    at: dt.datetime,
) -> int:
    """Take several into the plan; return how many still waited."""
    taken = 0
    for answer, schedule in answers:
        with suppress(AnswerReviewed):
            accept_answer(answer=answer, schedule=schedule, by=by, at=at)
            taken += 1
    return taken


def _unreviewed(answer: ProgressAnswer) -> ProgressAnswer:
    found = (
        ProgressAnswer.objects.select_for_update(of=("self",))
        .select_related("action__plan")
        .get(pk=answer.pk)
    )
    if found.state != AnswerState.TO_REVIEW:
        raise AnswerReviewed
    return found


def _settle(answer: ProgressAnswer, state: AnswerState, by: Actor, at: dt.datetime) -> None:
    answer.state, answer.reviewed_at, answer.reviewed_by = state, at, by.label
    answer.save(update_fields=["state", "reviewed_at", "reviewed_by", "report"])


def _withdraw_earlier(answer: ProgressAnswer, at: dt.datetime) -> None:
    """The entry that the words before had made goes with them."""
    for earlier in answer.request.answers.filter(state=AnswerState.REPLACED):
        if earlier.report is not None and earlier.report.deleted_at is None:
            earlier.report.deleted_at = at
            earlier.report.save(update_fields=["deleted_at"])
            Achievement.objects.filter(report=earlier.report, deleted_at=None).update(deleted_at=at)


@transaction.atomic
def dismiss_answer(*, answer: ProgressAnswer, by: Actor, at: dt.datetime) -> ProgressAnswer:
    """Leave what was said out of the plan; it stays readable beside the action's requests."""
    answer = _unreviewed(answer)
    _settle(answer, AnswerState.DISMISSED, by, at)
    audit.record("roadmap.answer.dismissed", target=answer.action, by=by, at=at)
    return answer


@transaction.atomic
def record_for(
    *,
    action: Action,
    told: Told,
    said_on: dt.date,
    said_by: str,
    source: str,
    by: Actor,
    at: dt.datetime,
) -> Action:
    """Write down what someone said by telephone, in a meeting or by a plain reply."""
    take(action, told, said_on=said_on, said_by=said_by, source=source, by=by, at=at)
    return action


def take(
    action: Action,
    told: Told,
    *,
    said_on: dt.date,
    said_by: str,
    source: str,
    by: Actor,
    at: dt.datetime,
) -> ProgressReport:
    """Write the follow-up entry, what came of it, the new date and the end, in one go."""
    if told.stands not in Stands.values:
        raise NothingSaid
    report = report_progress(
        action=action,
        said_on=said_on,
        said_by=said_by,
        source=source,
        stands=told.stands,
        weather=WEATHER_OF.get(Stands(told.stands), ""),
        done=told.done,
        next_steps=told.next,
        difficulties=told.difficulties,
        by=by,
        at=at,
    )
    if told.quantity is not None and told.done:
        fields = {
            "text": told.done,
            "quantity": told.quantity,
            "unit": told.unit,
            "achieved_on": said_on,
            "report": report,
        }
        add_part(Achievement, action=action, fields=fields, by=by, at=at)
    if told.file is not None:
        add_part(ActionFile, action=action, fields={"file": told.file}, by=by, at=at)
    _move_on(action, told, by=by, at=at)
    return report


def _move_on(action: Action, told: Told, *, by: Actor, at: dt.datetime) -> None:
    """The new date, and the end; one that the status does not allow is left to the team."""
    action.refresh_from_db()
    if told.schedule is not None and told.schedule_text:
        schedule_action(
            action=action,
            read=action.schedule_text,
            text=told.schedule_text,
            kind=told.schedule.kind,
            start=told.schedule.start,
            end=told.schedule.end,
            by=by,
            at=at,
        )
    may_end = action.status == "" or ActionStatus.DONE in TRANSITIONS[action.status]
    if told.is_finished and may_end and not action.is_continuous:
        move_status(action=action, to=ActionStatus.DONE, by=by, at=at)
