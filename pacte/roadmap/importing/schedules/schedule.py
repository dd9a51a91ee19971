"""What a document says of an action's schedule, in its own words and with its meaning."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.doubts import DoubtCode, Question
from pacte.roadmap.importing.schedules.calendar import Convention, Grain, Moment, from_serial
from pacte.roadmap.importing.schedules.moments import Found, moments_in
from pacte.roadmap.importing.schedules.phrases import Phrase, benign_words, phrases_in
from pacte.roadmap.importing.vocabulary.forms import plain

if TYPE_CHECKING:
    from pacte.documents.content import CellValue


class ScheduleKind(StrEnum):
    DATE = "date"
    PERIOD = "period"
    YEAR = "year"
    YEARS = "years"
    CONTINUOUS = "continuous"
    UNDERWAY = "underway"
    LONG_TERM = "long_term"
    TO_BE_SET = "to_be_set"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Schedule:
    text: str
    kind: ScheduleKind
    start: dt.date | None = None
    end: dt.date | None = None
    status: ActionStatus | None = None  # what the words say of the action's state besides
    questions: tuple[Question, ...] = ()


_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_FIRST_SERIAL, _LAST_SERIAL = 29_000, 73_050  # 1979 to 2099
_STATUSES = {
    Phrase.UNDERWAY: ActionStatus.IN_PROGRESS,
    Phrase.DONE: ActionStatus.DONE,
    Phrase.PAUSED: ActionStatus.PAUSED,
    Phrase.ABANDONED: ActionStatus.ABANDONED,
}


def understand_schedule(
    text: str, value: CellValue = None, *, convention: Convention | None = None
) -> Schedule:
    """Words are kept as they are; `value` is what a spreadsheet cell holds besides its text."""
    if isinstance(value, bool) or value is None or isinstance(value, dt.time):
        return _understood(text, convention)
    if isinstance(value, dt.date):
        return _dated(text, value, convention)
    if _FIRST_YEAR <= value <= _LAST_YEAR and value == int(value):
        return _understood(str(int(value)), convention)
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _dated(text, from_serial(value), convention)
    return _understood(text or str(value), convention)


def join_schedules(start: Schedule | None, end: Schedule | None) -> Schedule | None:
    """One schedule out of a column of starts and a column of ends."""
    if start is None or end is None or not end.text.strip() or not start.text.strip():
        only_start = end is None or not end.text.strip()
        return _only_start(start) if only_start else _only_end(start, end)  # type: ignore[arg-type]
    text = f"{start.text} – {end.text}"
    questions = start.questions + end.questions
    status = end.status or start.status
    if start.start and end.end and start.start > end.end:
        reversed_ = Question(DoubtCode.SCHEDULE_REVERSED, text)
        return Schedule(text, ScheduleKind.UNKNOWN, status=status, questions=(reversed_,))
    if not start.start or not end.end:
        kind = end.kind if end.end is None else start.kind
        return Schedule(text, kind, start.start, end.end, status, questions)
    whole_years = {start.kind, end.kind} <= {ScheduleKind.YEAR}
    same = start.start == end.end and start.kind is ScheduleKind.DATE
    kind = ScheduleKind.DATE if same else ScheduleKind.PERIOD
    if whole_years:
        kind = ScheduleKind.YEAR if start.start.year == end.end.year else ScheduleKind.YEARS
    return Schedule(text, kind, start.start, end.end, status, questions)


def _only_start(start: Schedule | None) -> Schedule | None:
    """What begins on a day does not end on it."""
    if start is not None and start.start is not None:
        return replace(start, end=None, kind=ScheduleKind.PERIOD)
    return start


def _only_end(start: Schedule | None, end: Schedule) -> Schedule:
    if end.kind is ScheduleKind.DATE:
        end = replace(end, start=None, kind=ScheduleKind.PERIOD)
    return end if start is None or not start.text.strip() else start


def _dated(text: str, date: dt.date, convention: Convention | None) -> Schedule:
    """A cell that holds a date may show only its month or its year."""
    day = date.date() if isinstance(date, dt.datetime) else date
    shown = _understood(text, convention) if text.strip() else None
    if shown and shown.start and shown.end and shown.start <= day <= shown.end:
        return replace(shown, questions=())
    return Schedule(text or day.isoformat(), ScheduleKind.DATE, day, day)


_SINCE = re.compile(r"\bdès\b", re.IGNORECASE)
_NOTHING = frozenset({"n/a", "na", "s/o", "so", "sans objet", "neant", "aucun", "aucune", "none"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_LINES = re.compile(r"\s*\n\s*")
_LONGEST = 1000  # characters: a longer text tells more than a schedule


@lru_cache(maxsize=16384)
def _understood(text: str, convention: Convention | None) -> Schedule:
    if len(text) > _LONGEST:
        return Schedule(text, ScheduleKind.UNKNOWN)
    words = _plain(text)
    if words in _NOTHING or not re.search(r"[\w?✓✔☑✅]", words):
        return Schedule(text, ScheduleKind.UNKNOWN)
    if re.fullmatch(r"\d{5}", words) and _FIRST_SERIAL <= int(words) <= _LAST_SERIAL:
        day = from_serial(int(words))
        return Schedule(text, ScheduleKind.DATE, day, day)
    found = _merged(words, moments_in(words))
    phrases = phrases_in(_masked(words, found))
    if found:
        return _with_moments(text, words, found, phrases, convention)
    return _without_moment(text, [phrase for phrase, _start, _end in phrases])


def _plain(text: str) -> str:
    marked = _SINCE.sub("a partir de", _LINES.sub(" ; ", text.strip()))
    dashed = plain(marked).replace("–", "-").replace("—", "-").replace("→", "-")
    return _SPACES.sub(" ", dashed).strip(" .;:")


_BESIDE = re.compile(r"\s?[(:,-]?\s?")


def _merged(words: str, found: list[Found]) -> list[Found]:
    """« 2025 (T3) », « mars (2025) »: a year beside a part of a year is that part's."""
    merged: list[Found] = []
    for each in found:
        last = merged[-1] if merged else None
        if last and _BESIDE.fullmatch(words, last.end, each.start):
            year, part = last.moment, each.moment
            if year.grain is not Grain.YEAR:
                year, part = part, year
            if year.grain is Grain.YEAR and part.year is None and year.year is not None:
                merged[-1] = Found(part.in_year(year.year), last.start, each.end)
                continue
        merged.append(each)
    return merged


