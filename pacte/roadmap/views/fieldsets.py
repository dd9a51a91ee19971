"""An action's own fields changed on its page, a fieldset at a time."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from pacte.accounts.http import Request
from pacte.core.history import said_of
from pacte.network.queries import directory_of
from pacte.roadmap import operations
from pacte.roadmap.errors import ContinuousNeverDone, FieldChangedMeanwhile, TransitionRefused
from pacte.roadmap.forms.fieldsets import FIELDSETS, REVIEW, FieldsetForm, columns_of, name_of
from pacte.roadmap.forms.names import PEOPLE
from pacte.roadmap.models import Action
from pacte.roadmap.operations.lists import newlines
from pacte.roadmap.views.actions import action_page, to_action
from pacte.roadmap.views.table import edited_action, label_of, trail_to

ANCHORS = {
    "rattachements": "reste",
    "place": "reste",
    "publics": "reste",
    "moyens": "reste",
    "autres": "reste",
}


@require_http_methods(["GET", "POST"])
def edit_fieldset(request: Request, initiative: str, code: str, fieldset: str) -> HttpResponse:
    """Fields asked together; `?garder` saves a long text on the way, `?sens` reads a schedule."""
    found = edited_action(request, initiative, code)
    if fieldset not in FIELDSETS or not (columns := columns_of(found, fieldset)):
        raise Http404
    labels = {column: label_of(found.plan, column) for column in columns}
    if "sens" in request.GET:
        form = FieldsetForm(found, labels, request.GET, today=timezone.localdate())
        return fieldset_page(request, found, fieldset, form, part="#review")
    form = FieldsetForm(found, labels, request.POST or None, today=timezone.localdate())
    if request.method == "GET" or not form.is_valid():
        return fieldset_page(request, found, fieldset, form)
    try:
        action = operations.edit_fieldset(
            action=found, asked=form.asked(), by=request.actor, at=timezone.now()
        )
    except FieldChangedMeanwhile as changed:
        return conflict(request, found, fieldset, labels, changed)
    except TransitionRefused:
        form.add_error("status", _("Cet état ne peut pas suivre celui d’aujourd’hui."))
    except ContinuousNeverDone:
        form.add_error(
            next(iter(columns)),
            _("Une action « en continu » n’est jamais réalisée : elle est à revoir."),
        )
    else:
        return saved(request, action, fieldset, labels)
    return fieldset_page(request, found, fieldset, form)


def fieldset_page(
    request: Request,
    found: Action,
    fieldset: str,
    form: FieldsetForm,
    *,
    part: str = "",
    theirs: str = "",
) -> HttpResponse:
    has_people = bool(PEOPLE & set(form.columns))
    url = reverse("roadmap:edit_fieldset", args=[found.initiative.slug, found.code, fieldset])
    wire(form, url)
    context = {
        "action": found,
        "initiative": found.initiative,
        "fieldset": fieldset,
        "title": FIELDSETS[fieldset].title,
        "form": form,
        "fields": [form[name_of(column)] for column in form.columns if column != REVIEW],
        "review": form[REVIEW] if REVIEW in form.fields else None,
        "reason": form["reason"] if "reason" in form.fields else None,
        "names": directory_of(found.initiative).labels() if has_people else [],
        "theirs": theirs,
        "url": url,
        "back": reverse("roadmap:action", args=[found.initiative.slug, found.code]),
        "trail": trail_to(found),
    }
    refused = form.is_bound and not part
    status = 422 if refused and request.htmx else 409 if theirs else 200
    return render(request, f"roadmap/edit_fieldset.html{part}", context, status=status)


def wire(form: FieldsetForm, url: str) -> None:
    """Long texts are saved as they are typed; a schedule says at once whether it ends."""
    alone = {"hx-select": "unset", "hx-select-oob": "unset"}
    for field in form.fields.values():
        if "data-pacte-autosave" in field.widget.attrs:
            field.widget.attrs |= {
                **alone,
                "hx-post": f"{url}?garder=1",
                "hx-trigger": "input changed delay:1500ms",
                "hx-swap": "none",
            }
    if "schedule" in form.fields:
        form.fields["schedule"].widget.attrs |= {
            **alone,
            "hx-get": f"{url}?sens=1",
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#revue",
            "hx-include": "#revue input",
            "hx-swap": "outerHTML",
        }


def conflict(
    request: Request,
    found: Action,
    fieldset: str,
    labels: dict[str, str],
    changed: FieldChangedMeanwhile,
) -> HttpResponse:
    """Hers stays in the form, opened anew on what stands now: saving again replaces it."""
    found.refresh_from_db()
    sent: QueryDict = request.POST.copy()
    fresh = FieldsetForm(found, labels, today=timezone.localdate())
    for column in labels:
        name = name_of(column)
        now = str(fresh.initial[name])
        if newlines(sent.get(name, "")) == newlines(sent.get(f"read-{name}", "")):
            sent[name] = now  # she left it alone: the other's stays
        sent[f"read-{name}"] = now
    theirs = said_of("roadmap.action", changed.field, changed.current) or _("(vide)")
    form = FieldsetForm(found, labels, sent, today=timezone.localdate())
    return fieldset_page(request, found, fieldset, form, theirs=theirs)


def saved(request: Request, action: Action, fieldset: str, labels: dict[str, str]) -> HttpResponse:
    if "garder" in request.GET:
        form = FieldsetForm(action, labels, today=timezone.localdate())
        names = [f"read-{name_of(column)}" for column in labels]
        for name in names:
            form.fields[name].widget.attrs["hx-swap-oob"] = "true"
        context = {"read": [form[name] for name in names]}
        return render(request, "roadmap/edit_fieldset.html#kept", context)
    url = reverse("roadmap:edit_fieldset", args=[action.initiative.slug, action.code, fieldset])
    if not request.htmx or request.htmx.current_url_abs_path == url:
        messages.success(request, _("Enregistré."))
        answer = to_action(action, ANCHORS.get(fieldset, fieldset))
        return HttpResponseClientRedirect(answer["Location"]) if request.htmx else answer
    response = action_page(request, action)
    response["HX-Trigger"] = json.dumps({"pacte:said": _("Enregistré")})
    return response
