"""People one may call."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pacte.accounts.http import Request
from pacte.initiatives.http import seen_initiative
from pacte.initiatives.models import Initiative
from pacte.network import operations, queries, rules
from pacte.network.errors import DatesReversed
from pacte.network.forms import (
    ContactForm,
    FunctionForm,
    NewContactForm,
    PeopleSearchForm,
)
from pacte.network.http import edited_network, form_page, put_aside, trail_of
from pacte.network.models import Contact

PAGE = 100
FIELDS = ("name", "phone", "email", "may_publish")
FUNCTION = ("title", "organisation", "unit", "from_on", "to_on")


@require_GET
def contacts(request: Request, initiative: str) -> HttpResponse:
    place = seen_initiative(request, initiative)
    form = PeopleSearchForm(request.GET)
    called = form.cleaned_data["q"] if form.is_valid() else ""
    today = place.today(timezone.now())
    people = queries.people_to_call(place, request.user, on=today, words=called)
    context = {
        "initiative": place,
        "form": form,
        "called": called,
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
        "can_edit": rules.can_edit_network(request.user, place),
        "trail": trail_of(place),
    }
    return render(request, "network/contacts.html", context)


def ours(place: Initiative, contact: int) -> Contact:
    return get_object_or_404(Contact, pk=contact, initiative=place, deleted_at=None)


@require_http_methods(["GET", "POST"])
def save_contact(request: Request, initiative: str, contact: int | None = None) -> HttpResponse:
    """Someone new comes with her function; those of someone known have pages of their own."""
    place = edited_network(request, initiative)
    found = ours(place, contact) if contact is not None else None
    initial = {field: getattr(found, field) for field in FIELDS} if found else {}
    kind = ContactForm if found else NewContactForm
    form = kind(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.save_contact(
            initiative=place,
            contact=found,
            values=form.cleaned_data,
            by=request.actor,
            at=timezone.now(),
        )
        return redirect("network:contacts", place.slug)
    title, save = _("Une personne à appeler"), _("Enregistrer la personne")
    return form_page(request, place, form, title, save, told=found, contact=found)


@require_http_methods(["GET", "POST"])
def save_function(
    request: Request, initiative: str, contact: int, function: int | None = None
) -> HttpResponse:
    place = edited_network(request, initiative)
    person = ours(place, contact)
    found = get_object_or_404(person.functions.all(), pk=function) if function is not None else None
    initial = {field: getattr(found, field) for field in FUNCTION} if found else {}
    form = FunctionForm(place, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_function(
                contact=person,
                function=found,
                held=operations.Function(**form.cleaned_data),
                by=request.actor,
                at=timezone.now(),
            )
        except DatesReversed:
            form.add_error("to_on", _("La fin précède le début."))
        else:
            return redirect("network:edit_contact", place.slug, person.pk)
    title = _("Que fait %(name)s, et où ?") % {"name": person.name}
    return form_page(request, place, form, title, _("Enregistrer la fonction"))


@require_POST
def delete_contact(request: Request, initiative: str, contact: int) -> HttpResponse:
    place = edited_network(request, initiative)
    put_aside(request, place, ours(place, contact), "personnes")
    return redirect("network:contacts", place.slug)