def _masked(words: str, found: list[Found]) -> str:
    for each in found:
        words = words[: each.start] + "\0" * (each.end - each.start) + words[each.end :]
    return words


# Without any date ------------------------------------------------------------------------------

_KINDS = (
    (Phrase.CONTINUED, ScheduleKind.CONTINUOUS, DoubtCode.TO_BE_CONTINUED),
    (Phrase.DONE, ScheduleKind.UNKNOWN, DoubtCode.DONE_AS_SCHEDULE),
    (Phrase.ABANDONED, ScheduleKind.UNKNOWN, DoubtCode.STATE_AS_SCHEDULE),
    (Phrase.PAUSED, ScheduleKind.TO_BE_SET, DoubtCode.STATE_AS_SCHEDULE),
    (Phrase.CONTINUOUS, ScheduleKind.CONTINUOUS, None),
    (Phrase.UNDERWAY, ScheduleKind.UNDERWAY, DoubtCode.UNDERWAY_AS_SCHEDULE),
    (Phrase.LONG_TERM, ScheduleKind.LONG_TERM, None),
    (Phrase.RELATIVE, ScheduleKind.TO_BE_SET, DoubtCode.YEAR_MISSING),
    (Phrase.SHORT_TERM, ScheduleKind.TO_BE_SET, None),
    (Phrase.TO_BE_SET, ScheduleKind.TO_BE_SET, None),
)
_OTHERWISE = {
    ScheduleKind.CONTINUOUS: ("to_be_set",),
    ScheduleKind.UNDERWAY: ("continuous", "to_be_set"),
    ScheduleKind.TO_BE_SET: ("continuous", "unknown"),
    ScheduleKind.UNKNOWN: ("continuous", "to_be_set"),
}


