"""A newer version of a document against the plan: what changed since the last import, on each side.

Everything here is plain: an action is the object that `pacte read` prints, its values are texts and
lists of lines by column of the plan's table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rapidfuzz import fuzz, process

from pacte.roadmap.enums import LINKED
from pacte.roadmap.importing.changes import Change, Changed, Comparison, Json, Named, Value, plain
from pacte.roadmap.importing.moves import (
    CLOSE_ALONE,
    CLOSE_WITH_NUMBER,
    Path,
    is_within,
    kept_path,
    lines_of,
    paths_of,
    settled,
)
from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.queries.schedules import schedule_words

Values: TypeAlias = dict[str, Value]
Watch: TypeAlias = Callable[[int], object]

FRAME = "frame"  # the column that says under which node an action stands
MOST_PAIRS = 4_000_000  # of titles compared with one another
LONGEST_SCHEDULE, LONGEST_PRIORITY = 500, 200  # what a cell of the plan holds
# A document that leaves out more of the plan than this holds only a part of it.
PART = 1 / 3


def values_of(action: Json, name: Callable[[str], str] = str) -> Values:
    """What each column of the table says of the action; `name` gives the directory's own names."""
    schedule, status, budget = action["schedule"], action["status"], action["budget"]
    values: Values = {
        "number": action["number"] or "",
        "title": action["title"],
        "description": action["description"] or "",
        "expected_result": action.get("expected_result") or "",
        "leads": [name(text) for text in action["leads"]],
        "partners": [name(text) for text in action["partners"]],
        "funders": [name(funder["name"]) for funder in action["funders"]],
        "schedule": _cut(schedule_words(schedule), LONGEST_SCHEDULE) if schedule else "",
        "status": (status["value"] or status["text"]) if status else "",
        "priority": _cut(action["priority"] or "", LONGEST_PRIORITY),
        "budget": budget["text"] if budget else "",
        "indicators": list(action["indicators"]),
        "publics": list(action["publics"]),
        "achievements": [item["text"] for item in action["achievements"]],
        "ongoing": [_ongoing(item, name) for item in action["ongoing"]],
        "steps": [f"{step['number'] or ''} {step['title']}".strip() for step in action["steps"]],
    }
    values |= {column: list(action.get(column, ())) for column in LINKED}
    for extra in action["extra"]:
        key = f"extra:{extra['header']}"
        before = values.get(key)
        values[key] = f"{before}\n{extra['text']}" if before else extra["text"]
    return values


