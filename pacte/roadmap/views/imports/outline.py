"""The plan as it was understood, worded for the review screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pacte.core.ranks import keys_of
from pacte.roadmap.enums import ActionStatus, ScheduleKind
from pacte.roadmap.importing.amending import step_line
from pacte.roadmap.importing.pieces import fold
from pacte.roadmap.queries.frame import heading_of
from pacte.roadmap.queries.schedules import schedule_words
from pacte.roadmap.views.imports.places import Json, Places
from pacte.ui.typography import NO_BREAK

ACTIONS_PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    values: Sequence[str]
    key: str = ""  # where its items may be split, joined and reworded
    lines: str = ""

    @property
    def undo(self) -> str:
        """What takes back the items that a person has split, joined or reworded here."""
        return f"undo:items:{self.key}"


@dataclass(slots=True)
class PlanItem:
    id: str
    title: str
    number: str
    depth: int
    where: str
    url: str
    level: str = ""  # of a node
    is_action: bool = False
    facts: list[Fact] = field(default_factory=list)
    summary: Sequence[str] = ()  # what is known of an action, and who is missing
    can_merge: bool = False


def page_of_plan(reading: Json, places: Places, number: str, level_names: Json) -> Page[PlanItem]:
    """One page of the plan as it reads, nodes and actions; only what is shown is worded."""
    lines = Paginator(_lines(reading), ACTIONS_PER_PAGE).get_page(number)
    first = reading["actions"][0]["id"] if reading["actions"] else ""
    ranks = keys_of([action["where"] for action in reading["actions"]])
    keys = {action["id"]: key for action, key in zip(reading["actions"], ranks, strict=True)}
    items = [
        _action(told, depth, places, keys[told["id"]], can_merge=told["id"] != first)
        if "leads" in told
        else _node(told, reading, places, level_names)
        for told, depth in lines.object_list
    ]
    return Page(items, lines.number, lines.paginator)  # type: ignore[arg-type]  # the same pages, in words


def _lines(reading: Json) -> list[tuple[Json, int]]:
    """Nodes and actions with their depth, in the order of the plan."""
    below: dict[str | None, list[Json]] = defaultdict(list)
    for action in reading["actions"]:
        below[action["node"]].append(action)
    found = [(action, 0) for action in below[None]]
    for node in reading["nodes"]:
        found.append((node, node["level"]))
        found += [(action, node["level"] + 1) for action in below[node["id"]]]
    return found


def _node(node: Json, reading: Json, places: Places, level_names: Json) -> PlanItem:
    level = reading["levels"][node["level"]]["label"]
    where = node.get("where", "")
    return PlanItem(
        node["id"],
        node["title"],
        node["number"] or "",
        node["level"],
        where,
        places.url(where),
        level=level_names.get(level, level),
        facts=_extras(node["extra"]),
    )


def _action(action: Json, depth: int, places: Places, key: str, *, can_merge: bool) -> PlanItem:
    return PlanItem(
        action["id"],
        action["title"],
        action["number"] or "",
        depth,
        action["where"],
        places.url(action["where"]),
        is_action=True,
        facts=list(_facts(action, key)),
        summary=list(_summary(action)),
        can_merge=can_merge,
    )


def _summary(action: Json) -> Iterator[str]:
    yield ", ".join(action["leads"]) or _("sans responsable")
    if action["schedule"]:
        yield schedule_words(action["schedule"])
    if count := len(action["steps"]):
        words = ngettext("%(count)d étape", "%(count)d étapes", count)
        yield (words % {"count": count}).replace(" ", NO_BREAK)
    if count := len(action["achievements"]):
        words = ngettext("%(count)d réalisation", "%(count)d réalisations", count)
        yield (words % {"count": count}).replace(" ", NO_BREAK)


def _facts(action: Json, key: str) -> Iterator[Fact]:
    """What was understood of an action, field by field; empty ones are left out."""
    schedule, status, budget = action["schedule"], action["status"], action["budget"]
    found: list[tuple[str, Sequence[str]]] = [
        (_("Description"), [action["description"] or ""]),
        (_("Résultat attendu"), [action.get("expected_result") or ""]),
        (_("Responsables"), action["leads"]),
        (_("Partenaires"), action["partners"]),
        (_("Échéance"), [_schedule(schedule)] if schedule else []),
        (_("État"), [_status(status)] if status else []),
        (_("Étapes"), [_step(step) for step in action["steps"]]),
        (_("Réalisations"), [_achievement(item) for item in action["achievements"]]),
        (_("Travail en cours"), [_ongoing(item) for item in action["ongoing"]]),
        (_("Priorité"), [action["priority"] or ""]),
        (_("Budget"), [budget["text"]] if budget else []),
        (_("Financeurs"), [funder["text"] for funder in action["funders"]]),
        (_("Indicateurs"), action["indicators"]),
        (_("Publics"), action["publics"]),
        (_("Notes du document"), [note["text"] for note in action["notes"]]),
    ]
    fields = {
        _("Responsables"): "leads",
        _("Partenaires"): "partners",
        _("Étapes"): "steps",
        _("Réalisations"): "achievements",
    }
    for label, values in found:
        if kept := [value for value in values if value]:
            field = fields.get(label, "")
            lines = "\n".join(_lines_of(action, field)) if field else ""
            yield Fact(label, kept, f"{field}|{key}" if field else "", lines)
    yield from _extras(action["extra"])


def _lines_of(action: Json, field: str) -> list[str]:
    if field == "steps":
        return [step_line(step["number"], step["title"]) for step in action["steps"]]
    if field == "achievements":
        return [item["text"] for item in action["achievements"]]
    return list(action[field])


def _extras(extras: Sequence[Json]) -> list[Fact]:
    return [Fact(heading_of(extra), [extra["text"]]) for extra in extras]


def _schedule(told: Json) -> str:
    kind = ScheduleKind(told["kind"].upper())
    if kind == ScheduleKind.UNKNOWN:
        return str(told["text"])
    words = schedule_words(told)
    return words if fold(words) == fold(str(kind.label)) else f"{words} ({kind.label})"


def _status(told: Json) -> str:
    label = ActionStatus(told["value"]).label if told["value"] else _("gardé en mots")
    return f"{told['text']} ({label})" if str(label) != told["text"] else str(label)


def _step(step: Json) -> str:
    more = ", ".join(filter(None, (step["lead"], step["due"])))
    named = f"{step['number'] or ''} {step['title']}".strip()
    return f"{named} ({more})" if more else named


def _achievement(item: Json) -> str:
    return _("%(text)s (prévue)") % {"text": item["text"]} if item["planned"] else item["text"]


def _ongoing(item: Json) -> str:
    return f"{item['organisation']} : {item['text']}" if item["organisation"] else item["text"]
