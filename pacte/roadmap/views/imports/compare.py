"""A newer version of a document, or a partner's part of it, against the plan as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pacte.accounts.http import Request
from pacte.roadmap import operations
from pacte.roadmap.enums import ActionStatus, ImportState
from pacte.roadmap.errors import ImportEnded
from pacte.roadmap.exports.bases import base_of
from pacte.roadmap.exports.comparison import AT_ONCE, is_quick, is_stale, known_comparison
from pacte.roadmap.forms.imports import ComparisonForm
from pacte.roadmap.importing.changes import Changed, Comparison, as_kept
from pacte.roadmap.importing.comparing import FRAME
from pacte.roadmap.importing.picking import MOST_SHOWN, Picked, stale_count, wanted
from pacte.roadmap.models import Plan, PlanImport
from pacte.roadmap.queries.columns import EXTRA, KNOWN
from pacte.roadmap.views.imports.upload import moved, name_of, plans_entry, seen_import

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 2_000  # of a text whose changes are marked
ALIKE = 0.5


@never_cache
@require_http_methods(["GET", "POST"])
def compare_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    """GET lists what the document would change; POST compares again, or applies what is ticked."""
    found = seen_import(request, initiative, pk)
    if found.plan is None:
        raise Http404
    if found.state != ImportState.TO_REVIEW:
        return redirect("roadmap:review_import", initiative, pk)
    form = ComparisonForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["again"]:
        return ask(request, found)
    comparison = known_comparison(found, found.plan)
    if comparison is not None and form.is_valid():
        return apply(request, found, comparison, form)
    context = {
        "initiative": found.initiative,
        "import": found,
        "plan": found.plan,
        "name": name_of(found),
        "trail": trail_of(found, found.plan),
        **proposed(found, found.plan, comparison, is_whole=request.GET.get("complet") == "1"),
    }
    return render(request, "roadmap/compare_import.html", context)


def ask(request: Request, found: PlanImport) -> HttpResponse:
    """Go to the comparison; a long one is made by the worker."""
    slug = found.initiative.slug
    if found.plan is None or is_quick(found, found.plan):
        return moved(request, reverse("roadmap:compare_import", args=[slug, found.pk]))
    try:
        operations.ask_comparison(plan_import=found, by=request.actor, at=timezone.now())
    except ImportEnded:
        return moved(request, reverse("roadmap:review_import", args=[slug, found.pk]))
    return moved(request, reverse("roadmap:import_progress", args=[slug, found.pk]))


def trail_of(found: PlanImport, plan: Plan) -> list[dict[str, str]]:
    table = reverse("roadmap:plan_table", args=[found.initiative.slug, plan.slug])
    return [plans_entry(found.initiative), {"label": str(plan), "url": table}]


def proposed(
    found: PlanImport, plan: Plan, comparison: Comparison | None, *, is_whole: bool
) -> dict[str, object]:
    """What the page lists; little where the comparison is still to be made."""
    if comparison is None:
        return {"comparison": None}
    removed = comparison.removed(is_whole=is_whole)
    return {
        "comparison": comparison,
        "is_stale": is_stale(found, plan),
        "is_partial": comparison.is_partial and not is_whole,
        "version": found.version,
        "changed": [shown(changed, plan) for changed in comparison.changed[:MOST_SHOWN]],
        "others": max(0, len(comparison.changed) - MOST_SHOWN),
        "added": comparison.added[:MOST_SHOWN],
        "other_added": max(0, len(comparison.added) - MOST_SHOWN),
        "removed": removed[:MOST_SHOWN],
        "nothing": not (comparison.changed or comparison.added or removed),
        "total": len(found.reading["actions"]) if found.reading else 0,
    }


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a text, and whether the other text has them not."""

    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class ShownChange:
    key: str
    label: str
    before: str
    now: str
    proposed: str
    both: bool
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownAction:
    code: str
    title: str
    changes: list[ShownChange] = field(default_factory=list)


