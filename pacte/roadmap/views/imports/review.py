"""The review screen: what was understood, corrected in one click, then made into a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core.numbers import whole
from pacte.core.ranks import keys_of
from pacte.documents.errors import DocumentError
from pacte.documents.reading import Limits
from pacte.roadmap import operations, rules
from pacte.roadmap.enums import ImportState
from pacte.roadmap.errors import ImportEnded, NothingToImport
from pacte.roadmap.exports.bases import base_of, plan_of_document
from pacte.roadmap.exports.comparison import AT_ONCE
from pacte.roadmap.forms.imports import KIND_LABELS, MADE_LABELS, ReviewForm, meaning_choices
from pacte.roadmap.importing.drafting import draft
from pacte.roadmap.importing.keeping import choices_of
from pacte.roadmap.models import Plan, PlanImport
from pacte.roadmap.operations.imports.waiting import AT_WORK
from pacte.roadmap.queries.alike import Alike, alike
from pacte.roadmap.queries.names import names_found
from pacte.roadmap.views.imports import corrections, document, outline, places, questions
from pacte.roadmap.views.imports.asked import Asked, asked_by
from pacte.roadmap.views.imports.compare import ask
from pacte.roadmap.views.imports.upload import moved, name_of, plans_entry, refusal, seen_import

ALIKE_PER_PAGE = 10
AT_ONCE_SECONDS = 2.0  # a document read so quickly is read again while the person waits


@never_cache
@require_http_methods(["GET", "POST"])
def review_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    """GET shows the draft wherever it is; POST is one correction, or « Créer le plan »."""
    found = seen_import(request, initiative, pk)
    if found.state in {ImportState.READING, *AT_WORK}:
        return moved(request, reverse("roadmap:import_progress", args=[initiative, pk]))
    if found.state == ImportState.APPLIED and found.plan is not None:
        if request.method == "POST":
            messages.info(request, already_made())
        return moved(request, reverse("roadmap:plan_table", args=[initiative, found.plan.slug]))
    if found.state == ImportState.REFUSED:
        return refusal(request, found)
    if found.state == ImportState.CANCELLED:
        messages.info(request, _("Ce brouillon a été abandonné."))
        return moved(request, reverse("roadmap:start_import", args=[initiative]))
    if request.method == "POST":
        return correct(request, found)
    return render(request, "roadmap/review_import.html", context_of(request, found))


def context_of(request: Request, found: PlanImport) -> dict[str, Any]:
    reading: dict[str, Any] = found.reading or {}
    spots = places.Places(reading, request.GET)
    likely = plan_of_document(found)
    cards = questions.doubt_cards(reading, spots)
    pages = max([1, *reading.get("page_of", {}).values()])
    shown = min(max(whole(spots.current, otherwise=1), 1), pages)
    return {
        "initiative": found.initiative,
        "import": found,
        "name": name_of(found),
        "reading": reading,
        "misnamed": is_misnamed(reading["source"]),
        "focus": None,
        "focus_row": "",
        "last": corrections.last_correction(found.choices),
        "last_name": (found.choices.get("last") or {}).get("name", ""),
        "likely_plan": likely if found.plan is None else None,
        "version": found.version,
        "title": found.choices.get("title") or reading["plan"]["title"] or "",
        "agreed": found.choices.get("agreed") == "yes",
        "asks_agreement": found.plan is None
        and any(action["leads"] or action["partners"] for action in reading["actions"]),
        "counts": counts_of(reading, found.choices),
        "doubts": questions.page_of(cards, request.GET.get("doutes")),
        "doubt_count": len(cards),
        "alike": alike_page(request, found, likely),
        "items": outline.page_of_plan(
            reading, spots, request.GET.get("actions", "1"), found.choices.get("level_names", {})
        ),
        "headings": corrections.headings_of(reading),
        "meanings": meaning_choices(),
        "levels": levels_of(reading, found.choices),
        "kinds": [(str(kind), str(label)) for kind, label in KIND_LABELS.items()],
        "names": names_found(found.initiative, reading, found.choices.get("names", {})),
        "made_labels": list(MADE_LABELS.items()),
        "corrections": corrections.corrections(found.choices),
        "unplaced": places.passages(reading["unplaced"], spots),
        "unplaced_count": len(reading["unplaced"]),
        "repeated": places.passages(reading["repeated"], spots),
        "repeated_count": len(reading["repeated"]),
        "blocks": document.document_blocks(found, reading, shown),
        "document": Paginator(range(pages), 1).get_page(shown),
        "trail": [plans_entry(found.initiative)],
        "can_create": bool(reading["actions"]),
    }


def alike_page(request: Request, found: PlanImport, likely: Plan | None) -> Page[Alike]:
    """None where it updates a plan: it is compared with it, at the next page."""
    wheres = [action["where"] for action in (found.reading or {}).get("actions", ())]
    same: list[Alike] = []
    if found.plan is None:
        same = alike(found, request.user, keys_of(wheres), besides=likely)
    return Paginator(same, ALIKE_PER_PAGE).get_page(request.GET.get("pareilles"))


SAME_FAMILY = (
    frozenset({"docx", "docm"}),
    frozenset({"xlsx", "xlsm"}),
    frozenset({"html", "htm"}),
    frozenset({"txt", "md", "csv", "tsv"}),
)


def is_misnamed(source: Mapping[str, str]) -> bool:
    """Whether the name of the file announces another kind of document than what it holds."""
    _name, dot, ending = source["name"].rpartition(".")
    said = {ending.lower(), source["format"]}
    return bool(dot) and len(said) > 1 and not any(said <= family for family in SAME_FAMILY)


def counts_of(reading: Mapping[str, Any], choices: Mapping[str, Any]) -> list[str]:
    names = choices.get("level_names", {})
    actions = len(reading["actions"])
    steps = sum(len(action["steps"]) for action in reading["actions"])
    said = [ngettext("%(count)d action", "%(count)d actions", actions) % {"count": actions}]
    if steps:
        said.append(ngettext("%(count)d étape", "%(count)d étapes", steps) % {"count": steps})
    for place, level in enumerate(reading["levels"]):
        if level["kind"] == "frame":
            held = sum(node["level"] == place for node in reading["nodes"])
            said.append(f"{names.get(level['label'], level['label'])} : {held}")
    return said


def levels_of(reading: Mapping[str, Any], choices: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = choices.get("level_names", {})
    return [
        {
            "index": index,
            "label": level["label"],
            "name": names.get(level["label"], level["label"]),
            "kind": level["kind"],
            "kind_label": str(KIND_LABELS[level["kind"]]),
        }
        for index, level in enumerate(reading["levels"])
    ]


def correct(request: Request, found: PlanImport) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return redirect("roadmap:review_import", found.initiative.slug, found.pk)
    kept = {
        "names": form.names(),
        "title": form.cleaned_data["title"],
        "agreed": form.cleaned_data["agreed"],
    }
    asked = asked_by(form, found)
    if asked is None or form.cleaned_data["version"] != found.version:
        messages.warning(
            request,
            _("La lecture a changé depuis que cette page est ouverte. Vérifiez-la de nouveau."),
        )
        return moved(request, own_url(request, found))
    asked.choices = {**kept, **asked.choices}
    if asked.reads_again:
        asked.choices["last"] = corrections.last_of(found.choices, asked.choices)
    try:
        read_again(request, found, asked)
        return answered(request, found, form, asked)
    except ImportEnded:
        return moved(request, own_url(request, found))
    except NothingToImport:
        messages.warning(request, _("Aucune action n’est comprise dans ce document."))
        return moved(request, own_url(request, found))


def answered(request: Request, found: PlanImport, form: ReviewForm, asked: Asked) -> HttpResponse:
    do = form.cleaned_data["do"]
    if do == "create":
        return create(request, found)
    if do == "later":
        messages.info(request, _("Vos réponses sont gardées. Le brouillon vous attend ici."))
        return moved(request, reverse("roadmap:plans", args=[found.initiative.slug]) + "?tous=1")
    if do == "update":
        found = operations.choose_plan(
            plan_import=found, plan=plan_of_document(found), by=request.actor, at=timezone.now()
        )
    if do in {"compare", "update"}:
        return ask(request, found)
    if request.htmx and not asked.later and (asked.next_card is not None or asked.row):
        # The next question, or the row, takes the focus: one goes on from the keyboard.
        found.refresh_from_db()
        context = context_of(request, found)
        context |= {"focus": asked.next_card, "focus_row": asked.row}
        return render(request, "roadmap/review_import.html", context)
    if asked.later:
        # Not to this page, at that place: a browser that is there already would stay as it is.
        return moved(
            request, reverse("roadmap:import_progress", args=[found.initiative.slug, found.pk])
        )
    return redirect(own_url(request, found) + asked.place)


def own_url(request: Request, found: PlanImport) -> str:
    url = reverse("roadmap:review_import", args=[found.initiative.slug, found.pk])
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url


def read_again(request: Request, found: PlanImport, asked: Asked) -> None:
    """Keep the corrections, with the reading that they give when it is quick."""
    reading = None
    slow = (found.reading or {}).get("seconds", 0) > AT_ONCE_SECONDS
    asked.later = asked.reads_again and slow
    if asked.reads_again and not asked.later:
        try:
            reading = reading_with(found, asked)
        except (DocumentError, FileNotFoundError):
            asked.later = True  # the worker says why the document can no longer be read
    operations.correct_import(
        plan_import=found,
        choices=asked.choices,
        reading=reading,
        read_again=asked.later,
        remember=asked.remember,
        by=request.actor,
        at=timezone.now(),
    )


def reading_with(found: PlanImport, asked: Asked) -> dict[str, Any]:
    choices = operations.merged_choices(found.choices, asked.choices)
    headings = dict(found.initiative.headings.values_list("heading", "meaning"))
    for heading, meaning in asked.remember.items():
        if not meaning:
            headings.pop(heading, None)
    with found.source.content.open("rb") as source:
        data = source.read()
    made = draft(
        data,
        name=found.source.name,
        choices=choices_of(choices, headings.items()),
        limits=Limits.from_settings(settings),
        earlier=choices.get("earlier"),
    )
    return made.reading


def create(request: Request, found: PlanImport) -> HttpResponse:
    if not rules.can_edit_import(request.user, found):
        raise PermissionDenied
    slug = found.initiative.slug
    if len((found.reading or {}).get("actions", ())) > AT_ONCE:
        operations.ask_application(plan_import=found, by=request.actor, at=timezone.now())
        return moved(request, reverse("roadmap:import_progress", args=[slug, found.pk]))
    now = timezone.now()
    plan = operations.apply_import(plan_import=found, base_of=base_of, by=request.actor, at=now)
    if plan.created_at == now:
        said = _("Le plan est créé. L’équipe seule le voit, jusqu’à ce que vous le partagiez.")
        messages.success(request, said)
    else:
        messages.info(request, already_made())
    return moved(request, reverse("roadmap:plan_table", args=[slug, plan.slug]))


def already_made() -> str:
    return _("Ce document vient d’être traité, par vous ou par une autre personne : voici le plan.")


@require_POST
def apply_import(request: Request, initiative: str, pk: int) -> HttpResponse:
    """« Créer le plan », pressed once or twice: the plan is made once."""
    found = seen_import(request, initiative, pk)
    try:
        return create(request, found)
    except (ImportEnded, NothingToImport):
        return moved(request, reverse("roadmap:review_import", args=[initiative, pk]))
