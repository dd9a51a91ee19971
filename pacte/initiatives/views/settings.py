"""Doors of an initiative's own settings: its words, its logos, its Word template."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.core import files, history
from pacte.initiatives import operations, registry, rules
from pacte.initiatives.forms import LogoForm, SettingsForm, WordTemplateForm
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative, Logo


def set_by(request: Request, slug: str) -> Initiative:
    initiative = seen_initiative(request, slug)
    if not rules.can_edit_settings(request.user, initiative):
        raise PermissionDenied
    return initiative


@require_http_methods(["GET", "POST"])
def edit_settings(request: Request, initiative: str) -> HttpResponse:
    place = set_by(request, initiative)
    initial = {
        **{field: getattr(place, field) for field in operations.SETTINGS if field != "modules_off"},
        "modules_on": [m.name for m in registry.optional() if m.name not in place.modules_off],
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.edit_settings(
            initiative=place, values=form.settings(), by=request.actor, at=timezone.now()
        )
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect("initiatives:edit_settings", place.slug)
    return settings_page(request, place, form=form)


def settings_page(
    request: Request,
    place: Initiative,
    *,
    form: SettingsForm,
    logo_form: LogoForm | None = None,
    template_form: WordTemplateForm | None = None,
) -> HttpResponse:
    context = {
        "initiative": place,
        "form": form,
        "logos": place.logos.select_related("file").order_by("position", "pk"),
        "logo_form": logo_form or LogoForm(),
        "template_form": template_form or WordTemplateForm(),
        "history": history.told(place, space=place.audit_space),
    }
    return render(request, "initiatives/edit_settings.html", context)


@require_POST
def add_logo(request: Request, initiative: str) -> HttpResponse:
    place = set_by(request, initiative)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        operations.add_logo(
            initiative=place,
            content=upload.read(),
            name=upload.name,
            owner=form.cleaned_data["owner"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Le logo figure sur les documents."))
    else:
        say_errors(request, form)
    return redirect("initiatives:edit_settings", place.slug)


def say_errors(request: Request, form: LogoForm | WordTemplateForm) -> None:
    """Beside the page of settings, whose own form did not change."""
    messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))


@require_POST
def remove_logo(request: Request, initiative: str, logo: int) -> HttpResponse:
    place = set_by(request, initiative)
    found = get_object_or_404(Logo, pk=logo, initiative=place)
    operations.remove_logo(logo=found, by=request.actor, at=timezone.now())
    messages.info(request, _("Le logo ne figure plus sur les documents."))
    return redirect("initiatives:edit_settings", place.slug)


@require_GET
def show_logo(request: Request, initiative: str, logo: int) -> HttpResponseBase:
    place = seen_initiative(request, initiative)
    found = get_object_or_404(Logo.objects.select_related("file"), pk=logo, initiative=place)
    return files.response(found.file, inline=True)


@require_POST
def set_word_template(request: Request, initiative: str) -> HttpResponse:
    place = set_by(request, initiative)
    form = WordTemplateForm(request.POST, request.FILES)
    if "remove" in request.POST:
        operations.set_word_template(
            initiative=place, content=None, name="", by=request.actor, at=timezone.now()
        )
        messages.info(request, _("Les documents reprennent la présentation de Pacte."))
    elif form.is_valid():
        upload = form.cleaned_data["file"]
        operations.set_word_template(
            initiative=place,
            content=upload.read(),
            name=upload.name,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Les documents Word suivront ce modèle."))
    else:
        say_errors(request, form)
    return redirect("initiatives:edit_settings", place.slug)