def _without_moment(text: str, phrases: list[Phrase]) -> Schedule:
    status = next((_STATUSES[phrase] for phrase in phrases if phrase in _STATUSES), None)
    if {Phrase.SHORT_TERM, Phrase.RELATIVE} <= set(phrases):
        phrases = [phrase for phrase in phrases if phrase is not Phrase.RELATIVE]
    for phrase, kind, code in _KINDS:
        if phrase in phrases:
            asked = (Question(code, text, kind, _OTHERWISE[kind]),) if code else ()
            return Schedule(text, kind, status=status, questions=asked)
    question = Question(DoubtCode.SCHEDULE_UNKNOWN, text, "unknown", ("continuous", "to_be_set"))
    return Schedule(text, ScheduleKind.UNKNOWN, questions=(question,))


# With dates ------------------------------------------------------------------------------------

_DEADLINE = re.compile(
    r"(?:d'ici(?: a)?|jusqu'?\s?(?:a|au|en|a la|aux)?|au plus tard|pas apres|by|until|echeance|"
    r"(?:date )?limite|due|deadline|max(?:imum)?)(?: (?:le|la|l'|en|au|a|for|the|de|du|:))*[ :]*$"
)
_BEFORE = re.compile(r"(?:avant|before|anterieur a)(?: (?:le|la|l'|en|the))*[ :]*$")
_FROM = re.compile(
    r"(?:a partir(?: de| du| d')?|a compter(?: de| du| d')?|depuis|starting(?: in| from)?|from|"
    r"since|as of|demarrage|debut)(?: (?:le|la|l'|en|de|du|the|:|prevu|prevue))*[ :]*(?:d')?$"
)
_AFTER = re.compile(r"(?:apres|after|posterieur a)(?: (?:le|la|l'|en|the))*[ :]*$")
_ENDING = re.compile(r"\b(?:fin|end|terminer|finaliser|completer|achever|conclure|jusqu)")
_THEN = re.compile(r"\b(?:puis|ensuite|then)\b")
_ONWARDS = re.compile(r"\s?(?:et |-> ?)?(?:suivant|au-dela|\+|\.\.\.|…|-\s?$)")
_RANGE = re.compile(r"^\s?(?:-|a|au|jusqu'?(?:a|au|en)?|to|until|through|>)\s?(?:la |le |l'|en )?$")
_NAMED_YEARS = (
    (
        re.compile(r"(?:annee|exercice|calendrier)s? scolaires?|saison|rentree|school year"),
        Convention.SCHOOL,
    ),
    (
        re.compile(r"(?:annee|exercice)s? (?:financ|budgetair|fiscal)|\baf\b|\bexercice|\bfiscal"),
        Convention.FISCAL,
    ),
    (
        re.compile(r"mandat|mandature|periode|annees civiles?|programmation|\bplan\b"),
        Convention.CIVIL,
    ),
)


def _with_moments(
    text: str,
    words: str,
    found: list[Found],
    phrases: list[tuple[Phrase, int, int]],
    convention: Convention | None,
) -> Schedule:
    moments = [_counted(m, words, convention) for m in _dated_moments(words, found)]
    said = [phrase for phrase, _start, _end in phrases]
    status = _status(words, phrases)
    dated = [moment for moment in moments if moment.year is not None]
    if not dated:
        return _without_year(text, moments, said, status)
    start, end = _bounds(words, found, dated)
    if start and end and start > end:
        question = Question(DoubtCode.SCHEDULE_REVERSED, text, "unknown")
        return Schedule(text, ScheduleKind.UNKNOWN, status=status, questions=(question,))
    questions = _questions(text, words, found, phrases, convention)
    if Phrase.CONTINUOUS in said:
        end = None if _THEN.search(words) else end  # « 2024 puis chaque année »
        return Schedule(text, ScheduleKind.CONTINUOUS, start, end, status, questions)
    if Phrase.UNDERWAY in said and len(dated) == 1 and _ENDING.search(words):
        start = None  # « En cours, fin 2025 »
    return Schedule(text, _kind(dated, start, end), start, end, status, questions)


def _without_year(
    text: str, moments: list[Moment], said: list[Phrase], status: ActionStatus | None
) -> Schedule:
    if Phrase.CONTINUOUS in said or Phrase.CONTINUED in said:
        return replace(_without_moment(text, said), status=status)
    day = len(moments) == 1 and moments[0].grain is Grain.DAY
    kind = ScheduleKind.DATE if day else ScheduleKind.PERIOD
    question = Question(DoubtCode.YEAR_MISSING, text, kind, ("continuous", "to_be_set"))
    return Schedule(text, kind, status=status, questions=(question,))


