"""What is understood of a document made of blocks, and how a test says it."""

from __future__ import annotations

from pacte.documents.content import Content
from pacte.roadmap.importing import ReadPlan, understand
from tests.roadmap.importing.drafts import content


def levels(plan: ReadPlan) -> list[tuple[str, str]]:
    return [(level.label, str(level.kind)) for level in plan.levels]


def tree(plan: ReadPlan) -> list[str]:
    """« Axe 1 Se loger > Objectif … > action », one line for each action."""
    nodes = {node.id: node for node in plan.nodes}
    lines = []
    for action in plan.actions:
        path = [f"{action.number or ''} {action.title}".strip()]
        above = action.node
        while above is not None:
            node = nodes[above]
            path.append(f"{node.number or ''} {node.title}".strip())
            above = node.parent
        lines.append(" > ".join(reversed(path)))
    return lines


def left_aside(plan: ReadPlan) -> list[str]:
    return [passage.text for passage in plan.unplaced]


def leads(plan: ReadPlan) -> list[list[str]]:
    return [action.leads for action in plan.actions]


def read(*blocks: object, form: str = "docx") -> ReadPlan:
    made: Content = content(*blocks, form=form)  # type: ignore[arg-type]
    return understand(made)
