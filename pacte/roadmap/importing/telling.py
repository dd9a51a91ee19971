"""What was understood, told in a terminal: `pacte read --format text`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pacte.roadmap.importing.plan import ReadAction, ReadNode, ReadPlan

LONGEST = 96
MOST_DOUBTS = 30


def as_text(plan: ReadPlan) -> str:
    """A summary for people: what the plan holds, level by level, then what is to be checked."""
    return "\n".join(line.rstrip() for line in _lines(plan))


def _lines(plan: ReadPlan) -> Iterator[str]:
    yield plan.title or plan.source.name
    yield ""
    yield from _figures(plan)
    if plan.actions:
        yield ""
        yield from _tree(plan)
    if plan.doubts:
        yield ""
        yield gettext("À vérifier (%(count)d) :") % {"count": len(plan.doubts)}
        for doubt in plan.doubts[:MOST_DOUBTS]:
            yield f"  {doubt.where} : {doubt.reason}"
    if plan.unplaced:
        yield ""
        yield gettext("Laissé de côté (%(count)d) :") % {"count": len(plan.unplaced)}
        for passage in plan.unplaced[:MOST_DOUBTS]:
            yield f"  {passage.where} : {_short(passage.text)}"


def _figures(plan: ReadPlan) -> Iterator[str]:
    levels = " > ".join(level.label for level in plan.levels)
    if levels:
        yield gettext("Niveaux : %(levels)s") % {"levels": levels}
    count = len(plan.actions)
    steps = sum(len(action.steps) for action in plan.actions)
    said = [ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}]
    if steps:
        said.append(ngettext("%(count)d étape", "%(count)d étapes", steps) % {"count": steps})
    yield ", ".join(said)
    share = f"{plan.coverage * 100:.0f}"
    yield gettext("%(share)s %% des mots du document ont trouvé leur place") % {"share": share}


def _tree(plan: ReadPlan) -> Iterator[str]:
    below: dict[str | None, list[ReadAction]] = defaultdict(list)
    for action in plan.actions:
        below[action.node].append(action)
    for action in below[None]:
        yield from _action(action, 0)
    for node in plan.nodes:
        yield f"{'  ' * node.level}{_named(node)}"
        for action in below[node.id]:
            yield from _action(action, node.level + 1)


def _action(action: ReadAction, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}• {_named(action)}"
    said = [", ".join(action.leads), action.schedule.text if action.schedule else ""]
    told = " – ".join(_short(words) for words in said if words)
    if told:
        yield f"{indent}    {told}"


def _named(thing: ReadNode | ReadAction) -> str:
    return _short(f"{thing.number} {thing.title}" if thing.number else thing.title)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
