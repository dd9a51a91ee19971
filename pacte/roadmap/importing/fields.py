"""The fields of an action, out of the cells of its row or the sections of its card."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pacte.roadmap.enums import ActionStatus
from pacte.roadmap.importing.amounts import (
    currency_of,
    scale_of,
    understand_amount,
    understand_funders,
)
from pacte.roadmap.importing.answers import take_names, take_schedule
from pacte.roadmap.importing.choices import SAID
from pacte.roadmap.importing.coverage import words_left
from pacte.roadmap.importing.doubts import DoubtCode
from pacte.roadmap.importing.items import (
    achievements_of,
    ongoing_of,
    parts_of,
    simple_items,
    steps_of,
)
from pacte.roadmap.importing.lexicon import mark_heading
from pacte.roadmap.importing.numbering import number_alone
from pacte.roadmap.importing.people import Role as PersonRole
from pacte.roadmap.importing.people import understand_people
from pacte.roadmap.importing.pieces import squeeze
from pacte.roadmap.importing.plan import (
    ReadBudget,
    ReadExtra,
    ReadFunder,
    ReadSchedule,
    ReadStatus,
    Repeated,
    add_years,
)
from pacte.roadmap.importing.schedules import (
    join_schedules,
    understand_schedule,
)
from pacte.roadmap.importing.statuses import understand_status
from pacte.roadmap.importing.values import Value
from pacte.roadmap.importing.vocabulary import Meaning, meaning_of
from pacte.roadmap.importing.words import words_of

if TYPE_CHECKING:
    from pacte.roadmap.importing.building import Builder
    from pacte.roadmap.importing.doubts import Question
    from pacte.roadmap.importing.plan import ReadAchievement, ReadAction
    from pacte.roadmap.importing.schedules import Schedule

CROSS = re.compile(r"^\s*(?:x|✓|✔|☑|☒|●|•|■|oui|1)\s*$", re.IGNORECASE)
_LISTED = re.compile(r"[,;](?![^(]*\))")
_YES = re.compile(r"^\s*(?:oui|yes|vrai|true|x|✓|✔|☑|1)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Filling:
    """One action being filled, and what several columns say of it before they can be joined."""

    builder: Builder
    action: ReadAction
    start_read: Schedule | None = None
    end_read: Schedule | None = None
    marks: list[str] = field(default_factory=list)
    told_by_schedule: bool = False  # the status comes from the words of the schedule

    def leads(self, value: Value) -> None:
        self._people(value, PersonRole.LEAD)

    def partners(self, value: Value) -> None:
        self._people(value, PersonRole.PARTNER)

    def _rest(self, value: Value, taken: Sequence[str]) -> None:
        """Keep aside the words of a value that were not taken from it."""
        if len(taken) == 1 and taken[0] == value.text:
            return
        rest = words_left(value.text, tuple(taken))
        if rest:
            self.builder.remainder.leave(value.where, rest)

    def _people(self, value: Value, role: PersonRole) -> None:
        found = understand_people(value.text, role=role, known=self.builder.known)
        leads, partners = self.action.leads, self.action.partners
        names = leads if role is PersonRole.LEAD else partners
        leads += [name for name in found.leads if name not in leads]
        partners += [name for name in found.partners if name not in partners]
        for name in found.funders:
            self.action.funders.append(ReadFunder(name, name))
        every = (*found.leads, *found.partners, *found.funders)
        if not every and found.apart:  # « À définir » names nobody
            self.other(value)
        elif not every:
            names.append(squeeze(value.text))
        elif every != (value.text,):
            labels = [words for words in found.apart if words.rstrip().endswith(":")]
            self._rest(value, (*every, *labels))
        for question in found.questions:
            given = found.leads or found.partners

            def take(answer: str, value: Value, given: tuple[str, ...] = given) -> None:
                take_names(names, given, answer, value.text)
                if answer.startswith(SAID):
                    self._rest(value, names)

            self._ask(question, value, take)

    def schedule(self, value: Value) -> None:
        found = understand_schedule(
            value.text, value.cell_value, convention=self.builder.choices.years
        )
        if self.action.schedule is not None:
            self.other(value)
            return
        self.action.schedule = ReadSchedule(found.text, str(found.kind), found.start, found.end)
        if found.status is not None and self.action.status is None:
            self.action.status = ReadStatus(value.text, str(found.status))
            self.told_by_schedule = True
        for question in found.questions:
            self._ask(question, value, self._schedule_answered)

    def _ask(self, question: Question, value: Value, take: Callable[[str, Value], None]) -> None:
        """Ask, or take what the user has answered."""
        answer = self.builder.answer(question.code, value.where, question.words or value.text)
        if answer is None:
            self.builder.ask((question,), value.where, self.action.id, value.text)
        else:
            take(answer, value)

    def _schedule_answered(self, answer: str, value: Value) -> None:
        if self.action.schedule is not None:
            take_schedule(self.action.schedule, answer, value.text, value.cell_value)

    def _status_answered(self, answer: str, _value: Value) -> None:
        if self.action.status is not None and answer in set(ActionStatus):
            self.action.status.value = answer

    def _budget_answered(self, answer: str, value: Value) -> None:
        if self.action.budget is not None:
            found = understand_amount(
                answer.removeprefix(SAID), currency=currency_of(value.heading)
            )
            self.action.budget.amount = found.amount

    def start(self, value: Value) -> None:
        self.start_read = self._bound(value, self.start_read)

    def end(self, value: Value) -> None:
        self.end_read = self._bound(value, self.end_read)

    def _bound(self, value: Value, known: Schedule | None) -> Schedule | None:
        if known is not None:
            self.other(value)
            return known
        found = understand_schedule(
            value.text, value.cell_value, convention=self.builder.choices.years
        )
        if found.questions:
            self.builder.ask(found.questions, value.where, self.action.id, value.text)
        return found

    def join(self) -> None:
        """What starts, ends and crosses under years make together."""
        joined = join_schedules(self.start_read, self.end_read)
        if joined is None and self.marks:
            words = ", ".join(self.marks)
            joined = understand_schedule(words, convention=self.builder.choices.years)
        if joined is None:
            return
        if self.action.schedule is None:
            self.action.schedule = ReadSchedule(
                joined.text, str(joined.kind), joined.start, joined.end
            )
        else:
            self.action.extra.append(ReadExtra("Dates", joined.text))
            if self.action.schedule.start is None and joined.start is not None:
                self.action.schedule.kind = str(joined.kind)
                self.action.schedule.start, self.action.schedule.end = joined.start, joined.end

    def continuous(self, value: Value) -> None:
        if _YES.match(value.text) and self.action.schedule is None:
            self.action.schedule = ReadSchedule(value.heading, "continuous")
        self.other(value)

    def progress(self, value: Value) -> None:
        self.status(value, value.number)

    def status(self, value: Value, percent: float | None = None) -> None:
        found = understand_status(value.text, percent)
        if self.action.status is not None and not self.told_by_schedule:
            self.other(value)
            return
        self.action.status = ReadStatus(found.text, str(found.value) if found.value else None)
        for question in found.questions:
            self._ask(question, value, self._status_answered)

    def budget(self, value: Value) -> None:
        found = understand_amount(value.text, value.cell_value, currency=currency_of(value.heading))
        if self.action.budget is not None:
            self.other(value)
            return
        amount = found.amount and found.amount * scale_of(value.heading, value.text)
        self.action.budget = ReadBudget(found.text, amount, found.currency)
        for question in found.questions:
            self._ask(question, value, self._budget_answered)

    def budget_of_year(self, value: Value) -> None:
        """« Budget 2026 | Budget 2027 »: together they are the budget."""
        before, self.action.budget = self.action.budget, None
        self.budget(value)
        self.action.budget = add_years(before, self.action.budget, squeeze(value.heading))

    def funders(self, value: Value) -> None:
        found = understand_funders(value.text, currency=currency_of(value.heading))
        for funder in found.funders:
            read = ReadFunder(funder.name, funder.text, funder.amount)
            self.action.funders.append(read)
        if not found.funders:
            self.other(value)
        else:
            heading = squeeze(value.heading) or None
            told = (words for words in found.apart if meaning_of(words) is None)
            self.action.extra.extend(ReadExtra(heading, words) for words in told)
            self._rest(value, [*(f"{f.name}\n{f.text}" for f in found.funders), *found.apart])
        if found.questions:
            self.builder.ask(found.questions, value.where, self.action.id, value.text)

    def funder_amount(self, value: Value) -> None:
        """The amount of the funder named just before it."""
        if not self.action.funders or self.action.funders[-1].amount is not None:
            self.budget(value)
            return
        found = understand_amount(value.text, value.cell_value, currency=currency_of(value.heading))
        last = self.action.funders[-1]
        last.amount = found.amount
        last.text = f"{last.text} : {value.text}"
        self.builder.ask(found.questions, value.where, self.action.id, value.text)

    def description(self, value: Value) -> None:
        if self.action.description is None:
            self.action.description = value.text
        else:
            self.other(value)

    def priority(self, value: Value) -> None:
        if self.action.priority is None:
            self.action.priority = squeeze(value.text)
        else:
            self.other(value)

    def number(self, value: Value) -> None:
        if self.action.number is None:
            self.action.number = number_alone(squeeze(value.text))
        elif squeeze(value.text).strip(" .)-") != self.action.number:
            self.other(value)

    def indicators(self, value: Value) -> None:
        self.action.indicators.extend(self._listed(value))

    def publics(self, value: Value) -> None:
        texts = self._listed(value)
        if len(texts) == 1 and "." not in texts[0]:
            texts = [part.strip() for part in _LISTED.split(texts[0]) if part.strip()]
        self.action.publics.extend(texts)

    def _listed(self, value: Value) -> list[str]:
        texts = simple_items(value.text, lines_lost=value.lines_lost)
        self._rest(value, texts)
        return texts

    def achievements(self, value: Value) -> None:
        text = self._separated(value)
        found = achievements_of(text, lines_lost=value.lines_lost and text == value.text)
        for achievement in found.items:
            if achievement.planned:
                self._planned(achievement, value)
            self.action.achievements.append(achievement)
        if found.unsure:
            self._unseparated(value)
        self._rest(value, [a.text for a in found.items])

    def _unseparated(self, value: Value) -> None:
        self.builder.doubt(
            DoubtCode.ITEMS_NOT_SEPARATED,
            value.where,
            self.action.id,
            value.text,
            "whole",
            (" ; ".join(parts_of(value.text)),),
        )

    def _separated(self, value: Value) -> str:
        """The text with one item a line, where the user has said how they are separated."""
        if not value.lines_lost:
            return value.text
        code = DoubtCode.ITEMS_NOT_SEPARATED
        answer = self.builder.answer(code, value.where, value.text)
        if answer is None or answer == "whole":
            return value.text
        return "\n".join(part.strip() for part in answer.removeprefix(SAID).split(" ; "))

    def _planned(self, achievement: ReadAchievement, value: Value) -> None:
        code, where = DoubtCode.ACHIEVEMENT_PLANNED, value.where
        achievement.planned = self.builder.answer(code, where, achievement.text) != "done"
        self.builder.doubt(code, where, self.action.id, achievement.text, "planned", ("done",))

    def ongoing(self, value: Value) -> None:
        text = self._separated(value)
        found = ongoing_of(text, lines_lost=value.lines_lost and text == value.text)
        self.action.ongoing.extend(found.items)
        if found.unsure:
            self._unseparated(value)
        heads = list(dict.fromkeys(item.organisation or "" for item in found.items))
        self._rest(value, [*heads, *(item.text for item in found.items)])

    def steps(self, value: Value) -> None:
        found = steps_of(value.text, parent=self.action.number, lines_lost=value.lines_lost)
        self.action.steps.extend(found.items)
        taken = [f"{step.number or ''} {step.title}" for step in found.items]
        self._rest(value, taken)

    def other(self, value: Value) -> None:
        """No field of ours: kept under its own heading."""
        self.action.extra.append(ReadExtra(squeeze(value.heading) or None, value.text))

    def ignored(self, value: Value) -> None:
        """Left out of the plan by the user: the text is told among what has no place."""
        self.builder.remainder.leave(value.where, value.text)

    def formula(self, value: Value) -> None:
        """A formula without its result is kept in its own words."""
        self.other(value)
        heading = squeeze(value.heading)
        self.builder.formula(value.where, self.action.id, heading, value.text)

    def cross(self, value: Value) -> None:
        """A cell under a year or a state: a cross says which, words say what.

        The cross says again what the schedule or the state says.
        """
        heading = squeeze(value.heading)
        if mark_heading(heading):
            self.marks.append(heading)
        elif self.action.status is None:
            found = understand_status(heading)
            self.action.status = ReadStatus(heading, str(found.value) if found.value else None)
        if not CROSS.match(value.text):
            self.other(value)
        elif words_of(value.text):
            self._said_again(value)

    def _said_again(self, value: Value) -> None:
        """The crosses of one row make one passage."""
        repeated, where = self.builder.plan.repeated, str(value.place)
        text, of = value.text.strip(), self.action.id
        if repeated and (repeated[-1].where, repeated[-1].of) == (where, of):
            text = f"{repeated.pop().text} {text}"
        repeated.append(Repeated(where, text, of))

    def given(self, value: Value) -> None:
        """An amount under the name of who gives it."""
        found = understand_amount(value.text, value.cell_value, currency=currency_of(value.heading))
        name = squeeze(value.heading)
        self.action.funders.append(ReadFunder(name, f"{name} : {value.text}", found.amount))


Filler: TypeAlias = Callable[[Filling, Value], None]
FILLERS: dict[Meaning, Filler] = {
    Meaning.NUMBER: Filling.number,
    Meaning.DESCRIPTION: Filling.description,
    Meaning.LEAD: Filling.leads,
    Meaning.LEAD_UNIT: Filling.leads,
    Meaning.LEAD_PERSON: Filling.leads,
    Meaning.LEAD_AND_PARTNERS: Filling.leads,
    Meaning.PARTNERS: Filling.partners,
    Meaning.FUNDERS: Filling.funders,
    Meaning.FUNDER_AMOUNT: Filling.funder_amount,
    Meaning.BUDGET: Filling.budget,
    Meaning.SCHEDULE: Filling.schedule,
    Meaning.START: Filling.start,
    Meaning.END: Filling.end,
    Meaning.CONTINUOUS: Filling.continuous,
    Meaning.STATUS: Filling.status,
    Meaning.PROGRESS: Filling.progress,
    Meaning.PRIORITY: Filling.priority,
    Meaning.INDICATORS: Filling.indicators,
    Meaning.PUBLICS: Filling.publics,
    Meaning.ACHIEVEMENTS: Filling.achievements,
    Meaning.ONGOING: Filling.ongoing,
    Meaning.STEP: Filling.steps,
    Meaning.SUB_ACTION: Filling.steps,
    Meaning.IGNORED: Filling.ignored,
}
