"""Reference frameworks: their list, a page each, and what the team changes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.core import history
from pacte.initiatives.errors import NameTaken
from pacte.initiatives.http import place_of
from pacte.roadmap import operations, rules
from pacte.roadmap.errors import FieldChangedMeanwhile, TooManyItems
from pacte.roadmap.forms.frameworks import FrameworkForm, ItemForm, ItemsForm
from pacte.roadmap.models import FrameworkItem, Plan, ReferenceFramework
from pacte.roadmap.queries import frameworks as queries
from pacte.roadmap.views.externals import edited_place
from pacte.ui.http import form_page

if TYPE_CHECKING:
    from django.forms import Form

    from pacte.accounts.http import Request
    from pacte.initiatives.models import Initiative
    from pacte.roadmap.operations.frameworks import Added


def framework_of(place: Initiative, key: int) -> ReferenceFramework:
    rows = ReferenceFramework.objects.of_initiative(place).select_related("initiative")
    return get_object_or_404(rows, pk=key)


def item_of(place: Initiative, framework: int, key: int) -> FrameworkItem:
    rows = framework_of(place, framework).items.select_related("framework__initiative")
    return get_object_or_404(rows, pk=key)


def trail_to(
    place: Initiative, framework: ReferenceFramework | None = None
) -> list[dict[str, str]]:
    url = reverse("roadmap:frameworks", args=[place.slug])
    trail = [{"label": _("Cadres de référence"), "url": url}]
    if framework is not None:
        url = reverse("roadmap:framework", args=[place.slug, framework.pk])
        trail.append({"label": framework.mark, "url": url})
    return trail


@require_GET
def frameworks(request: Request, initiative: str) -> HttpResponse:
    place = place_of(request, initiative)
    context = {
        "initiative": place,
        "frameworks": queries.frameworks(place, request.user),
        "plans": Plan.objects.visible_to(request.user).filter(initiative=place).order_by("pk"),
        "can_edit": rules.can_edit_lists(request.user, place),
        "trail": [],
    }
    return render(request, "roadmap/frameworks.html", context)


@require_GET
def framework(request: Request, initiative: str, framework: int) -> HttpResponse:
    place = place_of(request, initiative)
    found = framework_of(place, framework)
    can_edit = rules.can_edit_lists(request.user, place)
    context = {
        "initiative": place,
        "framework": found,
        "items": queries.items_seen(found, {}, with_closed=can_edit),
        "plans": Plan.objects.visible_to(request.user).filter(initiative=place).order_by("pk"),
        "can_edit": can_edit,
        "history": history.told(found) if can_edit else [],
        "trail": trail_to(place),
    }
    return render(request, "roadmap/framework.html", context)


def mark_taken(form: Form) -> None:
    form.add_error("mark", _("Un autre cadre a ce nom court : choisissez-en un autre."))


@require_http_methods(["GET", "POST"])
def add_framework(request: Request, initiative: str) -> HttpResponse:
    place = edited_place(request, initiative)
    form = FrameworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.add_framework(
                initiative=place, fields=form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except NameTaken:
            mark_taken(form)
        else:
            messages.success(request, _("Le cadre est ajouté. Donnez-lui maintenant ses lignes."))
            return redirect("roadmap:add_items", place.slug, made.pk)
    titles = (_("Quel cadre de référence ajoutez-vous ?"), _("Ajouter"))
    return form_page(request, form, *titles, trail=trail_to(place))


@require_http_methods(["GET", "POST"])
def edit_framework(request: Request, initiative: str, framework: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = framework_of(place, framework)
    initial = {name: getattr(found, name) for name in FrameworkForm.base_fields}
    form = FrameworkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_framework(
                framework=found, asked=form.asked(), by=request.actor, at=timezone.now()
            )
        except NameTaken:
            mark_taken(form)
        except FieldChangedMeanwhile as changed:
            form.add_conflict(changed)
        else:
            return redirect("roadmap:framework", place.slug, found.pk)
    titles = (_("Que dire de « %(name)s » ?") % {"name": found}, _("Enregistrer"))
    return form_page(request, form, *titles, trail=trail_to(place, found))


@require_http_methods(["GET", "POST"])
def add_items(request: Request, initiative: str, framework: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = framework_of(place, framework)
    form = ItemsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = operations.add_items(
                framework=found,
                lines=form.cleaned_data["lines"],
                by=request.actor,
                at=timezone.now(),
            )
        except TooManyItems:
            form.add_error("lines", _("Avec celles qui y sont déjà, ce cadre serait trop long."))
        else:
            messages.success(request, told_of(added))
            return redirect("roadmap:framework", place.slug, found.pk)
    titles = (_("Quelles lignes a « %(name)s » ?") % {"name": found.mark}, _("Ajouter ces lignes"))
    return form_page(request, form, *titles, trail=trail_to(place, found))


def told_of(added: Added) -> str:
    told = [
        ngettext("%(count)s ligne ajoutée", "%(count)s lignes ajoutées", added.added)
        % {"count": added.added}
    ]
    if added.retitled:
        text = ngettext("%(count)s intitulé changé", "%(count)s intitulés changés", added.retitled)
        told.append(text % {"count": added.retitled})
    if added.same:
        told.append(_("%(count)s déjà là") % {"count": added.same})
    return f"{', '.join(told)}."


@require_http_methods(["GET", "POST"])
def edit_item(request: Request, initiative: str, framework: int, item: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = item_of(place, framework, item)
    form = ItemForm(request.POST or None, initial={"code": found.code, "title": found.title})
    if request.method == "POST" and form.is_valid():
        try:
            operations.edit_item(
                item=found, asked=form.asked(), by=request.actor, at=timezone.now()
            )
        except NameTaken:
            form.add_error("code", _("Une autre ligne de ce cadre a ce code ou cet intitulé."))
        except FieldChangedMeanwhile as changed:
            form.add_conflict(changed)
        else:
            return redirect("roadmap:framework", place.slug, framework)
    titles = (_("Que dit cette ligne ?"), _("Enregistrer"))
    return form_page(request, form, *titles, trail=trail_to(place, found.framework))


@require_POST
def remove_item(request: Request, initiative: str, framework: int, item: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = item_of(place, framework, item)
    name = found.label
    if operations.remove_item(item=found, by=request.actor, at=timezone.now()):
        messages.info(request, _("« %(name)s » n’est plus dans ce cadre.") % {"name": name})
    else:
        told = _("« %(name)s » n’est plus proposé ; les actions qui l’ont le gardent.")
        undo = reverse("roadmap:reopen_item", args=[place.slug, framework, item])
        messages.info(request, told % {"name": name}, extra_tags=undo)
    return redirect("roadmap:framework", place.slug, framework)


@require_POST
def reopen_item(request: Request, initiative: str, framework: int, item: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = item_of(place, framework, item)
    operations.reopen_item(item=found, by=request.actor, at=timezone.now())
    return redirect("roadmap:framework", place.slug, framework)


@require_POST
def remove_framework(request: Request, initiative: str, framework: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = framework_of(place, framework)
    name = found.name
    if operations.remove_framework(framework=found, by=request.actor, at=timezone.now()):
        messages.info(request, _("« %(name)s » est retiré.") % {"name": name})
    else:
        told = _("« %(name)s » n’est plus proposé ; les actions qui l’ont le gardent.")
        undo = reverse("roadmap:reopen_framework", args=[place.slug, framework])
        messages.info(request, told % {"name": name}, extra_tags=undo)
    return redirect("roadmap:frameworks", place.slug)


@require_POST
def reopen_framework(request: Request, initiative: str, framework: int) -> HttpResponse:
    place = edited_place(request, initiative)
    found = framework_of(place, framework)
    operations.reopen_framework(framework=found, by=request.actor, at=timezone.now())
    return redirect("roadmap:framework", place.slug, found.pk)
