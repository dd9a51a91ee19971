"""What was understood, as `pacte read --format json` prints it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pacte.roadmap.importing.plan import (
        ReadAction,
        ReadDoubt,
        ReadExtra,
        ReadNode,
        ReadPlan,
    )

Json = dict[str, Any]


def as_json(plan: ReadPlan) -> Json:
    """The plan as JSON types: absent text or object is None, absent list is []."""
    return {
        "source": {
            "name": plan.source.name,
            "sha256": plan.source.sha256,
            "format": plan.source.format,
        },
        "plan": {
            "title": plan.title,
            "orientation": plan.orientation,
            "territory": plan.territory,
            "organisations": plan.organisations,
            "extra": [_extra(extra) for extra in plan.extra],
        },
        "levels": [{"label": level.label, "kind": str(level.kind)} for level in plan.levels],
        "nodes": [_node(node) for node in plan.nodes],
        "actions": [_action(action) for action in plan.actions],
        "repeated": [{"where": r.where, "text": r.text, "of": r.of} for r in plan.repeated],
        "doubts": [_doubt(doubt) for doubt in plan.doubts],
        "unplaced": [{"where": u.where, "text": u.text} for u in plan.unplaced],
        "coverage": plan.coverage,
    }


def _extra(extra: ReadExtra) -> Json:
    return {"header": extra.header, "text": extra.text, "where": extra.where}


def _node(node: ReadNode) -> Json:
    return {
        "id": node.id,
        "level": node.level,
        "number": node.number,
        "title": node.title,
        "parent": node.parent,
        "extra": [_extra(extra) for extra in node.extra],
    }


def _action(action: ReadAction) -> Json:
    return {
        "id": action.id,
        "node": action.node,
        "number": action.number,
        "title": action.title,
        "description": action.description,
        "where": action.where,
        "leads": action.leads,
        "partners": action.partners,
        "funders": [
            {"name": f.name, "text": f.text, "amount": _number(f.amount)} for f in action.funders
        ],
        **_facts(action),
        **_lists(action),
    }


def _facts(action: ReadAction) -> Json:
    schedule, status, budget = action.schedule, action.status, action.budget
    return {
        "schedule": schedule
        and {
            "text": schedule.text,
            "kind": schedule.kind,
            "start": _day(schedule.start),
            "end": _day(schedule.end),
        },
        "status": status and {"text": status.text, "value": status.value},
        "priority": action.priority,
        "budget": budget
        and {
            "text": budget.text,
            "amount": _number(budget.amount),
            "currency": budget.currency,
        },
    }


def _lists(action: ReadAction) -> Json:
    return {
        "indicators": action.indicators,
        "publics": action.publics,
        "achievements": [{"text": a.text, "planned": a.planned} for a in action.achievements],
        "ongoing": [{"organisation": o.organisation, "text": o.text} for o in action.ongoing],
        "steps": [
            {"number": s.number, "title": s.title, "lead": s.lead, "due": s.due}
            for s in action.steps
        ],
        "notes": [
            {"kind": n.kind, "author": n.author, "date": _day(n.date), "text": n.text}
            for n in action.notes
        ],
        "extra": [{"header": e.header, "text": e.text} for e in action.extra],
        **{column: names for column, names in action.links.items() if names},
    }


def _doubt(doubt: ReadDoubt) -> Json:
    return {
        "where": doubt.where,
        "text": doubt.text,
        "code": doubt.code,
        "reason": doubt.reason,
        "target": doubt.target,
        "understood": doubt.understood,
        "alternatives": doubt.alternatives,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _number(amount: Decimal | None) -> int | float | None:
    """Whole amounts without decimals."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