def _dated_moments(words: str, found: list[Found]) -> list[Moment]:
    """Moments with the year that a neighbour says: « mars et juin 2024 », « nov. 2024 à mars »."""
    moments = [each.moment for each in found]
    for i in range(len(moments) - 2, -1, -1):
        following = moments[i + 1]
        if moments[i].year is None and following.year is not None:
            late = moments[i].first > following.last and following.grain is not Grain.YEARS
            ranged = _RANGE.match(words[found[i].end : found[i + 1].start]) is not None
            moments[i] = moments[i].in_year(following.year - (1 if late and ranged else 0))
    for i in range(1, len(moments)):
        before = moments[i - 1]
        if moments[i].year is None and before.year is not None:
            year = before.last_year or before.year
            moments[i] = moments[i].in_year(year + (1 if moments[i].last < before.first else 0))
    return moments


def _counted(moment: Moment, words: str, convention: Convention | None) -> Moment:
    if not moment.hyphenated:
        return moment
    named = next((each for pattern, each in _NAMED_YEARS if pattern.search(words)), None)
    return moment.counted(named or convention or Convention.CIVIL)


def _bounds(
    words: str, found: list[Found], dated: list[Moment]
) -> tuple[dt.date | None, dt.date | None]:
    start = min(moment.start for moment in dated if moment.start)
    end = max(moment.end for moment in dated if moment.end)
    if _goes_backwards(words, found, dated):
        return end, start
    before = words[: found[0].start]
    if len(dated) == 1 or len(found) == 1:
        if _DEADLINE.search(before):
            return None, end
        if _BEFORE.search(before):
            sharp = dated[0].closes or dated[0].grain is Grain.DAY
            return None, end if sharp else start - dt.timedelta(days=1)
        if _FROM.search(before) or _ONWARDS.match(words, found[-1].end):
            return start, None
        if _AFTER.search(before):
            return end + dt.timedelta(days=1), None
    return start, end


def _goes_backwards(words: str, found: list[Found], dated: list[Moment]) -> bool:
    if len(found) != 2 or len(dated) != 2 or not dated[0].start or not dated[1].end:  # noqa: PLR2004 — a range has two ends
        return False
    ranged = _RANGE.match(words[found[0].end : found[1].start]) is not None
    return ranged and dated[0].start > dated[1].end


def _kind(dated: list[Moment], start: dt.date | None, end: dt.date | None) -> ScheduleKind:
    if start is None or end is None:
        return ScheduleKind.PERIOD
    grains = {moment.grain for moment in dated}
    if grains <= {Grain.YEAR, Grain.YEARS}:
        one = Grain.YEARS not in grains and start.year == end.year
        return ScheduleKind.YEAR if one else ScheduleKind.YEARS
    return ScheduleKind.DATE if start == end else ScheduleKind.PERIOD


def _status(words: str, phrases: list[tuple[Phrase, int, int]]) -> ActionStatus | None:
    """The state that the words say beside a date, where they open or close with it."""
    for phrase, start, end in phrases:
        if phrase in _STATUSES and (
            not words[:start].strip(" (-,:") or end >= len(words.rstrip(") "))
        ):
            return _STATUSES[phrase]
    return None


def _questions(
    text: str,
    words: str,
    found: list[Found],
    phrases: list[tuple[Phrase, int, int]],
    convention: Convention | None,
) -> tuple[Question, ...]:
    years = next((each.moment for each in found if each.moment.hyphenated), None)
    asked: list[Question] = []
    if years and convention is None and _may_be_fiscal(years, words):
        ways = (Convention.FISCAL, Convention.SCHOOL)
        asked.append(Question(DoubtCode.YEARS_CONVENTION, text, Convention.CIVIL, ways))
    rest = _masked(words, found)
    for _phrase, start, end in phrases:
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    if set(re.findall(r"[a-z]{2,}", rest)) - benign_words():
        others = ("unknown", "continuous", "to_be_set")
        asked.append(Question(DoubtCode.SCHEDULE_PARTLY_READ, text, "", others))
    return tuple(asked)


def _may_be_fiscal(moment: Moment, words: str) -> bool:
    consecutive = moment.year is not None and moment.last_year == moment.year + 1
    return consecutive and not any(pattern.search(words) for pattern, _each in _NAMED_YEARS)