def _cut(text: str, limit: int) -> str:
    """As the plan keeps a text too long for its cell; its whole stands in another column."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _ongoing(item: Json, name: Callable[[str], str]) -> str:
    who = item["organisation"]
    return f"{name(who)} : {item['text']}" if who else str(item["text"])


def same(one: Value, other: Value) -> bool:
    """Whether two values say the same, spaces and line ends apart."""
    return plain(one) == plain(other)


def compare(
    read: Json,
    now: Sequence[Json],
    bases: Mapping[str, Json],
    *,
    name: Callable[[str], str] = str,
    watch: Watch | None = None,
) -> Comparison:
    """Compare a reading with the plan's actions as they stand.

    `bases` holds, by code, each action as it was at the last import, or when the workbook was
    written. `watch` is told of each action done, and may raise to stop.
    """
    watch = watch or _go_on
    found = Comparison(matched=match(read["actions"], now, watch))
    by_code = {str(action["code"]): action for action in now}
    sides = _Sides(read, by_code, bases, found.matched, name)
    for action in read["actions"]:
        watch(1)
        code = found.matched.get(action["id"])
        if code is None:
            found.added.append(_named(action, action["id"]))
        else:
            _compare_one(found, sides, action, code)
    gone = set(by_code) - set(found.matched.values())
    found.missing = len(gone)
    # What was added here since the import cannot be missing from the document.
    imported = [by_code[code] for code in by_code if code in gone and (not bases or code in bases)]
    found.is_partial = bool(read.get("is_partial")) or len(imported) > max(2, PART * len(now))
    found.left_out = [_named(action, action["code"]) for action in imported]
    return found


def _go_on(_done: int) -> None:
    """Nobody watches."""


def _named(action: Json, key: str) -> Named:
    return Named(str(key), action["number"] or "", action["title"], action.get("where", ""))


@dataclass(slots=True)
class _Sides:
    """The three sides of each action, under the same names."""

    read: Json
    now: Mapping[str, Json]
    bases: Mapping[str, Json]
    matched: Mapping[str, str]
    name: Callable[[str], str]
    spoken: frozenset[str] = field(init=False)
    told_paths: dict[str, Path] = field(init=False)
    base_paths: dict[str, Path] = field(init=False)
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        self.spoken = columns_spoken(self.read)
        present = {code: kept_path(action) for code, action in self.now.items()}
        told = paths_of(self.read["actions"], self.read.get("nodes", ()))
        by_code = {self.matched[key]: path for key, path in told.items() if key in self.matched}
        bases = {code: kept_path(action) for code, action in self.bases.items()}
        homes = settled(by_code, present)
        self.told_paths = {code: homes[path] for code, path in by_code.items() if path}
        homes = settled(bases, present)
        self.base_paths = {code: homes[path] for code, path in bases.items() if path}
        self.depth = max(map(len, present.values()), default=0)

    def values(self, action: Json, code: str) -> tuple[Values, Values, Values]:
        """What the document says, what the plan says, what both said at the last import."""
        told, present = values_of(action, self.name), values_of(self.now[code], self.name)
        base = self.bases.get(code)
        before = values_of(base, self.name) if base is not None else dict(present)
        self._place(code, told, present, before)
        return told, present, before

    def _place(self, code: str, told: Values, present: Values, before: Values) -> None:
        """Nothing where the document does not say, or says it less finely than the plan."""
        path = self.told_paths.get(code, ())[: self.depth]
        here = kept_path(self.now[code])
        if not path or is_within(here, path):
            return
        then = self.base_paths.get(code, here)
        told[FRAME], present[FRAME], before[FRAME] = lines_of(path), lines_of(here), lines_of(then)

    def columns(self, action: Json, code: str, *values: Values) -> list[str]:
        """Those to compare: a workbook of ours says all, another file what it has columns for."""
        every = dict.fromkeys(column for one in values for column in one)
        if action.get("code") == code and action.get("version"):
            return list(every)
        return [column for column in every if column in self.spoken or column == FRAME]


def _compare_one(found: Comparison, sides: _Sides, action: Json, code: str) -> None:
    told, present, before = sides.values(action, code)
    now = sides.now[code]
    changed = Changed(code, str(now["title"]), str(now["number"] or ""))
    for column in sides.columns(action, code, told, present):
        proposed = told.get(column) or _blank(present.get(column, ""))
        here = present.get(column) or _blank(proposed)
        then = before.get(column) or _blank(here)
        if same(proposed, here):
            continue
        if same(proposed, then):
            found.kept += 1
            continue
        changed.changes.append(
            Change(changed.code, column, then, here, proposed, both=not same(then, here))
        )
    if changed.changes:
        found.changed.append(changed)
    else:
        found.same += 1


def _blank(like: Value) -> Value:
    return "" if isinstance(like, str) else []


# What a column of the document speaks of, besides the column of its own name.
_SPEAKS = {
    "lead": "leads",
    "lead_unit": "leads",
    "lead_and_partners": "leads",
    "funder_amount": "funders",
    "start": "schedule",
    "end": "schedule",
    "step": "steps",
    "sub_action": "steps",
}


_FIELDS = frozenset(
    {
        "number",
        "title",
        "description",
        "expected_result",
        "leads",
        "partners",
        "funders",
        "schedule",
        "status",
        "priority",
        "budget",
        "indicators",
        "publics",
        "achievements",
        "ongoing",
        "steps",
    }
)


def columns_spoken(read: Json) -> frozenset[str]:
    """The columns that a document fills somewhere, or has a heading for.

    A document without a column says nothing of it: that is no reason to empty it.
    """
    spoken = {"title"}
    for action in read["actions"]:
        spoken.update(column for column, value in values_of(action).items() if value)
    for column in read.get("columns", ()):
        field = _SPEAKS.get(column["meaning"], column["meaning"])
        spoken.add(field if field in _FIELDS else f"extra:{column['heading']}")
    return frozenset(spoken)


def match(told: Sequence[Json], present: Sequence[Json], watch: Watch = _go_on) -> dict[str, str]:
    """Pair the actions of a document with the plan's: by code, by number and title, by title."""
    free = {str(action["code"]): action for action in present}
    pairs: dict[str, str] = {}

    def pair(action: Json, code: str) -> None:
        pairs[action["id"]] = code
        del free[code]

    for action in told:
        if action.get("code") in free:
            pair(action, action["code"])
    for key in (_number_and_title, _title_alone):
        waiting = _by(key, free.values())
        for action in _left(told, pairs):
            codes = waiting.get(key(action), [])
            if codes:
                pair(action, codes.pop(0))
    _match_numbers(told, pairs, free, pair)
    _match_titles(told, pairs, free, pair, watch)
    return pairs


def _left(told: Sequence[Json], pairs: Mapping[str, str]) -> list[Json]:
    return [action for action in told if action["id"] not in pairs]


def _number_and_title(action: Json) -> str:
    return f"{fold(action['number'] or '')}|{fold(action['title'])}"


def _title_alone(action: Json) -> str:
    return fold(action["title"])


def _by(key: Callable[[Json], str], actions: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for action in actions:
        found[key(action)].append(str(action["code"]))
    return found


def _match_numbers(
    told: Sequence[Json],
    pairs: Mapping[str, str],
    free: Mapping[str, Json],
    pair: Callable[[Json, str], None],
) -> None:
    by_number: dict[str, list[str]] = defaultdict(list)
    for code, action in free.items():
        if action["number"]:
            by_number[fold(action["number"])].append(code)
    for action in _left(told, pairs):
        for code in by_number.get(fold(action["number"] or ""), []):
            if code in free and likeness(action, free[code]) >= CLOSE_WITH_NUMBER:
                pair(action, code)
                break


def likeness(one: Json, other: Json) -> float:
    return fuzz.token_sort_ratio(fold(one["title"]), fold(other["title"]))


def _match_titles(
    told: Sequence[Json],
    pairs: Mapping[str, str],
    free: Mapping[str, Json],
    pair: Callable[[Json, str], None],
    watch: Watch,
) -> None:
    waiting = _left(told, pairs)
    if len(waiting) * len(free) > MOST_PAIRS:
        return
    titles = {code: fold(action["title"]) for code, action in free.items()}
    for action in waiting:
        watch(0)
        best = process.extractOne(
            fold(action["title"]),
            titles,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=CLOSE_ALONE,
        )
        if best is not None:
            code = str(best[2])
            pair(action, code)
            del titles[code]