def shown(changed: Changed, plan: Plan) -> ShownAction:
    names = {column["key"]: column["label"] for column in plan.columns if column.get("label")}
    return ShownAction(
        changed.code,
        f"{changed.number} {changed.title}".strip(),
        [
            ShownChange(
                change.key,
                names.get(change.column) or label_of(change.column),
                text_of(change.column, change.before),
                text_of(change.column, change.now),
                text_of(change.column, change.proposed),
                change.both,
                marked(text_of(change.column, change.now), text_of(change.column, change.proposed)),
            )
            for change in changed.changes
        ],
    )


def marked(now: str, proposed: str) -> list[Part]:
    """The proposed text in parts; nothing is marked where most of it is other words."""
    before, after = _WORDS.findall(now), _WORDS.findall(proposed)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > MOST_WORDS or matcher.ratio() < ALIKE:
        return [Part(proposed, is_new=False)]
    return [
        Part("".join(after[start:end]), is_new=kind != "equal")
        for kind, _from, _to, start, end in matcher.get_opcodes()
        if start < end
    ]


def label_of(column: str) -> str:
    if column.startswith(EXTRA):
        return column.removeprefix(EXTRA)
    if column == FRAME:
        return _("Place dans le plan")
    return str(KNOWN[column].label) if column != "title" else _("Intitulé")


def text_of(column: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    if column == "status" and value in ActionStatus.values:
        return str(ActionStatus(value).label)
    return value


def apply(
    request: Request, found: PlanImport, comparison: Comparison, form: ComparisonForm
) -> HttpResponse:
    """Apply what is ticked; what changed since the page was shown is not, and is said."""
    slug = found.initiative.slug
    picked = form.picked(is_whole=request.GET.get("complet") == "1")
    taken = wanted(picked, comparison, found.reading or {})
    if form.cleaned_data["version"] != found.version:
        return redirect("roadmap:compare_import", slug, found.pk)
    try:
        if taken.count > AT_ONCE:
            return hand_over(request, found, comparison, picked)
        outcome = operations.update_plan(
            plan_import=found,
            wanted=taken,
            base_of=base_of,
            by=request.actor,
            at=timezone.now(),
        )
    except ImportEnded:
        return redirect("roadmap:review_import", slug, found.pk)
    say(
        request,
        {
            "changed": outcome.changed,
            "added": outcome.added,
            "removed": outcome.removed,
            "refused": stale_count(picked, comparison) + len(outcome.refused),
        },
    )
    return redirect("roadmap:plan_table", slug, outcome.plan.slug)


def hand_over(
    request: Request, found: PlanImport, comparison: Comparison, picked: Picked
) -> HttpResponse:
    operations.ask_update(
        plan_import=found,
        comparison=as_kept(comparison),
        picked=picked.as_kept(),
        by=request.actor,
        at=timezone.now(),
    )
    return redirect("roadmap:import_progress", found.initiative.slug, found.pk)


def say(request: Request, outcome: Mapping[str, Any]) -> None:
    """What was done of a comparison, and what was not."""
    done = []
    if count := outcome["changed"]:
        done.append(ngettext("%(n)d changement", "%(n)d changements", count) % {"n": count})
    if count := outcome["added"]:
        done.append(
            ngettext("%(n)d action ajoutée", "%(n)d actions ajoutées", count) % {"n": count}
        )
    if count := outcome["removed"]:
        done.append(
            ngettext("%(n)d action retirée", "%(n)d actions retirées", count) % {"n": count}
        )
    messages.success(
        request,
        _("Le plan est à jour : %(done)s.") % {"done": ", ".join(done)}
        if done
        else _("Le plan reste comme il était."),
    )
    if refused := outcome["refused"]:
        words = ngettext(
            "%(n)d changement n’a pas été fait : la case a changé entre-temps, ou son état ne le"
            " permet pas. Déposez le document de nouveau pour le revoir.",
            "%(n)d changements n’ont pas été faits : ces cases ont changé entre-temps, ou leur"
            " état ne le permet pas. Déposez le document de nouveau pour les revoir.",
            refused,
        )
        messages.warning(request, words % {"n": refused})
