"""Forms of others: which there are, and the fields of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.core import history
from pacte.initiatives.http import place_of
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile, NotDeleted
from pacte.roadmap.forms.reporting import ReportingFieldForm, ReportingFormForm
from pacte.roadmap.models import Plan, ReportingField, ReportingForm
from pacte.roadmap.queries import reporting as queries
from pacte.roadmap.queries.columns import closed_columns
from pacte.ui.http import form_page

if TYPE_CHECKING:
    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative


def reporting_place(request: Request, slug: str) -> Initiative:
    place = place_of(request, slug)
    if not rules.can_report_elsewhere(request.user, place):
        raise PermissionDenied
    return place


def form_of(request: Request, place: Initiative, key: int) -> ReportingForm:
    rows = ReportingForm.objects.visible_to(request.user).filter(initiative=place)
    return get_object_or_404(rows.select_related("initiative"), pk=key)


def field_of(form: ReportingForm, key: int, *, is_present: bool = True) -> ReportingField:
    rows = form.fields.select_related("form__initiative")
    return get_object_or_404(rows.present() if is_present else rows, pk=key)


def trail_to(place: Initiative, form: ReportingForm | None = None) -> list[dict[str, str]]:
    url = reverse("roadmap:reporting_forms", args=[place.slug])
    trail = [{"label": _("Reporter ailleurs"), "url": url}]
    if form is not None:
        url = reverse("roadmap:reporting_form", args=[place.slug, form.pk])
        trail.append({"label": form.name, "url": url})
    return trail


@require_GET
def reporting_forms(request: Request, initiative: str) -> HttpResponse:
    place = reporting_place(request, initiative)
    rows = ReportingForm.objects.visible_to(request.user).filter(initiative=place)
    context = {
        "initiative": place,
        "forms": queries.reporting_forms(list(rows.order_by("name", "pk"))),
        "trail": [],
    }
    return render(request, "roadmap/reporting_forms.html", context)


@require_GET
def reporting_form(request: Request, initiative: str, form: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = form_of(request, place, form)
    context = {
        "initiative": place,
        "form": found,
        "fields": [
            {"field": field, "source": queries.SOURCES.get(field.source, "")}
            for field in queries.fields_of(found)
        ],
        "plans": Plan.objects.visible_to(request.user).filter(initiative=place).order_by("pk"),
        "history": history.told(found),
        "trail": trail_to(place),
    }
    return render(request, "roadmap/reporting_form.html", context)


@require_http_methods(["GET", "POST"])
def add_reporting_form(request: Request, initiative: str) -> HttpResponse:
    place = reporting_place(request, initiative)
    form = ReportingFormForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = operations.add_reporting_form(
            initiative=place, fields=form.cleaned_data, by=request.actor, at=timezone.now()
        )
        messages.success(request, _("Ajoutez maintenant ses champs, dans leur ordre."))
        return redirect("roadmap:reporting_form", place.slug, made.pk)
    titles = (_("Quel formulaire remplissez-vous ailleurs ?"), _("Ajouter"))
    return form_page(request, form, *titles, trail=trail_to(place))


@require_http_methods(["GET", "POST"])
def edit_reporting_form(request: Request, initiative: str, form: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = form_of(request, place, form)
    initial = {name: getattr(found, name) for name in ReportingFormForm.base_fields}
    asked = ReportingFormForm(request.POST or None, initial=initial)
    if request.method == "POST" and asked.is_valid():
        try:
            operations.edit_reporting_form(
                form=found, asked=asked.asked(), by=request.actor, at=timezone.now()
            )
        except FieldChangedMeanwhile as changed:
            asked.add_conflict(changed)
        else:
            return redirect("roadmap:reporting_form", place.slug, found.pk)
    titles = (_("Que dire de « %(name)s » ?") % {"name": found}, _("Enregistrer"))
    return form_page(request, asked, *titles, trail=trail_to(place, found))


@require_POST
def delete_reporting_form(request: Request, initiative: str, form: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = form_of(request, place, form)
    operations.delete_reporting_form(form=found, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_reporting_form", args=[place.slug, form])
    messages.info(request, _("Retiré : « %(part)s ».") % {"part": found}, extra_tags=undo)
    return redirect("roadmap:reporting_forms", place.slug)


@require_POST
def restore_reporting_form(request: Request, initiative: str, form: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = get_object_or_404(ReportingForm.objects.filter(initiative=place), pk=form)
    try:
        operations.restore_reporting_form(form=found, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return redirect("roadmap:reporting_form", place.slug, form)


@require_http_methods(["GET", "POST"])
def add_reporting_field(request: Request, initiative: str, form: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = form_of(request, place, form)
    asked = ReportingFieldForm(request.POST or None)
    asked.leave_out(closed_columns(place))
    if request.method == "POST" and asked.is_valid():
        operations.add_reporting_field(
            form=found, fields=asked.cleaned_data, by=request.actor, at=timezone.now()
        )
        return redirect("roadmap:reporting_form", place.slug, found.pk)
    titles = (_("Quel champ vient ensuite ?"), _("Ajouter ce champ"))
    return form_page(request, asked, *titles, trail=trail_to(place, found))


@require_http_methods(["GET", "POST"])
def edit_reporting_field(request: Request, initiative: str, form: int, field: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = field_of(form_of(request, place, form), field)
    initial = {name: getattr(found, name) for name in ReportingFieldForm.base_fields}
    asked = ReportingFieldForm(request.POST or None, initial=initial)
    asked.leave_out(closed_columns(place))
    if request.method == "POST" and asked.is_valid():
        try:
            operations.edit_reporting_field(
                field=found, asked=asked.asked(), by=request.actor, at=timezone.now()
            )
        except FieldChangedMeanwhile as changed:
            asked.add_conflict(changed)
        else:
            return redirect("roadmap:reporting_form", place.slug, form)
    titles = (_("Que dire de « %(name)s » ?") % {"name": found}, _("Enregistrer"))
    return form_page(request, asked, *titles, trail=trail_to(place, found.form))


@require_POST
def shift_reporting_field(request: Request, initiative: str, form: int, field: int) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = field_of(form_of(request, place, form), field)
    operations.shift_reporting_field(
        field=found, down="bas" in request.POST, by=request.actor, at=timezone.now()
    )
    return redirect(reverse("roadmap:reporting_form", args=[place.slug, form]) + f"#champ-{field}")


@require_POST
def delete_reporting_field(
    request: Request, initiative: str, form: int, field: int
) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = field_of(form_of(request, place, form), field)
    operations.delete_reporting_field(field=found, by=request.actor, at=timezone.now())
    undo = reverse("roadmap:restore_reporting_field", args=[place.slug, form, field])
    messages.info(request, _("Retiré : « %(part)s ».") % {"part": found}, extra_tags=undo)
    return redirect("roadmap:reporting_form", place.slug, form)


@require_POST
def restore_reporting_field(
    request: Request, initiative: str, form: int, field: int
) -> HttpResponse:
    place = reporting_place(request, initiative)
    found = field_of(form_of(request, place, form), field, is_present=False)
    try:
        operations.restore_reporting_field(field=found, by=request.actor, at=timezone.now())
    except NotDeleted:
        messages.info(request, _("C’est déjà en place."))
    return redirect("roadmap:reporting_form", place.slug, form)
