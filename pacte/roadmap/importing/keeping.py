"""A reading as the database keeps it between two pages, and the choices made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation

from pacte.roadmap.importing.answers import take_schedule
from pacte.roadmap.importing.choices import SAID, Choices, Joining
from pacte.roadmap.importing.doubts import LABELS
from pacte.roadmap.importing.expected import expected_headings, set_expected
from pacte.roadmap.importing.lexicon import Lexicon, level_name
from pacte.roadmap.importing.moves import paths_of
from pacte.roadmap.importing.own.delimited import take_code
from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.importing.plan import LevelKind
from pacte.roadmap.importing.printing import as_json
from pacte.roadmap.importing.schedules import Convention, understand_schedule
from pacte.roadmap.importing.vocabulary import Meaning, Role, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pacte.roadmap.importing.own import OwnWorkbook
    from pacte.roadmap.importing.plan import ReadAction, ReadColumn, ReadPlan

Json = dict[str, Any]


def as_kept(plan: ReadPlan) -> Json:
    """What `pacte read` prints, and what only the review and the creation of the plan need."""
    kept = as_json(plan)
    for told, node in zip(kept["nodes"], plan.nodes, strict=True):
        told["where"] = node.where
    headings, lexicon = expected_headings(plan.columns), Lexicon()
    for told, action in zip(kept["actions"], plan.actions, strict=True):
        told["code"], told["version"] = action.code, action.version
        take_code(told)
        _name_untitled(told)
        set_expected(told, headings, lexicon, has_columns=bool(plan.columns))
        _days(told, action)
    values = values_by_label()
    for told, doubt in zip(kept["doubts"], plan.doubts, strict=True):
        told["key"] = doubt.key
        told["understood"] = values.get(doubt.understood, doubt.understood)
        told["alternatives"] = [values.get(label, label) for label in doubt.alternatives]
    kept["columns"] = [
        {
            "table": column.table,
            "column": column.column,
            "heading": column.heading,
            "meaning": column.meaning,
        }
        for column in plan.columns
    ]
    kept["source_columns"] = source_columns(plan)
    kept["is_partial"] = plan.is_partial
    return kept


def _name_untitled(told: Json) -> None:
    """A text that its sheet puts under no word has one in the plan, where columns have names."""
    for extra in told["extra"]:
        extra["header"] = extra["header"] or UNTITLED


def _days(told: Json, action: ReadAction) -> None:
    """The day by which each step is due, where its words say one."""
    for step, read in zip(told["steps"], action.steps, strict=True):
        end = understand_schedule(read.due).end if read.due else None
        step["due_on"] = end.isoformat() if end else None


def values_by_label() -> dict[str, str]:
    """The values that doubts propose, by the words of the language that is active."""
    return {str(label): value for value, label in LABELS.items()}


def settle(plan: ReadPlan, answers: Mapping[str, str]) -> None:
    """Apply the answers about schedules and statuses, which the reading itself leaves aside."""
    by_row: dict[str, list[ReadAction]] = {}
    for action in plan.actions:
        by_row.setdefault(action.where, []).append(action)
    for key, value in answers.items():
        code, where, *_rest = key.split("|")
        if code in SETTLED:
            for action in by_row.get(row_of(where), ()):
                _settle(action, code, value)


SETTLED = frozenset(
    {
        "underway_as_schedule",
        "to_be_continued",
        "done_as_schedule",
        "state_as_schedule",
        "schedule_unknown",
        "year_missing",
        "status_unknown",
    }
)
_KINDS = frozenset({"underway", "continuous", "to_be_set", "long_term", "unknown"})


def _settle(action: ReadAction, code: str, value: str) -> None:
    if code == "status_unknown":
        if action.status is not None and value.isupper():
            action.status.value = value
    elif value in _KINDS and action.schedule is not None:
        action.schedule.kind = value
        action.schedule.start = action.schedule.end = None
    elif value.startswith(SAID) and action.schedule is not None:
        take_schedule(action.schedule, value)


def row_of(where: str) -> str:
    """The row or paragraph of a place: what it says before its column."""
    return where.partition(", colonne ")[0]


def choices_of(kept: Mapping[str, Any], headings: Iterable[tuple[str, str]] = ()) -> Choices:
    """The choices of one import over the headings that the initiative remembers.

    A value that no longer exists is left aside: a choice kept ninety days outlives a release.
    """
    lexicon = {**dict(headings), **kept.get("lexicon", {})}
    return Choices(
        columns={
            (int(table), int(column)): Meaning(meaning)
            for place, meaning in kept.get("columns", {}).items()
            if meaning in MEANINGS
            for table, _, column in [place.partition("-")]
        },
        lexicon={
            text: Meaning(meaning) for text, meaning in lexicon.items() if meaning in MEANINGS
        },
        levels={label: LevelKind(kind) for label, kind in kept.get("levels", {}).items()},
        rows={where: Joining(joining) for where, joining in kept.get("rows", {}).items()},
        left_out=frozenset(kept.get("left_out", ())),
        answers=dict(kept.get("answers", {})),
        items={key: list(lines) for key, lines in kept.get("items", {}).items()},
        years=Convention(kept["years"]) if kept.get("years") else None,
    )


MEANINGS = frozenset(str(meaning) for meaning in Meaning)


def carried_bases(own: OwnWorkbook) -> Json:
    """By code, the actions as a workbook of ours had them when it was written."""
    lexicon, bases = Lexicon(), {}
    actions = [told.action for told in own.actions.values()]
    paths = paths_of(actions, own.nodes)
    for code, told in own.actions.items():
        base = {**told.action, "code": code, "frame": paths.get(told.action["id"], ())}
        set_expected(base, frozenset(), lexicon, has_columns=False)
        bases[code] = base
    return bases


def french() -> translation.override:
    """Readings are made in one language, whoever asks: places and labels are data."""
    return translation.override("fr")


# What a column of the document is in the table of the plan.
COLUMNS = {
    Meaning.NUMBER: "number",
    Meaning.DESCRIPTION: "description",
    Meaning.LEAD: "leads",
    Meaning.LEAD_UNIT: "leads",
    Meaning.LEAD_AND_PARTNERS: "leads",
    Meaning.PARTNERS: "partners",
    Meaning.FUNDERS: "funders",
    Meaning.FUNDER_AMOUNT: "funders",
    Meaning.BUDGET: "budget",
    Meaning.SCHEDULE: "schedule",
    Meaning.START: "schedule",
    Meaning.END: "schedule",
    Meaning.CONTINUOUS: "schedule",
    Meaning.STATUS: "status",
    Meaning.PRIORITY: "priority",
    Meaning.INDICATORS: "indicators",
    Meaning.PUBLICS: "publics",
    Meaning.ACHIEVEMENTS: "achievements",
    Meaning.ONGOING: "ongoing",
}


UNTITLED = "Texte sans intitulé"  # kept with the document's own headings, in its language
EXPECTED = frozenset({Meaning.EXPECTED_RESULT, Meaning.TARGET})


def source_columns(plan: ReadPlan) -> list[Json]:
    """The headings of the document in its order, under the keys of the plan's table."""
    held = {str(extra.header) for action in plan.actions for extra in action.extra}
    expected = expected_headings(plan.columns)
    found: dict[str, Json] = {}
    for column in plan.columns:
        is_expected = column.heading in expected and column.meaning in EXPECTED
        key = "expected_result" if is_expected else _key_of(plan, column, held)
        if key and key not in found:
            found[key] = {"key": key, "label": column.heading, "is_shown": True}
    return list(found.values())


def _key_of(plan: ReadPlan, column: ReadColumn, held: set[str]) -> str:
    meaning = Meaning(column.meaning) if column.meaning in MEANINGS else None
    name = fold(level_name(column.heading))
    for position, level in enumerate(plan.levels):
        if fold(level.label) == name:
            return {
                LevelKind.FRAME: f"level:{position}",
                LevelKind.ACTION: "title",
                LevelKind.STEP: "steps",
            }[level.kind]
    if meaning is not None and role_of(meaning) in (Role.ACTION, Role.STEP):
        return "title" if role_of(meaning) is Role.ACTION else "steps"
    if meaning in COLUMNS:
        return COLUMNS[meaning]
    return f"extra:{column.heading}" if column.heading in held else ""
